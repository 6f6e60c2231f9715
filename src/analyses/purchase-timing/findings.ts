import { formatDay, formatInteger, formatMoney, formatNumber, formatShare } from '../../messages/format';
import { getLocale, m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RowOf, RunContext } from '../define';
import type { RESULTS } from './shape';

export type Part = 'month' | 'weekday' | 'month_day';
type Row<Name extends keyof typeof RESULTS> = RowOf<(typeof RESULTS)[Name]>;
type WithNulls<Type, Names extends keyof Type> = Omit<Type, Names> & { [Name in Names]: Type[Name] | null };
type Rates = 'orders_per_day' | 'revenue_per_day';
export type HourRow = WithNulls<Row<'hours'>, Rates>;
export type CalendarRow = WithNulls<Row<'calendar'>, Rates | 'orders_index' | 'revenue_index'>;

/** Fewer days, and a weekday is seen once: nothing to compare. */
const LEAST_DAYS = 14;

export interface Findings {
  measure: 'orders' | 'revenue';
  which: string;
  hours: HourRow[];
  calendar: CalendarRow[];
  overview: Row<'overview'> | null;
  /** False where every order is stamped 00:00, as in files that name only the day. */
  hasTimes: boolean;
}

export function findingsOf(results: Results, params: ParamValues): Findings {
  const rows = <Type>(name: keyof typeof RESULTS): Type[] => (results[name] ?? []) as unknown as Type[];
  const overview = rows<Row<'overview'>>('overview')[0] ?? null;
  return {
    measure: params.measure === 'revenue' ? 'revenue' : 'orders',
    which: String(params.which),
    hours: rows<HourRow>('hours'),
    calendar: rows<CalendarRow>('calendar'),
    overview,
    hasTimes: overview !== null && overview.midnight_orders < overview.orders,
  };
}

export const perDay = (row: HourRow, { measure }: Findings): number | null =>
  measure === 'orders' ? row.orders_per_day : row.revenue_per_day;
export const indexOf = (row: CalendarRow, { measure }: Findings): number | null =>
  measure === 'orders' ? row.orders_index : row.revenue_index;

/** A rate of the measure: money to the cent, counts to a tenth. */
export const rateText = (value: number | null, { measure }: Findings): string =>
  measure === 'revenue' ? formatMoney(value) : formatNumber(value, 1);

/** 5 January 1970 was a Monday, as 1 January 2001 was the first of a year and of a week. */
const dateName = (date: Date, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(getLocale() === 'en' ? 'en-US' : 'zh-CN', { ...options, timeZone: 'UTC' }).format(
    date,
  );
export const weekdayName = (weekday: number, length: 'long' | 'short'): string =>
  dateName(new Date(Date.UTC(2001, 0, weekday)), { weekday: length });
const monthName = (month: number): string =>
  dateName(new Date(Date.UTC(2001, month - 1, 1)), { month: 'short' });
export const hourName = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

export function valueName({ part, value }: CalendarRow): string {
  if (part === 'weekday') return weekdayName(value, 'short');
  return part === 'month' ? monthName(value) : formatInteger(value);
}

/** True for a month that no year covers from its first to its last day. */
export const isPartial = (row: CalendarRow): boolean => row.days > 0 && row.whole_periods === 0;

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const found = findingsOf(results, params);
  const { overview, hasTimes } = found;
  if (!overview || overview.orders === 0) return m.timing_empty({ day: formatDay(context.asOf) });
  if (overview.days < LEAST_DAYS) return m.timing_headline_short();
  const ranked = found.calendar
    .filter((row) => row.part === 'weekday' && indexOf(row, found) !== null)
    .sort((a, b) => (indexOf(b, found) ?? 0) - (indexOf(a, found) ?? 0) || a.value - b.value);
  const [busiest, quietest] = [ranked[0], ranked.at(-1)];
  if (!busiest || !quietest) return m.timing_headline_short();
  const name = weekdayName(busiest.value, 'long');
  const index = formatNumber(indexOf(busiest, found), 2);
  const peak = peakOf(found);
  if (hasTimes && peak) {
    return m.timing_headline_hours({
      orders: m.timing_orders_of({ which: found.which }),
      weekday: weekdayName(peak.row.weekday, 'long'),
      from: hourName(peak.row.hour),
      to: hourName(peak.row.hour + 1),
      share: formatShare(peak.share),
      busiest: name,
      index,
    });
  }
  return m.timing_headline_days({
    busiest: name,
    index,
    quietest: weekdayName(quietest.value, 'long'),
    low: formatNumber(indexOf(quietest, found), 2),
  });
}

/** The fullest hour of an average week, and its share of that week; null where the week adds up to nothing. */
export function peakOf(found: Findings): { row: HourRow; share: number } | null {
  const week = found.hours.reduce((sum, row) => sum + (perDay(row, found) ?? 0), 0);
  const [row] = [...found.hours].sort((a, b) => (perDay(b, found) ?? 0) - (perDay(a, found) ?? 0));
  return row && week > 0 ? { row, share: (perDay(row, found) ?? 0) / week } : null;
}

export function notes(results: Results, params: ParamValues): Note[] {
  const { overview, hasTimes, calendar } = findingsOf(results, params);
  if (!overview || overview.orders === 0) return [];
  const list: Note[] = [];
  const midnight = overview.midnight_orders / overview.orders;
  if (!hasTimes) list.push({ kind: 'warning', text: m.timing_note_no_times() });
  // One order in 24 would be in the first hour if all hours were alike; twice that, exactly on the stroke, is no chance.
  else if (midnight > 1 / 12)
    list.push({ kind: 'warning', text: m.timing_note_some_midnight({ share: formatShare(midnight) }) });
  const months = calendar.filter((row) => row.part === 'month' && row.days > 0);
  if (months.some(isPartial)) list.push({ kind: 'partial', text: m.timing_note_partial() });
  if (months.filter((row) => row.years < 2).length > months.length / 2)
    list.push({ kind: 'info', text: m.timing_note_one_year() });
  if (hasTimes) list.push({ kind: 'info', text: m.timing_note_clock() });
  return list;
}

export function provenance(results: Results, params: ParamValues): string {
  const { overview } = findingsOf(results, params);
  const [orders, days] = [overview?.orders ?? 0, overview?.days ?? 0];
  return m.timing_provenance({
    orders: m.timing_orders({ count: orders, n: formatInteger(orders) }),
    days: m.timing_days({ count: days, n: formatInteger(days) }),
  });
}
