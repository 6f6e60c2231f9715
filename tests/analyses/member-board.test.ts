import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import memberBoard from '../../src/analyses/member-board';
import { METRICS, SECTIONS } from '../../src/analyses/member-board/metrics';
import { lastCompletePeriod } from '../../src/analyses/member-board/sentences';
import { boardOf, MEMBERS, membersOfMark } from '../../src/analyses/member-board/settings';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { TestEngine, type OrderFixture, type RefundFixture } from './engine';
import { beginOf } from './lifecycle-oracle';
import { boardOracle } from './board-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const membersOf = (mark: string, params: Record<string, unknown>): string[] => {
  const { sql, variables } = membersOfMark(mark, { loyal: 3, highValue: 2, ...params });
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), MEMBERS).map((row) => String(row.customer_key));
};

/** Compares a run with the oracle. */
function check(
  orders: readonly OrderFixture[],
  refunds: readonly RefundFixture[],
  grain: 'day' | 'week' | 'month',
  loyal: number,
  asOf?: string,
): void {
  engine.loadOrders(orders, refunds);
  const { results, context, params } = engine.run(memberBoard, { grain, loyal }, asOf);
  const { metrics, stickiness } = boardOf(results);
  expect([...metrics.keys()]).toEqual([...METRICS.keys()]);
  const expected = boardOracle(orders, refunds, grain, loyal, 2, context);
  for (const [id, row] of metrics) {
    const [now, before] = [0, 1].map((point) => expected[point]?.values[id] ?? null);
    for (const [found, wanted] of [
      [row.value, now],
      [row.previous, before],
    ]) {
      if (wanted === null || wanted === undefined) expect(found, id).toBeNull();
      else expect(found, id).toBeCloseTo(wanted, 8);
    }
  }
  const value = (id: string) => metrics.get(id)?.value ?? null;
  const previous = metrics.get('active')?.previous ?? null;
  if (value('retained') !== null && value('active') !== null) {
    expect(value('active')).toBe(value('new')! + value('retained')! + value('resurrected')!);
    expect(value('customers')).toBe(value('active')! + value('dormant')!);
    if (previous !== null)
      expect(value('active')! - previous).toBe(value('new')! + value('resurrected')! - value('churned')!);
  }
  expect(stickiness.map((row) => row.customers)).toEqual(expected[0].exactly);
  expect(stickiness[0]?.at_least).toBe(expected[0].exactly.reduce((sum, n) => sum + n, 0));
  for (const id of ['loyal', 'high_value', 'resurrected', 'streak_3'])
    expect(membersOf(id, params).sort(), id).toEqual(expected[0].members[id]);
}

/** Six customers who buy about every month, the same each time: long runs of active periods, which drawn shops lack. */
const denseShop: OrderFixture[] = Array.from({ length: 90 }, (_, index) => ({
  customer: 'abcdef'[(index * 7919) % 6]!,
  at: new Date(Date.UTC(2019, 8, 20 + ((index * index * 31 + index * 17) % 400))).toISOString().slice(0, 10),
  amount: 5 + ((index * 37) % 60),
}));

test.each(['day', 'week', 'month'] as const)('a busy shop by %s, on several days', (grain) => {
  for (const asOf of ['2020-03-05', '2020-05-31', '2020-08-02', '2020-10-01'])
    check(denseShop, [{ customer: 'b', at: '2020-05-20', amount: -30 }], grain, 3, asOf);
});

describe('generated shops', () => {
  const iso = (offset: number) =>
    new Date(Date.UTC(2019, 8, 20) + offset * 86_400_000).toISOString().slice(0, 10);
  const order = fc.record({
    customer: fc.constantFrom('a', 'b', "O'Reilly", '王'),
    at: fc.integer({ min: 0, max: 400 }).map(iso),
    amount: fc.integer({ min: -500, max: 9_000 }).map((cents) => cents / 100),
  });
  const refund = fc.record({
    customer: fc.constantFrom('a', 'b', '王'),
    at: fc.integer({ min: 0, max: 400 }).map(iso),
    amount: fc.integer({ min: -3_000, max: -1 }).map((cents) => cents / 100),
  });

  test('every metric, the customers behind it, and stickiness, against plain arrays', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 60, size: 'max' }),
        fc.array(refund, { maxLength: 6 }),
        fc.constantFrom<'day' | 'week' | 'month'>('day', 'week', 'month'),
        fc.integer({ min: 2, max: 5 }),
        fc.option(fc.integer({ min: -2, max: 420 }).map(iso), { nil: undefined }),
        check,
      ),
      { numRuns: 12 },
    );
  });
});

test('the last complete period, by the calendar', () => {
  for (let day = 0; day < 60; day += 1) {
    const observedThrough = new Date(Date.UTC(2020, 1, 10 + day)).toISOString().slice(0, 10);
    const context = {
      asOf: observedThrough,
      window: { firstDay: '2019-01-01', lastDay: observedThrough, observedThrough },
    };
    const next = new Date(Date.UTC(2020, 1, 11 + day)).toISOString().slice(0, 10);
    for (const grain of ['day', 'week', 'month'] as const) {
      const dayBefore = new Date(Date.parse(beginOf(next, grain)) - 86_400_000).toISOString().slice(0, 10);
      expect(lastCompletePeriod(grain, context)).toBe(beginOf(dayBefore, grain));
    }
  }
});

test('a text that is no mark stands for nobody; every count has its customers', () => {
  engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 1 }]);
  engine.run(memberBoard, { grain: 'day' });
  for (const mark of ['', 'retention', "x'; drop", '0'])
    expect(membersOf(mark, { grain: 'day' }), mark).toEqual([]);
  const counts = SECTIONS.flatMap(({ metrics }) => metrics).filter((metric) => metric.isOfCustomers);
  const found = Object.fromEntries(
    counts.map(({ id }) => [id, membersOf(id, { grain: 'day', highValue: 1 }).length]),
  );
  expect(found).toMatchObject({ customers: 1, active: 1, new: 1, high_value: 1, dormant: 0, loyal: 0 });
  expect(membersOf('1', { grain: 'day' })).toEqual(['a']);
});
