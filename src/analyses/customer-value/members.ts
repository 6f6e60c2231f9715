import type { Members, RunContext } from '../define';
import { periodAfter } from '../periods';
import purchaseHistoriesSql from '../purchase-histories.sql?raw';
import membersSql from './members.sql?raw';
import type { GroupRow } from './results';
import { cohortGrain } from './settings';

const BAND = /^frequency\|(\d{1,2})(?:-(\d{1,2})|(\+))?$/;
const COHORT = /^(month|quarter)\|(\d{4}-\d{2}-01)$/;
/** Repeat purchase days nobody has more of. */
const NO_END = 1_000_000;

/**
 * `frequency|4-6`, `month|2019-01-01`. The length of a cohort follows from that of the data, and a mark outlives it: in
 * a segment it is read again when more months have come.
 */
export function markOf({ kind, name }: GroupRow, context: RunContext): string {
  return kind === 'cohort' ? `${cohortGrain(context)}|${name}` : `frequency|${name}`;
}

/** The customers of a group by its mark; any other text stands for nobody. */
export function membersOfMark(mark: string): Members {
  const [, from, to, andMore] = BAND.exec(mark) ?? [];
  const [, grain, begins] = COHORT.exec(mark) ?? [];
  const sql = purchaseHistoriesSql + membersSql;
  if ((grain === 'month' || grain === 'quarter') && begins !== undefined && isDay(begins)) {
    const days = { p_begins: { date: begins }, p_ends: { date: periodAfter(begins, grain, 1) } };
    return { sql, variables: { p_from_x: 0, p_to_x: NO_END, ...days } };
  }
  const low = from === undefined ? -1 : Number(from);
  const high = andMore ? NO_END : Number(to ?? low);
  return { sql, variables: { p_from_x: low, p_to_x: high, p_begins: null, p_ends: null } };
}

const isDay = (text: string): boolean => !Number.isNaN(Date.parse(text));
