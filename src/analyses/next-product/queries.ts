import { beginning } from '../steps';
import allPurchasesSql from './all-purchases.sql?raw';
import backtestTail from './backtest.sql?raw';
import beforeHoldoutSql from './before-holdout.sql?raw';
import firstPurchasesSql from './first-purchases.sql?raw';
import firstsSql from './firsts.sql?raw';
import neighboursSql from './neighbours.sql?raw';
import overviewTail from './overview.sql?raw';
import recommendationsTail from './recommendations.sql?raw';
import transitionsTail from './transitions.sql?raw';

const firsts = { cte: 'firsts', sql: firstsSql };

export const transitions = beginning(firsts, firstPurchasesSql + transitionsTail);
export const backtest = beginning(firsts, beforeHoldoutSql + neighboursSql + backtestTail);
export const overview = beginning(firsts, firstPurchasesSql + overviewTail);
export const recommendations = allPurchasesSql + neighboursSql + recommendationsTail;
