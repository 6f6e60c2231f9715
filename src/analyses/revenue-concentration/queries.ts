import customersRankedSql from './customers-ranked.sql?raw';
import decilesTail from './deciles.sql?raw';
import lorenzTail from './lorenz.sql?raw';
import membersTail from './members.sql?raw';
import summaryTail from './summary.sql?raw';

export const decilesSql = customersRankedSql + decilesTail;
export const lorenzSql = customersRankedSql + lorenzTail;
export const summarySql = customersRankedSql + summaryTail;
/** The customers of the tenth `p_decile`. */
export const membersSql = customersRankedSql + membersTail;
