import type { OpenedTable } from '../../engine/opening-protocol';
import type { Layout } from '../../intake/layout';
import { layoutReason } from '../../intake/layout-reasons';
import type { CsvRecord, SplitNotes } from '../../intake/records';
import { TableRows } from '../../intake/table-rows';
import type { EngineText, Reason } from '../../intake/types';
import type { RowSample } from './sample-rows';

/** Bytes handed to the browser's blob storage at a time. */
const PART = 1_048_576;

/** What a rewritten table is written in. */
export const NUMBERED: EngineText = {
  delimiter: ',',
  quote: '"',
  escape: '"',
  header: false,
  numbered: true,
};

/**
 * Writes the rows of a table as numbered text, as they come: its parts go to the browser's blob storage one by one.
 * Lines that are no rows are kept apart.
 */
export async function rewrite(
  batches: AsyncIterable<CsvRecord[]>,
  layout: Layout,
  { sample, isStructured = false }: { sample?: RowSample; isStructured?: boolean } = {},
): Promise<{ text: Blob; aside: OpenedTable['aside']; blanks: number }> {
  const table = new TableRows(layout, isStructured);
  const encoder = new TextEncoder();
  const width = layout.columns.length;
  const parts: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const records of batches) {
    const rows = table.push(records);
    if (rows.length === 0) continue;
    if (sample) for (const row of rows) sample.add(row);
    const encoded = encoder.encode(rows.map((row) => numbered(row, width)).join(''));
    waiting.push(encoded);
    bytes += encoded.length;
    if (bytes < PART) continue;
    parts.push(new Blob(waiting));
    waiting = [];
    bytes = 0;
  }
  table.end();
  return { text: new Blob([...parts, ...waiting]), aside: table.aside, blanks: table.blanks };
}

function numbered({ line, fields, text }: CsvRecord, width: number): string {
  // Most records have no field that must be quoted, which one look at their text tells.
  if (fields.length === width && text !== undefined && !SPECIAL.test(text))
    return `${line},${fields.join(',')}\n`;
  let written = String(line);
  for (const field of fields) written += `,${quoted(field)}`;
  for (let missing = fields.length; missing < width; missing += 1) written += ',';
  return `${written}\n`;
}

const SPECIAL = /[",\n\r]/;

function quoted(field: string): string {
  return SPECIAL.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

type Mended = Pick<SplitNotes, 'badCloses' | 'runaways' | 'example' | 'otherDelimiter' | 'blankLines'>;

/** What was mended on the way and should be known; `split` is null where there was no text to split. */
export function notesOf(
  split: Mended | null,
  decoding: { zeros: number; undecodable: number },
  blanks: number,
): Reason[] {
  const notes: Reason[] = [];
  const strays = (split?.badCloses ?? 0) + (split?.runaways ?? 0);
  const counted = (n: number): { count: number; n: number } => ({ count: n, n });
  if (strays > 0)
    notes.push(layoutReason('layout_note_quotes', { ...counted(strays), example: split?.example ?? '' }));
  const other = split?.otherDelimiter ?? 0;
  if (other > 0) notes.push(layoutReason('layout_note_other_delimiter', counted(other)));
  if (decoding.zeros > 0) notes.push(layoutReason('layout_note_zero_bytes', counted(decoding.zeros)));
  const { undecodable } = decoding;
  if (undecodable > 0) notes.push(layoutReason('layout_note_undecodable', counted(undecodable)));
  const blank = blanks + (split?.blankLines ?? 0);
  if (blank > 0) notes.push(layoutReason('layout_note_blank_rows', counted(blank)));
  return notes;
}
