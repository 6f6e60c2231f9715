import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composed } from '../../src/statements/compose';
import { contentsOf } from '../../src/templates/cells';
import { TEMPLATE_IDS } from '../../src/templates/templates';
import { TestEngine, type OrderFixture } from './engine';

/** Two buyers who come back, one who does not, a month without orders, and an order of nothing. */
const ORDERS: OrderFixture[] = [
  { customer: 'a', at: '2024-01-05', amount: 10 },
  { customer: 'a', at: '2024-01-20', amount: 30.25 },
  { customer: 'b', at: '2024-01-31', amount: 5 },
  { customer: 'b', at: '2024-03-01', amount: 0 },
  { customer: 'c', at: '2024-03-02', amount: 100 },
  { customer: 'a', at: '2024-03-03', amount: 20 },
];

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
  engine.execute("set variable p_as_of = date '2030-01-01'");
});
afterAll(() => engine.close());

function statement(name: string): string {
  const cells = [...TEMPLATE_IDS, 'sample-shop' as const].flatMap((id) => contentsOf(id, []).cells);
  const cell = cells.find((candidate) => candidate.kind === 'sql' && candidate.name === name);
  if (typeof cell?.sql !== 'string') throw new Error(`No statement ${name}`);
  return cell.sql;
}

/** Per month: orders, customers, revenue, and what came from orders after a customer's first. */
function byMonth(orders: readonly OrderFixture[]) {
  const seen = new Set<string>();
  const months = new Map<
    string,
    { orders: number; customers: Set<string>; revenue: number; repeat: number }
  >();
  for (const { customer, at, amount } of orders.toSorted((x, y) => (x.at < y.at ? -1 : 1))) {
    const month = `${at.slice(0, 7)}-01`;
    const sums = months.get(month) ?? { orders: 0, customers: new Set(), revenue: 0, repeat: 0 };
    sums.orders += 1;
    sums.customers.add(customer);
    sums.revenue += amount;
    if (seen.has(customer)) sums.repeat += amount;
    seen.add(customer);
    months.set(month, sums);
  }
  return [...months].map(([month, { orders: count, customers, revenue, repeat }]) => ({
    ...{ month, orders: count, customers: customers.size, revenue, repeat_revenue: repeat },
    repeat_share: revenue === 0 ? null : repeat / revenue,
  }));
}

describe('the statements of templates', () => {
  it('orders by month are those counted by hand, also as a named result', () => {
    engine.loadOrders(ORDERS);
    const sql = statement('orders_by_month');
    const read = (text: string) =>
      engine.rows(`select month::varchar as month, * exclude (month) from (${text}) order by 1`);
    expect(read(sql)).toEqual(byMonth(ORDERS));
    const cell = { id: 'all', name: 'everything', sql: 'select * from orders_by_month' };
    const whole = composed(cell, [{ id: 'by', name: 'orders_by_month', sql }, cell]);
    if (!whole.ok) throw new Error(whole.reason.key);
    expect(read(whole.sql)).toEqual(byMonth(ORDERS));
  });

  it('the spread of orders is that of the sorted amounts', () => {
    engine.loadOrders(ORDERS);
    // Sorted: 0, 5, 10, 20, 30.25, 100; quartiles by linear interpolation (type 7).
    expect(engine.rows(statement('order_sizes'))).toEqual([
      {
        orders: 6,
        smallest: 0,
        lower_quartile: 6.25,
        median: 15,
        mean: 27.541666666666668,
        upper_quartile: 27.6875,
        largest: 100,
      },
    ]);
  });

  it('a month of nothing has no share, and a shop without orders has no months', () => {
    engine.loadOrders([{ customer: 'a', at: '2024-01-05', amount: 0 }]);
    expect(engine.rows(statement('orders_by_month'))).toMatchObject([{ revenue: 0, repeat_share: null }]);
    engine.loadOrders([]);
    expect(engine.rows(statement('orders_by_month'))).toEqual([]);
    expect(engine.rows(statement('order_sizes'))).toMatchObject([{ orders: 0, median: null }]);
  });
});
