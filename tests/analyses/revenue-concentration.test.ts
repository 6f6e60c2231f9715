import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import revenueConcentration from '../../src/analyses/revenue-concentration';
import { membersSql } from '../../src/analyses/revenue-concentration/queries';
import { setVariables } from '../../src/orders/literals';
import { TestEngine, type OrderFixture, type RefundFixture } from './engine';
import { hasOrderFiles, onlineRetailClean, textOf } from './order-files';
import { dayOf, isoOf } from './repurchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const run = (measure = 'revenue', asOf?: string) => engine.run(revenueConcentration, { measure }, asOf);

/** Half of the mean absolute difference over the mean: Gini's own definition, by pairs. */
function giniByPairs(values: readonly number[]): number | null {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total === 0) return null;
  let differences = 0;
  for (const a of values) for (const b of values) differences += Math.abs(a - b);
  return differences / (2 * values.length * total);
}

/** The closed formula on values sorted upwards. */
function giniSorted(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const weighted = sorted.reduce((sum, value, index) => sum + (index + 1) * value, 0);
  return (2 * weighted) / (sorted.length * total) - (sorted.length + 1) / sorted.length;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const topSum = (values: readonly number[], count: number): number =>
  sum([...values].sort((a, b) => b - a).slice(0, count));

describe('random shops, against plain arrays', () => {
  const order = fc
    .record({
      customer: fc.constantFrom(...'abcdefghijklmn'),
      offset: fc.integer({ min: 0, max: 40 }),
      cents: fc.integer({ min: 0, max: 90_000 }),
    })
    .map(({ customer, offset, cents }): OrderFixture => ({
      customer,
      at: isoOf(14_600 + offset),
      amount: cents / 100,
    }));
  const refund = fc
    .record({
      customer: fc.constantFrom('a', 'b', 'only refunds'),
      offset: fc.integer({ min: 0, max: 40 }),
      cents: fc.integer({ min: 1, max: 90_000 }),
    })
    .map(({ customer, offset, cents }): RefundFixture => ({
      customer,
      at: isoOf(14_600 + offset),
      amount: -cents / 100,
    }));

  test('Gini by pairs, tops, tenths and curve add up, any as-of day', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 40 }),
        fc.array(refund, { maxLength: 4 }),
        fc.integer({ min: 0, max: 45 }),
        fc.constantFrom('revenue', 'orders', 'units'),
        (orders, refunds, offset, measure) => {
          engine.loadOrders(orders, refunds);
          const seen = orders.filter((one) => dayOf(one) <= 14_600 + offset);
          const given = refunds.filter((one) => dayOf(one) <= 14_600 + offset);
          const measured = [...new Set(seen.map((one) => one.customer))].map((customer) =>
            measure === 'revenue'
              ? sum([...seen, ...given].filter((one) => one.customer === customer).map((one) => one.amount))
              : seen.filter((one) => one.customer === customer).length,
          );
          const values = measured.map((value) => Math.max(0, Math.round(value * 100) / 100));
          const { results } = run(measure, isoOf(14_600 + offset));
          const [summary] = results.summary!;
          if (values.length === 0) {
            expect(results).toEqual({ deciles: [], summary: [], lorenz: [] });
            return;
          }
          const total = sum(values);
          expect(summary).toMatchObject({
            customers: values.length,
            negative_customers: measured.filter((value) => value < -1e-9).length,
          });
          expect(summary!.total).toBeCloseTo(total, 6);
          const gini = giniByPairs(values);
          if (gini === null) {
            expect(summary).toMatchObject({ gini: null, half_customers: null, top_20_share: null });
            return;
          }
          expect(summary!.gini).toBeCloseTo(gini, 9);
          expect(Number(summary!.gini)).toBeGreaterThanOrEqual(-1e-9);
          expect(Number(summary!.gini)).toBeLessThanOrEqual(1 - 1 / values.length + 1e-9);
          for (const top of [1, 5, 10, 20, 50])
            expect(summary![`top_${top}_share`]).toBeCloseTo(
              topSum(values, Math.ceil((values.length * top) / 100)) / total,
              9,
            );
          const half = Number(summary!.half_customers);
          expect(topSum(values, half)).toBeGreaterThanOrEqual(total / 2 - 1e-6);
          expect(topSum(values, half - 1)).toBeLessThan(total / 2 + 1e-6);
          const deciles = results.deciles!;
          expect(sum(deciles.map((row) => Number(row.customers)))).toBe(values.length);
          expect(sum(deciles.map((row) => Number(row.value)))).toBeCloseTo(total, 6);
          let before = 0;
          for (const row of deciles) {
            before += Number(row.customers);
            expect(row.cumulative_share).toBeCloseTo(topSum(values, before) / total, 9);
            expect(row.decile).toBe(Math.ceil((10 * before) / values.length));
          }
          for (const { customer_share, value_share } of results.lorenz!) {
            const lowest = Math.round(Number(customer_share) * values.length);
            expect(value_share).toBeCloseTo(1 - topSum(values, values.length - lowest) / total, 9);
          }
          expect(results.lorenz![0]).toEqual({ customer_share: 0, value_share: 0 });
          expect(results.lorenz!.at(-1)).toEqual({ customer_share: 1, value_share: 1 });
        },
      ),
      { numRuns: 12 },
    );
  });

  test('the customers behind a tenth are those it counts', () => {
    engine.loadOrders(
      Array.from({ length: 23 }, (_, index) => ({ customer: `c${index}`, at: '2020-01-01', amount: index })),
    );
    const { results } = run();
    for (const row of results.deciles!) {
      engine.execute(setVariables({ p_decile: Number(row.decile) }));
      const members = engine.rows(membersSql);
      expect(members.length).toBe(row.customers);
      expect(sum(members.map((member) => Number(member.value)))).toBeCloseTo(Number(row.value), 9);
    }
  });
});

describe('what it says', () => {
  const said = () => {
    const { results, params, context } = run();
    return revenueConcentration.headline(results, params, context);
  };

  test('one customer among twelve', () => {
    engine.loadOrders(
      Array.from({ length: 12 }, (_, index) => ({
        customer: `c${index}`,
        at: '2020-01-01',
        amount: index === 0 ? 89 : 1,
      })),
    );
    expect(said()).toBe(
      'The top fifth of customers brings **91.0%** of revenue; one customer alone brings half.',
    );
  });

  test('too few, nobody, nothing', () => {
    engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 1 }]);
    expect(said()).toContain('too few customers (1)');
    engine.loadOrders([]);
    expect(said()).toContain('no orders');
    engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 0 }]);
    expect(said()).toContain('nothing to share out');
  });
});

describe.skipIf(!hasOrderFiles)('real files', () => {
  test('R rfm orders and Online Retail: Gini and tops against the closed formula on sorted values', () => {
    const rfm = textOf('rfm/rfm_data_orders.csv')
      .split(/\r?\n/)
      .slice(1)
      .filter((line) => line !== '')
      .map((line): OrderFixture => {
        const fields = line.split(',').map((field) => field.replaceAll('"', ''));
        return { customer: fields[0]!, at: fields[1]!, amount: Number(fields[2]) };
      });
    for (const orders of [rfm, onlineRetailClean()]) {
      const values = new Map<string, number>();
      for (const { customer, amount } of orders) values.set(customer, (values.get(customer) ?? 0) + amount);
      const spent = [...values.values()];
      engine.loadOrders(orders);
      const { results } = run();
      expect(results.summary![0]!.customers).toBe(spent.length);
      expect(results.summary![0]!.gini).toBeCloseTo(giniSorted(spent), 6);
      expect(results.summary![0]!.top_20_share).toBeCloseTo(
        topSum(spent, Math.ceil(spent.length / 5)) / sum(spent),
        6,
      );
    }
  });
});
if (!hasOrderFiles)
  console.warn('revenue-concentration: no order files beside the repository, goldens skipped');
