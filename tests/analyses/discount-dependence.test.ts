import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import discountDependence from '../../src/analyses/discount-dependence';
import { findingsOf } from '../../src/analyses/discount-dependence/findings';
import {
  markOfFirst,
  markOfUse,
  membersOfMark,
  titleOfFirst,
  titleOfUse,
} from '../../src/analyses/discount-dependence/members';
import { CUSTOMERS } from '../../src/analyses/discount-dependence/shape';
import type { ParamValues, Row } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { monthsBetween } from '../../src/analyses/discount-dependence/plot-months';
import { wilsonInterval } from '../../src/statistics/wilson';
import { TestEngine, type OrderFixture } from './engine';
import { dayOf, isoOf, mean } from './repurchase-oracle';

interface Sold extends OrderFixture {
  coupon: string | null;
  discount: number;
}

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

/** Orders with what the fixtures of other tests do not have: a coupon and an amount off. */
function load(orders: readonly Sold[]): void {
  engine.loadOrders(orders.map((order, index) => ({ ...order, order: `o${index}` })));
  if (orders.length === 0) return;
  const values = orders.map(
    ({ coupon, discount }, index) =>
      `('o${index}', ${coupon === null ? 'null' : `'${coupon}'`}, ${discount})`,
  );
  engine.execute(
    `update shop.orders as o set coupon = t.coupon, discount = t.discount
     from (values ${values.join(', ')}) as t(order_key, coupon, discount) where o.order_key = t.order_key`,
  );
  // An update may move rows; the tables are stored sorted.
  engine.execute(
    `create or replace temp table sorted as select * from shop.orders;
     delete from shop.orders;
     insert into shop.orders select * from sorted order by customer_id, ordered_at, order_key`,
  );
}

const run = (within = 30, asOf?: string) => engine.run(discountDependence, { within }, asOf);
const isDiscounted = (order: Sold): boolean => Boolean(order.coupon) || order.discount !== 0;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const close = (value: unknown, expected: number | null): void => {
  if (expected === null) expect(value).toBeNull();
  else expect(value).toBeCloseTo(expected, 9);
};
const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const sold = fc
  .record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    offset: fc.integer({ min: 0, max: 90 }),
    minute: fc.integer({ min: 10, max: 59 }),
    amount: fc.integer({ min: 1, max: 500 }),
    coupon: fc.constantFrom(null, null, '', 'HELLO'),
    discount: fc.constantFrom(0, 0, 0, 5),
  })
  .map(({ offset, minute, ...rest }): Sold => ({
    ...rest,
    at: `${isoOf(14_600 + offset)} 10:${minute}:00`,
  }));
const soldOnce = fc.uniqueArray(sold, {
  minLength: 1,
  maxLength: 30,
  selector: (one) => `${one.customer} ${one.at}`,
});

test('random shops, against plain arrays: groups, first orders and months, any as-of day', () => {
  fc.assert(
    fc.property(
      soldOnce,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 100 }),
      (orders, within, offset) => {
        load(orders);
        const asOf = 14_600 + offset;
        const [first, last] = [Math.min(...orders.map(dayOf)), Math.max(...orders.map(dayOf))];
        const observed = Math.min(asOf, last);
        const seen = orders.filter((one) => dayOf(one) <= asOf);
        const histories = [...new Set(seen.map((one) => one.customer))].map((customer) =>
          seen.filter((one) => one.customer === customer).sort((a, b) => (a.at < b.at ? -1 : 1)),
        );
        const { results } = run(within, isoOf(asOf));

        const useOf = (own: readonly Sold[]) =>
          own.every(isDiscounted) ? 'always' : own.some(isDiscounted) ? 'sometimes' : 'never';
        expect(results.groups!.map((row) => row.use)).toEqual(['never', 'sometimes', 'always']);
        for (const row of results.groups!) {
          const group = histories.filter((own) => useOf(own) === row.use);
          const all = group.flat();
          const repeaters = group.filter((own) => new Set(own.map(dayOf)).size > 1).length;
          expect(row).toMatchObject({
            customers: group.length,
            orders: all.length,
            discounted_orders: all.filter(isDiscounted).length,
            repeat_customers: repeaters,
          });
          expect(row.revenue).toBeCloseTo(sum(all.map((one) => one.amount)), 6);
          expect(row.discount).toBeCloseTo(sum(all.map((one) => one.discount)), 6);
          close(row.repeat_rate, row.use === 'sometimes' ? null : ratio(repeaters, group.length));
          close(row.customer_share, ratio(group.length, histories.length));
          close(row.orders_per_customer, ratio(all.length, group.length));
          close(row.revenue_per_customer, ratio(sum(all.map((one) => one.amount)), group.length));
          close(row.order_value, ratio(sum(all.map((one) => one.amount)), all.length));
        }

        for (const row of results.first_orders!) {
          const matured = histories
            .filter((own) => dayOf(own[0]!) + within <= observed)
            .filter((own) => isDiscounted(own[0]!) === (row.first_order === 'discounted'));
          const laterOf = (own: readonly Sold[]) =>
            own.filter((one) => dayOf(one) > dayOf(own[0]!) && dayOf(one) <= dayOf(own[0]!) + within);
          const later = matured.flatMap(laterOf);
          const returned = matured.filter((own) => laterOf(own).length > 0).length;
          const interval = wilsonInterval(returned, matured.length);
          expect(row).toMatchObject({ customers: matured.length, returned });
          close(row.rate, ratio(returned, matured.length));
          close(row.low, interval?.low ?? null);
          close(row.high, interval?.high ?? null);
          close(row.first_order_value, mean(matured.map((own) => own[0]!.amount)));
          close(row.later_orders, ratio(later.length, matured.length));
          close(row.later_revenue, ratio(sum(later.map((one) => one.amount)), matured.length));
          close(row.later_discounted_share, ratio(later.filter(isDiscounted).length, later.length));
        }

        const months = [...new Set(seen.map((one) => one.at.slice(0, 7)))].sort();
        expect(results.months!.map((row) => String(row.month).slice(0, 7))).toEqual(months);
        for (const row of results.months!) {
          const own = seen.filter((one) => one.at.slice(0, 7) === String(row.month).slice(0, 7));
          const begins = Date.parse(String(row.month)) / 86_400_000;
          const [year, month] = String(row.month).split('-').map(Number);
          const ends = Date.UTC(year!, month!, 0) / 86_400_000;
          expect(row).toMatchObject({
            orders: own.length,
            discounted_orders: own.filter(isDiscounted).length,
            state: begins >= first && ends <= observed ? 'complete' : 'partial',
          });
          close(row.share, own.filter(isDiscounted).length / own.length);
        }
        expect(results.overview![0]).toMatchObject({
          orders: seen.length,
          discounted_orders: seen.filter(isDiscounted).length,
          coupon_orders: seen.filter((one) => Boolean(one.coupon)).length,
          reduced_orders: seen.filter((one) => one.discount !== 0).length,
        });
      },
    ),
    { numRuns: 15 },
  );
});

/** Customers of a mark, as the list shows them. */
function membersOf(mark: string, params: ParamValues): Row[] {
  const { sql, variables } = membersOfMark(mark, params);
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), CUSTOMERS);
}

/** A customer's orders in scope, and the first of all. */
interface Customer {
  own: Sold[];
  first: Sold;
}

function customersOf(orders: readonly Sold[], asOf: number, from: number): Customer[] {
  return [...new Set(orders.map(({ customer }) => customer))].flatMap((customer) => {
    const all = orders.filter((one) => one.customer === customer).sort((a, b) => (a.at < b.at ? -1 : 1));
    const own = all.filter((one) => dayOf(one) <= asOf && dayOf(one) >= from);
    return own.length > 0 ? [{ own, first: all[0]! }] : [];
  });
}

const laterDays = ({ own, first }: Customer): number[] => own.map(dayOf).filter((day) => day > dayOf(first));

function listed(customer: Customer): Row {
  const { own, first } = customer;
  const later = laterDays(customer);
  return {
    customer_key: first.customer,
    name: first.customer,
    orders: own.length,
    discounted_orders: own.filter(isDiscounted).length,
    discount: sum(own.map(({ discount }) => discount)),
    revenue: sum(own.map(({ amount }) => amount)),
    first_ordered_on: first.at.slice(0, 10),
    next_on: later.length > 0 ? isoOf(Math.min(...later)) : null,
    last_ordered_on: own.at(-1)!.at.slice(0, 10),
  };
}

const byKey = (a: Row, b: Row): number => (String(a.customer_key) < String(b.customer_key) ? -1 : 1);

test('random shops, against plain arrays: the customers behind each count are those it counts', () => {
  fc.assert(
    fc.property(
      soldOnce,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 100 }),
      fc.constantFrom(null, null, 20, 45),
      (orders, within, offset, cut) => {
        load(orders);
        const [asOf, from] = [14_600 + offset, 14_600 + (cut ?? 0)];
        const narrowed =
          cut === null ? undefined : { from: isoOf(from), to: null, dimensions: {}, segment: null };
        const { results, params } = engine.run(discountDependence, { within }, isoOf(asOf), narrowed);
        const found = findingsOf(results, params);
        const observed = Math.min(asOf, Math.max(...orders.map(dayOf)));
        const customers = customersOf(orders, asOf, from);
        const expectMembers = (mark: string, expected: readonly Customer[], count: number): void => {
          const rows = membersOf(mark, params);
          expect([...rows].sort(byKey)).toEqual(expected.map(listed).sort(byKey));
          expect(rows).toHaveLength(count);
        };
        for (const row of found.groups) {
          const discounted = ({ own }: Customer): number => own.filter(isDiscounted).length;
          const group = customers.filter((one) =>
            row.use === 'never'
              ? discounted(one) === 0
              : discounted(one) > 0 && (discounted(one) === one.own.length) === (row.use === 'always'),
          );
          const repeat = group.filter(({ own }) => new Set(own.map(dayOf)).size > 1);
          expectMembers(markOfUse(row.use, 'all'), group, row.customers);
          expectMembers(markOfUse(row.use, 'repeat'), repeat, row.repeat_customers);
        }
        for (const row of [found.discounted!, found.fullPrice!]) {
          const group = customers.filter(
            ({ own, first }) =>
              own.includes(first) &&
              dayOf(first) + within <= observed &&
              isDiscounted(first) === (row.first_order === 'discounted'),
          );
          const isBack = (one: Customer): boolean =>
            laterDays(one).some((day) => day <= dayOf(one.first) + within);
          const away = group.filter((one) => !isBack(one));
          expectMembers(markOfFirst(row.first_order, 'all'), group, row.customers);
          expectMembers(markOfFirst(row.first_order, 'returned'), group.filter(isBack), row.returned);
          expectMembers(markOfFirst(row.first_order, 'not_returned'), away, row.customers - row.returned);
        }
      },
    ),
    { numRuns: 15 },
  );
});

test('a mark says whom it counts, and one that is none is nobody', () => {
  const common = { amount: 1, coupon: null, discount: 0 };
  load([
    { ...common, customer: 'a', at: '2020-01-01', coupon: 'HELLO' },
    { ...common, customer: 'a', at: '2020-01-11' },
    { ...common, customer: 'b', at: '2020-01-01', discount: 2 },
    { ...common, customer: 'c', at: '2020-06-01' },
  ]);
  const { params } = run();
  const keys = (mark: string) => membersOf(mark, params).map((row) => row.customer_key);
  const parts = ['all', 'returned', 'not_returned'] as const;
  expect(
    parts.map((part) => [titleOfFirst('discounted', part, 30), ...keys(markOfFirst('discounted', part))]),
  ).toEqual([
    ['First order discounted, followed for 30 days', 'a', 'b'],
    ['First order discounted, back within 30 days', 'a'],
    ['First order discounted, not back within 30 days', 'b'],
  ]);
  expect(
    (['never', 'sometimes', 'always'] as const).map((use) => [
      titleOfUse(use, 'all'),
      ...keys(markOfUse(use, 'all')),
    ]),
  ).toEqual([
    ['Never bought with a discount', 'c'],
    ['Sometimes bought with a discount', 'a'],
    ['Always bought with a discount', 'b'],
  ]);
  expect(titleOfUse('always', 'repeat')).toBe('Always bought with a discount, repeat customers');
  for (const mark of ['', 'always', 'always/', 'always/returned', 'discounted/repeat', 'nobody/all', '/all'])
    expect(keys(mark)).toEqual([]);
});

describe('what it says', () => {
  /** 100 customers won each way, `back` of whom return after ten days at full price. */
  const shop = (back: { discounted: number; full: number }) =>
    load([
      ...Object.entries(back).flatMap(([kind, count]) =>
        Array.from({ length: 100 }, (_, index): Sold[] => {
          const common = { customer: `${kind}${index}`, amount: 10, coupon: null, discount: 0 };
          const first = { ...common, at: '2020-01-01', discount: kind === 'discounted' ? 2 : 0 };
          return index < count ? [first, { ...common, at: '2020-01-11' }] : [first];
        }).flat(),
      ),
      { customer: 'last', at: '2020-03-01', amount: 1, coupon: null, discount: 0 },
    ]);
  const said = () => {
    const { results, params, context } = run();
    return discountDependence.headline(results, params, context);
  };

  test('less, more, alike', () => {
    shop({ discounted: 10, full: 40 });
    expect(said()).toContain('return less: 10.0% within 30 days, against **40.0%**');
    shop({ discounted: 40, full: 10 });
    expect(said()).toContain('return more: **40.0%**');
    shop({ discounted: 20, full: 22 });
    expect(said()).toContain('return alike');
  });

  test('the next step where no order tells a discount', () => {
    load([{ customer: 'a', at: '2020-01-01', amount: 1, coupon: null, discount: 0 }]);
    expect(said()).toContain('map the coupon or the discount column');
    load([{ customer: 'a', at: '2020-01-01', amount: 1, coupon: 'X', discount: 0 }]);
    expect(said()).toBe(
      '**100.0%** of orders are discounted; **100.0%** of customers never bought without a discount.',
    );
  });

  test('months without an order keep their place', () => {
    const row = { orders: 1, discounted_orders: 0, share: 0, revenue: 0, discounted_revenue: 0, discount: 0 };
    const months = ['2019-11-01', '2020-02-01'].map((month) => ({ ...row, month, state: 'complete' }));
    expect(monthsBetween(months)).toEqual(['2019-11-01', '2019-12-01', '2020-01-01', '2020-02-01']);
    expect(monthsBetween([])).toEqual([]);
  });
});
