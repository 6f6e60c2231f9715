import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import cohortRetention from '../../src/analyses/cohort-retention';
import { bracketsOf } from '../../src/analyses/cohort-retention/division';
import {
  bracketRows,
  groupRows,
  retention,
  type CohortCell,
} from '../../src/analyses/cohort-retention/results';
import { TestEngine, type OrderFixture } from './engine';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const DAY = 86_400_000;
const utc = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const monthStart = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1);
const LENGTH = 30;

const order = fc.record({
  customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', '王'),
  at: fc.integer({ min: 0, max: 300 }).map((offset) => iso(Date.UTC(2019, 11, 20) + offset * DAY)),
  amount: fc.integer({ min: 0, max: 9_000 }).map((cents) => cents / 100),
  channel: fc.option(fc.constantFrom('web', 'app', "l'outlet"), { nil: undefined }),
});
/** One order a customer and day, so that the first one is beyond doubt. */
const shop = fc
  .uniqueArray(order, { minLength: 1, maxLength: 35, selector: ({ customer, at }) => `${customer} ${at}` })
  .map((orders) => orders.map(({ channel, ...rest }) => (channel ? { ...rest, channel } : rest)));
const clock = fc.constantFrom('calendar', 'rolling');

/** Each customer with the first order and all ages at which they ordered, by arrays. */
function customersOf(orders: readonly OrderFixture[], rolls: boolean) {
  const names = [...new Set(orders.map(({ customer }) => customer))];
  return names.map((customer) => {
    const own = orders.filter((one) => one.customer === customer).sort((a, b) => (a.at < b.at ? -1 : 1));
    const first = own[0] as OrderFixture;
    const ageOf = ({ at }: OrderFixture) =>
      rolls ? Math.floor((utc(at) - utc(first.at)) / DAY / LENGTH) : monthOf(at) - monthOf(first.at);
    return { first, cohort: monthOf(first.at), ages: new Set(own.map(ageOf)) };
  });
}

/** True where every customer a cohort can have has lived through the age by the last observed day. */
function hasLived(cohort: number, age: number, rolls: boolean, observed: string): boolean {
  const end = rolls
    ? monthStart(cohort + 1) + ((age + 1) * LENGTH - 2) * DAY
    : monthStart(cohort + age + 1) - DAY;
  return end <= utc(observed);
}

describe('Amplitude’s worked example', () => {
  test('on and on or after, over cohorts that have lived through the age only', () => {
    engine.loadOrders([]);
    // Cohort, customers, of them in the third week after, and later only.
    const cohorts = [
      ['2024-01-01', 9_644, 6_594, 6_633 - 6_594],
      ['2024-01-08', 137_586 - 9_644, 55_752 - 6_633, 0],
      ['2024-01-15', 5_000, 5_000, 0],
    ] as const;
    let before = 0;
    for (const [day, size, on, later] of cohorts) {
      const rows = `select i + ${before} as customer_id, unnest([0] || if(i <= ${on}, [21], if(i <= ${on + later}, [28], []))) as days from range(1, ${size + 1}) t(i)`;
      engine.execute(`
        insert into shop.orders
          select customer_id, days::varchar, (date '${day}' + days)::timestamp, date '${day}' + days, 1, 0, 0, 1, null, null,
                 null, null, null, null, 1 + (days > 0)::integer, 1, null, date '${day}'
          from (${rows}) order by customer_id, days`);
      before += size;
    }
    // Of the third cohort's third week six days are there.
    engine.execute(`insert into shop.data_window values (date '2024-01-01', date '2024-02-10', null)`);
    engine.execute(`delete from shop.orders where ordered_on > date '2024-02-10'`);
    const { cells, averages } = retention(engine.run(cohortRetention, { grain: 'week' }).results);
    const third = cells.find(({ cohort, age }) => cohort === '2024-01-01' && age === 3);
    expect(third).toMatchObject({
      size: 9_644,
      customers: 6_594,
      on_or_after_customers: 6_633,
      state: 'complete',
    });
    expect(Number(third?.rate.toFixed(3))).toBe(0.684);
    expect(Number(third?.on_or_after_rate.toFixed(3))).toBe(0.688);
    expect(averages[3]?.n).toBe(137_586);
    expect(averages[3]?.on_or_after_rate).toBeCloseTo(55_752 / 137_586, 12);
    expect(Number(averages[3]?.on_or_after_rate?.toFixed(3))).toBe(0.405);
  });
});

describe('against an independent count', () => {
  test('shares by first channel, pooled over those who have lived through the age', () => {
    fc.assert(
      fc.property(shop, clock, fc.integer({ min: 0, max: 320 }), (orders, by, offset) => {
        const asOf = iso(Date.UTC(2019, 11, 20) + offset * DAY);
        engine.loadOrders(orders);
        const rolls = by === 'rolling';
        const { results, context } = engine.run(cohortRetention, { by: 'channel', clock: by }, asOf);
        const rows = groupRows(results);
        const customers = customersOf(
          orders.filter(({ at }) => at <= asOf),
          rolls,
        );
        const { firstDay, observedThrough } = context.window;
        for (const row of rows) {
          const own = customers.filter(({ first }) => (first.channel ?? '') === row.value);
          const lived = own.filter(
            ({ cohort }) =>
              hasLived(cohort, row.age, rolls, observedThrough) &&
              (row.age > 0 || monthStart(cohort) >= utc(firstDay)),
          );
          const back = lived.filter(({ ages }) => ages.has(row.age)).length;
          expect([row.kind, row.size, row.n]).toEqual([
            row.value ? 'value' : 'blank',
            own.length,
            lived.length,
          ]);
          expect(row.customers).toBe(lived.length > 0 ? back : null);
        }
        const sum = (age: number, of: 'size' | 'n' | 'customers') =>
          rows.filter((row) => row.age === age).reduce((total, row) => total + (row[of] ?? 0), 0);
        expect(sum(0, 'size')).toBe(customers.length);
        // All values together are the cohorts by period.
        for (const { age, n, rate } of retention(results).averages) {
          expect(sum(age, 'n')).toBe(n);
          if (rate !== null) expect(sum(age, 'customers') / n).toBeCloseTo(rate, 12);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('brackets count a customer once, and are complete when their last age is', () => {
    const ends = fc
      .uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 })
      .map((ages) => ages.sort((a, b) => a - b));
    fc.assert(
      fc.property(shop, clock, ends, (orders, by, brackets) => {
        engine.loadOrders(orders);
        const { results, params } = engine.run(cohortRetention, { columns: 'brackets', brackets, clock: by });
        const customers = customersOf(orders, by === 'rolling');
        const { cells, cohorts } = retention(results);
        const rows = bracketRows(results);
        expect(rows.map(({ first_age, last_age }) => [first_age, last_age])).toEqual(
          cohorts.flatMap(() => bracketsOf(params)?.map(({ first, last }) => [first, last]) ?? []),
        );
        for (const row of rows) {
          const own = customers.filter(({ cohort }) => cohort === monthOf(row.cohort));
          const back = own.filter(({ ages }) =>
            [...ages].some((age) => age >= row.first_age && age <= row.last_age),
          );
          expect(row.size).toBe(own.length);
          expect(row.customers).toBe(row.state === 'future' ? null : back.length);
          const last = cells.find(({ cohort, age }) => cohort === row.cohort && age === row.last_age);
          expect(row.state === 'complete').toBe(last?.state === 'complete');
        }
      }),
      { numRuns: 12 },
    );
  });

  test('a complete cell stays as it is when the as-of date moves on', () => {
    const fixed = ({ cohort, age, size, customers, orders, cumulative_customers }: CohortCell) => ({
      [`${cohort} ${age}`]: [size, customers, orders, cumulative_customers],
    });
    fc.assert(
      fc.property(shop, clock, fc.nat(300), fc.nat(300), (orders, by, one, other) => {
        engine.loadOrders(orders);
        const days = [one, other]
          .sort((a, b) => a - b)
          .map((offset) => iso(Date.UTC(2019, 11, 20) + offset * DAY));
        const [early, late] = days.map((day) =>
          retention(engine.run(cohortRetention, { clock: by }, day).results),
        );
        const complete = early!.cells.filter(({ state }) => state === 'complete').map(fixed);
        expect(Object.assign({}, ...late!.cells.map(fixed))).toMatchObject(Object.assign({}, ...complete));
      }),
      { numRuns: 10 },
    );
  });
});

test('a customer whose first order is out of scope has a row of its own', () => {
  engine.loadOrders([
    { customer: 'a', at: '2020-01-01', amount: 5, channel: 'web', region: 'North' },
    { customer: 'a', at: '2020-02-03', amount: 5, channel: 'app', region: 'South' },
    { customer: 'b', at: '2020-01-05', amount: 5, channel: 'app', region: 'South' },
    { customer: 'c', at: '2020-03-31', amount: 5, channel: 'app', region: 'North' },
  ]);
  const narrowed = { from: null, to: null, dimensions: { region: ['South'] }, segment: null };
  const { results, params, context } = engine.run(cohortRetention, { by: 'channel' }, undefined, narrowed);
  expect(groupRows(results).filter(({ age }) => age === 1)).toMatchObject([
    { kind: 'value', value: 'app', size: 1, n: 1, customers: 0, rate: 0 },
    { kind: 'unknown', value: null, size: 1, n: 1, customers: 1, rate: 1 },
  ]);
  expect(cohortRetention.notes(results, params, context).map(({ kind }) => kind)).toContain('warning');
});
