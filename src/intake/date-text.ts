import { epochSeconds } from './epochs';
import { withEnglishMonths, type MonthNames } from './month-names';
import { serialSeconds } from './serials';
import type { DateReading } from './types';

/** Full-width digits and marks, and what stands for them before anything else is looked at. One to one, as `translate` wants. */
export const FULL_WIDTH = { from: '０１２３４５６７８９／－．：，', to: '0123456789/-.:,' } as const;

/** A text with ASCII digits and marks. */
export function withAsciiDigits(text: string): string {
  return text.replace(/[０-９／－．：，]/g, (wide) => FULL_WIDTH.to[FULL_WIDTH.from.indexOf(wide)] ?? wide);
}

/**
 * What is done to a date's text before formats are tried, in order. Patterns are good for JavaScript (flags giu)
 * and RE2 (options 'gi'); `\1` stands for the first group, as DuckDB's regexp_replace writes it.
 */
export const DATE_TEXT_RULES: readonly { pattern: string; replacement: string }[] = [
  { pattern: '[\\s\u00a0\u2009\u202f\u3000]+', replacement: ' ' },
  { pattern: '^ | $', replacement: '' },
  { pattern: ' ?[(（]?(?:星期|周|週)[一二三四五六日天][)）]?', replacement: '' },
  { pattern: '(\\d)t(\\d)', replacement: '\\1 \\2' },
  { pattern: '(\\d) ?[年월月년] ?', replacement: '\\1-' },
  { pattern: '(\\d) ?[日일] ?', replacement: '\\1 ' },
  { pattern: '(\\d) ?[时時点點시] ?(\\d)', replacement: '\\1:\\2' },
  { pattern: '(\\d) ?[分분] ?(\\d)', replacement: '\\1:\\2' },
  { pattern: '(\\d) ?[分秒분초]', replacement: '\\1' },
  { pattern: ' ?(?:上午|午前|오전) ?', replacement: ' AM ' },
  { pattern: ' ?(?:下午|午後|오후) ?', replacement: ' PM ' },
  { pattern: '^ ?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? ', replacement: '' },
  { pattern: '(\\d) ?([ap])\\.? ?m\\b\\.?', replacement: '\\1 \\2M' },
  // What browsers write between a day and its time; a number that a float passed through; digits of both written together.
  { pattern: ',? (?:at )?(\\d{1,2}:\\d)', replacement: ' \\1' },
  { pattern: '^(\\d{8}|\\d{14})\\.0+$', replacement: '\\1' },
  { pattern: '^(\\d{8}) (\\d{4}|\\d{6})z?$', replacement: '\\1\\2' },
  // Fractions of seconds and zones: the shop's wall clock is kept.
  { pattern: '(:\\d\\d)[.,]\\d+', replacement: '\\1' },
  {
    pattern: '(:\\d\\d(?: [ap]m)?) ?(?:z|utc|gmt|[ecmp][sd]t|(?:utc|gmt)?[+-]\\d\\d:?(?:\\d\\d)?)$',
    replacement: '\\1',
  },
  { pattern: '^ | $', replacement: '' },
];

const COMPILED = DATE_TEXT_RULES.map(({ pattern, replacement }) => ({
  pattern: new RegExp(pattern, 'giu'),
  replacement: replacement.replaceAll('\\', '$'),
}));

/** A date's text with one kind of space, `-` for 年月日, AM and PM in Latin, and neither fraction nor zone. */
export function normaliseDateText(text: string): string {
  return COMPILED.reduce(
    (held, { pattern, replacement }) => held.replace(pattern, replacement),
    withAsciiDigits(text),
  );
}

/** The text that formats are tried on. */
export function dateText(text: string, monthNames: MonthNames | undefined): string {
  const normalised = normaliseDateText(text);
  return monthNames ? withEnglishMonths(normalised, monthNames) : normalised;
}

/** Text whose first 19 characters cast to a TIMESTAMP. A zone behind minutes would be cut in two, so it needs formats. */
const ISO =
  /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?\s*(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?)?$/;

const DIRECTIVES = new Map([
  ['%Y', '(?<year>\\d{4})'],
  ['%y', '(?<shortYear>\\d{2})'],
  ['%m', '(?<month>\\d{1,2})'],
  ['%d', '(?<day>\\d{1,2})'],
  ['%H', '(?<hour>\\d{1,2})'],
  ['%I', '(?<hour12>\\d{1,2})'],
  ['%M', '(?<minute>\\d{1,2})'],
  ['%S', '(?<second>\\d{1,2})'],
  ['%p', '(?<half>AM|PM)'],
  ['%b', '(?<name>[a-z]{3})'],
  ['%B', '(?<name>[a-z]+)'],
]);

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Years a shop's orders can lie in; outside them a text was misread (`05/01/26` as the year 26). */
export const YEARS = { first: 1970, last: 2099 };

/**
 * The day a text means, as ISO text, or null where it does not read. Independent of the engine.
 * The wall clock is kept: an offset in the text is ignored; stamps counted from 1970 are days in UTC.
 */
export function parseDay(text: string, reading: DateReading): string | null {
  switch (reading.kind) {
    case 'iso':
      return parseIsoDay(text.trim());
    case 'serial':
      return dayOfSeconds(serialSeconds(text, reading.epoch));
    case 'epoch':
      return dayOfSeconds(epochSeconds(text, reading.unit));
    case 'formats': {
      const { serial } = reading;
      const found = dayAndFormat(text, reading);
      if (found || serial === undefined) return found?.day ?? null;
      return dayOfSeconds(serialSeconds(text, serial));
    }
  }
}

/** The day and the first format that reads it. */
export function dayAndFormat(
  text: string,
  { formats, monthNames }: Pick<Extract<DateReading, { kind: 'formats' }>, 'formats' | 'monthNames'>,
): { day: string; format: string } | null {
  const normalised = dateText(text, monthNames);
  for (const format of formats) {
    const day = strptimeDay(normalised, format);
    if (day) return { day, format };
  }
  return null;
}

function parseIsoDay(text: string): string | null {
  if (!ISO.test(text)) return null;
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const [hour = 0, minute = 0, second = 0] = text.slice(11, 19).split(':').map(Number);
  return isTime(hour, minute, second) ? isoDay(year, month, day) : null;
}

function dayOfSeconds(seconds: number | null): string | null {
  if (seconds === null) return null;
  const date = new Date(seconds * 1000);
  return isoDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

const matchers = new Map<string, RegExp>();

function strptimeDay(text: string, format: string): string | null {
  let matcher = matchers.get(format);
  if (!matcher) {
    const pattern = format
      .replace(/[.,/-]/g, '\\$&')
      .replace(/%[a-z]/gi, (directive) => DIRECTIVES.get(directive) ?? unknownDirective(directive));
    // Parts that nothing separates have their full width.
    const fixed = pattern.replace(/^[^ ]*/, (day) =>
      format.startsWith('%Y%m') ? day.replaceAll('{1,2}', '{2}') : day,
    );
    matcher = new RegExp(`^${fixed}$`, 'i');
    matchers.set(format, matcher);
  }
  const parts = matcher.exec(text)?.groups;
  if (!parts) return null;
  const short = Number(parts.shortYear);
  // POSIX: 69–99 are 1969–1999, as in DuckDB.
  const year = parts.year ? Number(parts.year) : short + (short >= 69 ? 1900 : 2000);
  const month = parts.name ? monthOfName(parts.name, format) : Number(parts.month);
  const hour12 = Number(parts.hour12 ?? 12);
  if (hour12 < 1 || hour12 > 12) return null;
  if (!isTime(Number(parts.hour ?? 0), Number(parts.minute ?? 0), Number(parts.second ?? 0))) return null;
  return isoDay(year, month, Number(parts.day));
}

function unknownDirective(directive: string): never {
  throw new Error(`No directive ${directive} in the dates that intake reads`);
}

function monthOfName(name: string, format: string): number {
  const lower = name.toLowerCase();
  return (
    1 + MONTHS.findIndex((month) => (format.includes('%b') ? month.slice(0, 3) === lower : month === lower))
  );
}

const isTime = (hour: number, minute: number, second: number): boolean =>
  hour < 24 && minute < 60 && second < 60;

/** A calendar day as ISO text, or null where there is no such day or no shop could have had it. */
function isoDay(year: number, month: number, day: number): string | null {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  if (day < 1 || day > days || year < YEARS.first || year > YEARS.last) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
