import { formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { wilsonInterval, type Interval } from '../../statistics/wilson';
import type { Measure } from './measure';
import type { AverageRow } from './results';

/** “95% interval: 19.1%–23.4%”, by Wilson's score. */
export function intervalLine(customers: number, of: number): string {
  const interval = wilsonInterval(customers, of);
  return m.cohort_cell_interval({
    low: formatShare(interval?.low ?? null),
    high: formatShare(interval?.high ?? null),
  });
}

/** A weighted average with its interval; only shares of customers have one. */
export function meanOf(
  averages: readonly AverageRow[],
  age: number,
  measure: Measure,
): { value: number | null; interval: Interval | null } {
  const row = averages.find((average) => average.age === age);
  const value = row?.[measure.average] ?? null;
  if (!row || value === null || measure.of !== 'customers') return { value, interval: null };
  return { value, interval: wilsonInterval(Math.min(row.n, Math.round(value * row.n)), row.n) };
}
