import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import nthOrder from '../../src/analyses/nth-order';
import { groupsOf, markOf, membersOfMark, titleOf } from '../../src/analyses/nth-order/members';
import { CUSTOMERS, stepsOf } from '../../src/analyses/nth-order/results';
import type { ParamValues, Row } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { wilsonInterval } from '../../src/statistics/wilson';
import { TestEngine } from './engine';
import { cdnowSample, hasOrderFiles } from './order-files';
import {
  dayOf,
  inScope,
  isoOf,
  purchaseDays,
  quotient,
  refundsInScope,
  rounded,
  shops,
  type NumberedOrder,
} from './purchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

/** The smallest value that at least half do not exceed. */
function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? null;
}

function expectedSteps(
  customers: readonly NumberedOrder[][],
  { isByDay, within, most }: { isByDay: boolean; within: number; most: number },
  observed: number,
): Row[] {
  const number = (order: NumberedOrder): number => (isByDay ? order.dayNumber : order.number);
  const rows: Row[] = [];
  for (let n = 1; n <= most; n += 1) {
    const found = customers.flatMap((history) => {
      const purchases = isByDay ? purchaseDays(history) : history;
      const place = purchases.findIndex((order) => number(order) === n);
      const order = purchases[place];
      if (!order) return [];
      const next = purchases[place + 1];
      const spent = history.filter((one) => number(one) === n).reduce((sum, one) => sum + one.amount, 0);
      return [{ order, wait: next ? next.day - order.day : null, spent }];
    });
    if (found.length === 0) continue;
    const back = found.flatMap(({ wait }) => (wait === null ? [] : [wait]));
    const matured = found.filter(({ order }) => order.day + within <= observed);
    const soon = matured.filter(({ wait }) => wait !== null && wait <= within).length;
    const revenue = found.reduce((sum, { spent }) => sum + spent, 0);
    const all = wilsonInterval(back.length, found.length);
    const old = wilsonInterval(soon, matured.length);
    rows.push({
      order_number: n,
      customers: found.length,
      returned: back.length,
      waiting: found.length - back.length,
      rate: back.length / found.length,
      low: all!.low,
      high: all!.high,
      matured: matured.length,
      returned_within: soon,
      matured_rate: quotient(soon, matured.length),
      matured_low: old?.low ?? null,
      matured_high: old?.high ?? null,
      median_days_to_next: median(back),
      median_days_from_first: median(found.map(({ order }) => order.day - order.firstDay)),
      revenue,
      average_value: revenue / found.length,
    });
  }
  return rows;
}

test('random shops, against plain arrays; without filters the steps are a chain', () => {
  fc.assert(
    fc.property(
      shops(),
      fc.boolean(),
      fc.constantFrom('30', '60'),
      fc.integer({ min: 2, max: 12 }),
      (shop, isByDay, within, most) => {
        engine.loadOrders(shop.orders, shop.refunds);
        const params = { count: isByDay ? 'day' : 'order', within, most };
        const { results, context } = engine.run(nthOrder, params, isoOf(shop.asOf), shop.narrowed);
        const customers = inScope(shop.orders, shop.asOf, shop.narrowed);
        const observed = dayOf(context.window.observedThrough);
        const settings = { isByDay, within: Number(within), most };
        expect(rounded(results.steps)).toEqual(rounded(expectedSteps(customers, settings, observed)));

        // Without filters everyone has a first order, and who went on from n are those who reached n + 1.
        if (shop.narrowed) return;
        const steps = results.steps!;
        expect(steps[0]?.customers ?? 0).toBe(customers.length);
        steps.slice(1).forEach((row, index) => expect(row.customers).toBe(steps[index]!.returned));
      },
    ),
    { numRuns: 12 },
  );
});

/** Customers of a mark, as the list shows them. */
function membersOf(mark: string, params: ParamValues): Row[] {
  const { sql, variables } = membersOfMark(mark, params);
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), CUSTOMERS);
}

/** One row a customer who has placed order n in scope: when, and when the next. */
function reachedBy(customers: readonly NumberedOrder[][], n: number, isByDay: boolean) {
  return customers.flatMap((history) => {
    const purchases = isByDay ? purchaseDays(history) : history;
    const place = purchases.findIndex((order) => (isByDay ? order.dayNumber : order.number) === n);
    const [order, next] = [purchases[place], purchases[place + 1]];
    return order ? [{ history, order, next }] : [];
  });
}

test('random shops: the customers behind each count are those it counts', () => {
  fc.assert(
    fc.property(
      shops(),
      fc.boolean(),
      fc.constantFrom('all', 'matured'),
      fc.constantFrom('30', '60'),
      (shop, isByDay, rate, within) => {
        engine.loadOrders(shop.orders, shop.refunds);
        const given = { count: isByDay ? 'day' : 'order', rate, within, most: 6 };
        const { results, params, context } = engine.run(nthOrder, given, isoOf(shop.asOf), shop.narrowed);
        const customers = inScope(shop.orders, shop.asOf, shop.narrowed);
        const observed = dayOf(context.window.observedThrough);
        const refunds = refundsInScope(shop);
        const groups = groupsOf(params);
        for (const step of stepsOf(results, params)) {
          const reached = reachedBy(customers, step.from, isByDay);
          const counted =
            rate === 'all' ? reached : reached.filter(({ order }) => order.day + Number(within) <= observed);
          const isBack = ({ order, next }: (typeof reached)[number]): boolean =>
            next !== undefined && (rate === 'all' || next.day - order.day <= Number(within));
          const expectMembers = (group: keyof typeof groups, expected: typeof reached, count: number) => {
            const rows = membersOf(markOf(groups[group], step), params);
            expect(rows).toHaveLength(count);
            const byKey = (a: Row, b: Row): number =>
              String(a.customer_key) < String(b.customer_key) ? -1 : 1;
            const told = expected.map(({ history, order, next }) => ({
              customer_key: order.customer,
              name: order.customer,
              reached_on: isoOf(order.day),
              next_on: next ? isoOf(next.day) : null,
              orders: history.length,
              revenue:
                history.reduce((sum, one) => sum + one.amount, 0) +
                refunds
                  .filter(({ refund }) => refund.customer === order.customer)
                  .reduce((sum, { refund }) => sum + refund.amount, 0),
              last_ordered_on: isoOf(history.at(-1)!.day),
            }));
            expect(rounded([...rows].sort(byKey))).toEqual(rounded(told.sort(byKey)));
          };
          expectMembers('customers', counted, step.customers);
          expectMembers('returned', counted.filter(isBack), step.returned);
          expectMembers(
            'waiting',
            counted.filter((one) => !isBack(one)),
            step.customers - step.returned,
          );
        }
      },
    ),
    { numRuns: 16 },
  );
});

test('a mark says whom it counts, and one that is none is nobody', () => {
  engine.loadOrders([
    { customer: 'a', at: '2020-01-01', amount: 5 },
    { customer: 'a', at: '2020-03-01', amount: 5 },
    { customer: 'b', at: '2020-01-01', amount: 7 },
  ]);
  const said = (rate: string) => {
    const { results, params } = engine.run(nthOrder, { rate, within: '30' });
    const [first] = stepsOf(results, params);
    return Object.values(groupsOf(params)).map((group) => [
      titleOf(group, first!, params),
      ...membersOf(markOf(group, first!), params).map((row) => row.customer_key),
    ]);
  };
  expect(said('all')).toEqual([
    ['Order 1 placed', 'a', 'b'],
    ['Went on from order 1', 'a'],
    ['Order 1, not yet another', 'b'],
  ]);
  expect(said('matured')).toEqual([
    ['Observed for 30 days after order 1', 'a', 'b'],
    ['Went on from order 1 within 30 days'],
    ['Order 1, no other within 30 days', 'a', 'b'],
  ]);
  for (const mark of ['', 'reached', 'reached/', 'reached/x', 'nobody/1', 'reached/7'])
    expect(membersOf(mark, {})).toEqual([]);
});

describe.skipIf(!hasOrderFiles)('CDNOW to 30 September 1997', () => {
  test('rates from order to order, and the matured one of the first step', () => {
    engine.loadOrders(cdnowSample());
    const { results, params, context } = engine.run(nthOrder, {}, '1997-09-30');
    const steps = results.steps!;
    expect(steps.slice(0, 7).map((row) => (Number(row.rate) * 100).toFixed(1))).toEqual([
      '40.1',
      '53.6',
      '57.8',
      '65.9',
      '67.9',
      '71.0',
      '68.8',
    ]);
    expect(steps[0]).toMatchObject({ customers: 2357, returned: 946, waiting: 1411 });
    expect(steps[0]).toMatchObject({ matured: 2357, returned_within: 687 });
    expect(nthOrder.headline(results, params, context)).toMatch(
      /^\*\*40\.1%\*\* of 2,357 customers went on to a second order; of those who had placed 10, \*\*\d\d\.\d%\*\* went on to another\.$/,
    );
    // By single orders the first step is the rate by customer that counts orders of one day apart.
    const byOrder = engine.run(nthOrder, { count: 'order' }, '1997-09-30').results.steps!;
    expect((Number(byOrder[0]!.rate) * 100).toFixed(1)).toBe('40.7');
  });
});
if (!hasOrderFiles) console.warn('Skipped: ../shared/data is not there, so nth-order was not checked on it.');
