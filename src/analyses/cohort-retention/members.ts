import type { ParamValues, SqlLiteral } from '../define';
import { measureOf } from './measure';
import membersSql from './members.sql?raw';
import { grainOf } from './period';
import { MEMBERS } from './results';

/** The customers behind a cell: `membersSql` with `membersVariables`, rows as `MEMBERS`. */
export { membersSql, MEMBERS };

/** Variables of `membersSql` for the cell of a cohort (first day of its period) at an age, as the params count it. */
export function membersVariables(
  params: ParamValues,
  cohort: string,
  age: number,
): Record<string, SqlLiteral> {
  return {
    p_grain: grainOf(params),
    p_cohort: { date: cohort },
    p_first_age: firstAgeCounted(params, age),
    p_age: age,
  };
}

/** Of the periods whose orders a cell counts, the first; the last is its age. */
export function firstAgeCounted(params: ParamValues, age: number): number {
  const measure = measureOf(params);
  const firstCounted = measure.of === 'customers' ? 1 : 0;
  return measure.cumulative ? Math.min(firstCounted, age) : age;
}
