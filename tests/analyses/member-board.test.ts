import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import memberBoard from '../../src/analyses/member-board';
import { REGISTRATION, SECTIONS } from '../../src/analyses/member-board/metrics';
import { lastCompletePeriod } from '../../src/analyses/member-board/sentences';
import { boardOf, MEMBERS, membersOfMark } from '../../src/analyses/member-board/settings';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { TestEngine, type MemberFixture, type OrderFixture, type RefundFixture } from './engine';
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
  // A filter that leaves out nothing: histories are then read order by order.
  const everything = { from: '2000-01-01', to: null, dimensions: {}, segment: null };
  const filtered = engine.run(memberBoard, { grain, loyal }, asOf, everything).results;
  const { results, context, params } = engine.run(memberBoard, { grain, loyal }, asOf);
  expect(filtered).toEqual(results);
  const { metrics, stickiness } = boardOf(results);
  expect([...metrics.keys()]).toEqual(SECTIONS.flatMap((section) => section.metrics.map(({ id }) => id)));
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

describe('registration', () => {
  const iso = (offset: number) =>
    new Date(Date.UTC(2019, 8, 20) + offset * 86_400_000).toISOString().slice(0, 10);
  const someDay = fc.integer({ min: 0, max: 300 }).map(iso);
  const people = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

  /** By lists: [last complete period, the one before]. Null where the period began before the first covered day. */
  function expected(
    orders: readonly OrderFixture[],
    members: readonly MemberFixture[],
    grain: 'day' | 'week' | 'month',
    { asOf, window }: { asOf: string; window: { observedThrough: string; firstDay: string } },
  ) {
    const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
    const dayAfter = new Date(Date.parse(window.observedThrough) + 86_400_000).toISOString().slice(0, 10);
    const end = beginOf(dayAfter, grain);
    const begin = beginOf(dayBefore(end), grain);
    const begins = beginOf(dayBefore(begin), grain);
    const at = (from: string, until: string) => {
      const joined = members.filter(({ on }) => on !== null && on < until && on <= asOf);
      const firstOf = (member: string) =>
        orders
          .filter((order) => order.customer === member && order.at < until && order.at <= asOf)
          .map((order) => order.at)
          .sort()[0];
      const ordered = joined.filter(({ member }) => firstOf(member) !== undefined);
      const days = ordered
        .map(({ member, on }) => (Date.parse(firstOf(member)!) - Date.parse(on!)) / 86_400_000)
        .filter((gap) => gap >= 0)
        .sort((x, y) => x - y);
      const middle = (days.length - 1) / 2;
      const values = {
        registered: joined.length,
        registered_new: joined.filter(({ on }) => on! >= from).length,
        registered_ordered: ordered.length,
        never_ordered: joined.length - ordered.length,
        first_order_rate: joined.length === 0 ? null : ordered.length / joined.length,
        first_order_days:
          days.length === 0 ? null : (days[Math.floor(middle)]! + days[Math.ceil(middle)]!) / 2,
      };
      const isKnown = from >= window.firstDay;
      return {
        values: Object.fromEntries(
          Object.entries(values).map(([id, value]) => [id, isKnown ? value : null] as const),
        ),
        ordered: ordered.map(({ member }) => member).sort(),
      };
    };
    return [at(begin, end), at(begins, begin)] as const;
  }

  test('against plain arrays, with the members behind it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ customer: fc.constantFrom(...people), at: someDay, amount: fc.constant(5) }), { minLength: 1, maxLength: 25 }),
        fc.array(fc.record({ member: fc.constantFrom(...people), on: fc.option(someDay, { nil: null }) }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom<'day' | 'week' | 'month'>('day', 'week', 'month'),
        fc.option(someDay, { nil: undefined }),
        (orders, drawn, grain, asOf) => {
          const members = [...new Map(drawn.map((one) => [one.member, one])).values()];
          engine.loadOrders(orders);
          engine.loadBeside({ members });
          const { results, context } = engine.run(memberBoard, { grain }, asOf);
          const board = boardOf(results);
          expect(board.hasRegistration).toBe(members.some(({ on }) => on !== null && on <= context.asOf));
          if (!board.hasRegistration) return;
          const [now, before] = expected(orders, members, grain, context);
          for (const { id } of REGISTRATION) {
            expect(board.metrics.get(id)?.value, id).toBe(now.values[id]);
            expect(board.metrics.get(id)?.previous, id).toBe(before.values[id]);
          }
          expect(membersOf('registered_ordered', { grain }).sort()).toEqual(now.ordered);
        },
      ),
      { numRuns: 30 },
    );
  }); // prettier-ignore

  test('without a file of members there is no such section, and a note says what to drop', () => {
    engine.loadOrders([
      { customer: 'a', at: '2020-01-01', amount: 1 },
      { customer: 'a', at: '2020-03-01', amount: 1 },
    ]);
    const { results, params, context } = engine.run(memberBoard, {});
    expect(boardOf(results).hasRegistration).toBe(false);
    expect(memberBoard.notes(results, params, context).at(-1)?.text).toContain('file of members');
  });
});
