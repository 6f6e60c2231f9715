import { isDay } from '../../document/days';
import { m } from '../../messages/speak';
import type { ParamValues, RunContext, SqlLiteral } from '../define';
import { periodAfter } from '../periods';
import { variablesOf as scoringVariables } from '../rfm-segments/settings';

/** By whose cut points customers are scored: one yardstick for both dates, or each date by its own. */
export const SCALES = ['later', 'earlier', 'each'] as const;
export type Scale = (typeof SCALES)[number];

export const DEFAULT_MONTHS = 3;
export const MOST_MONTHS = 60;

/** The two dates, and the orders looked at for each. Days are ISO. */
export interface Span {
  before: string;
  after: string;
  /** First day of the orders that count at each date; null where all up to it do. */
  beforeFrom: string | null;
  afterFrom: string | null;
  /** A day was asked for that is not before the as-of date; the months are used. */
  dayRefused: boolean;
}

/** The day so many months earlier: the same day of the month, or the month's last where it is shorter. */
export function monthsBefore(day: string, months: number): string {
  const first = periodAfter(day, 'month', -months);
  const last = periodAfter(periodAfter(first, 'month', 1), 'day', -1);
  const same = `${first.slice(0, 8)}${day.slice(8)}`;
  return same < last ? same : last;
}

export function spanOf(params: ParamValues, { asOf }: RunContext): Span {
  const day = typeof params.day === 'string' ? params.day : null;
  const dayRefused = day !== null && day >= asOf;
  const months = typeof params.months === 'number' ? Math.round(params.months) : DEFAULT_MONTHS;
  const before = day !== null && !dayRefused ? day : monthsBefore(asOf, months);
  const history = Number(params.history);
  const firstOf = (last: string): string | null =>
    Number.isInteger(history) && history > 0 ? periodAfter(monthsBefore(last, history), 'day', 1) : null;
  return { before, after: asOf, beforeFrom: firstOf(before), afterFrom: firstOf(asOf), dayRefused };
}

export function scaleOf(params: ParamValues): Scale {
  return SCALES.find((scale) => scale === params.scale) ?? 'later';
}

const dayOrNull = (day: string | null): SqlLiteral => (day === null ? null : { date: day });

export function variablesOf(params: ParamValues, context: RunContext): Record<string, SqlLiteral> {
  const span = spanOf(params, context);
  return {
    ...scoringVariables(params),
    p_before: { date: span.before },
    p_before_from: dayOrNull(span.beforeFrom),
    p_after_from: dayOrNull(span.afterFrom),
    p_scale: scaleOf(params),
  };
}

/** An ISO day. Throws a sentence for the reader. */
export function validateDay(value: unknown): string {
  if (typeof value !== 'string' || !isDay(value)) throw new Error(m.migration_day_bad());
  return value;
}
