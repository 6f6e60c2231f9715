import type { Container, OpenedTable } from '../../engine/opening-protocol';
import { layoutEvidence } from '../../intake/dialect';
import { findLayout, isBlankRecord, type Layout } from '../../intake/layout';
import { layoutReason } from '../../intake/layout-reasons';
import { reason } from '../../intake/reasons';
import type { CsvRecord } from '../../intake/records';
import type { ReadOptions } from '../../intake/types';
import { firstLines } from './record-lines';
import { NUMBERED, notesOf, rewrite } from './rewrite';
import { RowSample } from './sample-rows';

/** Records the layout is found on. */
const LOOKED = 1000;
/** Share of records whose length is the table's: a cell far to the right is no column. */
const NEARLY_ALL = 0.95;

/**
 * Cells of a container (a sheet, JSON, Parquet), in batches of records, as a table ready for the engine: its layout is
 * found and it is written as numbered text. `line` of a record is its row in the container, 1-based. Cells at the end
 * of a record may be missing where they are blank.
 */
export async function openRecords(
  batches: AsyncIterable<CsvRecord[]>,
  about: { path: string[]; bytes: number; container: Container },
  chosen: Partial<ReadOptions>,
): Promise<OpenedTable> {
  const iterator = batches[Symbol.asyncIterator]();
  const first: CsvRecord[] = [];
  let isDone = false;
  while (!isDone && first.length < LOOKED) {
    const next = await iterator.next();
    if (next.done) isDone = true;
    else for (const record of next.value) first.push(record);
  }
  const filled = first.filter(({ fields }) => !isBlankRecord(fields)).slice(0, LOOKED);
  const width = usualLength(filled);
  // Rows of a page have all their cells: one that is shorter is of another table.
  const least = about.container === 'html' ? 0 : width;
  const found = filled.map((record) => squared(record, width, least));
  const layout = findLayout(found, chosen);
  const sample = new RowSample();
  const squares = squaredBatches(first, isDone ? null : iterator, (record) => squared(record, width, least));
  const isStructured = about.container === 'parquet' || about.container === 'json';
  const { text, aside, blanks } = await rewrite(squares, layout, { sample, isStructured });
  return {
    ...about,
    read: readOptionsOf(layout),
    evidence: {
      encoding: layoutReason('layout_cells'),
      delimiter: reason('intake_read_fields_all', { n: layout.columns.length }),
      header: layoutEvidence(layout, found),
    },
    text,
    engine: NUMBERED,
    aside,
    ...sample.taken(),
    recordLines: firstLines(filled),
    notes: notesOf(null, { zeros: 0, undecodable: 0 }, blanks),
  };
}

async function* squaredBatches(
  first: readonly CsvRecord[],
  rest: AsyncIterator<CsvRecord[]> | null,
  square: (record: CsvRecord) => CsvRecord,
): AsyncGenerator<CsvRecord[]> {
  yield first.map(square);
  for (let next = await rest?.next(); next && !next.done; next = await rest?.next())
    yield next.value.map(square);
}

/** The record with as many cells as the table has columns, or more where something stands in them; `least` at least. */
function squared(record: CsvRecord, width: number, least: number): CsvRecord {
  const length = Math.max(
    Math.min(width, Math.max(least, record.fields.length)),
    filledLength(record.fields),
  );
  if (record.fields.length === length) return record;
  const fields = record.fields.slice(0, length);
  while (fields.length < length) fields.push('');
  return { ...record, fields };
}

function usualLength(records: readonly CsvRecord[]): number {
  const lengths = records.map(({ fields }) => filledLength(fields)).sort((a, b) => a - b);
  return lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * NEARLY_ALL))] ?? 0;
}

function filledLength(fields: readonly string[]): number {
  let length = fields.length;
  while (length > 0 && fields[length - 1]!.trim() === '') length -= 1;
  return length;
}

/** Cells have neither encoding nor delimiter; these are what their text is written in. */
function readOptionsOf({ skip, headerRows, columns }: Layout): ReadOptions {
  const { delimiter, escape } = NUMBERED;
  return {
    encoding: 'utf-8',
    delimiter,
    quote: '"',
    escape,
    skip,
    header: headerRows > 0,
    headerRows,
    columns,
  };
}
