import { formatDay, formatPeriod } from '../messages/format';
import { getLocale } from '../messages/speak';

/** The length of a calendar period; weeks begin on Monday. */
export type CalendarGrain = 'day' | 'week' | 'month' | 'quarter';
const GRAINS: readonly CalendarGrain[] = ['day', 'week', 'month', 'quarter'];

/** The grain among an analysis' params, months where there is none. */
export function calendarGrainOf(value: unknown): CalendarGrain {
  return GRAINS.find((grain) => grain === value) ?? 'month';
}

const MILLISECONDS_A_DAY = 86_400_000;
const utc = (day: string): Date => new Date(`${day}T00:00:00Z`);
const iso = (date: Date): string => date.toISOString().slice(0, 10);

/** Whole days from one ISO day to another. */
export function daysFrom(from: string, to: string): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / MILLISECONDS_A_DAY);
}

/** The ISO day so many days later. */
export function dayAfter(day: string, days: number): string {
  return iso(new Date(utc(day).getTime() + days * MILLISECONDS_A_DAY));
}

/** First day of the period `count` periods after the one that begins on `day`. */
export function nextPeriod(day: string, grain: CalendarGrain, count: number): string {
  if (grain === 'day') return dayAfter(day, count);
  if (grain === 'week') return dayAfter(day, 7 * count);
  const date = utc(day);
  const months = grain === 'quarter' ? 3 * count : count;
  return iso(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)));
}

/** A period in a table: “Dec 2010”, “Q4 2010”; days and weeks by their first day. */
export function periodLabel(day: string, grain: CalendarGrain): string {
  return grain === 'day' ? formatDay(day) : formatPeriod(day, grain);
}

const written = (day: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(getLocale() === 'en' ? 'en-GB' : 'zh-CN', { ...options, timeZone: 'UTC' })
    .format(utc(day))
    .replaceAll(' ', '\u00a0');

/** An ISO day inside a sentence: “1 December 2010”, “2010年12月1日”. */
export function dayInSentence(day: string): string {
  return written(day, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** A period inside a sentence: “December 2010”, “Q4 2010”; days and weeks by their first day. */
export function periodInSentence(day: string, grain: CalendarGrain): string {
  if (grain === 'month') return written(day, { month: 'long', year: 'numeric' });
  return grain === 'quarter' ? formatPeriod(day, grain) : dayInSentence(day);
}
