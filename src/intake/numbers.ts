import type { NumberReading } from './types';

export interface NumbersRead {
  reading: NumberReading;
  /** Non-blank values that read. */
  readable: number;
  /** Distinct values that do not, in file order, at most 20. */
  unreadable: string[];
  /** Currency signs met, most frequent first. */
  signs: string[];
}

const LISTED = 20;

/** What DuckDB casts to a DECIMAL as it stands. */
const PLAIN = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?\s*$/i;

const SIGN =
  '(?:\\p{Sc}|[A-Z]{1,3}\\p{Sc}|元|圆|R\\$|kr|zł|Kč|Ft|CNY|RMB|USD|EUR|GBP|HKD|TWD|JPY|KRW|SGD|AUD|CAD|NZD|CHF|SEK|NOK|DKK|PLN|BRL|MXN|INR|THB|MYR|VND)';
const MINUS = '[-\u2212\u2013]';
const SPACES = ' \u00a0\u2009\u202f';
/** Marks that put a number below zero: it may bear one of them. */
const MINUSES = /[-(\u2212\u2013]/gu;
const SIGN_ANYWHERE = new RegExp(SIGN, 'iu');

/** Full-width digits and marks, and what stands for them before a number is looked at. One to one, as `translate` wants. */
export const FULL_WIDTH_NUMBER = {
  from: '０１２３４５６７８９．，（）－＋　',
  to: '0123456789.,()-+ ',
} as const;

function withAsciiDigits(text: string): string {
  return text.replace(
    /[０-９．，（）－＋\u3000]/g,
    (wide) => FULL_WIDTH_NUMBER.to[FULL_WIDTH_NUMBER.from.indexOf(wide)] ?? wide,
  );
}

/**
 * Pattern a whole text has to match, ignoring case, to be a number with this decimal mark; good for RE2 as well.
 * Groups between marks are three digits (two as well, as in India), so `12,5` is never 125.
 */
export function numberPattern(decimal: '.' | ','): string {
  const mark = decimal === '.' ? '\\.' : ',';
  const group = decimal === '.' ? `[,'’${SPACES}]` : `[.'’${SPACES}]`;
  const digits = `(?:\\d{1,3}(?:${group}\\d{2,3})*${group}\\d{3}|\\d+)(?:${mark}\\d*)?|${mark}\\d+`;
  const gap = `[${SPACES}]*`;
  const signed = `(?:[+]|${MINUS})?${gap}${SIGN}?${gap}(?:[+]|${MINUS})?${gap}(?:${digits})${gap}${SIGN}?${gap}(?:${MINUS})?`;
  return `\\s*(?:\\(${gap}${signed}${gap}\\)|${signed})\\s*`;
}

const MATCHERS = { '.': fullMatch('.'), ',': fullMatch(',') };

function fullMatch(decimal: '.' | ','): RegExp {
  return new RegExp(`^(?:${numberPattern(decimal)})$`, 'iu');
}

/**
 * How a column of texts is read as numbers, from a sample of its values.
 *
 * The decimal mark is the one under which more values read. `1,234` and `1.234` read both ways; where nothing in
 * the column tells, the point is the decimal mark: `1,234` is one thousand two hundred and thirty-four.
 */
export function readNumbers(values: readonly string[]): NumbersRead {
  const filled = values.filter((value) => value.trim() !== '');
  const withPoint = filled.filter((value) => readsWith(value, '.'));
  const withComma = filled.filter((value) => readsWith(value, ','));
  const decimal = withComma.length > withPoint.length ? ',' : '.';
  const readable = decimal === ',' ? withComma : withPoint;
  const kept = new Set(readable);
  const unreadable = [...new Set(filled.filter((value) => !kept.has(value)))].slice(0, LISTED);
  const signs = countSigns(readable);
  const reading: NumberReading = {
    plain: decimal === '.' && readable.every((value) => PLAIN.test(value)),
    decimal,
  };
  if (signs[0] !== undefined) reading.currencySign = signs[0];
  return { reading, readable: readable.length, unreadable, signs };
}

function readsWith(text: string, decimal: '.' | ','): boolean {
  return parseNumber(text, { plain: false, decimal }) !== null;
}

function countSigns(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) {
    const sign = SIGN_ANYWHERE.exec(value)?.[0].normalize('NFKC').toUpperCase();
    if (sign) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([sign]) => sign);
}

/**
 * A text as an exact decimal: `-1234.50`, never through a float. Null where the text does not read.
 * Brackets, a minus before or behind, and U+2212 all mean below zero; two of them are no number.
 */
export function parseNumber(text: string, reading: NumberReading): string | null {
  if (PLAIN.test(text)) {
    if (reading.decimal === '.' || !/[.e]/i.test(text)) return expand(text.trim());
  }
  const ascii = withAsciiDigits(text);
  if (reading.plain || !MATCHERS[reading.decimal].test(ascii)) return null;
  const minuses = ascii.match(MINUSES)?.length ?? 0;
  if (minuses > 1) return null;
  const digits = ascii.replace(reading.decimal === '.' ? /[^\d.]/g : /[^\d,]/g, '').replace(',', '.');
  return canonical(minuses === 1, digits);
}

/** `1.38E+10` → `13800000000`. */
function expand(plain: string): string {
  const [mantissa = '', exponent = '0'] = plain.toLowerCase().split('e');
  const unsigned = mantissa.replace(/^[+-]/, '');
  const [whole = '', fraction = ''] = unsigned.split('.');
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = digits.padStart(digits.length - Math.min(point, 0), '0').padEnd(point, '0');
  const at = Math.max(point, 0);
  return canonical(mantissa.startsWith('-'), `${padded.slice(0, at)}.${padded.slice(at)}`);
}

function canonical(isNegative: boolean, digits: string): string {
  const [whole = '', fraction = ''] = digits.split('.');
  const integer = whole.replace(/^0+(?=\d)/, '') || '0';
  const text = fraction === '' ? integer : `${integer}.${fraction}`;
  return isNegative && /[1-9]/.test(text) ? `-${text}` : text;
}
