import { formatPeriod } from '../messages/format';
import { getLocale } from '../messages/speak';

/** Calendar periods by which analyses count: weeks from Monday, months, quarters of the shop's own clock. */
export type Grain = 'week' | 'month' | 'quarter';

const MILLISECONDS_A_DAY = 86_400_000;
const utc = (day: string): Date => new Date(`${day}T00:00:00Z`);
const iso = (date: Date): string => date.toISOString().slice(0, 10);

/** Whole days from one ISO day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / MILLISECONDS_A_DAY);
}

/** First day of the period `count` periods after the one that begins on `day`; before it where `count` is below 0. */
export function periodAfter(day: string, grain: Grain | 'day', count: number): string {
  const date = utc(day);
  if (grain === 'day') return iso(new Date(date.getTime() + count * MILLISECONDS_A_DAY));
  if (grain === 'week') return iso(new Date(date.getTime() + count * 7 * MILLISECONDS_A_DAY));
  const months = grain === 'quarter' ? 3 * count : count;
  return iso(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)));
}

const written = (day: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(getLocale() === 'en' ? 'en-GB' : 'zh-CN', { ...options, timeZone: 'UTC' })
    .format(utc(day))
    .replaceAll(' ', '\u00a0');

/** An ISO day inside a sentence: “1 December 2010”, “2010年12月1日”. */
export function dayInProse(day: string): string {
  return written(day, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** First day of the period that holds an ISO day. */
export function periodBegin(day: string, grain: Grain): string {
  const date = utc(day);
  if (grain === 'week') return periodAfter(day, 'day', -((date.getUTCDay() + 6) % 7));
  const month = date.getUTCMonth();
  const first = grain === 'quarter' ? month - (month % 3) : month;
  return iso(new Date(Date.UTC(date.getUTCFullYear(), first, 1)));
}

/** A period inside a sentence: “December 2010”, “Q4 2010”; of a week its Monday, “29 November 2010”. */
export function periodInProse(day: string, grain: Grain): string {
  if (grain === 'week') return dayInProse(day);
  if (grain === 'quarter') return formatPeriod(day, grain);
  return written(day, { month: 'long', year: 'numeric' });
}
