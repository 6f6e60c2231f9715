import { beginning } from '../steps';
import customersByDiscountSql from './customers-by-discount.sql?raw';
import customersByUseTail from './customers-by-use.sql?raw';
import discountedOrdersSql from './discounted-orders.sql?raw';
import firstOrdersTail from './first-orders.sql?raw';
import membersTail from './members.sql?raw';
import monthsTail from './months.sql?raw';
import ordersByDaySql from './orders-by-day.sql?raw';
import overviewTail from './overview.sql?raw';

const customers = { cte: 'by_customer', sql: discountedOrdersSql + customersByDiscountSql };
const days = { cte: 'by_day', sql: discountedOrdersSql + ordersByDaySql };

export const groups = beginning(customers, customersByUseTail);
export const firstOrders = beginning(customers, firstOrdersTail);
export const months = beginning(days, monthsTail);
export const overview = beginning(days, overviewTail);

export const membersSql = customers.sql + membersTail;
