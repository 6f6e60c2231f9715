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
