/** Kinds of dates by the order of their parts; `dmy` and `mdy` are the two that people mix up. */
export type PartOrder = 'ymd' | 'dmy' | 'mdy' | 'yymd' | 'named' | 'compact';

const NUMERIC = /^(\d{1,4})([/.-])\d{1,2}\2(\d{1,4})(?=$| )/;
const COMPACT = /^(?:19|20)\d{6}(\d{6}|\d{4}|)(?=$| )/;
const DAY_NAME = /^\d{1,2}([ -])([a-z]{3,9})(,?)\1(\d{4}|\d{2})(?=$| )/i;
const NAME_DAY = /^([a-z]{3,9}) \d{1,2}(,?) (\d{4}|\d{2})(?=$| )/i;
const TIME = /^ (am |pm )?\d{1,2}:\d{1,2}(:\d{1,2})?( am| pm)?$/i;

/** Formats of one kind of date that a column's sample shows, each with how many values show it. */
export type FormatsSeen = Map<PartOrder, Map<string, number>>;

/** What normalised texts show: formats of the day by kind, and formats of the time of day behind it (`''` for none). */
export function formatsSeen(texts: readonly string[]): { days: FormatsSeen; times: Map<string, number> } {
  const days: FormatsSeen = new Map();
  const times = new Map<string, number>();
  for (const text of texts) {
    const match = NUMERIC.exec(text) ?? COMPACT.exec(text) ?? DAY_NAME.exec(text) ?? NAME_DAY.exec(text);
    if (!match) continue;
    for (const [order, format] of dayFormats(text)) {
      const formats = days.get(order) ?? new Map<string, number>();
      days.set(order, formats.set(format, (formats.get(format) ?? 0) + 1));
    }
    const time = timeFormat(text.slice(match[0].length));
    if (time !== null) times.set(time, (times.get(time) ?? 0) + 1);
  }
  return { days, times };
}

/**
 * Every day format with every time of day. Times the sample lacks stand behind the ones it has: spreadsheets drop
 * midnight, seconds come and go. Two-digit years go first, for `%Y` would read `26` as the year 26.
 */
export function withTimes(days: ReadonlyMap<string, number>, times: ReadonlyMap<string, number>): string[] {
  const ranked = byFrequency(days).sort((a, b) => Number(b.includes('%y')) - Number(a.includes('%y')));
  const clocks = [...new Set([...byFrequency(times), ' %H:%M:%S', ' %H:%M', ''])];
  return ranked.flatMap((day) => (day.includes('%H') ? [day] : clocks.map((clock) => `${day}${clock}`)));
}

function byFrequency(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort((a, b) => b[1] - a[1]).map(([format]) => format);
}

function dayFormats(text: string): [PartOrder, string][] {
  const numeric = NUMERIC.exec(text);
  if (numeric) return numericFormats(numeric);
  const compact = COMPACT.exec(text);
  if (compact)
    return [['compact', `%Y%m%d${['', '%H%M', '%H%M%S'][Math.max(0, (compact[1] ?? '').length / 2 - 1)]}`]];
  const dayName = DAY_NAME.exec(text);
  if (dayName) {
    const [, gap = '', name = '', comma = '', year = ''] = dayName;
    return [['named', `%d${gap}${monthDirective(name)}${comma}${gap}${yearDirective(year)}`]];
  }
  const nameDay = NAME_DAY.exec(text);
  if (!nameDay) return [];
  const [, name = '', comma = '', year = ''] = nameDay;
  return [['named', `${monthDirective(name)} %d${comma} ${yearDirective(year)}`]];
}

function numericFormats(match: RegExpExecArray): [PartOrder, string][] {
  const [, first = '', mark = '', last = ''] = match;
  if (first.length === 4) return last.length <= 2 ? [['ymd', `%Y${mark}%m${mark}%d`]] : [];
  if (first.length === 3 || (last.length !== 4 && last.length !== 2)) return [];
  const year = yearDirective(last);
  const formats: [PartOrder, string][] = [
    ['dmy', `%d${mark}%m${mark}${year}`],
    ['mdy', `%m${mark}%d${mark}${year}`],
  ];
  if (year === '%y' && first.length === 2) formats.push(['yymd', `%y${mark}%m${mark}%d`]);
  return formats;
}

const monthDirective = (name: string): string => (name.length === 3 ? '%b' : '%B');
const yearDirective = (year: string): string => (year.length === 4 ? '%Y' : '%y');

function timeFormat(rest: string): string | null {
  if (rest === '') return '';
  const match = TIME.exec(rest);
  if (!match) return null;
  const [, before, seconds, after] = match;
  const clock = `${before || after ? '%I' : '%H'}:%M${seconds ? ':%S' : ''}`;
  return ` ${before ? '%p ' : ''}${clock}${after ? ' %p' : ''}`;
}
