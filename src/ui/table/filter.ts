import type { ColumnKind, TableColumn, TableRow, TableValue } from './values';
import { kindOf, numberOf, valueIn } from './values';

/**
 * What a reader types above a column:
 *
 * - text: `lost` is in it, `!lost` is not; `=Lost|Champions` is one of these, `=` is empty
 * - numbers: `100`, `>100`, `<=2.5`, `!=0`, `10..20`, `..20`, `10..`; `1,000`, `5k`, `1.2M`, `3万`; shares in percent
 * - days: the same with `2011`, `2011-Q1`, `2011-03`, `2011-03-05`, also `2011/3/5` and `2011年3月`
 *
 * `=a|b` is a list of values in every kind of column: as they are stored, or as they are shown. Full-width signs are
 * read as the narrow ones, capitals and accents count for nothing.
 */
export type Filter =
  { kind: 'none' } | { kind: 'unclear' } | { kind: 'test'; passes: (value: TableValue) => boolean };

const NONE: Filter = { kind: 'none' };
const UNCLEAR: Filter = { kind: 'unclear' };
const COMPARISON = /^(>=|<=|<>|!=|>|<|≥|≤|≠|=)\s*(.+)$/s;

export function parseFilter(typed: string, column: TableColumn): Filter {
  const text = narrow(typed).trim();
  if (text === '') return NONE;
  const kind = kindOf(column);
  const values = text.startsWith('=') ? listedValues(text.slice(1)) : null;
  if (values) {
    const listed = oneOf(values, column);
    // `=100` and `=2011-03` are comparisons as well: the number as it is rounded, all days of the month.
    const compared = values.length === 1 && values[0] !== '' ? compare(text, kind) : null;
    return compared ? test((value) => listed(value) || compared(value)) : test(listed);
  }
  if (kind === 'text' || kind === 'boolean') return test(containing(text, column));
  const passes = compare(text, kind);
  return passes ? test(passes) : UNCLEAR;
}

/** The text of a list of values, which `parseFilter` reads back. None at all is no filter. */
export function filterOfValues(values: readonly TableValue[]): string {
  if (values.length === 0) return '';
  return `=${values.map((value) => String(value ?? '').replaceAll(/[\\|]/g, '\\$&')).join('|')}`;
}

/** The values listed in a filter, as text; `null` where it is none of a list. No value is the empty text. */
export function valuesOfFilter(typed: string): string[] | null {
  const text = narrow(typed).trim();
  return text.startsWith('=') ? listedValues(text.slice(1)) : null;
}

const test = (passes: (value: TableValue) => boolean): Filter => ({ kind: 'test', passes });

/** Full-width forms, which Chinese input methods write, as ASCII. Han, kana and the rest stay. */
function narrow(text: string): string {
  return text
    .replaceAll(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\u3000\u00A0\u202F]/g, ' ')
    .replaceAll('\u2212', '-');
}

/** Apart at `|`, which `\|` keeps. */
function listedValues(text: string): string[] {
  const APART = '\0';
  return text
    .replaceAll(/\\(.)|\|/gs, (_, kept?: string) => kept ?? APART)
    .split(APART)
    .map((value) => value.trim());
}

function oneOf(values: readonly string[], column: TableColumn): (value: TableValue) => boolean {
  const folded = new Set(values.map(fold));
  return (value) => {
    if (value === null || value === '') return folded.has('');
    return folded.has(fold(String(value))) || folded.has(fold(column.format(value)));
  };
}

function containing(text: string, column: TableColumn): (value: TableValue) => boolean {
  const not = text.startsWith('!') && text.length > 1;
  const part = fold(not ? text.slice(1).trim() : text);
  return (value) => (value !== null && fold(column.format(value)).includes(part)) !== not;
}

const ONLY_ASCII = /^[ -~]*$/;

function fold(text: string): string {
  if (ONLY_ASCII.test(text)) return text.toLowerCase().trim();
  return narrow(text).normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}

/** A comparison or a range; `null` where what is typed is neither. */
function compare(text: string, kind: ColumnKind): ((value: TableValue) => boolean) | null {
  const [, sign = '=', operand = text] = COMPARISON.exec(text) ?? [];
  const ends = operand.split('..');
  if (ends.length > 2 || (ends.length === 2 && sign !== '=')) return null;
  return kind === 'date' ? compareDays(sign, ends) : compareNumbers(sign, ends, kind === 'share');
}

type Ends = readonly string[];

function compareNumbers(sign: string, ends: Ends, share: boolean): ((value: TableValue) => boolean) | null {
  const bounds = ends.map((end) => (end.trim() === '' ? null : parseNumber(end, share)));
  const [first, last = first] = bounds;
  if (bounds.some((bound) => bound === undefined) || (!first && !last)) return null;
  if (bounds.length === 2) {
    const [low, high] = [first?.number ?? -Infinity, last?.number ?? Infinity];
    return known((number) => number >= low && number <= high);
  }
  if (!first) return null;
  const { number: bound, precision } = first;
  const isEqual = (number: number) => Math.abs(number - bound) <= precision / 2;
  switch (sign) {
    case '>':
      return known((number) => number > bound);
    case '<':
      return known((number) => number < bound);
    case '>=':
    case '≥':
      return known((number) => number >= bound);
    case '<=':
    case '≤':
      return known((number) => number <= bound);
    case '=':
      return known(isEqual);
    default:
      return known((number) => !isEqual(number));
  }
}

/** What is not known is neither greater nor smaller nor different. */
function known(passes: (number: number) => boolean): (value: TableValue) => boolean {
  return (value) => {
    const number = numberOf(value);
    return !Number.isNaN(number) && passes(number);
  };
}

const SCALES: Record<string, number> = { k: 1e3, m: 1e6, 千: 1e3, 万: 1e4, 亿: 1e8 };

/** `precision` is one unit of the last digit typed: `12.3` stands for all that is shown so. Whole numbers are exact. */
function parseNumber(text: string, share: boolean): { number: number; precision: number } | undefined {
  const found = /^([+-]?)\s*(\d[\d,\s]*|\d*(?=\.))(?:\.(\d*))?\s*([km千万亿]?)\s*(%?)$/i.exec(text.trim());
  if (!found) return undefined;
  const [, sign, whole = '', fraction = '', scale = '', percent = ''] = found;
  const digits = whole.replaceAll(/[,\s]/g, '');
  if (digits + fraction === '') return undefined;
  const times = SCALES[scale.toLowerCase()] ?? 1;
  const over = percent || share ? 100 : 1;
  // Divided: 23.7 × 0.01 is not the 0.237 that 23.7 ÷ 100 is.
  const size = (Number(`${digits || '0'}.${fraction || '0'}`) * times) / over;
  const rounded = fraction !== '' || scale !== '' || percent !== '' || share;
  // A hair more than half a unit: 0.145 is 0.14499… as a double.
  const precision = rounded ? ((10 ** -fraction.length * times) / over) * (1 + 1e-9) : 0;
  return { number: sign === '-' ? -size : size, precision };
}

/** Days compare as text: a month is before a day of a later month whatever the day. Bounds include all of their period. */
function compareDays(sign: string, ends: Ends): ((value: TableValue) => boolean) | null {
  const periods = ends.map((end) => (end.trim() === '' ? null : parsePeriod(end)));
  const [first, last = first] = periods;
  if (periods.some((period) => period === undefined) || (!first && !last)) return null;
  const from = (day: string) => !first || day.slice(0, first.from.length) >= first.from;
  const to = (day: string) => !last || day.slice(0, last.to.length) <= last.to;
  const passes = {
    '=': (day: string) => from(day) && to(day),
    '>': (day: string) => !to(day),
    '<': (day: string) => !from(day),
    '>=': from,
    '≥': from,
    '<=': to,
    '≤': to,
  }[sign];
  const apart = passes ?? ((day: string) => !(from(day) && to(day)));
  return (value) => value !== null && value !== '' && apart(String(value));
}

/** A year, quarter, month or day as the ISO prefixes it begins and ends with. */
function parsePeriod(text: string): { from: string; to: string } | undefined {
  const quarter = /^(\d{4})\s*[-/年]?\s*(?:Q([1-4])|第?([1-4])季度?)$/i.exec(text.trim());
  if (quarter) {
    const [, year, english, chinese] = quarter;
    const last = Number(english ?? chinese) * 3;
    return { from: `${year}-${two(last - 2)}`, to: `${year}-${two(last)}` };
  }
  const found = /^(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})日?|月)?|年)?$/.exec(text.trim());
  if (!found) return undefined;
  const [, year, month, day] = found;
  if (month && (Number(month) < 1 || Number(month) > 12)) return undefined;
  if (day && (Number(day) < 1 || Number(day) > 31)) return undefined;
  const prefix = [year, month && two(Number(month)), day && two(Number(day))].filter(Boolean).join('-');
  return { from: prefix, to: prefix };
}

const two = (number: number): string => String(number).padStart(2, '0');

/** Few enough to be chosen from a list. */
export const MOST_VALUES = 40;

/** The values a column has, with how many rows each, the most frequent first; `null` where they are too many to list. */
export function distinctValues(
  rows: readonly TableRow[],
  column: string,
  most = MOST_VALUES,
): { value: TableValue; rows: number }[] | null {
  const counts = new Map<TableValue, number>();
  for (const row of rows) {
    const value = valueIn(row, column);
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > most) return null;
  }
  return [...counts].map(([value, count]) => ({ value, rows: count })).sort((a, b) => b.rows - a.rows);
}
