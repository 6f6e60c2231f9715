import { isDataCell } from './cell-kinds';
import type { Dialect } from './fields-of-line';
import { splitRecords, type CsvRecord } from './records';
import type { Delimiter, ReadOptions } from './types';

/** Characters and records that the delimiter is decided on; quotes are judged over the whole text. */
const LOOK = 131_072;
const RECORDS = 1000;
/** A score below which columns padded with spaces, or parted by one, are looked for as well. */
const CLEAR = 0.6;

const MARKS = [',', ';', '\t', '|'] as const;

/**
 * How a text is delimited and quoted, from the head of a file, best cut behind a line break.
 *
 * The delimiter is the one that gives the most records one and the same number of fields, and fields that hold no
 * other delimiter, as in van den Burg et al., “Wrangling messy CSV files by detecting row and type patterns” (2019).
 */
export function chooseDialect(text: string, chosen: Partial<ReadOptions> = {}): Dialect {
  const head = text.slice(0, LOOK);
  const isCut = text.length > LOOK;
  if (chosen.delimiter === 'aligned') return bestSpaced(head, isCut, chosen).dialect;
  if (chosen.delimiter !== undefined)
    return chooseQuoting(text, bestOf(head, isCut, [chosen.delimiter], chosen).dialect, chosen);
  const marked = bestOf(head, isCut, MARKS, chosen);
  const spaced = marked.score < CLEAR ? bestSpaced(head, isCut, chosen) : null;
  if (spaced && spaced.score > marked.score) return chooseQuoting(text, spaced.dialect, chosen);
  const isComma = isSpaced(head, marked.dialect);
  return chooseQuoting(text, isComma ? { ...marked.dialect, delimiter: ', ' } : marked.dialect, chosen);
}

interface Scored {
  dialect: Dialect;
  score: number;
}

function bestOf(
  text: string,
  isCut: boolean,
  delimiters: readonly Delimiter[],
  chosen: Partial<ReadOptions>,
): Scored {
  const [first] = delimiters;
  let best: Dialect = {
    delimiter: first ?? ',',
    ...(quotings(text, chosen)[0] ?? { quote: '"', escape: '"' }),
  };
  let most = 0;
  for (const delimiter of delimiters) {
    if (!text.includes(delimiter === 'aligned' ? ' ' : delimiter)) continue;
    let isQuoted = false;
    for (const quoting of quotings(text, chosen)) {
      const dialect = { delimiter, ...quoting };
      if (isQuoted && quoting.quote === '') continue;
      const { score, isFlawless, isSound } = scoreOf(text, isCut, dialect);
      isQuoted ||= isSound;
      // Ties go to the more usual, which comes first.
      if (score > most + 1e-9) [best, most] = [dialect, score];
      if (isFlawless) break;
    }
  }
  return { dialect: best, score: most };
}

/** By one space, by any number of them, or by two at least: single ones then stand inside of values. */
function bestSpaced(text: string, isCut: boolean, chosen: Partial<ReadOptions>): Scored {
  const delimiters: Delimiter[] = chosen.delimiter === undefined ? [' ', 'aligned'] : [chosen.delimiter];
  const narrow = bestOf(text, isCut, delimiters, chosen);
  const wide: Dialect = { delimiter: 'aligned', quote: '', escape: '"', gap: 2 };
  const { score } = scoreOf(text, isCut, wide);
  return score > narrow.score ? { dialect: wide, score } : narrow;
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

export interface FieldCounts {
  /** The number of fields that rows of the table have. */
  width: number;
  /** Records with that number. */
  regular: number;
  records: number;
}

/**
 * The number of fields most records have. A field more weighs more, for lines above and below a table have few; of two
 * tables the first counts.
 */
export function fieldCounts(rows: readonly (readonly string[])[]): FieldCounts {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  const most = Math.max(0, ...[...counts].map(([width, count]) => width * count));
  const [width = 0, regular = 0] = [...counts].find(([width, count]) => width * count >= most * 0.6) ?? [];
  return { width, regular, records: rows.length };
}

interface Fit {
  score: number;
  /** Nothing at all speaks against its quotes. */
  isFlawless: boolean;
  /** Quotes hold fields together, and none is out of place. */
  isSound: boolean;
}

/** How well a dialect fits. */
function scoreOf(text: string, isCut: boolean, dialect: Dialect): Fit {
  const { records, notes } = mendedByWidth(text, dialect);
  const whole = isCut && records.length < RECORDS ? records.slice(0, -1) : records;
  const counts = fieldCounts(fieldsOf(whole));
  const none = { score: 0, isFlawless: false, isSound: false };
  if (counts.width < 2) return none;
  const regularity = counts.regular / whole.length;
  const isSpace = dialect.delimiter === ' ' || dialect.delimiter === 'aligned';
  // Any prose is words between spaces; a table of them is regular and holds data.
  if (isSpace && (regularity < 0.8 || !holdsData(whole))) return none;
  const strays = (notes.badCloses + notes.runaways) / whole.length;
  const clean = cleanShare(whole, dialect);
  const score = (regularity ** 2 * (1 - 1 / (counts.width + 1)) * clean) / (1 + strays / 2);
  return {
    score,
    isFlawless: regularity === 1 && strays === 0 && clean === 1,
    isSound: strays === 0 && notes.needed > 0,
  };
}

/** Quotes out of place are mended by the width before a dialect is judged by them. */
function mendedByWidth(text: string, dialect: Dialect): ReturnType<typeof splitRecords> {
  const roughly = splitRecords(text, dialect, RECORDS);
  if (roughly.notes.badCloses + roughly.notes.runaways === 0) return roughly;
  const { width } = fieldCounts(fieldsOf(roughly.records));
  return width < 2 ? roughly : splitRecords(text, dialect, RECORDS, { width, isData: [] });
}

function regularity(text: string, dialect: Dialect): number {
  const { regular, records } = fieldCounts(fieldsOf(mendedByWidth(text, dialect).records));
  return regular / Math.max(1, records);
}

const fieldsOf = (records: readonly CsvRecord[]): string[][] => records.map(({ fields }) => fields);

function holdsData(records: readonly CsvRecord[]): boolean {
  const looked = records.slice(0, 100);
  return looked.filter(({ fields }) => fields.some(isDataCell)).length >= looked.length / 2;
}

/** Share of cells that show no sign of another dialect: a delimiter that is not theirs, quotes left on. */
function cleanShare(records: readonly CsvRecord[], { delimiter, quote }: Dialect): number {
  let cells = 0;
  let clean = 0;
  const others = MARKS.filter((mark) => mark !== delimiter).map((mark) => (mark === '\t' ? '\\t' : mark));
  const foreign = new RegExp(`[${others.join('')}](?! )`);
  for (const record of records.slice(0, 300)) {
    for (const field of record.fields) {
      cells += 1;
      const isWrapped = /^\s*(["']).*\1\s*$/s.test(field) || /^\s*"|"\s*$/.test(field);
      if (!isWrapped) clean += !foreign.test(field) || isDataCell(field) ? 1 : 0.3;
      // Inch marks end a field that was quoted for them: the quotes around it are gone.
      else if (quote === '"' && /[^"]"$/.test(field) && !field.startsWith('"')) clean += 1;
    }
  }
  return cells === 0 ? 0 : clean / cells;
}

/** Whether every comma has a blank behind it: the blank is no part of the next field. */
function isSpaced(text: string, dialect: Dialect): boolean {
  if (dialect.delimiter !== ',') return false;
  const byComma = fieldsOf(splitRecords(text, dialect, RECORDS).records);
  const spaced = splitRecords(text, { ...dialect, delimiter: ', ' }, RECORDS).records.map(
    ({ fields }) => fields,
  );
  const plain = fieldCounts(byComma);
  const same = spaced.filter((fields, index) => fields.length === byComma[index]?.length).length;
  return plain.width > 1 && same >= byComma.length * 0.9 && fieldCounts(spaced).width === plain.width;
}

/**
 * Quotes over the whole text: where the only ones are strays (inch marks, a quote someone forgot to close), the file
 * is not quoted. An engine would otherwise read to the end of the file for the other one.
 */
function chooseQuoting(text: string, dialect: Dialect, chosen: Partial<ReadOptions>): Dialect {
  if (dialect.delimiter === 'aligned') return { ...dialect, quote: '', escape: '"' };
  if (dialect.quote === '' || chosen.quote !== undefined || !text.includes(dialect.quote)) return dialect;
  const { records, notes } = splitRecords(text, dialect);
  const fields = records.reduce((sum, record) => sum + record.fields.length, 0);
  const onlyStrays = notes.needed === 0 && notes.quoted <= notes.badCloses + notes.runaways;
  const mostlyRunaways = notes.needed <= notes.runaways && notes.quoted < fields / 2;
  const isUnquoted =
    notes.badCloses + notes.runaways > 0 && (onlyStrays || (notes.runaways > 0 && mostlyRunaways));
  const bare: Dialect = { ...dialect, quote: '', escape: '"' };
  if (!isUnquoted) return dialect;
  const head = text.slice(0, LOOK);
  return regularity(head, bare) >= regularity(head, dialect) ? bare : dialect;
}
