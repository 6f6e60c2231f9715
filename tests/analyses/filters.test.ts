import fc from 'fast-check';
import type { Row } from '../../src/analyses/define';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import cohortRetention, { MEMBERS, membersSql, membersVariables } from '../../src/analyses/cohort-retention';
import { contextVariables } from '../../src/analyses/context';
import type { Members, Narrowing } from '../../src/analyses/define';
import { paramsWithDefaults } from '../../src/analyses/params';
import repurchaseInterval from '../../src/analyses/repurchase-interval';
import rfmSegments from '../../src/analyses/rfm-segments';
import { schemeOf } from '../../src/analyses/rfm-segments/schemes';
import { DIMENSIONS } from '../../src/document/types';
import { decodeTable } from '../../src/engine/decode';
import { overwriteGetLocale } from '../../src/messages/speak';
import { setVariables } from '../../src/orders/literals';
import scopeTotalsSql from '../../src/orders/scope-totals.sql?raw';
import scopeValuesSql from '../../src/orders/scope-values.sql?raw';
import { segmentAsked } from '../../src/segments/segment-asked';
import { oracle } from '../unit/rfm/oracle';
import { cohortOracle } from './cohort-oracle';
import { TestEngine, type OrderFixture, type RefundFixture } from './engine';
import { expectResults, isoOf } from './repurchase-oracle';

/** Filters on the views over the canonical tables, and each analysis under them, against plain arrays. */
let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const CUSTOMERS = ['a', 'b', 'c', "d'é", '客', 'f'] as const;
const NOTHING: Narrowing = { from: null, to: null, dimensions: {}, segment: null };
const SEGMENT = { id: 's', name: 'Frequent' };

const day = fc.integer({ min: 0, max: 300 }).map((offset) => isoOf(18_262 + offset));
const order: fc.Arbitrary<OrderFixture> = fc.record(
  {
    customer: fc.constantFrom(...CUSTOMERS),
    at: day,
    amount: fc.integer({ min: 1, max: 9_000 }).map((cents) => cents / 100),
    channel: fc.constantFrom('web', 'shop', ''),
    region: fc.constantFrom('North', "O'Hare"),
  },
  { requiredKeys: ['customer', 'at', 'amount'] },
);
const refund: fc.Arbitrary<RefundFixture> = fc.record({
  customer: fc.constantFrom('a', 'b', '客', 'refunds only'),
  at: day,
  amount: fc.integer({ min: -9_000, max: -1 }).map((cents) => cents / 100),
});
/** Each filter is there half of the time: more of them together leave next to nothing. */
const HALF = { freq: 2 };
const filters = fc.record({
  from: fc.option(day, HALF),
  to: fc.option(day, HALF),
  channel: fc.option(fc.subarray(['web', 'shop', '', 'nowhere'], { minLength: 1 }), {
    ...HALF,
    nil: undefined,
  }),
  region: fc.option(fc.subarray(['North', "O'Hare", ''], { minLength: 1 }), { ...HALF, nil: undefined }),
  /** The least orders of the customers in the segment. */
  least: fc.option(fc.integer({ min: 1, max: 6 }), { ...HALF, nil: undefined }),
});
type Drawn = typeof filters extends fc.Arbitrary<infer T> ? T : never;

const narrowingOf = ({ from, to, channel, region, least }: Drawn): Narrowing => ({
  from,
  to,
  dimensions: { ...(channel ? { channel } : {}), ...(region ? { region } : {}) },
  segment: least === undefined ? null : SEGMENT,
});
const membersOf = ({ least }: Drawn, asOf: string): Members | null =>
  least === undefined
    ? null
    : {
        sql: `select customer_key from customers where order_count >= getvariable('p_least') order by 1;`,
        variables: {
          ...contextVariables({
            asOf,
            window: { firstDay: asOf, lastDay: asOf, observedThrough: asOf },
          }),
          p_least: least,
        },
      };

/** What the filters leave of orders that the as-of day has left. */
function keeping({ from, to, channel, region, least }: Drawn, orders: readonly OrderFixture[], asOf: string) {
  const counts = new Map<string, number>();
  for (const { customer, at } of orders)
    if (at <= asOf) counts.set(customer, (counts.get(customer) ?? 0) + 1);
  const isKept = ({ customer, at }: RefundFixture) =>
    (from === null || at >= from) &&
    (to === null || at <= to) &&
    (least === undefined || (counts.get(customer) ?? 0) >= least);
  return {
    order: (one: OrderFixture) =>
      isKept(one) &&
      (channel?.includes(one.channel ?? '') ?? true) &&
      (region?.includes(one.region ?? '') ?? true),
    /** Refunds have no dimensions: filtered by one there are none. */
    refund: (one: RefundFixture) => isKept(one) && !channel && !region,
  };
}

const tidy = (rows: readonly object[]) =>
  JSON.parse(
    JSON.stringify(rows, (_key, value: unknown) =>
      typeof value === 'number' ? Number(value.toFixed(9)) + 0 : value,
    ),
  ) as unknown;
const cents = (documents: readonly { amount: number }[]): number =>
  documents.reduce((total, { amount }) => total + Math.round(amount * 100), 0);

describe('random shops under random filters', () => {
  test('the scope and every analysis, against plain arrays', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 5, maxLength: 45, size: 'max' }),
        fc.array(refund, { maxLength: 6 }),
        filters,
        day,
        fc.constantFrom<'week' | 'month' | 'quarter'>('week', 'month', 'quarter'),
        fc.integer({ min: 1, max: 3 }),
        (orders, refunds, drawn, asOf, grain, from) => {
          engine.loadOrders(orders, refunds);
          const [narrowed, members] = [narrowingOf(drawn), membersOf(drawn, asOf)];
          const kept = keeping(drawn, orders, asOf);
          const seen = orders.filter((one) => one.at <= asOf && kept.order(one));
          const seenRefunds = refunds.filter((one) => one.at <= asOf && kept.refund(one));

          const cohorts = engine.run(cohortRetention, { grain }, asOf, narrowed, members);
          const expected = cohortOracle(orders, grain, cohorts.context, refunds.filter(kept.refund), kept.order); // prettier-ignore
          expect(tidy(cohorts.results.cells!)).toEqual(tidy(expected.cells));
          const averages = cohorts.results.averages!.map((row) => ({ ...row }));
          expect(tidy(averages)).toEqual(tidy(expected.averages.map((row) => ordered(row, averages[0]))));

          const intervals = engine.run(repurchaseInterval, { from: String(from) }, asOf, narrowed, members);
          expectResults(intervals.results, intervals.context, orders, from, kept.order);

          const rfm = engine.run(rfmSegments, { scheme: 'eleven' }, asOf, narrowed, members).results;
          // The oracle knows no refunds.
          if (seenRefunds.length === 0) {
            const { rules } = schemeOf('eleven');
            const scored = oracle(seen, { asOf, rules, cut: 'quantile' });
            // A weighted mean is added up in another order; all else is equal to the last digit.
            const shown = (row: Row) => ({ ...row, score: Number(Number(row.score).toFixed(9)) });
            expect(byKey(rfm.customers!.map(({ last_ordered_on: _, ...row }) => shown(row)))).toEqual(
              byKey(scored.map(({ orders: _, ...row }) => shown(row as unknown as Row))),
            );
          }

          const [totals] = engine.rows(scopeTotalsSql);
          expect(Math.round(Number(totals!.revenue) * 100)).toBe(cents(seen) + cents(seenRefunds));
          expect(totals).toMatchObject({
            orders: seen.length,
            customers: new Set(seen.map(({ customer }) => customer)).size,
          });
          // Numbers stay those of the whole history.
          const numbered = engine.rows('select order_key, order_number, day_number from orders');
          const whole = engine.rows('select order_key, order_number, day_number from shop.orders');
          for (const row of numbered) expect(whole).toContainEqual(row);
          const people = engine.rows(
            'select customer_key, order_count, (revenue * 100)::integer as cents from customers order by 1',
          );
          expect(people).toEqual(
            [...new Set([...seen, ...seenRefunds].map(({ customer }) => customer))].sort().map((customer) => {
              const own = (one: { customer: string }) => one.customer === customer;
              return {
                customer_key: customer,
                order_count: seen.filter(own).length,
                cents: cents(seen.filter(own)) + cents(seenRefunds.filter(own)),
              };
            }),
          );
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  const byKey = <T extends { customer_key?: unknown; score?: unknown }>(rows: readonly T[]): Map<string, T> =>
    new Map(rows.map((row) => [String(row.customer_key), row]));
  /** Averages name their columns in another order in the oracle. */
  const ordered = (row: Record<string, unknown>, like: object | undefined) =>
    Object.fromEntries(Object.keys(like ?? row).map((name) => [name, row[name]]));
});

describe('narrowing', () => {
  const orders: OrderFixture[] = CUSTOMERS.flatMap((customer, index) =>
    Array.from({ length: index + 1 }, (_, nth) => ({
      customer,
      at: `2020-0${nth + 1}-1${index}`,
      amount: 10 * (index + 1),
      order: `${customer}${nth}`,
    })),
  );
  beforeAll(() => engine.loadOrders(orders));
  const context = (narrowed?: Narrowing) => ({
    asOf: '2020-12-31',
    window: { firstDay: '2020-01-01', lastDay: '2020-12-31', observedThrough: '2020-12-31' },
    ...(narrowed ? { narrowed } : {}),
  });
  const narrow = (narrowed?: Narrowing) => engine.execute(setVariables(contextVariables(context(narrowed))));
  const planOf = (sql: string) => String(engine.rows(`explain ${sql}`)[0]!.explain_value);

  test('every dimension, by values and by blank', () => {
    for (const dimension of DIMENSIONS) {
      engine.loadOrders(orders);
      engine.execute(`update shop.orders set ${dimension} = case when order_number = 1 then 'x, ''y''' when order_number = 2 then '' end`); // prettier-ignore
      const count = (values: string[]) => {
        narrow({ ...NOTHING, dimensions: { [dimension]: values } });
        return Number(engine.rows('select count(*)::integer as n from orders')[0]!.n);
      };
      expect([count(["x, 'y'"]), count(['']), count(["x, 'y'", '']), count(['z']), count([])]).toEqual([6, 15, 21, 0, 21]); // prettier-ignore
      narrow();
      engine.execute(setVariables({ p_dimension: dimension }));
      expect(engine.rows(scopeValuesSql)).toEqual([
        { value: '', orders: 15 },
        { value: "x, 'y'", orders: 6 },
      ]);
    }
    engine.loadOrders(orders);
  });

  test('what is not narrowed costs nothing: neither conditions nor joins nor windows are left in the plan', () => {
    narrow();
    const plan = planOf('select count(*) from orders');
    expect(plan).not.toMatch(/list_contains|get_bit|coalesce/i);
    const gaps = repurchaseInterval.steps.find(({ name }) => name === 'gaps');
    expect(planOf('sql' in gaps! ? gaps.sql : '')).not.toMatch(/WINDOW/);
    expect(planOf('from order_lines')).not.toMatch(/SEMI/);
    narrow({ ...NOTHING, from: '2020-02-01', dimensions: { channel: ['web'] } });
    expect(planOf('select count(*) from orders')).toMatch(/list_contains/);
  });

  test('variables that were never set narrow nothing', async () => {
    const fresh = await TestEngine.open();
    fresh.loadOrders(orders);
    fresh.execute(`set variable p_as_of = date '2020-12-31'`);
    for (const view of ['orders', 'customers', 'refunds', 'order_lines'])
      expect(fresh.rows(`select count(*)::integer as n from ${view}`)).toEqual(
        fresh.rows(`select count(*)::integer as n from shop.${view}`),
      );
    fresh.close();
  });

  test('lines follow their orders', () => {
    engine.execute(`
      insert into shop.order_lines by name
      select customer_id, order_key, ordered_on, amount from shop.orders;
      update shop.orders set channel = 'web' where order_number = 2`);
    narrow({ ...NOTHING, dimensions: { channel: ['web'] } });
    const keys = (view: string) => engine.rows(`select order_key from ${view} order by 1`);
    expect(keys('order_lines')).toEqual(keys('orders'));
    expect(keys('order_lines')).toHaveLength(5);
  });

  test('refunds follow the days and the segment, and are none under a dimension, which they do not name', () => {
    const refund = (customer: string, at: string) => ({ customer, at, amount: -1 });
    engine.loadOrders(orders, [refund('a', '2020-01-31'), refund('b', '2020-02-01'), refund('a', '2020-03-31'), refund('c', '2020-04-01')]); // prettier-ignore
    const days = (narrowed: Narrowing) => {
      narrow(narrowed);
      return engine.rows('select refunded_on::varchar as day from refunds order by day').map(({ day }) => day); // prettier-ignore
    };
    expect(days({ ...NOTHING, from: '2020-02-01', to: '2020-03-31' })).toEqual(['2020-02-01', '2020-03-31']);
    expect(days({ ...NOTHING, dimensions: { region: [''] } })).toEqual([]);
    engine.narrowTo({ sql: `select 'a' as customer_key`, variables: contextVariables(context()) });
    expect(days({ ...NOTHING, segment: SEGMENT })).toEqual(['2020-01-31', '2020-03-31']);
    engine.loadOrders(orders);
  });

  test('a wait ends on the next purchase day in scope, past those elsewhere', () => {
    const bought = (customer: string, at: string, channel: string) => ({ customer, at, channel, amount: 1 });
    engine.loadOrders([
      bought('a', '2020-01-01', 'web'),
      bought('a', '2020-01-11', 'shop'),
      bought('a', '2020-01-31', 'web'),
      bought('b', '2020-01-01', 'shop'),
      bought('b', '2020-01-05', 'web'),
      bought('b', '2020-01-31', 'web'),
      bought('c', '2020-01-21', 'web'),
      bought('c', '2020-01-25', 'shop'),
    ]);
    const web: Narrowing = { ...NOTHING, dimensions: { channel: ['web'] } };
    const { results } = engine.run(repurchaseInterval, {}, '2020-01-31', web);
    // a is back on the web after 30 days; b did not begin there; c has waited for ten.
    expect(results.survival_events).toEqual([
      { day: 10, events: 0, censored: 1, confidence: 0.95 },
      { day: 30, events: 1, censored: 0, confidence: 0.95 },
    ]);
    expect(results.gaps).toEqual([
      { days: 26, count: 1 },
      { days: 30, count: 1 },
    ]);
    expect(results.overview).toMatchObject([{ customers: 3, purchase_days: 5, repeaters: 2, started: 2, returned: 1 }]); // prettier-ignore
    engine.loadOrders(orders);
  });

  test('a segment: its members are worked out once, over all orders, and again when the tables change', () => {
    engine.loadOrders(orders);
    const params = paramsWithDefaults(rfmSegments, { scheme: 'zh-eight' });
    const { results } = engine.run(rfmSegments, params);
    const chosen = results.customers!.filter((row) => row.segment === results.customers![0]!.segment);
    const rule = rfmSegments.members!(String(chosen[0]!.segment), params, context());
    const members = { ...rule, variables: { ...contextVariables(context()), ...rule.variables } };
    const narrowed = { ...NOTHING, from: '2020-03-01', segment: SEGMENT };
    const buyers = () => engine.rows('select distinct customer_key from orders join customers using (customer_id) order by 1').map((row) => row.customer_key); // prettier-ignore
    engine.run(rfmSegments, {}, '2020-12-31', narrowed, members);
    const wanted = chosen
      .map((row) => String(row.customer_key))
      .filter((key) => orders.some(({ customer, at }) => customer === key && at >= '2020-03-01'));
    expect(buyers()).toEqual(wanted.sort());
    expect(engine.narrowTo(members)).toBe(false);
    // Without its members a run finds nobody.
    engine.run(rfmSegments, {}, '2020-12-31', narrowed);
    expect(buyers()).toEqual([]);
    engine.loadOrders(orders);
    expect(engine.narrowTo(members)).toBe(true);
  });

  test('a segment shown: its customers, and its share of all in scope, in both languages', () => {
    engine.loadOrders(orders, [
      { customer: 'f', at: '2020-06-20', amount: -30 },
      { customer: 'refunds only', at: '2020-06-21', amount: -4 },
    ]);
    const asked = segmentAsked({ id: 's', name: 'Frequent', analysis: 'x', params: {}, mark: 'x', customers: null }); // prettier-ignore
    const members: Members = {
      sql: `select customer_key from customers where order_count >= 4 or order_count = 0 order by 1`,
      variables: contextVariables(context()),
    };
    const { results, context: ran } = engine.run(asked, {}, '2020-12-31', { ...NOTHING, from: '2020-05-01' }, members); // prettier-ignore
    // Members are d'é (4 orders), 客 (5) and f (6), their orders of May and later: none, one and two.
    const inScope = orders.filter(({ at }) => at >= '2020-05-01');
    expect(inScope.map(({ customer }) => customer).sort()).toEqual(['f', 'f', '客']);
    expect(results.customers).toEqual([
      { customer_key: 'f', name: 'f', first_ordered_on: '2020-05-15', last_ordered_on: '2020-06-15', orders: 2, revenue: 90 },
      { customer_key: '客', name: '客', first_ordered_on: '2020-05-14', last_ordered_on: '2020-05-14', orders: 1, revenue: 50 },
    ]); // prettier-ignore
    expect(results.overview).toEqual([
      { customers: 2, customer_share: 1, orders: 3, revenue: 136, revenue_share: 1, median_days: (199 + 231) / 2 },
    ]); // prettier-ignore
    const whole = engine.run(asked, {}, '2020-12-31', undefined, members).results.overview![0]!;
    expect(whole).toMatchObject({
      customers: 3,
      customer_share: 0.5,
      orders: 15,
      revenue: 160 + 250 + 360 - 34,
    });
    expect(whole.revenue_share).toBeCloseTo(736 / (10 + 40 + 90 + 736), 12);
    expect(asked.headline(results, {}, ran)).toBe('**2 customers**, 100.0% of all, bring **100.0%** of revenue: 3 orders worth **136**. Half of them last ordered up to 215 days ago.'); // prettier-ignore
    overwriteGetLocale(() => 'zh-CN');
    expect(asked.headline(results, {}, ran)).toBe('**2位客户**，占全部客户的100.0%，贡献了**100.0%**的收入：3单，共**136**。半数在215天之内下过单。'); // prettier-ignore
    overwriteGetLocale(() => 'en');
    const nobody = engine.run(asked, {}, '2020-12-31').results;
    expect(nobody.customers).toEqual([]);
    expect(nobody.overview).toMatchObject([{ customers: 0, orders: 0, revenue: 0, median_days: null }]);
    for (const step of asked.steps) if ('sql' in step) expect(step.sql).not.toMatch(/\bshop\./);
    engine.loadOrders(orders);
  });

  test('a mark of the cohort table stands for the customers its cell lists', () => {
    const listed = (sql: string) => decodeTable(engine.connection.query(sql), MEMBERS).map((row) => row.customer_key); // prettier-ignore
    for (const [measure, mark, age] of [
      ['customers', '2020-01-01/2', 2],
      ['orders', '2020-01-01/0-2', 2],
    ] as const) {
      const params = paramsWithDefaults(cohortRetention, { measure, mode: measure === 'orders' ? 'cumulative' : 'in-period' }); // prettier-ignore
      narrow();
      engine.execute(setVariables(membersVariables(params, '2020-01-01', age)));
      const cell = listed(membersSql);
      const { sql, variables } = cohortRetention.members!(mark, params, context());
      engine.execute(setVariables(variables));
      expect(listed(sql)).toEqual(cell);
      expect(cell.length).toBeGreaterThan(0);
    }
    for (const mark of ['', 'champions', '2020-02-31/1', '2020-01-01/99999']) {
      const { sql, variables } = cohortRetention.members!(mark, {}, context());
      engine.execute(setVariables(variables));
      expect(listed(sql)).toEqual([]);
    }
  });
});
