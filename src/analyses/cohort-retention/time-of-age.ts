import { formatInteger, formatPeriod } from '../../messages/format';
import { m } from '../../messages/speak';
import type { ParamValues } from '../define';
import { rollingDays } from './division';
import { grainOf, periodAfter } from '../periods';

/** When a cohort is of an age: “Mar 2011”, or “days 30–59” where ages are counted from each customer's first order. */
export function timeOfAge(params: ParamValues, cohort: string, age: number): string {
  const days = rollingDays(params);
  const grain = grainOf(params);
  if (days === 0) return formatPeriod(periodAfter(cohort, grain, age), grain);
  return m.cohort_days({ from: formatInteger(age * days), to: formatInteger((age + 1) * days - 1) });
}
