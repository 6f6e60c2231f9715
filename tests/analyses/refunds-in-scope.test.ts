import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import cohortRetention from '../../src/analyses/cohort-retention';
import repurchaseInterval from '../../src/analyses/repurchase-interval';
import rfmSegments from '../../src/analyses/rfm-segments';
import scopeTotalsSql from '../../src/orders/scope-totals.sql?raw';
import { TestEngine, type OrderFixture, type RefundFixture } from './engine';

/** Refunds beside the orders: what they change, as of any day, and what they never change. */
let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const day = fc
  .integer({ min: 0, max: 120 })
  .map((offset) => new Date(Date.UTC(2024, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10));
const order: fc.Arbitrary<OrderFixture> = fc.record({
  customer: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  at: day,
  amount: fc.integer({ min: 1, max: 9_000 }).map((cents) => cents / 100),
});
const refund: fc.Arbitrary<RefundFixture> = fc.record({
  customer: fc.constantFrom('a', 'b', 'c', 'only refunds'),
  at: day,
  amount: fc.integer({ min: -9_000, max: -1 }).map((cents) => cents / 100),
});

const cents = (amount: number): number => Math.round(amount * 100);
const sum = (documents: readonly { amount: number }[]): number =>
  documents.reduce((total, { amount }) => total + cents(amount), 0);

it('customers of the scope, over arrays: orders counted, revenue net, both up to the as-of day', () => {
  fc.assert(
    fc.property(
      fc.array(order, { minLength: 1, maxLength: 20 }),
      fc.array(refund, { maxLength: 8 }),
      day,
      (orders, refunds, asOf) => {
        engine.loadOrders(orders, refunds);
        engine.execute(`set variable p_as_of = date '${asOf}'`);
        const seen = <T extends RefundFixture>(documents: readonly T[]) =>
          documents.filter(({ at }) => at <= asOf);
        const keys = [...new Set([...seen(orders), ...seen(refunds)].map(({ customer }) => customer))].sort();
        const own = (customer: string) => seen(orders).filter((one) => one.customer === customer);
        expect(
          engine.rows(`
            select customer_key, order_count, (revenue * 100)::integer as cents,
                   first_ordered_on::varchar as first, last_ordered_on::varchar as last
            from customers order by customer_key`),
        ).toEqual(
          keys.map((customer) => {
            const days = own(customer).map(({ at }) => at).sort(); // prettier-ignore
            return {
              customer_key: customer,
              order_count: days.length,
              cents: sum(own(customer)) + sum(seen(refunds).filter((one) => one.customer === customer)),
              first: days[0] ?? null,
              last: days.at(-1) ?? null,
            };
          }),
        );
        const [totals] = engine.rows(scopeTotalsSql);
        expect(cents(totals!.revenue as number)).toBe(sum(seen(orders)) + sum(seen(refunds)));
        expect(totals).toMatchObject({
          orders: seen(orders).length,
          customers: new Set(seen(orders).map(({ customer }) => customer)).size,
        });
      },
    ),
    { numRuns: 30 },
  );
});

describe('analyses', () => {
  const orders: OrderFixture[] = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((customer, index) =>
    Array.from({ length: index + 1 }, (_, nth) => ({
      customer,
      at: `2024-0${nth + 1}-1${index}`,
      amount: 10 * (index + 1),
    })),
  );
  const refunds: RefundFixture[] = [
    { customer: 'f', at: '2024-03-20', amount: -25.5 },
    { customer: 'a', at: '2023-12-01', amount: -4 },
    { customer: 'nobody', at: '2024-02-01', amount: -7 },
  ];
  const results = (given: readonly RefundFixture[]) => {
    engine.loadOrders(orders, given);
    return {
      cohorts: engine.run(cohortRetention).results,
      rfm: engine.run(rfmSegments).results,
      intervals: engine.run(repurchaseInterval).results,
    };
  };

  it('change in revenue and in nothing else', () => {
    const [without, with_] = [results([]), results(refunds)];
    expect(with_.intervals).toEqual(without.intervals);
    const money = new Set([
      'revenue', 'cumulative_revenue', 'revenue_per_customer', 'revenue_per_customer_without_first',
      'cumulative_revenue_per_customer', 'cumulative_revenue_per_customer_without_first',
    ]); // prettier-ignore
    const rest = (rows: readonly Record<string, unknown>[] | undefined) =>
      rows?.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !money.has(name))));
    for (const name of ['cells', 'averages'])
      expect(rest(with_.cohorts[name])).toEqual(rest(without.cohorts[name]));
    const march = (found: typeof with_) =>
      found.cohorts.cells?.find((cell) => cell.cohort === '2024-01-01' && cell.age === 2)?.revenue;
    expect(Number(march(without)) - Number(march(with_))).toBeCloseTo(25.5, 9);
  });

  it('a customer with refunds only has no score; monetary is net, recency and frequency stay', () => {
    const customers = results(refunds).rfm.customers!;
    const before = results([]).rfm.customers!;
    expect(customers.map((row) => row.customer_key)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    const seen = (rows: typeof customers) =>
      rows.map(({ customer_key, recency_days, frequency }) => ({ customer_key, recency_days, frequency }));
    expect(seen(customers)).toEqual(seen(before));
    expect(customers.map((row) => row.monetary)).toEqual([6, 40, 90, 160, 250, 334.5]);
  });
});
