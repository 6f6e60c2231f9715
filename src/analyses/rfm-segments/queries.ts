import { beginning } from '../steps';
import activityHead from './activity.sql?raw';
import alikeBody from './alike.sql?raw';
import cellsBody from './cells.sql?raw';
import cutPointsTail from './cut-points.sql?raw';
import customersTail from './customers.sql?raw';
import gridTail from './grid.sql?raw';
import membersTail from './members.sql?raw';
import scoresBody from './scores.sql?raw';
import segmentsTail from './segments.sql?raw';

/** Every query starts with the same scores, so that no two of them can disagree about a customer. */
const scores = activityHead + scoresBody;
const alike = { cte: 'alike', sql: scores + alikeBody };

export const segmentsQuery = beginning(alike, cellsBody + segmentsTail);
export const cutPointsQuery = beginning(alike, cutPointsTail);
export const cutPointsSql = cutPointsQuery.sql;
export const customersSql = scores + cellsBody + customersTail;
/** The customers of segment `p_segment`. */
export const membersSql = scores + cellsBody + membersTail;
export const gridSql = scores + gridTail;
