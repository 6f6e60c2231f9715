import type { Members, ParamValues } from '../define';
import { beginning } from '../steps';
import customersRankedSql from './customers-ranked.sql?raw';
import decilesTail from './deciles.sql?raw';
import lorenzTail from './lorenz.sql?raw';
import membersTail from './members.sql?raw';
import summaryTail from './summary.sql?raw';
import totalsSql from './totals.sql?raw';

const ranked = { cte: 'ranked', sql: customersRankedSql };

export const deciles = beginning(ranked, totalsSql + decilesTail);
export const lorenz = beginning(ranked, totalsSql + lorenzTail);
export const summary = beginning(ranked, totalsSql + summaryTail);
/** The customers of the tenth `p_decile`. */
export const membersSql = customersRankedSql + totalsSql + membersTail;

/** The customers of a tenth by its number. */
export const membersOfMark = (mark: string, params: ParamValues): Members => ({
  sql: membersSql,
  variables: { p_measure: String(params.measure), p_decile: Number(mark) },
});
