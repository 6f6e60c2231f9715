import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import overview from '../../src/analyses/overview';
import { GROUPS, markOf, membersOfMark, titleOf, type Group } from '../../src/analyses/overview/members';
import { CUSTOMERS, overviewOf } from '../../src/analyses/overview/results';
import { grainOf } from '../../src/analyses/overview/sentences';
import type { Row } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { overwriteGetLocale } from '../../src/messages/speak';
import { setVariables } from '../../src/orders/literals';
import { TestEngine } from './engine';
import {
  dayOf,
  inScope,
  isoOf,
  nextPeriod,
  refundsInScope,
  rounded,
  shops,
  type NumberedOrder,
  type Shop,
} from './purchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

/** Customers of a mark, as the list shows them. */
function membersOf(mark: string): Row[] {
  const { sql, variables } = membersOfMark(mark);
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), CUSTOMERS);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const amounts = (orders: readonly NumberedOrder[]): number => sum(orders.map(({ amount }) => amount));

interface Buyer {
  row: Row;
  groups: Group[];
}

/** Everyone with an order from one day to before another, from plain arrays. */
function expectedBuyers(shop: Shop, begins: number, next: number): Buyer[] {
  const refunds = refundsInScope(shop);
  return inScope(shop.orders, shop.asOf, shop.narrowed).flatMap((history) => {
    const inside = history.filter(({ day }) => day >= begins && day < next);
    if (inside.length === 0) return [];
    const { customer, firstDay } = inside[0]!;
    const given = refunds.filter(({ refund }) => refund.customer === customer);
    const row: Row = {
      customer_key: customer,
      name: customer,
      first_ordered_on: isoOf(firstDay),
      period_orders: inside.length,
      period_amount: amounts(inside),
      orders: history.length,
      revenue: amounts(history) + sum(given.map(({ refund }) => refund.amount)),
      last_ordered_on: isoOf(history.at(-1)!.day),
    };
    const groups: Group[] = ['all', firstDay >= begins && firstDay < next ? 'new' : 'returning'];
    return [{ row, groups: inside.length > 1 ? [...groups, 'repeat'] : groups }];
  });
}

const byKey = (a: Row, b: Row): number => (String(a.customer_key) < String(b.customer_key) ? -1 : 1);

test('random shops, against plain arrays: the customers of each period are those it counts', () => {
  fc.assert(
    fc.property(shops(), fc.constantFrom('week', 'month', 'quarter'), (shop, given) => {
      engine.loadOrders(shop.orders, shop.refunds);
      const { results, params } = engine.run(overview, { grain: given }, isoOf(shop.asOf), shop.narrowed);
      const grain = grainOf(params);
      for (const period of overviewOf(results).periods) {
        const begins = dayOf(period.period);
        const buyers = expectedBuyers(shop, begins, nextPeriod(begins, grain));
        for (const { group, count } of GROUPS) {
          const rows = membersOf(markOf(group, period, grain));
          const expected = buyers.filter(({ groups }) => groups.includes(group)).map(({ row }) => row);
          expect(rows).toHaveLength(count(period));
          expect(rounded([...rows].sort(byKey))).toEqual(rounded(expected.sort(byKey)));
        }
      }
    }),
    { numRuns: 12 },
  );
});

test('a mark says whom it counts in both languages, and one that is none is nobody', () => {
  engine.loadOrders([
    { customer: 'a', at: '2020-01-06', amount: 5 },
    { customer: 'a', at: '2020-06-02', amount: 5 },
    { customer: 'b', at: '2020-06-01', amount: 7 },
    { customer: 'b', at: '2020-06-30', amount: 7 },
  ]);
  engine.run(overview);
  const june = { period: '2020-06-01' };
  const said = (grain: 'week' | 'month') =>
    GROUPS.map(({ group }) => [
      titleOf(group, june, grain).replaceAll('\u00a0', ' '),
      ...membersOf(markOf(group, june, grain)).map((row) => row.customer_key),
    ]);
  expect(said('month')).toEqual([
    ['Customers of June 2020', 'b', 'a'],
    ['New customers of June 2020', 'b'],
    ['Returning customers of June 2020', 'a'],
    ['Two orders or more in June 2020', 'b'],
  ]);
  expect(said('week').at(-1)).toEqual(['Two orders or more in the week from 1 June 2020']);
  overwriteGetLocale(() => 'zh-CN');
  expect(said('month')[1]).toEqual(['2020年6月的新客', 'b']);
  overwriteGetLocale(() => 'en');
  const none = ['', 'month', 'month/2020-06-01', 'month/2020-06-02/all', 'month/2020-99-99/all'];
  for (const mark of [...none, 'year/2020-01-01/all', 'month/2020-06-01/nobody', 'month/2021-06-01/all'])
    expect(membersOf(mark)).toEqual([]);
});
