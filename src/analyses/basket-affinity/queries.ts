import { beginning } from '../steps';
import basketsSql from './baskets.sql?raw';
import countedPairsSql from './counted-pairs.sql?raw';
import keptItemsSql from './kept-items.sql?raw';
import overviewTail from './overview.sql?raw';
import pairsTail from './pairs.sql?raw';
import rulesTail from './rules.sql?raw';

const baskets = { cte: 'basket_items', sql: basketsSql };

export const pairs = beginning(baskets, keptItemsSql + countedPairsSql + pairsTail);
export const overview = beginning(baskets, keptItemsSql + overviewTail);
export const rules = beginning(baskets, keptItemsSql + countedPairsSql + rulesTail);
