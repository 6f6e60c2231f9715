import { parseRecords } from '../../intake/dialect';
import { readShownRows } from '../../orders/read-lines';
import { partsOf, refundStackOf, type Part, type Source } from '../../orders/source';
import allSetAsideSql from '../../orders/all-set-aside.sql?raw';
import shownSql from '../../orders/shown.sql?raw';
import type { OpenedTable } from '../../engine/opening-protocol';
import type { Assessment } from '../../engine/protocol';
import type { Field, Mapping, SetAsideReason } from '../../intake/types';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';
import type { Inspection } from './inspect';
import type { Staging } from './staging';

type PreviewRow = Assessment['preview'][number];

/** Rows shown in the dialog: the first used, then the first of each kind set aside. */
export async function previewOf(
  lane: Statements,
  staging: Staging,
  inspection: Inspection,
  mapping: Mapping,
): Promise<PreviewRow[]> {
  const { shown, others } = await rowsToShow(lane, staging, inspection, mapping, shownSql);
  const seen = new Set(shown.map((row) => row.reason));
  const firsts = others.filter(({ reason }) => !seen.has(reason) && seen.add(reason));
  return inOrder([...shown, ...firsts]);
}

/** Every row set aside, in the order of the files. */
export async function setAsideRows(
  lane: Statements,
  staging: Staging,
  inspection: Inspection,
  mapping: Mapping,
): Promise<PreviewRow[]> {
  const { shown, others } = await rowsToShow(lane, staging, inspection, mapping, allSetAsideSql);
  return inOrder([...shown, ...others]);
}

function inOrder(rows: PreviewRow[]): PreviewRow[] {
  return rows.sort((a, b) => a.file - b.file || a.line - b.line);
}

interface ShownRow {
  row_id: number;
  reason: SetAsideReason | null;
  file_no: number;
  line: number | null;
  place: number;
  breaks_before: number;
  overflow1: string | null;
  overflow2: string | null;
  overflow3: string | null;
  [column: string]: string | number | null;
}

interface RejectedRow {
  file_no: number;
  line: number;
  text: string;
}

/** `shown` are rows that were read and chosen by `choose`; `others` are all those that are in no row of the engine's. */
async function rowsToShow(
  lane: Statements,
  staging: Staging,
  inspection: Inspection,
  mapping: Mapping,
  choose: string,
): Promise<{ shown: PreviewRow[]; others: PreviewRow[] }> {
  const { rows, source, tables } = inspection;
  const parts = partsOf(source);
  await lane.run(choose);
  const rejects = await rowsOf<RejectedRow>(
    lane,
    `select file_no::integer as file_no, line::integer as line, coalesce(csv_line, '')::varchar as text
     from staging.rejected order by file_no, line`,
  );
  const countBreaks = rows.some((row) => row.some((field) => field.includes('\n')));
  const found = await staging.reading(() => rowsOf<ShownRow>(lane, readShownRows(source, countBreaks)));
  const lineOf = tables.map((table, index) =>
    linesOf(
      table,
      rejects.filter((reject) => reject.file_no === index + 1).map((reject) => reject.line),
    ),
  );
  const shown = found.map((row): PreviewRow => ({
    file: row.file_no - 1,
    line: row.line ?? lineOf[row.file_no - 1]?.(row.place, row.breaks_before) ?? 0,
    values: valuesOf(row, source, mapping),
    text: textOf(row, tables[row.file_no - 1], parts[row.file_no - 1]),
    reason: row.reason,
    column: row.reason === null ? null : columnAtFault(row.reason, mapping),
  }));
  const asideRows = staging.aside.map(({ fileNo, line, reason, text }) =>
    otherRow(inspection, { file: fileNo - 1, line, reason, text }, fieldsOf(tables[fileNo - 1], text, false)),
  );
  const rejectedRows = rejects.map(({ file_no, line, text }) => {
    const table = tables[file_no - 1];
    const fields = fieldsOf(table, text, true);
    const own = table?.engine.numbered ? Number(fields.shift()) : line;
    return otherRow(inspection, { file: file_no - 1, line: own, reason: 'malformed', text }, fields);
  });
  return { shown, others: [...asideRows, ...rejectedRows] };
}

/** Fields in the columns of the whole. A refund of a table of its own says in them what it is mapped to. */
function valuesOf(row: ShownRow, source: Source, mapping: Mapping): string[] {
  const { columns } = source;
  const values = columns.map((_, index) => String(row[`c${index + 1}`] ?? ''));
  const own = refundStackOf(source, row.file_no);
  if (!own) return values;
  for (const field of ['order', 'customer', 'orderedAt', 'amount'] as const) {
    const at = mapping[field] === undefined ? -1 : columns.indexOf(mapping[field]);
    const from = own.columns[field] === undefined ? -1 : own.names.indexOf(own.columns[field]);
    if (at >= 0 && from >= 0) values[at] = String(row[`c${own.from + from + 1}`] ?? '');
  }
  return values;
}

/** Fields of a line that is no row of the engine's: as the client's file is written, or as its rewritten text is. */
function fieldsOf(table: OpenedTable | undefined, text: string, asRewritten: boolean): string[] {
  if (!table) return [text];
  const [record] = parseRecords(text, asRewritten ? table.engine : table.read, 1);
  return record?.fields ?? [text];
}

function otherRow(
  { read, source }: Inspection,
  about: Pick<PreviewRow, 'file' | 'line' | 'reason' | 'text'>,
  fields: readonly string[],
): PreviewRow {
  const places = partsOf(source)[about.file]?.places ?? [];
  const values = read.columns.map((_, index) => fields[places[index] ?? -1] ?? '');
  return { ...about, values, column: null };
}

/** A row's fields in the order of its own file, delimited as that file is; quoted where they have to be. */
function textOf(row: ShownRow, table: OpenedTable | undefined, part: Part | undefined): string {
  const width = part?.width ?? 0;
  const fields = Array.from({ length: width }, () => '');
  part?.places.forEach((place, index) => {
    if (place !== null) fields[place] = String(row[`c${index + 1}`] ?? '');
  });
  const more = [row.overflow1, row.overflow2, row.overflow3].filter((field) => field !== null);
  const mark = table?.container === 'text' && table.read.delimiter !== 'aligned' ? table.read.delimiter : ',';
  return [...fields, ...more.map(String)]
    .map((field) =>
      /["\n\r]/.test(field) || field.includes(mark) ? `"${field.replaceAll('"', '""')}"` : field,
    )
    .join(mark);
}

/**
 * The line of the file a row starts on, 1-based, from its place among the rows the engine read. The head is known line
 * by line. Behind it line breaks inside fields and rejected rows are counted, blank lines are not.
 *
 * @param rejects places of rejected rows among records and blank lines, ascending, as the engine counts them
 */
function linesOf(
  { engine, sample, lines }: OpenedTable,
  rejects: readonly number[],
): (row: number, breaksBefore: number) => number {
  const headerLines = engine.header ? 1 : 0;
  const last = lines.length - 1;
  const breaksInHead = sample
    .slice(0, last)
    .reduce((sum, row) => sum + row.join('').split('\n').length - 1, 0);
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
