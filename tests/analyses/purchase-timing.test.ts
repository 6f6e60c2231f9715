import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import purchaseTiming from '../../src/analyses/purchase-timing';
import { findingsOf, peakOf, weekdayName } from '../../src/analyses/purchase-timing/findings';
import { classOf } from '../../src/analyses/purchase-timing/plot-hours';
import type { Results } from '../../src/analyses/define';
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

test('random shops, against the calendar of JavaScript, any as-of day and kind of order', () => {
  const order = fc
    .record({
      customer: fc.constantFrom('a', 'b', 'c'),
      offset: fc.integer({ min: 0, max: 400 }),
      minute: fc.integer({ min: 0, max: 1439 }),
      amount: fc.integer({ min: 0, max: 500 }),
    })
    .map(({ customer, offset, minute, amount }): OrderFixture => {
      const clock = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
      return { customer, at: `${isoOf(14_600 + offset)} ${clock.join(':')}:00`, amount };
    });
  fc.assert(
    fc.property(
      fc.uniqueArray(order, { minLength: 1, maxLength: 30, selector: (one) => `${one.customer} ${one.at}` }),
      fc.integer({ min: 0, max: 420 }),
      fc.constantFrom('all', 'first', 'repeat'),
      (orders, offset, which) => {
        engine.loadOrders(orders);
        const [first, last] = [Math.min(...orders.map(dayOf)), Math.max(...orders.map(dayOf))];
        const firstOf = new Map<string, string>();
        for (const { customer, at } of orders)
          if (at < (firstOf.get(customer) ?? '9')) firstOf.set(customer, at);
        const counted = orders.filter(
          ({ customer, at }) => which === 'all' || (firstOf.get(customer) === at) === (which === 'first'),
        );
        const asOf = Math.max(first, 14_600 + offset);
        const { results } = run({ which }, isoOf(asOf));
        expectResults(results, counted, first, Math.min(asOf, last));
      },
    ),
    { numRuns: 12 },
  );
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
