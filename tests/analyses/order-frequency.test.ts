import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import orderFrequency from '../../src/analyses/order-frequency';
import { markOf, membersOfMark } from '../../src/analyses/order-frequency/members';
import { frequenciesOf, MEMBERS } from '../../src/analyses/order-frequency/results';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { TestEngine } from './engine';
import { cdnowSample, hasOrderFiles, onlineRetailClean } from './order-files';
import {
  dayOf,
  inScope,
  isoOf,
  purchaseDays,
  quotient,
  refundsInScope,
  rounded,
  shops,
} from './purchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

test('random shops, against plain arrays: every group, its customers, and sums that tie', () => {
  fc.assert(
    fc.property(
      shops(),
      fc.constantFrom('day', 'order'),
      fc.integer({ min: 3, max: 6 }),
      (shop, count, most) => {
        engine.loadOrders(shop.orders, shop.refunds);
        const run = engine.run(orderFrequency, { count, most }, isoOf(shop.asOf), shop.narrowed);
        const { results, context, params } = run;
        const given = new Map<string, number>();
        for (const { refund } of refundsInScope(shop))
          given.set(refund.customer, (given.get(refund.customer) ?? 0) + refund.amount);
        const people = inScope(shop.orders, shop.asOf, shop.narrowed).map((history) => ({
          key: history[0]!.customer,
          purchases: count === 'day' ? purchaseDays(history).length : history.length,
          orders: history.length,
          revenue:
            history.reduce((sum, { amount }) => sum + amount, 0) + (given.get(history[0]!.customer) ?? 0),
          last: history.at(-1)!.day,
        }));
        const buyers = people.length;
        for (const [key, revenue] of given)
          if (!people.some((one) => one.key === key))
            people.push({ key, purchases: 0, orders: 0, revenue, last: -Infinity });
        const sum = (of: typeof people, name: 'orders' | 'revenue') =>
          of.reduce((total, one) => total + one[name], 0);
        const revenue = sum(people, 'revenue');
        const highest = Math.max(...people.map(({ purchases }) => Math.min(most, purchases)));
        const lowest = Math.min(1, ...people.map(({ purchases }) => purchases));
        const expected = [];
        for (let purchases = lowest; purchases <= highest; purchases += 1) {
          const group = people.filter((one) => Math.min(most, one.purchases) === purchases);
          const atLeast = people.filter((one) => one.purchases >= purchases).length;
          expected.push({
            purchases,
            and_more: purchases === most,
            customers: group.length,
            customer_share: purchases === 0 ? null : quotient(group.length, buyers),
            at_least: purchases === 0 ? null : atLeast,
            at_least_share: purchases === 0 ? null : quotient(atLeast, buyers),
            orders: sum(group, 'orders'),
            order_share: quotient(sum(group, 'orders'), sum(people, 'orders')),
            revenue: sum(group, 'revenue'),
            revenue_share: revenue > 0 ? sum(group, 'revenue') / revenue : null,
            revenue_per_customer: quotient(sum(group, 'revenue'), group.length),
          });
        }
        expect(rounded(results.frequencies)).toEqual(rounded(expected));

        const counts = people
          .flatMap(({ purchases }) => (purchases > 0 ? [purchases] : []))
          .sort((a, b) => a - b);
        const observed = dayOf(context.window.observedThrough);
        const all = counts.reduce((total, one) => total + one, 0);
        expect(rounded(results.summary)).toEqual(
          rounded([
            {
              customers: buyers,
              purchases: all,
              mean_purchases: quotient(all, buyers),
              median_purchases: counts[Math.ceil(buyers / 2) - 1] ?? null,
              most_purchases: counts.at(-1) ?? null,
              bought_once: counts.filter((one) => one === 1).length,
              waiting_recent: people.filter(({ purchases, last }) => purchases === 1 && observed - last < 60)
                .length,
            },
          ]),
        );

        for (const row of frequenciesOf(results).rows) {
          const { sql, variables } = membersOfMark(markOf(row), params);
          engine.execute(setVariables(variables));
          const members = decodeTable(engine.connection.query(sql), MEMBERS);
          expect(members.map(({ customer_key }) => customer_key).sort()).toEqual(
            people
              .filter((one) => Math.min(most, one.purchases) === row.purchases)
              .map(({ key }) => key)
              .sort(),
          );
        }
      },
    ),
    { numRuns: 12 },
  );
});

test('a mark that is none is nobody, and one order is said as one', () => {
  engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 5 }]);
  const { results, params, context } = engine.run(orderFrequency);
  expect(orderFrequency.headline(results, params, context)).toBe(
    '**1 customer** bought once, and has not come back yet.',
  );
  const { sql, variables } = membersOfMark('anything', params);
  engine.execute(setVariables(variables));
  expect(engine.rows(sql)).toEqual([]);
});

describe.skipIf(!hasOrderFiles)('real shops', () => {
  test('CDNOW to 30 September 1997: 1,411 of 2,357 on one day only', () => {
    engine.loadOrders(cdnowSample());
    const { results } = engine.run(orderFrequency, {}, '1997-09-30');
    const { rows, orders } = frequenciesOf(results);
    expect(rows[0]).toMatchObject({ purchases: 1, customers: 1411, at_least: 2357 });
    expect(rows[1]).toMatchObject({ at_least: 946 });
    expect(orders).toBe(4960);
    expect(results.summary![0]).toMatchObject({ customers: 2357, purchases: 4814, bought_once: 1411 });
  });

  test('Online Retail: repeat customers by orders and by days, and the whole revenue', () => {
    engine.loadOrders(onlineRetailClean());
    const byOrder = engine.run(orderFrequency, { count: 'order' });
    expect(frequenciesOf(byOrder.results).rows[1]).toMatchObject({ at_least: 2845 });
    expect(frequenciesOf(byOrder.results).revenue).toBeCloseTo(8_911_407.904, 3);
    expect(byOrder.results.summary![0]).toMatchObject({ customers: 4338, purchases: 18_532 });
    expect(byOrder.results.summary![0]!.mean_purchases).toBeCloseTo(4.272014753, 8);
    const byDay = frequenciesOf(engine.run(orderFrequency).results);
    expect(byDay.rows[1]).toMatchObject({ at_least: 2790 });
  });
});
if (!hasOrderFiles)
  console.warn('Skipped: ../shared/data is not there, so order-frequency was not checked on it.');
