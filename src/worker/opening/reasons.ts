import type { Reason } from '../../intake/types';
import { Refused } from '../failures';

/**
 * Every sentence the opening of containers can say, with its inputs. `name` is what was dropped and what is meant inside
 * it (`orders.zip › may.csv`); `count` chooses the plural and comes with `n`, the same number to be printed.
 */
export const OPENING_REASON_INPUTS = {
  opening_refused_old_excel: ['name'],
  opening_refused_binary_workbook: ['name'],
  opening_refused_open_document: ['name'],
  opening_refused_numbers: ['name'],
  opening_refused_document: ['name'],
  opening_refused_pdf: ['name'],
  opening_refused_picture: ['name'],
  opening_refused_web_table: ['name'],
  opening_refused_web_size: ['name'],
  opening_refused_packed: ['name', 'format'],
  opening_refused_data_file: ['name', 'format'],
  opening_refused_password_workbook: ['name'],
  opening_refused_password_archive: ['name'],
  opening_refused_damaged: ['name'],
  opening_refused_inflated: ['name'],
  opening_refused_entries: ['name', 'n'],
  opening_refused_nested: ['name'],
  opening_refused_method: ['name'],
  opening_refused_nothing_inside: ['name'],
  opening_refused_nothing: ['n'],
  opening_refused_workbook: ['name'],
  opening_refused_workbook_edge: ['name'],
  opening_refused_workbook_size: ['name'],
  opening_refused_no_sheet: ['name'],
  opening_refused_parquet: ['name'],
  opening_refused_parquet_size: ['name'],
  opening_refused_json: ['name', 'line'],
  opening_refused_json_encoding: ['name'],
  opening_refused_json_size: ['name'],
  opening_refused_json_no_rows: ['name'],
  opening_refused_columns: ['name', 'n'],
  opening_refused_unreadable: ['name'],

  opening_passed_system: [],
  opening_passed_notes: [],

  opening_note_uncomputed: ['count', 'n', 'example'],
  opening_note_long_numbers: ['count', 'n', 'example'],
  opening_note_more_sheets: ['count', 'n', 'example'],
  opening_note_list: ['example', 'n'],
} as const;

export type OpeningReasonKey = keyof typeof OPENING_REASON_INPUTS;
type Inputs<Key extends OpeningReasonKey> = (typeof OPENING_REASON_INPUTS)[Key][number];
type Values<Key extends OpeningReasonKey> = [Inputs<Key>] extends [never]
  ? []
  : [Record<Inputs<Key>, string | number>];

/** A reason whose inputs are checked when it is written. */
export function opening<Key extends OpeningReasonKey>(key: Key, ...values: Values<Key>): Reason {
  const [inputs] = values;
  return inputs === undefined ? { key } : { key, values: inputs };
}

export function refused<Key extends OpeningReasonKey>(key: Key, ...values: Values<Key>): Refused {
  return new Refused(opening(key, ...values));
}

/** A path as it is said: `orders.zip › may.csv`. */
export function said(path: readonly string[]): string {
  return path.join(' › ');
}

/**
 * What says only that a file holds no table: beside one that does, it is passed over. Everything else that is refused
 * (damage, a password, a bomb) may be a table lost, and ends the drop.
 */
const HOLDS_NO_TABLE: ReadonlySet<string> = new Set<OpeningReasonKey>([
  'opening_refused_document',
  'opening_refused_pdf',
  'opening_refused_picture',
  'opening_refused_nothing_inside',
  'opening_refused_no_sheet',
  'opening_refused_json_no_rows',
]);

export function holdsNoTable({ key }: Reason): boolean {
  return HOLDS_NO_TABLE.has(key) || !key.startsWith('opening_');
}
