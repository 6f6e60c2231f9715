import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ParamValues, Row } from '../../../src/analyses/define';
import rfmSegments from '../../../src/analyses/rfm-segments';
import { editablePoints } from '../../../src/analyses/rfm-segments/cut-points';
import { SCHEMES } from '../../../src/analyses/rfm-segments/schemes';
import { settingsOf } from '../../../src/analyses/rfm-segments/settings';
import { TestEngine } from '../../analyses/engine';
import { oracle, type OracleOptions } from './oracle';
import { counts } from './truth';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const order = fc.record({
  customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', "f'", '客户', 'h', 'i', 'j', 'k', 'l'),
  at: fc
    .integer({ min: 0, max: 15 })
    .map((day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)),
  // Few values, so that ties are common; refunds and gifts among them.
  amount: fc.constantFrom(-20, 0, 0.1, 0.2, 9.99, 10, 10, 35.5, 100),
});
// Without a size of its own an array would stop at some ten orders.
const shop = fc.array(order, { minLength: 1, maxLength: 60, size: 'max' });
const cutList = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 40 }), { minLength: length, maxLength: length })
    .map((list) => list.sort((a, b) => a - b));
const ownCuts = (length: number) => fc.record({ r: cutList(length), f: cutList(length), m: cutList(length) });

const question = fc.constantFrom(...SCHEMES).chain((scheme) =>
  fc.record({
    scheme: fc.constant(scheme),
    cut: fc.constantFrom(...scheme.cuts),
    days: fc.boolean(),
    cutPoints: ownCuts(scheme.levels - 1),
    weights: fc.constantFrom(null, { r: 1, f: 1, m: 1 }, { r: 3, f: 2, m: 1 }, { r: 0, f: 0.1, m: 0 }),
    asOfDay: fc.integer({ min: 3, max: 20 }),
  }),
);

describe('any shop', () => {
  test('agrees with plain arrays, and equal values have equal scores', () => {
    fc.assert(
      fc.property(shop, question, (orders, { scheme, cut, days, cutPoints, weights, asOfDay }) => {
        engine.loadOrders(orders);
        const asOf = new Date(Date.UTC(2024, 0, 1 + asOfDay)).toISOString().slice(0, 10);
        const params: ParamValues = {
          scheme: scheme.id,
          cut,
          orders: days ? 'days' : 'each',
          cutPoints,
          weights,
        };
        const { results } = engine.run(rfmSegments, params, asOf);
        const customers = results.customers ?? [];
        const own: OracleOptions['cut'] =
          cut === 'fixed' ? cutPoints : cut === 'quantile' && scheme.rCutPoints ? 'r' : cut;
        const expected = oracle(orders, {
          asOf,
          rules: scheme.rules,
          cut: own,
          days,
          ...(weights ? { weights } : {}),
        });
        const byKey = new Map(expected.map((one) => [one.customer_key, one]));
        expect(customers.length).toBe(expected.length);
        for (const row of customers) {
          const {
            orders: _,
            score,
            ...wanted
          } = byKey.get(String(row.customer_key)) ?? { orders: 0, score: 0 };
          const { last_ordered_on: __, score: given, ...got } = row;
          expect(got).toEqual(wanted);
          expect(given).toBeCloseTo(score, 9);
        }
        expectWhole(results, expected);
        expectMonotone(customers);
        // What the editor is filled in with gives the same segments.
        const edited = editablePoints(results.cut_points ?? [], settingsOf(params));
        if (customers.length > 0) {
          const again = engine.run(rfmSegments, { ...params, cut: 'fixed', cutPoints: edited }, asOf).results;
          expect(again.customers).toEqual(customers);
        }
      }),
      { numRuns: 20 },
    );
  });
});

/** Nothing is lost between customers and segments. */
function expectWhole(
  results: Record<string, Row[]>,
  expected: { segment: string; orders: number; monetary: number }[],
): void {
  const segments = results.segments ?? [];
  for (const row of segments) {
    const own = expected.filter((one) => one.segment === row.segment);
    expect(row.customers).toBe(own.length);
    expect(row.orders).toBe(own.reduce((sum, one) => sum + one.orders, 0));
    expect(row.revenue).toBeCloseTo(
      own.reduce((sum, one) => sum + one.monetary, 0),
      6,
    );
  }
  expect(counts(segments).reduce((a, b) => a + b, 0)).toBe(expected.length);
}

function expectMonotone(customers: Row[]): void {
  const pairs = [
    ['recency_days', 'r', -1],
    ['frequency', 'f', 1],
    ['monetary', 'm', 1],
  ] as const;
  for (const [value, score, sign] of pairs) {
    const sorted = [...customers].sort((a, b) => sign * (Number(a[value]) - Number(b[value])));
    sorted.forEach((row, index) => {
      const before = sorted[index - 1];
      if (!before) return;
      expect(Number(row[score])).toBeGreaterThanOrEqual(Number(before[score]));
      if (row[value] === before[value]) expect(row[score]).toBe(before[score]);
    });
  }
}

test('weights decide the tier: one who was here yesterday is of tier A where only R counts, of tier E where R does not', () => {
  const often = Array.from({ length: 9 }, (_, day) => ({
    customer: 'often',
    at: `2024-01-0${day + 1}`,
    amount: 90,
  }));
  const some = ['a', 'b', 'c'].flatMap((customer, index) =>
    Array.from({ length: index + 2 }, (_, day) => ({ customer, at: `2024-01-1${index + day}`, amount: 20 })),
  );
  engine.loadOrders([...often, ...some, { customer: 'late', at: '2024-02-01', amount: 1 }]);
  const tierOf = (weights: ParamValues | null, key: string) =>
    engine
      .run(rfmSegments, { scheme: 'weighted', weights }, '2024-02-02')
      .results.customers?.find((row) => row.customer_key === key)?.segment;
  expect([tierOf({ r: 2, f: 0, m: 0 }, 'late'), tierOf({ r: 0, f: 1, m: 1 }, 'late')]).toEqual([
    'Tier A',
    'Tier E',
  ]);
  expect([tierOf({ r: 0, f: 1, m: 1 }, 'often'), tierOf({ r: 1, f: 0, m: 0 }, 'often')]).toEqual([
    'Tier A',
    'Tier E',
  ]);
  // R 1, F 5, M 5: a mean of 3.67. Weights that make no score are set aside for equal ones.
  expect(tierOf(null, 'often')).toBe('Tier B');
  expect(tierOf({ r: 0, f: 0, m: 0 }, 'often')).toBe('Tier B');
});
