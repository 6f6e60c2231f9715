import { parseRecords } from '../../intake/dialect';
import { readShownRows } from '../../orders/read-lines';
import allSetAsideSql from '../../orders/all-set-aside.sql?raw';
import shownSql from '../../orders/shown.sql?raw';
import type { Assessment } from '../../engine/protocol';
import type { Field, Mapping, SetAsideReason } from '../../intake/types';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';
import type { Inspection } from './inspect';

type ReadFile = <T>(work: (name: string) => Promise<T>) => Promise<T>;
type PreviewRow = Assessment['preview'][number];
type Inspected = Pick<Inspection, 'read' | 'rows' | 'lines'>;

/** Rows shown in the dialog: the first used, then the first of each kind set aside. */
export async function previewOf(
  lane: Statements,
  readFile: ReadFile,
  inspected: Inspected,
  mapping: Mapping,
): Promise<PreviewRow[]> {
  const { shown, rejected } = await rowsToShow(lane, readFile, inspected, mapping, shownSql);
  return shown.some((row) => row.reason === 'malformed') ? shown : merged(shown, rejected.slice(0, 1));
}

/** Every row set aside, in the order of the file. */
export async function setAsideRows(
  lane: Statements,
  readFile: ReadFile,
  inspected: Inspected,
  mapping: Mapping,
): Promise<PreviewRow[]> {
  const { shown, rejected } = await rowsToShow(lane, readFile, inspected, mapping, allSetAsideSql);
  return merged(shown, rejected);
}

function merged(shown: readonly PreviewRow[], rejected: readonly PreviewRow[]): PreviewRow[] {
  return [...shown, ...rejected].sort((a, b) => a.line - b.line);
}

interface ShownRow {
  row_id: number;
  reason: SetAsideReason | null;
  breaks_before: number;
  [column: string]: string | number | null;
}

/** `shown` are rows that were read and chosen by `choose`, `rejected` all those that could not be read as fields. */
async function rowsToShow(
  lane: Statements,
  readFile: ReadFile,
  inspected: Inspected,
  mapping: Mapping,
  choose: string,
): Promise<{ shown: PreviewRow[]; rejected: PreviewRow[] }> {
  const { read, rows } = inspected;
  await lane.run(choose);
  const rejects = await rowsOf<{ line: number; text: string }>(
    lane,
    `select line::integer as line, coalesce(csv_line, '')::varchar as text from staging.rejected order by line`,
  );
  const countBreaks = rows.some((row) => row.some((field) => field.includes('\n')));
  const found = await readFile((name) => rowsOf<ShownRow>(lane, readShownRows(name, read, countBreaks)));
  const lineOf = linesOf(
    inspected,
    rejects.map((reject) => reject.line),
  );
  const shown = found.map((row) => ({
    line: lineOf(row.row_id, row.breaks_before),
    values: read.columns.map((_, index) => String(row[`c${index + 1}`] ?? '')),
    reason: row.reason,
    column: row.reason === null ? null : columnAtFault(row.reason, mapping),
  }));
  const rejected = rejects.map(({ line, text }): PreviewRow => {
    const [record] = parseRecords(text, read, 1);
    const values = read.columns.map((_, index) => record?.fields[index] ?? '');
    return { line, values, reason: 'malformed', column: null };
  });
  return { shown, rejected };
}

/**
 * The line of the file a row starts on, 1-based, from its place among the rows the engine read. The head is known line
 * by line. Behind it line breaks inside fields and rejected rows are counted, blank lines are not.
 *
 * @param rejects places of rejected rows among records and blank lines, ascending, as the engine counts them
 */
function linesOf(
  { read, rows, lines }: Inspected,
  rejects: readonly number[],
): (row: number, breaksBefore: number) => number {
  const headerLines = read.header ? 1 : 0;
  const last = lines.length - 1;
  const breaksInHead = rows.slice(0, last).reduce((sum, row) => sum + row.join('').split('\n').length - 1, 0);
  const blankInHead = last < 0 ? 0 : (lines[last] ?? 0) - (last + 1 + headerLines + breaksInHead);
  return (row, breaksBefore) => {
    const known = lines[row];
    if (known !== undefined) return known;
    let place = row + 1 + headerLines + blankInHead;
    for (const reject of rejects) {
      if (reject > place) break;
      place += 1;
    }
    return place + breaksBefore;
  };
}

const FAULTS: Partial<Record<SetAsideReason, readonly Field[]>> = {
  unreadable_date: ['orderedAt'],
  unreadable_amount: ['amount', 'unitPrice', 'quantity'],
  no_customer: ['customer'],
  status: ['status'],
  currency: ['currency'],
  refund: ['order', 'amount', 'quantity'],
  zero_value: ['amount', 'unitPrice'],
};

function columnAtFault(reason: SetAsideReason, mapping: Mapping): string | null {
  const field = FAULTS[reason]?.find((candidate) => mapping[candidate] !== undefined);
  return field === undefined ? null : (mapping[field] ?? null);
}
