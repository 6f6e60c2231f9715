import { isDay } from '../../document/days';
import type { Members, ParamValues, SqlLiteral } from '../define';
import { bracketsOf, rollingDays } from './division';
import { measureOf } from './measure';
import membersSql from './members.sql?raw';
import { grainOf } from '../periods';
import { MEMBERS } from './results';

/** The customers behind a cell: `membersSql` with `membersVariables`, rows as `MEMBERS`. */
export { membersSql, MEMBERS };

/** Variables of `membersSql` for the cell of a cohort (first day of its period) at an age, as the params count it. */
export function membersVariables(
  params: ParamValues,
  cohort: string,
  age: number,
): Record<string, SqlLiteral> {
  return variablesFor(params, cohort, ...agesCounted(params, age));
}

function variablesFor(
  params: ParamValues,
  cohort: string,
  firstAge: number,
  age: number,
): Record<string, SqlLiteral> {
  return {
    p_grain: grainOf(params),
    p_rolling_days: rollingDays(params),
    p_cohort: { date: cohort },
    p_first_age: firstAge,
    p_age: age,
  };
}

/** Beyond every age there can be. */
const LAST_AGE = 9999;

/** The first and last age whose orders a cell counts; of brackets, `age` is the number of the bracket. */
export function agesCounted(params: ParamValues, age: number): [first: number, last: number] {
  const bracket = bracketsOf(params)?.[age - 1];
  if (bracket) return [bracket.first, bracket.last];
  const measure = measureOf(params);
  if (measure.onOrAfter && age > 0) return [age, LAST_AGE];
  const firstCounted = measure.of === 'customers' ? 1 : 0;
  return [measure.cumulative ? Math.min(firstCounted, age) : age, age];
}

/** A mark is `2011-01-01/3` or `2011-01-01/1-3`; a text that is none stands for a cohort of nobody. */
const MARK = /^(\d{4}-\d{2}-\d{2})\/(?:(\d{1,4})-)?(\d{1,4})$/;
const NOBODY = '0001-01-01';

/** The customers of a cell by its mark, which says all but the grain. */
export function membersOfMark(mark: string, params: ParamValues): Members {
  const [, cohort = NOBODY, first, last = '0'] = MARK.exec(mark) ?? [];
  const ages = [Number(first ?? last), Number(last)] as const;
  return { sql: membersSql, variables: variablesFor(params, isDay(cohort) ? cohort : NOBODY, ...ages) };
}
