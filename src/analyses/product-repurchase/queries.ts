import { beginning } from '../steps';
import cameBackSql from './came-back.sql?raw';
import curvesTail from './curves.sql?raw';
import firstBuyersTail from './first-buyers.sql?raw';
import firstPurchasesTail from './first-purchases.sql?raw';
import itemsBoughtSql from './items-bought.sql?raw';
import itemsTail from './items.sql?raw';
import maturedSql from './matured.sql?raw';
import buyersSql from './members.sql?raw';
import overviewTail from './overview.sql?raw';

const waits = { cte: 'waits', sql: itemsBoughtSql };
const cameBack = { cte: 'came_back', sql: cameBackSql };

export const items = beginning(waits, itemsTail);
export const curves = beginning(waits, curvesTail);
export const firstPurchases = beginning(cameBack, maturedSql + firstPurchasesTail);
export const overview = beginning(cameBack, maturedSql + overviewTail);

/** Customers behind an item: its buyers, and those whose first purchase held it. */
export { buyersSql };
export const firstBuyersSql = cameBackSql + firstBuyersTail;
