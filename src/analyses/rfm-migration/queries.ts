import cellsBody from '../rfm-segments/cells.sql?raw';
import scoresBody from '../rfm-segments/scores.sql?raw';
import activityHead from './activity.sql?raw';
import customersTail from './customers.sql?raw';
import membersTail from './members.sql?raw';
import movesTail from './moves.sql?raw';
import pathsBody from './paths.sql?raw';

/** Both dates are scored by the text that scores the RFM segments, so that the two cannot disagree about a customer. */
const afterPaths = (tail: string): string => activityHead + scoresBody + cellsBody + pathsBody + tail;

export const movesSql = afterPaths(movesTail);
export const customersSql = afterPaths(customersTail);
/** The customers who went from `p_from_segment` to `p_to_segment`. */
export const membersSql = afterPaths(membersTail);
