import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import cohortRetention, { MEMBERS, membersSql, membersVariables } from '../../src/analyses/cohort-retention';
import type { CohortCell } from '../../src/analyses/cohort-retention/results';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { cdnowMasterOrders, cohortOracle, monthNumber, onlineRetailOrders } from './cohort-oracle';
import { TestEngine, type OrderFixture, type RefundFixture } from './engine';

const DATA = join(import.meta.dirname, '../../../shared/data');
const truth = (name: string) =>
  JSON.parse(readFileSync(join(DATA, 'truth', `${name}.json`), 'utf8')) as Record<string, unknown>;
interface Triangle {
  cohort: string;
  size: number;
  counts: number[];
}

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const run = (
  orders: readonly OrderFixture[],
  params: Record<string, unknown> = {},
  asOf?: string,
  refunds: readonly RefundFixture[] = [],
) => {
  engine.loadOrders(orders, refunds);
  const { results, ...rest } = engine.run(cohortRetention, params, asOf);
  return {
    cells: results['cells'] as unknown as CohortCell[],
    averages: results['averages'] ?? [],
    results,
    ...rest,
  };
};

/** Observed customers by cohort, in the order of age. */
const triangle = (cells: readonly CohortCell[]): Triangle[] =>
  cells
    .filter((cell) => cell.age === 0)
    .map(({ cohort, size }) => ({
      cohort: cohort.slice(0, 7),
      size,
      counts: cells
        .filter((cell) => cell.cohort === cohort && cell.state !== 'future')
        .map((cell) => cell.customers),
    }));

describe('published triangles', () => {
  const present = existsSync(DATA);
  if (!present)
    console.warn('Skipped: cohort triangles of Online Retail and CDNOW, their data folder is absent');

  test.skipIf(!present)('UCI Online Retail, refunds set aside', () => {
    const expected = (truth('online_retail')['clean'] as { cohort_monthly: Triangle[] }).cohort_monthly;
    const { cells, averages, results, params, context } = run(
      onlineRetailOrders(join(DATA, 'online_retail/online_retail.csv')),
    );
    expect(triangle(cells)).toEqual(expected.map(({ cohort, size, counts }) => ({ cohort, size, counts })));

    for (const cell of cells) {
      const december = monthNumber('2011-12-01') - monthNumber(cell.cohort);
      expect(cell.state).toBe(
        cell.age > december ? 'future' : cell.age === december ? 'partial' : 'complete',
      );
      if (cell.state === 'future') expect(cell.customers).toBeNull();
    }
    expect(cells.filter((cell) => cell.age === 0).reduce((sum, cell) => sum + cell.size, 0)).toBe(4338);
    expect(cells.reduce((sum, cell) => sum + (cell.orders ?? 0), 0)).toBe(18_532);
    expect(cells.reduce((sum, cell) => sum + (cell.revenue ?? 0), 0)).toBeCloseTo(8_911_407.904, 3);

    const [, next] = averages;
    expect(next).toMatchObject({ age: 1, n: 3974, n_without_first: 3089 });
    expect(next?.['rate']).toBeCloseTo(940 / 3974, 12);
    expect(next?.['rate_without_first']).toBeCloseTo((940 - 324) / 3089, 12);
    expect(averages.at(-1)).toMatchObject({ age: 12, n: 0, rate: null });

    expect(cohortRetention.headline(results, params, context)).toBe(
      '**23.7%** of first-time buyers order again in the following month — **19.9%** without the December\u00a02010 group, whose first orders may lie before the file begins.',
    );
    expect(cohortRetention.notes(results, params, context).map((note) => [note.kind, note.text])).toEqual([
      [
        'left-edge',
        'The file starts on 1\u00a0December\u00a02010, so this cohort probably mixes new customers with old ones. It stays in the table and in the first average; the second leaves it out.',
      ],
      [
        'partial',
        'December\u00a02011 has 9 of its 31 days. Hatched cells are still filling and count in no average.',
      ],
    ]);
    expect(cohortRetention.provenance(results, params, context)).toBe(
      '4,338 customers and 18,532 orders in, 13 cohorts out',
    );
  });

  test.skipIf(!present)('CDNOW, the full file', () => {
    const expected = truth('cdnow_master')['cohort_monthly'] as Triangle[];
    const { cells, results, params, context } = run(cdnowMasterOrders(join(DATA, 'cdnow/CDNOW_master.txt')));
    expect(triangle(cells)).toEqual(expected.map(({ cohort, size, counts }) => ({ cohort, size, counts })));
    // All of June 1998 is covered and no cohort is out of line: nothing to warn of.
    expect(cells.some((cell) => cell.state === 'partial')).toBe(false);
    expect(cohortRetention.notes(results, params, context)).toEqual([]);
  });
});

describe('against an independent count', () => {
  const day = fc
    .integer({ min: 0, max: 500 })
    .map((offset) => new Date(Date.UTC(2019, 11, 20) + offset * 86_400_000).toISOString().slice(0, 10));
  const order = fc.record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', "O'Reilly", '王', '007', '7'),
    at: day,
    amount: fc.integer({ min: -500, max: 10_000 }).map((cents) => cents / 100),
  });
  const refund = fc.record({
    customer: fc.constantFrom('a', 'b', 'c', '王', '007', 'refunds only'),
    at: day,
    amount: fc.integer({ min: -9_000, max: -1 }).map((cents) => cents / 100),
  });
  const grain = fc.constantFrom<'week' | 'month' | 'quarter'>('week', 'month', 'quarter');

  test('cells, running totals, states and averages of random shops', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 40 }),
        grain,
        fc.option(day, { nil: undefined }),
        fc.array(refund, { maxLength: 12 }),
        fc.boolean(),
        (orders, by, asOf, refunds, rolls) => {
          const clock = rolls ? 'rolling' : 'calendar';
          const { cells, averages, context } = run(orders, { grain: by, clock }, asOf, refunds);
          const days = rolls ? { week: 7, month: 30, quarter: 90 }[by] : 0;
          const expected = cohortOracle(orders, by, context, refunds, undefined, days);
          expect(
            cells.map((cell) => ({
              ...cell,
              revenue: round(cell.revenue),
              cumulative_revenue: round(cell.cumulative_revenue),
              revenue_per_customer: round(cell.revenue_per_customer),
              rate_low: round(cell.rate_low),
              rate_high: round(cell.rate_high),
            })),
          ).toEqual(expected.cells);
          expect(
            averages.map((row) =>
              Object.fromEntries(
                Object.entries(row).map(([key, value]) => [key, round(value as number | null)]),
              ),
            ),
          ).toEqual(expected.averages);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('the customers of a cell are as many as it says, in each mode', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 30 }),
        grain,
        fc.nat(),
        fc.constantFrom('in-period', 'cumulative', 'on-or-after'),
        fc.constantFrom('calendar', 'rolling'),
        (orders, by, pick, mode, clock) => {
          const cumulative = mode === 'cumulative';
          const { cells, params } = run(orders, { grain: by, mode, clock });
          const observed = cells.filter((cell) => cell.state !== 'future');
          const cell = observed[pick % observed.length] as CohortCell;
          engine.execute(setVariables(membersVariables(params, cell.cohort, cell.age)));
          const members = decodeTable(engine.connection.query(membersSql), MEMBERS);
          if (cumulative && cell.age === 0) return;
          const column = mode === 'on-or-after' ? 'on_or_after_customers' : 'customers';
          expect(members.length).toBe(cumulative ? cell.cumulative_customers : cell[column]);
          if (mode === 'in-period') {
            expect(members.reduce((sum, row) => sum + Number(row['orders']), 0)).toBe(cell.orders);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('edges', () => {
  test('an empty shop', () => {
    const { cells, averages, results, params, context } = run([]);
    expect(cells).toEqual([]);
    expect(averages).toEqual([]);
    expect(cohortRetention.headline(results, params, context)).toContain('there is no cohort yet');
    expect(cohortRetention.notes(results, params, context)).toEqual([]);
    expect(cohortRetention.provenance(results, params, context)).toBe(
      '0 customers and 0 orders in, 0 cohorts out',
    );
  });

  test('one order is too early to tell', () => {
    const { cells, averages, results, params, context } = run([
      { customer: "O'Reilly", at: '2024-02-10', amount: 5 },
    ]);
    expect(cells).toHaveLength(1);
    expect(cells[0]).toMatchObject({
      cohort: '2024-02-01',
      age: 0,
      size: 1,
      customers: 1,
      state: 'truncated',
    });
    expect(averages).toMatchObject([{ age: 0, n: 0, rate: null }]);
    expect(cohortRetention.headline(results, params, context)).toBe(
      'Too early to tell: 1 customer placed a first order, but no cohort has a complete month after it yet.',
    );
  });

  test('several orders of one moment count as one customer', () => {
    const { cells } = run([
      { customer: 'a', at: '2024-01-01 10:00:00', amount: 5 },
      { customer: 'a', at: '2024-01-01 10:00:00', amount: 5 },
      { customer: 'b', at: '2024-01-01 10:00:00', amount: 5 },
      { customer: 'a', at: '2024-02-29 10:00:00', amount: 5 },
      { customer: 'a', at: '2024-02-29 10:00:00', amount: -5 },
    ]);
    expect(cells).toMatchObject([
      { age: 0, size: 2, customers: 2, orders: 3, revenue: 15, cumulative_customers: 0, state: 'complete' },
      { age: 1, size: 2, customers: 1, orders: 2, revenue: 0, cumulative_customers: 1, state: 'complete' },
    ]);
  });

  test('an as-of date before the last order hides what came later', () => {
    const orders = [
      { customer: 'a', at: '2024-01-01', amount: 5 },
      { customer: 'a', at: '2024-03-01', amount: 5 },
      { customer: 'b', at: '2024-03-05', amount: 5 },
    ];
    const { cells } = run(orders, {}, '2024-02-29');
    expect(cells).toMatchObject([
      { cohort: '2024-01-01', age: 0, customers: 1, state: 'complete' },
      { cohort: '2024-01-01', age: 1, customers: 0, rate: 0, state: 'complete' },
    ]);
  });

  test('an as-of date after the last covered day observes nothing more', () => {
    const { cells } = run(
      [
        { customer: 'a', at: '2024-01-01', amount: 5 },
        { customer: 'b', at: '2024-01-20', amount: 5 },
      ],
      {},
      '2024-06-30',
    );
    expect(cells).toMatchObject([{ age: 0, state: 'partial', customers: 2 }]);
  });

  test('orders in another order are refused, not miscounted', () => {
    engine.loadOrders([
      { customer: 'a', at: '2024-01-01', amount: 5 },
      { customer: 'b', at: '2024-01-01', amount: 5 },
    ]);
    engine.execute(
      'create or replace temp table turned as select * from shop.orders order by customer_id desc; create or replace view orders as select * from turned',
    );
    expect(() => engine.run(cohortRetention)).toThrow(/not sorted/);
  });

  test('only declared variables are used', () => {
    const texts = cohortRetention.steps.flatMap((step) =>
      'sql' in step && ['cells', 'averages'].includes(step.name) ? [step.sql] : [],
    );
    expect(texts).toHaveLength(2);
    const used = new Set([...texts.join('').matchAll(/getvariable\('(\w+)'\)/g)].map((match) => match[1]));
    expect([...used].sort()).toEqual([
      'p_as_of',
      'p_first_day',
      'p_from',
      'p_grain',
      'p_observed_through',
      'p_rolling_days',
    ]);
  });
});

function round(value: number | null): number | null {
  return value === null ? null : Number(value.toFixed(9));
}
