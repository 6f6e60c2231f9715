import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import cohortValue from '../../src/analyses/cohort-value';
import type { Row } from '../../src/analyses/define';
import { membersOfMark } from '../../src/analyses/cohort-value/members';
import { linesOf } from '../../src/analyses/cohort-value/plot';
import { cohortValue as typed, MEMBERS, type ValueCell } from '../../src/analyses/cohort-value/results';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { TestEngine, type CostFixture, type OrderFixture, type RefundFixture } from './engine';
import { cdnowMaster, hasOrderFiles } from './order-files';
import { dayOf, inScope, isoOf, periodOf, refundsInScope, shops } from './purchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const DAY = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
const day = fc.integer({ min: 0, max: 300 }).map((offset) => iso(Date.UTC(2019, 11, 20) + offset * DAY));
const shop = fc.array(
  fc.record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', '王'),
    at: day,
    amount: fc.integer({ min: -500, max: 9_000 }).map((cents) => cents / 100),
  }),
  { minLength: 1, maxLength: 30 },
);
const refunds = fc.array(
  fc.record({
    customer: fc.constantFrom('a', 'b', '王'),
    at: day,
    amount: fc.integer({ min: -4_000, max: -1 }).map((cents) => cents / 100),
  }),
  { maxLength: 8 },
);
const monthOf = (at: string): number => Number(at.slice(0, 4)) * 12 + Number(at.slice(5, 7)) - 1;
const cents = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Cohorts of months by arrays: cumulative revenue by age, early refunds at age 0. */
function oracle(orders: readonly OrderFixture[], given: readonly RefundFixture[], asOf: string) {
  const seen = orders.filter(({ at }) => at <= asOf);
  const firstOf = new Map<string, number>();
  for (const { customer, at } of seen)
    firstOf.set(customer, Math.min(firstOf.get(customer) ?? Infinity, monthOf(at)));
  const documents = [...seen, ...given.filter(({ at, customer }) => at <= asOf && firstOf.has(customer))];
  return {
    total: documents.reduce((sum, { amount }) => sum + amount, 0),
    customers: firstOf.size,
    size: (cohort: number) => [...firstOf.values()].filter((first) => first === cohort).length,
    cumulative: (cohort: number, age: number) =>
      documents
        .filter(({ customer, at }) => firstOf.get(customer) === cohort && monthOf(at) <= cohort + age)
        .reduce((sum, { amount }) => sum + amount, 0),
  };
}

describe('against an independent count', () => {
  test('cells, sums and margin of random shops with refunds', () => {
    fc.assert(
      fc.property(shop, refunds, day, fc.integer({ min: 0, max: 100 }), (orders, given, asOf, margin) => {
        engine.loadOrders(orders, given);
        const { results, context } = engine.run(cohortValue, { margin }, asOf);
        const { cells, cohorts } = typed(results);
        // A refund before the customer has ordered, as of that day, has no cohort yet.
        const expected = oracle(orders, given, asOf);
        expect(cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(expected.customers);
        const last = new Map<string, number>();
        for (const cell of cells) {
          const cohort = monthOf(cell.cohort);
          expect(cell.size).toBe(expected.size(cohort));
          const begins = Date.UTC(Math.floor((cohort + cell.age) / 12), (cohort + cell.age) % 12, 1);
          const ends = Date.UTC(Math.floor((cohort + cell.age + 1) / 12), (cohort + cell.age + 1) % 12, 0);
          const { firstDay, observedThrough } = context.window;
          const observed = iso(ends) > observedThrough ? 'partial' : 'complete';
          const state = cell.cohort < firstDay ? 'truncated' : observed;
          expect(cell.state).toBe(iso(begins) > observedThrough ? 'future' : state);
          if (cell.state === 'future') {
            expect(cell.cumulative_revenue).toBeNull();
            continue;
          }
          const amount = expected.cumulative(cohort, cell.age);
          expect(cents(cell.cumulative_revenue)).toBe(cents(amount));
          expect(cell.margin_per_customer).toBeCloseTo((amount / cell.size) * (margin / 100), 6);
          last.set(cell.cohort, cell.cumulative_revenue);
        }
        const observed = expected.customers > 0 && cells.some(({ state }) => state !== 'future');
        const sum = [...last.values()].reduce((total, amount) => total + amount, 0);
        const refundsAfter = given.some(({ at }) => at > context.window.observedThrough && at <= asOf);
        if (observed && !refundsAfter) expect(sum).toBeCloseTo(expected.total, 6);
      }),
      { numRuns: 8 },
    );
  });

  test('a complete cell stays as it is when the as-of date moves on', () => {
    const fixed = (cells: readonly ValueCell[], isKept: (cell: ValueCell) => boolean) =>
      Object.fromEntries(
        cells
          .filter(isKept)
          .map((cell) => [`${cell.cohort} ${cell.age}`, [cell.size, cents(cell.cumulative_revenue)]]),
      );
    fc.assert(
      fc.property(shop, day, day, (orders, one, other) => {
        engine.loadOrders(orders);
        const [early, late] = [one, other]
          .sort()
          .map((asOf) => typed(engine.run(cohortValue, {}, asOf).results).cells);
        const complete = fixed(early!, ({ state }) => state === 'complete');
        expect(fixed(late!, ({ state }) => state !== 'future')).toMatchObject(complete);
      }),
      { numRuns: 8 },
    );
  });
});

const membersOf = (mark: string, grain: string): Row[] => {
  const { sql, variables } = membersOfMark(mark, { grain });
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), MEMBERS);
};

test('the customers of a cohort, against plain arrays: any grain, filters and refunds', () => {
  fc.assert(
    fc.property(shops(300), fc.constantFrom('week', 'month', 'quarter'), (given, grain) => {
      engine.loadOrders(given.orders, given.refunds);
      const { results } = engine.run(cohortValue, { grain }, isoOf(given.asOf), given.narrowed);
      const refunded = refundsInScope(given).map(({ refund }) => refund);
      const people = inScope(given.orders, given.asOf, given.narrowed).map((history) => ({
        cohort: periodOf(history[0]!.firstDay, grain),
        row: {
          customer_key: history[0]!.customer,
          first_ordered_on: isoOf(history[0]!.firstDay),
          orders: history.length,
          revenue: [
            ...history,
            ...refunded.filter(({ customer }) => customer === history[0]!.customer),
          ].reduce((sum, { amount }) => sum + amount, 0),
          last_ordered_on: isoOf(history.at(-1)!.day),
        },
      }));
      const { cohorts } = typed(results);
      expect(cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(people.length);
      for (const { cohort, size } of cohorts) {
        const members = membersOf(cohort, grain);
        expect(members).toHaveLength(size);
        const own = people.filter((one) => one.cohort === dayOf(cohort));
        const byKey = (a: Row, b: Row) => (String(a.customer_key) < String(b.customer_key) ? -1 : 1);
        expect(members.toSorted(byKey)).toMatchObject(own.map(({ row }) => row).sort(byKey));
      }
    }),
    { numRuns: 12 },
  );
});

test('a mark that is none is nobody', () => {
  engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 5 }]);
  engine.run(cohortValue);
  expect(membersOf('2020-01-01', 'month')).toMatchObject([{ customer_key: 'a', orders: 1, revenue: 5 }]);
  for (const mark of ['', 'anything', '2020-13-01', '2020-02-01'])
    expect(membersOf(mark, 'month')).toEqual([]);
});

describe('small shops', () => {
  const orders = [
    { customer: 'a', at: '2024-01-01', amount: 30 },
    { customer: 'a', at: '2024-02-10', amount: 20 },
    { customer: 'b', at: '2024-01-15', amount: 10 },
    { customer: 'c', at: '2024-02-02', amount: 40 },
    { customer: 'd', at: '2024-02-20', amount: 20 },
    { customer: 'c', at: '2024-03-31', amount: 5 },
  ];

  test('payback, projection and what the headline says of them', () => {
    engine.loadOrders(orders);
    const { results, params, context } = engine.run(cohortValue, { margin: 50, acquisitionCost: 14 });
    expect(results['averages']).toMatchObject([
      { age: 0, n: 4, cohorts: 2, growth: null },
      { age: 1, n: 4, cohorts: 2, growth: 1.25 },
      { age: 2, n: 2, cohorts: 1, revenue_per_customer: 30, growth: 1 },
    ]);
    expect(results['payback']).toMatchObject([
      { cohort: '2024-01-01', last_age: 2, payback_age: 1, projected_payback_age: null },
      { cohort: '2024-02-01', last_age: 1, payback_age: 0, projected_age: 2 },
    ]);
    expect(cohortValue.headline(results, params, context)).toBe(
      'A new customer has brought **15.00** in margin by the end of month 2 after the first order; the 14.00 it cost to win one is back by **month 1**.',
    );
    const { observed, projected } = linesOf(results, params);
    expect(observed.map(({ age }) => age)).toEqual([0, 1, 2, 0, 1]);
    // The tail starts at the last observed point.
    expect(projected.map(({ age, value }) => [age, value])).toEqual([
      [1, 16.25],
      [2, 16.25],
    ]);
  });

  test('nothing, and too little, to say', () => {
    engine.loadOrders([]);
    const empty = engine.run(cohortValue);
    expect(cohortValue.headline(empty.results, empty.params, empty.context)).toContain(
      'there is no cohort yet',
    );
    engine.loadOrders(orders.slice(0, 1));
    const one = engine.run(cohortValue);
    expect(cohortValue.headline(one.results, one.params, one.context)).toBe(
      'Too early to tell: 1 customer placed a first order, but no cohort has a complete month yet.',
    );
  });
});

describe('costs of a file', () => {
  const cost: fc.Arbitrary<CostFixture> = fc.record({
    from: day,
    through: fc.integer({ min: 0, max: 70 }),
    amount: fc.integer({ min: 0, max: 5_000 }),
  }).map(({ from, through, amount }) => ({ from, through: iso(Date.parse(from) + through * DAY), amount })); // prettier-ignore

  /** Day by day: what was spent in a cohort's period as far as it is observed; null where the file does not cover it. */
  function spentIn(costs: readonly CostFixture[], begins: string, ends: string): number | null {
    const first = costs.map(({ from }) => from).sort()[0];
    const last = costs.map(({ through }) => through).sort().at(-1); // prettier-ignore
    if (!first || !last || begins < first || ends > last) return null;
    let sum = 0;
    for (let time = Date.parse(begins); time <= Date.parse(ends); time += DAY)
      for (const { from, through, amount } of costs)
        if (from <= iso(time) && through >= iso(time))
          sum += amount / ((Date.parse(through) - Date.parse(from)) / DAY + 1);
    return sum;
  }

  const nextOf = { week: 7, month: 32, quarter: 95 };
  const beginOf = (at: string, grain: keyof typeof nextOf): string => {
    const date = new Date(at);
    if (grain === 'week') return iso(date.getTime() - ((date.getUTCDay() + 6) % 7) * DAY);
    const month = date.getUTCMonth() - (grain === 'quarter' ? date.getUTCMonth() % 3 : 0);
    return iso(Date.UTC(date.getUTCFullYear(), month, 1));
  };

  test('each cohort has its own, and pays it back by it', () => {
    fc.assert(
      fc.property(
        shop,
        fc.array(cost, { minLength: 1, maxLength: 4 }),
        day,
        fc.constantFrom<'week' | 'month' | 'quarter'>('week', 'month', 'quarter'),
        (orders, drawn, asOf, grain) => {
          engine.loadOrders(orders);
          engine.loadBeside({ costs: drawn });
          const { results, context } = engine.run(cohortValue, { grain, margin: 50 }, asOf);
          const costs = drawn.filter(({ from }) => from <= context.asOf);
          const { payback, cells } = typed(results);
          for (const row of payback) {
            const next = beginOf(iso(Date.parse(row.cohort) + nextOf[grain] * DAY), grain);
            const ends = [iso(Date.parse(next) - DAY), context.window.observedThrough].sort()[0]!;
            const spent = spentIn(costs, row.cohort, ends);
            if (spent === null || spent === 0) {
              expect(row.cost_per_customer).toBeNull();
              expect(row.payback_age).toBeNull();
              continue;
            }
            const each = spent / row.size;
            expect(row.cost_per_customer).toBeCloseTo(each, 6);
            // Near a tie the two sums may differ in their last place.
            const paid = cells.filter(({ cohort, state }) => cohort === row.cohort && state === 'complete');
            if (each === 0 || paid.some((cell) => Math.abs(cell.margin_per_customer - each) < 1e-6)) continue;
            const age = paid.findIndex((cell) => cell.margin_per_customer >= each);
            expect(row.payback_age).toBe(age < 0 ? null : age);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test('what is said of them', () => {
    engine.loadOrders([
      { customer: 'a', at: '2024-01-01', amount: 30 },
      { customer: 'b', at: '2024-01-06', amount: 10 },
      { customer: 'c', at: '2024-02-06', amount: 10 },
      { customer: 'd', at: '2024-02-07', amount: 5 },
      { customer: 'a', at: '2024-04-06', amount: 10 },
    ]);
    engine.loadBeside({
      costs: [
        { from: '2024-01-01', through: '2024-01-31', amount: 30 },
        { from: '2024-02-01', through: '2024-02-29', amount: 20 },
      ],
    });
    const { results, params, context } = engine.run(cohortValue, {});
    expect(results['costs']).toEqual([
      { cohort: '2024-01-01', cost: 30 },
      { cohort: '2024-02-01', cost: 20 },
    ]);
    expect(typed(results).payback.map((row) => [row.cost_per_customer, row.payback_age])).toEqual([
      [15, 0],
      [10, null],
    ]);
    expect(cohortValue.headline(results, params, context)).toContain('the 12.50 it cost to win one');
    const asTyped = typed(engine.run(cohortValue, { acquisitionCost: 7 }).results).payback;
    expect(asTyped.map(({ cost_per_customer }) => cost_per_customer)).toEqual([7, 7]);
    expect(cohortValue.notes(results, params, context).map(({ text }) => text)).toContainEqual(
      expect.stringContaining('known for 2 of 2 cohorts, paid back by 1'),
    );
  });
});

test.skipIf(!hasOrderFiles)('CDNOW: sizes and revenue of the whole file', () => {
  engine.loadOrders(cdnowMaster());
  const { cells, cohorts } = typed(engine.run(cohortValue).results);
  expect(cohorts.map(({ cohort, size }) => [cohort, size])).toEqual([
    ['1997-01-01', 7846],
    ['1997-02-01', 8476],
    ['1997-03-01', 7248],
  ]);
  const last = cohorts.map(({ cohort }) =>
    cells.filter((cell) => cell.cohort === cohort && cell.state === 'complete'),
  );
  const revenue = last.reduce((sum, own) => sum + (own.at(-1)?.cumulative_revenue ?? 0), 0);
  expect(revenue).toBeCloseTo(2_500_315.63, 2);
});
if (!hasOrderFiles) console.warn('Skipped: cohort value of CDNOW, its data folder is absent');
