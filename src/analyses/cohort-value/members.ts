import type { Members, ParamValues } from '../define';
import { periodAfter } from '../periods';
import membersSql from './members.sql?raw';
import { grainOf } from './sentences';

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Begins and ends at once. */
const NEVER = '0001-01-01';

/** The customers of a cohort, whose mark is the first day of its period; any other text stands for nobody. */
export function membersOfMark(mark: string, params: ParamValues): Members {
  const isDay = ISO_DAY.test(mark) && !Number.isNaN(Date.parse(mark));
  const begins = isDay ? mark : NEVER;
  const ends = isDay ? periodAfter(mark, grainOf(params), 1) : NEVER;
  return { sql: membersSql, variables: { p_begins: { date: begins }, p_ends: { date: ends } } };
}
