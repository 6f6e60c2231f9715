import activityHead from './activity.sql?raw';
import cutPointsTail from './cut-points.sql?raw';
import customersTail from './customers.sql?raw';
import gridTail from './grid.sql?raw';
import membersTail from './members.sql?raw';
import scoresBody from './scores.sql?raw';
import segmentsTail from './segments.sql?raw';

/** Every query starts with the same scores, so that no two of them can disagree about a customer. */
const afterScores = (tail: string): string => activityHead + scoresBody + tail;

export const segmentsSql = afterScores(segmentsTail);
export const cutPointsSql = afterScores(cutPointsTail);
export const customersSql = afterScores(customersTail);
/** The customers of segment `p_segment`. */
export const membersSql = afterScores(membersTail);
export const gridSql = afterScores(gridTail);
