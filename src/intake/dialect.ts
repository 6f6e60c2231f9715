import type { ReadOptions, Reason } from './types';
import { isDataCell } from './cell-kinds';
import { columnNames, hasHeader, headerEvidence } from './header';
import { reason } from './reasons';
import { splitRecords, type CsvRecord, type Dialect, type SplitNotes } from './records';

export { parseRecords, type CsvRecord } from './records';

export interface SniffedDialect {
  read: ReadOptions;
  evidence: Record<'encoding' | 'delimiter' | 'header', Reason>;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Characters and records that the delimiter is decided on; quotes are judged over the whole text. */
const LOOK = 131_072;
const RECORDS = 1000;

/**
 * How text is delimited, quoted and headed, from the head of a file, best cut behind a line break.
 * `chosen` are a person's own choices, which are kept; names are still made of what is then the first record.
 *
 * The delimiter is the one that gives the most records one and the same number of fields, and fields that hold no
 * other delimiter, as in van den Burg et al., “Wrangling messy CSV files by detecting row and type patterns” (2019).
 */
export function sniffDialect(text: string, chosen: Partial<ReadOptions> = {}): SniffedDialect {
  const dialect = chooseQuoting(text, chooseDialect(text.slice(0, LOOK), text.length > LOOK, chosen), chosen);
  const { records, notes } = splitRecords(text, dialect, RECORDS);
  const [first, ...rest] = records.map((record) => record.fields);
  const header = chosen.header ?? (first !== undefined && hasHeader(first, rest));
  const counts = fieldCounts(header ? rest : records.map((record) => record.fields));
  const columns = chosen.columns ?? columnNames(header ? (first ?? []) : [], counts.modal);
  return {
    read: { encoding: 'utf-8', ...dialect, header, columns },
    evidence: {
      encoding: encodingEvidence(text),
      delimiter: delimiterEvidence(counts, columns.length, notes),
      header: headerEvidence(header, first ?? [], columns),
    },
  };
}

interface FieldCounts {
  /** The most frequent number of fields. */
  modal: number;
  /** Records with that number. */
  regular: number;
  records: number;
}

function fieldCounts(rows: readonly (readonly string[])[]): FieldCounts {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  const [modal = 0, regular = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return { modal, regular, records: rows.length };
}

function chooseDialect(text: string, isCut: boolean, chosen: Partial<ReadOptions>): Dialect {
  const delimiters = chosen.delimiter === undefined ? DELIMITERS : [chosen.delimiter];
  let best: Dialect = { delimiter: delimiters[0] ?? ',', quote: '"', escape: '"' };
  let most = 0;
  for (const delimiter of delimiters) {
    for (const quoting of quotings(text, chosen)) {
      const dialect = { delimiter, ...quoting };
      const score = scoreOf(text, isCut, dialect);
      // Ties go to the more usual, which comes first.
      if (score > most + 1e-9) [best, most] = [dialect, score];
    }
  }
  return best;
}

function quotings(text: string, chosen: Partial<ReadOptions>): Pick<Dialect, 'quote' | 'escape'>[] {
  const found: Pick<Dialect, 'quote' | 'escape'>[] = [{ quote: '"', escape: '"' }];
  if (text.includes('\\"')) found.push({ quote: '"', escape: '\\' });
  if (text.includes("'")) found.push({ quote: "'", escape: '"' });
  if (text.includes("\\'")) found.push({ quote: "'", escape: '\\' });
  if (text.includes('"') || text.includes("'")) found.push({ quote: '', escape: '"' });
  const kept = found.filter(
    ({ quote, escape }) =>
      (chosen.quote === undefined || quote === chosen.quote) &&
      (chosen.escape === undefined || escape === chosen.escape),
  );
  return kept.length > 0 ? kept : [{ quote: chosen.quote ?? '"', escape: chosen.escape ?? '"' }];
}

function scoreOf(text: string, isCut: boolean, dialect: Dialect): number {
  const { records, notes } = splitRecords(text, dialect, RECORDS);
  const whole = isCut && records.length < RECORDS ? records.slice(0, -1) : records;
  const { modal, regular } = fieldCounts(whole.map((record) => record.fields));
  if (modal < 2) return 0;
  const regularity = regular / whole.length;
  const strays = (notes.badCloses + notes.runaways) / whole.length;
  return (regularity ** 2 * (1 - 1 / (modal + 1)) * cleanShare(whole, dialect)) / (1 + strays);
}

/** Share of cells that show no sign of another dialect: a delimiter that is not theirs, quotes left on. */
function cleanShare(records: readonly CsvRecord[], { delimiter }: Dialect): number {
  let cells = 0;
  let clean = 0;
  const foreign = new RegExp(
    `[${[';', '\\t', '|', ','].filter((mark) => mark !== escapeTab(delimiter)).join('')}](?! )`,
  );
  for (const record of records.slice(0, 300)) {
    for (const field of record.fields) {
      cells += 1;
      const isWrapped = /^\s*(["']).*\1\s*$/s.test(field) || /^\s*"|"\s*$/.test(field);
      if (!isWrapped) clean += !foreign.test(field) || isDataCell(field) ? 1 : 0.3;
    }
  }
  return cells === 0 ? 0 : clean / cells;
}

const escapeTab = (delimiter: string): string => (delimiter === '\t' ? '\\t' : delimiter);

/**
 * Quotes over the whole text: where the only ones are strays (inch marks, a quote someone forgot to close), the file
 * is not quoted. An engine would otherwise read to the end of the file for the other one.
 */
function chooseQuoting(text: string, dialect: Dialect, chosen: Partial<ReadOptions>): Dialect {
  if (dialect.quote === '' || chosen.quote !== undefined || !text.includes(dialect.quote)) return dialect;
  const { records, notes } = splitRecords(text, dialect);
  const fields = records.reduce((sum, record) => sum + record.fields.length, 0);
  const onlyStrays = notes.needed === 0 && notes.quoted <= notes.badCloses + notes.runaways;
  const mostlyRunaways = notes.needed <= notes.runaways && notes.quoted < fields / 2;
  const isUnquoted =
    notes.badCloses + notes.runaways > 0 && (onlyStrays || (notes.runaways > 0 && mostlyRunaways));
  return isUnquoted ? { ...dialect, quote: '', escape: '"' } : dialect;
}

function encodingEvidence(text: string): Reason {
  if (text.charCodeAt(0) === 0xfeff) return reason('intake_read_utf8_mark');
  const [example] = /[^\0-\x7f]/u.exec(text) ?? [];
  return example === undefined ? reason('intake_read_utf8') : reason('intake_read_utf8_beyond', { example });
}

function delimiterEvidence(
  { modal, regular, records }: FieldCounts,
  width: number,
  notes: SplitNotes,
): Reason {
  if (notes.example !== null) return reason('intake_read_fields_stray', { n: width, example: notes.example });
  return regular === records
    ? reason('intake_read_fields_all', { n: modal })
    : reason('intake_read_fields_most', { n: modal, m: regular, of: records });
}
