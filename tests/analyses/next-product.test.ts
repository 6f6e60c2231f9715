import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import nextProduct from '../../src/analyses/next-product';
import { markOf, membersOfMark } from '../../src/analyses/next-product/shape';
import type { CellValue, ParamValues, Row } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { wilsonInterval } from '../../src/statistics/wilson';
import { TestEngine } from './engine';
import { loadLines, type LineFixture } from './line-fixtures';
import { hasOrderFiles } from './order-files';
import { dayOf, isoOf, quantile } from './repurchase-oracle';
import { retailLines } from './retail-lines';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const run = (params: ParamValues = {}, asOf?: string) => engine.run(nextProduct, params, asOf);
const day = (line: LineFixture): number => dayOf({ ...line });
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Days = Map<string, Map<string, { first: number; last: number }>>;

/** Customer → product → first and last day, of lines with a product up to a day. */
function daysOf(lines: readonly LineFixture[], until: number): Days {
  const days: Days = new Map();
  for (const line of lines) {
    if (line.product === null || day(line) > until) continue;
    const own = days.get(line.customer) ?? new Map<string, { first: number; last: number }>();
    const { first, last } = own.get(line.product) ?? { first: day(line), last: day(line) };
    own.set(line.product, { first: Math.min(first, day(line)), last: Math.max(last, day(line)) });
    days.set(line.customer, own);
  }
  return days;
}

const buyersOf = (days: Days, ...products: string[]): string[] =>
  [...days.keys()].filter((customer) => products.every((product) => days.get(customer)!.has(product)));
const productsOf = (days: Days, minimum: number): string[] =>
  [...new Set([...days.values()].flatMap((own) => [...own.keys()]))]
    .filter((product) => buyersOf(days, product).length >= minimum)
    .sort(byText);

function transitionsOf(days: Days, products: readonly string[], observed: number, within: number) {
  const rows = new Map<string, { buyers: number; days: number[] }>();
  const starts = (product: string): string[] =>
    buyersOf(days, product).filter(
      (customer) => days.get(customer)!.get(product)!.first + within <= observed,
    );
  for (const a of products) {
    for (const b of products) {
      const gaps = starts(a).flatMap((customer) => {
        const own = days.get(customer)!;
        const gap = own.has(b) ? own.get(b)!.first - own.get(a)!.first : 0;
        return gap > 0 && gap <= within ? [gap] : [];
      });
      if (gaps.length > 0) rows.set(`${a} ${b}`, { buyers: starts(a).length, days: gaps });
    }
  }
  const base = (next: string): number => {
    const others = products.filter((product) => product !== next);
    const arrived = others.reduce((sum, a) => sum + (rows.get(`${a} ${next}`)?.days.length ?? 0), 0);
    return arrived / others.reduce((sum, a) => sum + starts(a).length, 0);
  };
  return { rows, base };
}

/** Up to five names for a customer, by definition: a matrix of cosines, no SQL. */
function namesFor(
  days: Days,
  products: readonly string[],
  customer: string,
): { product: string; score: number }[] {
  const similarity = (a: string, b: string): number => {
    const both = buyersOf(days, a, b).length;
    return both < 3 ? 0 : both / Math.sqrt(buyersOf(days, a).length * buyersOf(days, b).length);
  };
  const own = days.get(customer)!;
  const speaking = [...own.keys()]
    .filter((product) => products.includes(product))
    .sort((a, b) => own.get(b)!.last - own.get(a)!.last || byText(a, b))
    .slice(0, 5);
  return products
    .filter((product) => !own.has(product))
    .map((product) => ({
      product,
      score: speaking.reduce((sum, bought) => sum + similarity(bought, product), 0),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => Number((b.score - a.score).toFixed(9)) || byText(a.product, b.product))
    .slice(0, 5);
}

const line = fc
  .record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    offset: fc.integer({ min: 0, max: 40 }),
    product: fc.constantFrom('tea', 'cup', 'jam', 'pot', 'ale', 'rye', 'egg', null),
  })
  .map(({ customer, offset, product }): LineFixture => {
    return { customer, at: isoOf(14_600 + offset), product, amount: 1 };
  });

test('random shops, against plain arrays, any as-of day', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 10, maxLength: 60 }),
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 1, max: 25 }),
      fc.integer({ min: 1, max: 3 }),
      (lines, offset, within, minimum) => {
        loadLines(engine, lines);
        const asOf = 14_600 + offset;
        const observed = Math.min(asOf, Math.max(...lines.map(day)));
        const { results } = run({ within, minimum }, isoOf(asOf));
        const days = daysOf(lines, observed);
        expectTransitions(results.transitions!, days, observed, within, minimum);
        expectNames(results.recommendations!, days, minimum);
        expectHits(results.backtest!, lines, observed, within, minimum);
        const first = results.transitions![0];
        if (!first) return;
        const [a, b] = [String(first.product), String(first.next_product)];
        const { sql, variables } = membersOfMark(markOf(a, b));
        engine.execute(setVariables(variables));
        const chosen = decodeTable(engine.connection.query(sql), undefined);
        expect(chosen.map((row) => row.customer_key).sort()).toEqual(
          buyersOf(days, a)
            .filter((customer) => !days.get(customer)!.has(b))
            .sort(),
        );
      },
    ),
    { numRuns: 12 },
  );
});

function expectTransitions(
  rows: readonly Row[],
  days: Days,
  observed: number,
  within: number,
  minimum: number,
): void {
  const expected = transitionsOf(days, productsOf(days, minimum), observed, within);
  expect(rows.map((row) => `${row.product} ${row.next_product}`).sort()).toEqual(
    [...expected.rows.keys()].sort(),
  );
  for (const row of rows) {
    const { buyers, days: gaps } = expected.rows.get(`${row.product} ${row.next_product}`)!;
    expect(row).toMatchObject({ buyers, customers: gaps.length, median_days: quantile(gaps, 0.5) });
    expect(row.share).toBeCloseTo(gaps.length / buyers, 9);
    expect(row.low).toBeCloseTo(wilsonInterval(gaps.length, buyers)!.low, 9);
    expect(row.high).toBeCloseTo(wilsonInterval(gaps.length, buyers)!.high, 9);
    expect(row.base_share).toBeCloseTo(expected.base(String(row.next_product)), 9);
    expect(row.lift).toBeCloseTo(gaps.length / buyers / expected.base(String(row.next_product)), 9);
  }
}

function expectNames(rows: readonly Row[], days: Days, minimum: number): void {
  const products = productsOf(days, minimum);
  const named = (customer: CellValue) => rows.filter((row) => row.customer_key === customer);
  expect(new Set(rows.map((row) => row.customer_key)).size).toBe(
    [...days.keys()].filter((customer) => namesFor(days, products, customer).length > 0).length,
  );
  for (const customer of days.keys()) {
    const expected = namesFor(days, products, customer);
    expect(named(customer).map((row) => row.product)).toEqual(expected.map(({ product }) => product));
    named(customer).forEach((row, index) => {
      expect(row.place).toBe(index + 1);
      expect(row.score).toBeCloseTo(expected[index]!.score, 9);
      expect(days.get(customer)!.has(String(row.because))).toBe(true);
    });
  }
}

function expectHits(
  rows: readonly Row[],
  lines: readonly LineFixture[],
  observed: number,
  within: number,
  minimum: number,
): void {
  const before = daysOf(lines, observed - within);
  const after = daysOf(lines, observed);
  const products = productsOf(before, minimum);
  const known = [...before.keys()].filter((customer) =>
    products.some((product) => before.get(customer)!.has(product)),
  );
  const fresh = (customer: string): string[] =>
    products.filter((product) => after.get(customer)!.has(product) && !before.get(customer)!.has(product));
  const tried = known.filter((customer) => fresh(customer).length > 0);
  const popular = (customer: string): string[] =>
    products
      .filter((product) => !before.get(customer)!.has(product))
      .sort((a, b) => buyersOf(before, b).length - buyersOf(before, a).length || byText(a, b))
      .slice(0, 5);
  const hits = (names: (customer: string) => string[]): number =>
    tried.filter((customer) => names(customer).some((product) => fresh(customer).includes(product))).length;
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    ...{ way: 'item_item', customers: tried.length, held_out_after: isoOf(observed - within) },
    hits: hits((customer) => namesFor(before, products, customer).map(({ product }) => product)),
  });
  expect(rows[1]).toMatchObject({ way: 'popularity', customers: tried.length, hits: hits(popular) });
  for (const row of rows) {
    const interval = wilsonInterval(Number(row.hits), Number(row.customers));
    if (interval === null) expect([row.hit_rate, row.low, row.high]).toEqual([null, null, null]);
    else {
      expect(row.low).toBeCloseTo(interval.low, 9);
      expect(row.high).toBeCloseTo(interval.high, 9);
    }
  }
}

test('where there are many pairs, every k-th customer is counted, and that is said', () => {
  const lines = Array.from({ length: 60 }, (_, n) =>
    ['tea', 'cup', 'jam'].map((product, index) => ({
      ...{ customer: `c${String(n).padStart(2, '0')}`, product, amount: 1 },
      at: `2020-0${index + 1}-01`,
    })),
  ).flat();
  loadLines(engine, lines);
  engine.execute(`update shop.data_window set last_day = date '2020-12-31'`);
  // 60 customers with three pairs each, in a budget of 60: every third.
  const variables: typeof nextProduct.variables = (params, context) => ({
    ...nextProduct.variables(params, context),
    p_most_pairs: 60,
  });
  const { results, params, context } = engine.run({ ...nextProduct, variables }, { minimum: 20 });
  expect(results.overview![0]).toMatchObject({ every_customer: 3, customers: 60 });
  expect(results.transitions![0]).toMatchObject({ buyers: 20, customers: 20, share: 1 });
  expect(nextProduct.notes(results, params, context).map((note) => note.text)).toContain(
    'To stay quick, one customer in 3 is counted: shares hold, numbers of customers are those counted.',
  );
});

test.skipIf(!hasOrderFiles)('Online Retail: recommendations beat the most bought products', () => {
  retailLines(engine);
  const steps = nextProduct.steps.filter((step) => step.name === 'backtest');
  const { results } = engine.run({ ...nextProduct, steps });
  const [itemItem, popularity] = results.backtest as [Row, Row];
  expect(itemItem.customers).toBe(1703);
  expect(Number(itemItem.low)).toBeGreaterThan(Number(popularity.high));
});
if (!hasOrderFiles)
  console.warn('Online Retail is not beside the repository: recommendations are not tried on it.');

describe('what it says', () => {
  const said = (params: ParamValues = {}) => {
    const ran = run(params);
    return nextProduct.headline(ran.results, ran.params, ran.context);
  };

  test('the next step where nothing can follow', () => {
    engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 1 }]);
    expect(said()).toContain('map its product column');
    const at = (product: string, month: number): LineFixture => ({
      ...{ customer: 'a', product, amount: 1 },
      at: `2020-0${month}-01`,
    });
    loadLines(engine, [at('tea', 1), at('tea', 2)]);
    expect(said()).toContain('one and the same product');
    loadLines(engine, [at('tea', 1), at('cup', 2)]);
    expect(said()).toContain('lower the minimum');
    expect(said({ minimum: 1 })).toContain('choose fewer days');
    expect(said({ minimum: 1, within: 5 })).toContain('choose more days');
  });
});
