import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import purchaseTiming from '../../src/analyses/purchase-timing';
import {
  findingsOf,
  peakOf,
  weekdayName,
  type CalendarRow,
} from '../../src/analyses/purchase-timing/findings';
import {
  markOfHour,
  markOfTime,
  membersOfMark,
  offeredHours,
  offeredTimes,
  titleOfHour,
  titleOfTime,
} from '../../src/analyses/purchase-timing/members';
import { classOf } from '../../src/analyses/purchase-timing/plot-hours';
import { CUSTOMERS } from '../../src/analyses/purchase-timing/shape';
import type { ParamValues, Results, Row } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { overwriteGetLocale } from '../../src/messages/speak';
import { setVariables } from '../../src/orders/literals';
import { TestEngine, type OrderFixture } from './engine';
import { hasOrderFiles, onlineRetailClean, truthOf } from './order-files';
import { dayOf, isoOf } from './repurchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const run = (params: Record<string, string> = {}, asOf?: string) => engine.run(purchaseTiming, params, asOf);

/** Days as the calendar of JavaScript counts them: 1 Monday … 7 Sunday. */
const weekdayOf = (day: number): number => new Date(day * 86_400_000).getUTCDay() || 7;
const monthOf = (day: number): number => new Date(day * 86_400_000).getUTCMonth() + 1;
const dateOf = (day: number): number => new Date(day * 86_400_000).getUTCDate();
const yearOf = (day: number): number => new Date(day * 86_400_000).getUTCFullYear();

const PARTS = { weekday: weekdayOf, month: monthOf, month_day: dateOf };

function expectResults(results: Results, orders: readonly OrderFixture[], first: number, last: number): void {
  const covered = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  const seen = orders.filter((order) => dayOf(order) <= last);
  const total = seen.reduce((sum, order) => sum + order.amount, 0);
  expect(results.hours!.length).toBe(168);
  for (const row of results.hours!) {
    const own = seen.filter(
      (order) => weekdayOf(dayOf(order)) === row.weekday && Number(order.at.slice(11, 13) || 0) === row.hour,
    );
    const days = covered.filter((day) => weekdayOf(day) === row.weekday).length;
    expect(row).toMatchObject({ orders: own.length, days });
    if (days === 0) expect(row.orders_per_day).toBeNull();
    else expect(row.orders_per_day).toBeCloseTo(own.length / days, 9);
  }
  expect(results.calendar!.length).toBe(12 + 7 + 31);
  for (const row of results.calendar!) {
    const partOf = PARTS[row.part as keyof typeof PARTS];
    const own = seen.filter((order) => partOf(dayOf(order)) === row.value);
    const days = covered.filter((day) => partOf(day) === row.value);
    const whole = new Set(
      days
        .filter((day) => dateOf(day) === 1)
        .filter((day) =>
          covered.includes(day + new Date(Date.UTC(yearOf(day), monthOf(day), 0)).getUTCDate() - 1),
        ),
    ).size;
    expect(row).toMatchObject({
      orders: own.length,
      days: days.length,
      whole_periods: row.part === 'month' ? whole : days.length,
      years: new Set(days.map(yearOf)).size,
    });
    expect(row.revenue).toBeCloseTo(
      own.reduce((sum, order) => sum + order.amount, 0),
      6,
    );
    if (days.length === 0 || seen.length === 0) expect(row.orders_index).toBeNull();
    else expect(row.orders_index).toBeCloseTo(own.length / days.length / (seen.length / covered.length), 9);
    if (days.length > 0 && total > 0) {
      const revenue = own.reduce((sum, order) => sum + order.amount, 0);
      expect(row.revenue_index).toBeCloseTo(revenue / days.length / (total / covered.length), 9);
    }
  }
}

const shopOf = (days: number) => {
  const order = fc
    .record({
      customer: fc.constantFrom('a', 'b', 'c'),
      offset: fc.integer({ min: 0, max: days }),
      minute: fc.integer({ min: 0, max: 1439 }),
      amount: fc.integer({ min: 0, max: 500 }),
    })
    .map(({ customer, offset, minute, amount }): OrderFixture => {
      const clock = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
      return { customer, at: `${isoOf(14_600 + offset)} ${clock.join(':')}:00`, amount };
    });
  const selector = (one: OrderFixture): string => `${one.customer} ${one.at}`;
  return fc.uniqueArray(order, { minLength: 1, maxLength: 30, selector });
};

/** All orders, everyone's first, or all but these. */
function countedOf(orders: readonly OrderFixture[], which: string): OrderFixture[] {
  const firstOf = new Map<string, string>();
  for (const { customer, at } of orders) if (at < (firstOf.get(customer) ?? '9')) firstOf.set(customer, at);
  return orders.filter(
    ({ customer, at }) => which === 'all' || (firstOf.get(customer) === at) === (which === 'first'),
  );
}

test('random shops, against the calendar of JavaScript, any as-of day and kind of order', () => {
  fc.assert(
    fc.property(
      shopOf(400),
      fc.integer({ min: 0, max: 420 }),
      fc.constantFrom('all', 'first', 'repeat'),
      (orders, offset, which) => {
        engine.loadOrders(orders);
        const [first, last] = [Math.min(...orders.map(dayOf)), Math.max(...orders.map(dayOf))];
        const counted = countedOf(orders, which);
        const asOf = Math.max(first, 14_600 + offset);
        const { results } = run({ which }, isoOf(asOf));
        expectResults(results, counted, first, Math.min(asOf, last));
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

const amountOf = (orders: readonly OrderFixture[]): number =>
  orders.reduce((sum, { amount }) => sum + amount, 0);

/** One row a customer of some orders: of these, and of all that are seen. */
function listed(own: readonly OrderFixture[], seen: readonly OrderFixture[]): Row[] {
  return [...new Set(own.map(({ customer }) => customer))].sort().map((customer) => {
    const isOf = (order: OrderFixture): boolean => order.customer === customer;
    const [then, all] = [own.filter(isOf), seen.filter(isOf)];
    return {
      customer_key: customer,
      name: customer,
      orders_then: then.length,
      amount_then: amountOf(then),
      orders: all.length,
      revenue: amountOf(all),
      last_ordered_on: isoOf(Math.max(...all.map(dayOf))),
    };
  });
}

const byKey = (a: Row, b: Row): number => (String(a.customer_key) < String(b.customer_key) ? -1 : 1);

test('random shops, against plain arrays: the customers of a time placed the orders that it counts', () => {
  fc.assert(
    fc.property(
      shopOf(60),
      fc.integer({ min: 0, max: 70 }),
      fc.constantFrom('all', 'first', 'repeat'),
      fc.constantFrom(null, null, 15),
      (orders, offset, which, cut) => {
        engine.loadOrders(orders);
        const [asOf, from] = [14_600 + offset, 14_600 + (cut ?? 0)];
        const narrowed =
          cut === null ? undefined : { from: isoOf(from), to: null, dimensions: {}, segment: null };
        const { results, params } = engine.run(purchaseTiming, { which }, isoOf(asOf), narrowed);
        const found = findingsOf(results, params);
        const inScope = (order: OrderFixture): boolean => dayOf(order) <= asOf && dayOf(order) >= from;
        const seen = orders.filter(inScope);
        const counted = countedOf(orders, which).filter(inScope);
        const expectMembers = (mark: string, isThen: (order: OrderFixture) => boolean, count: number) => {
          const rows = membersOf(mark, params);
          expect([...rows].sort(byKey)).toEqual(listed(counted.filter(isThen), seen));
          expect(rows.reduce((sum, row) => sum + Number(row.orders_then), 0)).toBe(count);
        };
        const holding = found.hours.filter((row) => row.orders > 0);
        for (const row of [...holding, found.hours.find((one) => one.orders === 0)!]) {
          const isThen = (order: OrderFixture): boolean =>
            weekdayOf(dayOf(order)) === row.weekday && Number(order.at.slice(11, 13)) === row.hour;
          expectMembers(markOfHour(row), isThen, row.orders);
        }
        for (const row of found.calendar.filter((one) => one.orders > 0)) {
          const partOf = PARTS[row.part as keyof typeof PARTS];
          expectMembers(markOfTime(row), (order) => partOf(dayOf(order)) === row.value, row.orders);
        }
      },
    ),
    { numRuns: 8 },
  );
});

describe('what is offered', () => {
  // 2020-01-02 was a Thursday.
  const at = (time: string, customer: string): OrderFixture => ({ customer, at: time, amount: 1 });
  const load = (which: string) => {
    engine.loadOrders([
      at('2020-01-02 09:10:00', 'a'),
      at('2020-01-09 09:20:00', 'a'),
      at('2020-01-09 14:00:00', 'b'),
      at('2020-02-03 20:00:00', 'b'),
    ]);
    const { results, params } = run({ which });
    return { found: findingsOf(results, params), params };
  };

  test('the fullest cell and the busiest value until another is picked; only what holds orders', () => {
    const { found } = load('all');
    const hours = (picked: string | null) => {
      const { rows, row } = offeredHours(found, picked)!;
      return [markOfHour(row), rows.map(markOfHour)];
    };
    const all = ['hour/1/20', 'hour/4/9', 'hour/4/14'];
    expect(hours(null)).toEqual(['hour/4/9', all]);
    expect(hours('hour/1/20')).toEqual(['hour/1/20', all]);
    expect(hours('hour/1/9')).toEqual(['hour/4/9', all]);
    expect(offeredTimes(found, 'weekday', null)!.row.value).toBe(4);
    expect(offeredTimes(found, 'weekday', 'weekday/1')!.row.value).toBe(1);
    expect(offeredTimes(found, 'month', 'month/7')!.rows.map(({ value }) => value)).toEqual([1, 2]);
    engine.loadOrders([]);
    const nothing = findingsOf(run().results, {});
    expect([offeredHours(nothing, null), offeredTimes(nothing, 'month', null)]).toEqual([null, null]);
  });

  test('a mark says whom it counts in both languages, and one that is none is nobody', () => {
    const { found, params } = load('repeat');
    const row = (part: string, value: number): CalendarRow =>
      found.calendar.find((one) => one.part === part && one.value === value)!;
    const thursday = { weekday: 4, hour: 9 };
    const said = () => [
      titleOfHour(thursday, found),
      ...[row('weekday', 4), row('month', 2), row('month_day', 9)].map((one) => titleOfTime(one, found)),
    ];
    expect(said()).toEqual([
      'Ordered again on Thursday from 09:00 to 10:00',
      'Ordered again on Thursday',
      'Ordered again in Feb',
      'Ordered again on day 9 of the month',
    ]);
    overwriteGetLocale(() => 'zh-CN');
    expect(said()).toEqual([
      '星期四09:00至10:00再次下单的客户',
      '星期四再次下单的客户',
      '2月再次下单的客户',
      '每月9号再次下单的客户',
    ]);
    overwriteGetLocale(() => 'en');
    const keys = (mark: string) => membersOf(mark, params).map((one) => one.customer_key);
    expect([keys(markOfHour(thursday)), keys(markOfTime(row('month', 2)))]).toEqual([['a'], ['b']]);
    for (const mark of ['', 'hour', 'hour/4', 'hour/8/9', 'month', 'month/', 'month/13', 'year/2020'])
      expect(keys(mark)).toEqual([]);
  });
});

describe('what it says', () => {
  const said = () => {
    const { results, params, context } = run();
    return {
      headline: purchaseTiming.headline(results, params, context),
      notes: purchaseTiming.notes(results, params, context).map((note) => note.kind),
    };
  };
  const week = (hour: string): OrderFixture[] =>
    Array.from({ length: 28 }, (_, index) => ({
      customer: `c${index}`,
      at: `${isoOf(14_610 + index)}${hour}`,
      amount: 1,
    }));

  test('the peak hour, or only days where orders have no time', () => {
    engine.loadOrders([...week(' 09:30:00'), ...week(' 09:45:00').filter((_, index) => index % 7 === 2)]);
    const busy = weekdayName(weekdayOf(14_612), 'long');
    expect(said().headline).toContain(`**${busy} from`);
    expect(said().headline).toContain(`${busy} is the busiest day, at 1.75 × the average`);
    engine.loadOrders(week(''));
    expect(said().headline).toContain('at **1.00 ×** the average');
    expect(said().notes).toContain('warning');
  });

  test('too few days are said to be too few', () => {
    engine.loadOrders(week(' 10:00:00').slice(0, 10));
    expect(said().headline).toContain('less than two weeks');
    engine.loadOrders([]);
    expect(said().headline).toContain('no orders');
  });

  test('classes of colour: nothing is no class, the highest is the last', () => {
    expect([null, 0, 0.1, 3.5, 7].map((value) => classOf(value, 7))).toEqual([0, 0, 1, 4, 7]);
    expect(classOf(1, 0)).toBe(0);
  });
});

describe.skipIf(!hasOrderFiles)('Online Retail', () => {
  test('the months add up to the truth, the week to arrays; no order on a Saturday', () => {
    const orders = onlineRetailClean();
    engine.loadOrders(orders);
    const { results, params } = run();
    const truth = truthOf<{ clean: { orders: number; revenue_by_month: Record<string, string> } }>(
      'online_retail',
    );
    const months = results.calendar!.filter((row) => row.part === 'month');
    for (const row of months) {
      const expected = Object.entries(truth.clean.revenue_by_month)
        .filter(([month]) => Number(month.slice(5)) === row.value)
        .reduce((sum, [, revenue]) => sum + Number(revenue), 0);
      expect(row.revenue).toBeCloseTo(expected, 1);
    }
    expect(results.overview![0]!.orders).toBe(truth.clean.orders);
    const saturday = results.calendar!.find((row) => row.part === 'weekday' && row.value === 6)!;
    expect(saturday).toMatchObject({ orders: 0, orders_index: 0 });
    const counts = new Map<string, number>();
    for (const order of orders) {
      const key = `${weekdayOf(dayOf(order))} ${Number(order.at.slice(11, 13))}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const row of results.hours!) expect(row.orders).toBe(counts.get(`${row.weekday} ${row.hour}`) ?? 0);
    const peak = peakOf(findingsOf(results, params))!.row;
    expect(peak.orders).toBe(Math.max(...counts.values()));
  });
});
if (!hasOrderFiles) console.warn('purchase-timing: no order files beside the repository, goldens skipped');
