import { MODEL_IDS, type ModelId } from '../../statistics/btyd/model';
import { daysBetween } from '../periods';
import type { ParamValues, RunContext, SqlLiteral } from '../define';

export const MOST_MONTHS = 36;

export function modelIdOf(params: ParamValues): ModelId {
  return MODEL_IDS.find((id) => id === params.model) ?? MODEL_IDS[0]!;
}

/** Months held out. */
export function monthsOf(params: ParamValues): number {
  return Math.round(Number(params.months));
}

/**
 * The ISO day so many months before another: the same day of the month or the last one it has; from the last day of a month
 * to the last day of another, so that calendar months stay whole.
 */
export function monthsBefore(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const lastOf = (y: number, m: number) => new Date(Date.UTC(y, m, 0)).getUTCDate();
  const begin = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = lastOf(begin.getUTCFullYear(), begin.getUTCMonth() + 1);
  begin.setUTCDate(date === lastOf(year, month) ? last : Math.min(date, last));
  return begin.toISOString().slice(0, 10);
}

/** The last day the methods see. */
export function splitOf(params: ParamValues, context: RunContext): string {
  return monthsBefore(context.window.observedThrough, monthsOf(params));
}

export function variablesOf(params: ParamValues, context: RunContext): Record<string, SqlLiteral> {
  const last = context.window.observedThrough;
  const months = monthsOf(params);
  return {
    p_split: { date: splitOf(params, context) },
    p_month_ends: Array.from({ length: months }, (_, i) => monthsBefore(last, months - 1 - i)),
  };
}

export function optionsOf(params: ParamValues, context: RunContext): { model: number; weeks: number } {
  const days = daysBetween(splitOf(params, context), context.window.observedThrough);
  return { model: MODEL_IDS.indexOf(modelIdOf(params)), weeks: days / 7 };
}
