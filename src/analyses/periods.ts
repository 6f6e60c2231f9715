import { formatDay, formatPeriod } from '../messages/format';
import { getLocale } from '../messages/speak';
import type { ParamValues } from './define';

/** Calendar periods by which analyses count: weeks from Monday, months, quarters of the shop's own clock. */
export type Grain = 'week' | 'month' | 'quarter';
export type CalendarGrain = Grain | 'day';
const GRAINS: readonly CalendarGrain[] = ['day', 'week', 'month', 'quarter'];

/** The grain among an analysis' params that may be days, months where there is none. */
export function calendarGrainOf(value: unknown): CalendarGrain {
  return GRAINS.find((grain) => grain === value) ?? 'month';
}

export function grainOf(params: ParamValues): Grain {
  const grain = calendarGrainOf(params['grain']);
  return grain === 'day' ? 'month' : grain;
}

const MILLISECONDS_A_DAY = 86_400_000;
const utc = (day: string): Date => new Date(`${day}T00:00:00Z`);
const iso = (date: Date): string => date.toISOString().slice(0, 10);

/** Whole days from one ISO day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / MILLISECONDS_A_DAY);
}

/** The ISO day so many days later. */
export function dayAfter(day: string, days: number): string {
  return iso(new Date(utc(day).getTime() + days * MILLISECONDS_A_DAY));
}

/** First day of the period `count` periods after the one that begins on `day`; before it where `count` is below 0. */
export function periodAfter(day: string, grain: CalendarGrain, count: number): string {
  if (grain === 'day') return dayAfter(day, count);
  if (grain === 'week') return dayAfter(day, 7 * count);
  const date = utc(day);
  const months = grain === 'quarter' ? 3 * count : count;
  return iso(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)));
}

/** First day of the period that holds an ISO day. */
export function periodBegin(day: string, grain: Grain): string {
  const date = utc(day);
  if (grain === 'week') return dayAfter(day, -((date.getUTCDay() + 6) % 7));
  const month = date.getUTCMonth();
  const first = grain === 'quarter' ? month - (month % 3) : month;
  return iso(new Date(Date.UTC(date.getUTCFullYear(), first, 1)));
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
export function dayInProse(day: string): string {
  return written(day, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** A period inside a sentence: “December 2010”, “Q4 2010”; days and weeks by their first day, “29 November 2010”. */
export function periodInProse(day: string, grain: CalendarGrain): string {
  if (grain === 'month') return written(day, { month: 'long', year: 'numeric' });
  return grain === 'quarter' ? formatPeriod(day, grain) : dayInProse(day);
}
