import { DIMENSIONS, type Dimension } from '../../document/types';
import type { ParamValues } from '../define';
import { grainOf, type Grain } from '../periods';

/** What puts customers into one cohort: the period of their first order, or what that order was. */
export function dimensionOf(params: ParamValues): Dimension | null {
  return DIMENSIONS.find((dimension) => dimension === params['by']) ?? null;
}

/** Values that stand for themselves where cohorts are not by period; the others stand together. */
export const MOST_GROUPS = 24;

const DAYS: Record<Grain, number> = { week: 7, month: 30, quarter: 90 };

/** Days of one age where ages are counted from each customer's first order; 0 where they are periods of the calendar. */
export function rollingDays(params: ParamValues): number {
  return params['clock'] === 'rolling' ? DAYS[grainOf(params)] : 0;
}

/** Several ages taken as one, both included. */
export interface Bracket {
  first: number;
  last: number;
}

const LAST_AGES: Record<Grain, readonly number[]> = {
  week: [4, 8, 13, 26, 52],
  month: [1, 3, 6, 12],
  quarter: [1, 2, 4, 8],
};
const OLDEST_AGE = 400;
const MOST_BRACKETS = 12;

/** True for the last ages of brackets: at most 12 whole numbers from 1 to 400, each above the one before. */
export function areLastAges(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= MOST_BRACKETS &&
    value.every(
      (age: unknown, index) =>
        Number.isInteger(age) && Number(age) > Number(value[index - 1] ?? 0) && Number(age) <= OLDEST_AGE,
    )
  );
}

/** The last ages in use: those given, else usual ones for the length of a period. */
export function lastAgesOf(params: ParamValues): readonly number[] {
  const given = params['brackets'];
  return areLastAges(given) ? given : LAST_AGES[grainOf(params)];
}

/** Brackets from age 1 on without gaps; null where each age has a column of its own. */
export function bracketsOf(params: ParamValues): Bracket[] | null {
  const isAsked = params['columns'] === 'brackets' && params['measure'] === 'customers';
  if (!isAsked || params['mode'] !== 'in-period' || dimensionOf(params)) return null;
  const ends = lastAgesOf(params);
  return ends.map((last, index) => ({ first: (ends[index - 1] ?? 0) + 1, last }));
}

/** The number of the bracket, from 1, of each age from 0; 0 where an age is in none. */
export function bracketNumbers(params: ParamValues): number[] {
  const wanted = params['columns'] === 'brackets' ? lastAgesOf(params) : [];
  return [
    0,
    ...wanted.flatMap((last, index) => Array<number>(last - (wanted[index - 1] ?? 0)).fill(index + 1)),
  ];
}
