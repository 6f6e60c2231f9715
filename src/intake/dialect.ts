import { chooseDialect, fieldCounts, type FieldCounts } from './delimiting';
import type { Dialect } from './fields-of-line';
import { headerEvidence } from './header';
import { findLayout, isBlankRecord, type Layout } from './layout';
import { layoutReason } from './layout-reasons';
import { reason } from './reasons';
import { splitRecords, type CsvRecord, type Expectation, type SplitNotes } from './records';
import type { ReadOptions, Reason } from './types';

export { parseRecords, type CsvRecord } from './records';

export interface SniffedDialect {
  read: ReadOptions;
  evidence: Record<'encoding' | 'delimiter' | 'header', Reason>;
  layout: Layout;
  /** What the file is split by: `read` with what is found in the file each time. */
  dialect: Dialect;
  /** What its records are mended by. */
  expected: Expectation | null;
}

const RECORDS = 1000;

/**
 * How text is delimited, quoted, laid out and headed, from the head of a file, best cut behind a line break.
 * `chosen` are a person's own choices, which are kept; names are still made of what then are the records of names.
 */
export function sniffDialect(text: string, chosen: Partial<ReadOptions> = {}): SniffedDialect {
  const dialect = chooseDialect(text, chosen);
  // Misplaced quotes are mended by the table's width and kinds, which are found without mending first.
  const roughly = findLayout(filled(splitRecords(text, dialect, RECORDS).records), chosen);
  const hasNames = roughly.headerRows > 0 && roughly.header?.length === roughly.width;
  const { records, notes } = splitRecords(text, dialect, RECORDS, expectationOf(roughly, hasNames));
  const found = filled(records);
  const layout = findLayout(found, chosen);
  const expected = expectationOf(layout, hasNames);
  const counts = fieldCounts(found.slice(layout.skip + layout.headerRows).map(({ fields }) => fields));
  return {
    read: readOptionsOf(dialect, layout, chosen),
    evidence: {
      encoding: encodingEvidence(text),
      delimiter: delimiterEvidence(
        dialect,
        { ...counts, width: counts.width || layout.width },
        layout,
        notes,
      ),
      header: layoutEvidence(layout, found),
    },
    layout,
    dialect,
    expected,
  };
}

export function readOptionsOf(dialect: Dialect, layout: Layout, chosen: Partial<ReadOptions>): ReadOptions {
  const { delimiter, quote, escape } = dialect;
  const { skip, headerRows, columns } = layout;
  return {
    encoding: chosen.encoding ?? 'utf-8',
    delimiter,
    quote,
    escape,
    skip,
    header: headerRows > 0,
    headerRows,
    columns,
  };
}

export function expectationOf(
  { width, isData }: Pick<Layout, 'width' | 'isData'>,
  hasNames: boolean,
): Expectation | null {
  return width < 2 ? null : { width, isData, hasNames };
}

const filled = (records: readonly CsvRecord[]): CsvRecord[] =>
  records.filter(({ fields }) => !isBlankRecord(fields));

function encodingEvidence(text: string): Reason {
  if (text.charCodeAt(0) === 0xfeff) return reason('intake_read_utf8_mark');
  const [example] = /[^\0-\x7f]/u.exec(text) ?? [];
  return example === undefined ? reason('intake_read_utf8') : reason('intake_read_utf8_beyond', { example });
}

export function delimiterEvidence(
  dialect: Dialect,
  { width, regular, records }: FieldCounts,
  layout: Layout,
  notes: SplitNotes,
): Reason {
  if (notes.example !== null)
    return reason('intake_read_fields_stray', { n: layout.columns.length, example: notes.example });
  if (dialect.delimiter === 'aligned') return layoutReason('layout_aligned', { n: width });
  return regular === records
    ? reason('intake_read_fields_all', { n: width })
    : reason('intake_read_fields_most', { n: width, m: regular, of: records });
}

/** Why these are the names: `records` are those of the file's head that are not blank. */
export function layoutEvidence(
  { skip, headerRows, columns, header }: Layout,
  records: readonly CsvRecord[],
): Reason {
  const first = records[skip];
  if (headerRows > 1) return layoutReason('layout_header_rows', { n: columns.length, m: headerRows });
  if (headerRows === 1 && skip > 0)
    return layoutReason('layout_header_below', { n: columns.length, line: first?.line ?? 1 });
  return headerEvidence(headerRows > 0, header ?? first?.fields ?? [], columns);
}
