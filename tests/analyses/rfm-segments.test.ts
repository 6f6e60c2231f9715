import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ParamValues, Row } from '../../src/analyses/define';
import { membersShape, membersSql, rfmSegments } from '../../src/analyses/rfm-segments';
import { editablePoints } from '../../src/analyses/rfm-segments/cut-points';
import { gridSql } from '../../src/analyses/rfm-segments/queries';
import { gridShape } from '../../src/analyses/rfm-segments/results';
import { SCHEMES, schemeOf } from '../../src/analyses/rfm-segments/schemes';
import { settingsOf } from '../../src/analyses/rfm-segments/settings';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/engine/literals';
import { oracle, type OracleOptions } from '../unit/rfm/oracle';
import { TestEngine, type OrderFixture } from './engine';

const DATA = join(import.meta.dirname, '../../../shared/data');
const hasData = existsSync(DATA);
if (!hasData) console.warn('rfm-segments: shared data is not here; tests on real orders are skipped');

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

interface Truth {
  thresholds: Record<'recency' | 'frequency' | 'monetary', { lower: number[] }>;
  score_counts: Record<'recency' | 'frequency' | 'monetary', Record<string, number>>;
  segments_new: TruthSegment[];
  segments_old: TruthSegment[];
}
interface TruthSegment {
  segment: string;
  customers: number;
  orders: number;
  revenue: number;
  median_recency: number;
}

const truth = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(DATA, 'truth', file), 'utf8')) as Record<string, unknown>;

function segment(rows: Row[] | undefined, name: string): Row {
  const row = rows?.find((one) => one.segment === name);
  if (!row) throw new Error(`No segment ${name}`);
  return row;
}

const counts = (rows: Row[] | undefined): number[] => (rows ?? []).map((row) => Number(row.customers));

/** Every published segment, and no one anywhere else. */
function expectSegments(rows: Row[] | undefined, expected: TruthSegment[]): void {
  for (const one of expected) {
    const row = segment(rows, one.segment);
    expect([row.segment, row.customers, row.orders]).toEqual([one.segment, one.customers, one.orders]);
    expect(row.revenue).toBeCloseTo(one.revenue, 2);
    expect(row.median_recency_days).toBe(one.median_recency);
  }
  const named = new Set(expected.map((one) => one.segment));
  expect((rows ?? []).filter((row) => !named.has(String(row.segment)) && row.customers !== 0)).toEqual([]);
}

function expectTruth(results: Record<string, Row[]>, expected: Truth): void {
  const names = { r: 'recency', f: 'frequency', m: 'monetary' } as const;
  for (const [dimension, name] of Object.entries(names) as ['r' | 'f' | 'm', 'recency'][]) {
    const cuts = (results.cut_points ?? []).filter((row) => row.dimension === dimension);
    expect(cuts.map((row) => row.position)).toEqual([1, 2, 3, 4]);
    expected.thresholds[name].lower.slice(1).forEach((value, index) => {
      expect(cuts[index]?.value).toBeCloseTo(value, 6);
    });
    for (const [score, customers] of Object.entries(expected.score_counts[name])) {
      expect((results.customers ?? []).filter((row) => row[dimension] === Number(score)).length).toBe(
        customers,
      );
    }
  }
  expectSegments(results.segments, expected.segments_new);
}

function readOrders(file: string): OrderFixture[] {
  const lines = readFileSync(join(DATA, file), 'utf8').trim().split(/\r?\n/).slice(1);
  return lines.map((line) => {
    const [customer, at, amount] = line.split(',');
    return { customer: customer ?? '', at: at ?? '', amount: Number(amount) };
  });
}

describe.skipIf(!hasData)('orders of the R package rfm, as of 2006-12-31', () => {
  const asOf = '2006-12-31';
  let expected: Truth;
  beforeAll(() => {
    expected = truth('rfm_data_orders.json').rfm_r as Truth;
    engine.loadOrders(readOrders('rfm/rfm_data_orders.csv'));
  });

  test('the ten segments of R rfm 0.3, cut points and scores', () => {
    const { results } = engine.run(rfmSegments, {}, asOf);
    expectTruth(results, expected);
    expect(segment(results.segments, 'Others').customers).toBe(0);
    expect(results.customers?.length).toBe(995);
  });

  test('the older table', () => {
    expectSegments(
      engine.run(rfmSegments, { scheme: 'r-rfm-0.2' }, asOf).results.segments,
      expected.segments_old,
    );
  });

  test.each([
    ["Abbey O'Reilly", 205, 6, 472, 343],
    ['Add Senger', 140, 3, 340, 412],
    ['Aden Lesch', 194, 4, 405, 323],
    ["Agness O'Keefe", 90, 9, 843, 555],
  ])('%s is scored as published', (customer, recency, frequency, monetary, score) => {
    const { results } = engine.run(rfmSegments, {}, asOf);
    const row = results.customers?.find((one) => one.customer_key === customer);
    expect([row?.recency_days, row?.frequency, row?.monetary]).toEqual([recency, frequency, monetary]);
    expect(Number(row?.r) * 100 + Number(row?.f) * 10 + Number(row?.m)).toBe(score);
  });

  test.each([
    ['mean', [274, 20, 125, 28, 102, 185, 39, 222]],
    ['median', [218, 72, 109, 95, 20, 191, 17, 273]],
    ['mean-of-scores', [233, 43, 246, 73, 27, 96, 34, 243]],
  ])('the Chinese eight by %s', (cut, customers) => {
    const { results } = engine.run(rfmSegments, { scheme: 'zh-eight', cut }, asOf);
    expect(counts(results.segments)).toEqual(customers);
  });

  test('the Chinese eight are cut by means unless something else is asked for', () => {
    const { results, params } = engine.run(rfmSegments, { scheme: 'zh-eight', cut: 'quantile' }, asOf);
    expect(params.cut).toBe('mean');
    expect(counts(results.segments)).toEqual([274, 20, 125, 28, 102, 185, 39, 222]);
    const cuts = (results.cut_points ?? []).map((row) => Number(row.value).toFixed(4));
    expect(cuts).toEqual(['286.7387', '4.9307', '466.4905']);
  });

  test('the four groups are sums of the eight', () => {
    const { results } = engine.run(rfmSegments, { scheme: 'zh-four' }, asOf);
    // 价值; frequent but old or low: 重要保持 + 一般价值 + 一般保持; 重要发展 of the eight; everyone not frequent.
    expect(counts(results.segments)).toEqual([274, 125 + 102 + 39, 20, 28 + 185 + 222]);
    expect(results.segments?.map((row) => row.segment)).toEqual(['重要价值', '重要发展', '重要保持', '一般']);
  });

  test.each(SCHEMES.map((scheme) => scheme.id))(
    '%s: cut points set to where scores start change nothing',
    (scheme) => {
      for (const cut of schemeOf(scheme).cuts.filter((one) => one !== 'fixed')) {
        const own = engine.run(rfmSegments, { scheme, cut }, asOf).results;
        const starts = (dimension: string) =>
          (own.cut_points ?? [])
            .filter((row) => row.dimension === dimension)
            .map((row) => Number(row.starts_at));
        const cutPoints = { r: starts('r'), f: starts('f'), m: starts('m') };
        const fixed = engine.run(rfmSegments, { scheme, cut: 'fixed', cutPoints }, asOf).results;
        expect(fixed.customers).toEqual(own.customers);
      }
    },
  );

  test('eleven groups put everyone somewhere, and no one among prospects', () => {
    const { results } = engine.run(rfmSegments, { scheme: 'eleven' }, asOf);
    expect(results.segments?.length).toBe(11);
    expect(counts(results.segments).reduce((a, b) => a + b)).toBe(995);
    expect(segment(results.segments, 'Prospects').customers).toBe(0);
  });

  test('members of a segment are its customers, and the grid counts everyone', () => {
    const { results, context, params } = engine.run(rfmSegments, {}, asOf);
    const variables = { ...rfmSegments.variables(params, context), p_segment: "Can't Lose Them" };
    engine.execute(setVariables(variables));
    const members = decodeTable(engine.connection.query(membersSql), membersShape);
    const expectedKeys = results.customers?.filter((row) => row.segment === "Can't Lose Them");
    expect(members.map((row) => row.customer_key).sort()).toEqual(
      expectedKeys?.map((row) => row.customer_key).sort(),
    );
    const grid = decodeTable(engine.connection.query(gridSql), gridShape);
    expect(counts(grid).reduce((a, b) => a + b)).toBe(995);
  });
});

describe.skipIf(!hasData)('Online Retail, one order an invoice', () => {
  test('as R rfm scores it on 2011-12-10', () => {
    engine.loadOrders(onlineRetailInvoices());
    const { results } = engine.run(rfmSegments, {}, '2011-12-10');
    const clean = truth('online_retail.json').clean as { rfm_r_on_invoice_level: Truth };
    expectTruth(results, clean.rfm_r_on_invoice_level);
  });
});

/** Lines with a customer, no cancellation, positive quantity and price, summed by invoice. */
function onlineRetailInvoices(): OrderFixture[] {
  const invoices = new Map<string, { customer: string; at: string; amount: number }>();
  const text = readFileSync(join(DATA, 'online_retail/online_retail.csv'), 'latin1');
  for (const line of text.split(/\r?\n/).slice(1)) {
    const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((field) => field.replace(/,$/, '')) ?? [];
    const [invoice = '', , , quantity, at = '', price, customer = ''] = fields;
    if (invoice.startsWith('C') || customer === '' || Number(quantity) <= 0 || Number(price) <= 0) continue;
    const order = invoices.get(invoice) ?? { customer, at, amount: 0 };
    order.amount += Math.round(Number(quantity) * Number(price) * 10_000) / 10_000;
    invoices.set(invoice, order);
  }
  return [...invoices.values()].map((order) => ({
    ...order,
    amount: Math.round(order.amount * 10_000) / 10_000,
  }));
}

describe.skipIf(!hasData)('CDNOW, every purchase an order', () => {
  beforeAll(() => {
    const lines = readFileSync(join(DATA, 'cdnow/CDNOW_master.txt'), 'utf8').split(/\r?\n/).slice(1);
    const orders = lines.flatMap((line) => {
      const [customer, day, , amount] = line.trim().split(/\s+/);
      if (!customer || !day) return [];
      return [
        { customer, at: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, amount: Number(amount) },
      ];
    });
    expect(orders.length).toBe(69_659);
    engine.loadOrders(orders);
  });

  test.each(['1998-06-30', '1998-07-01'])('as R rfm scores it on %s', (asOf) => {
    const { results } = engine.run(rfmSegments, {}, asOf);
    const expected = truth('cdnow_master.json')[`rfm_r_${asOf}`] as Truth;
    expectTruth(results, expected);
    expectSegments(
      engine.run(rfmSegments, { scheme: 'r-rfm-0.2' }, asOf).results.segments,
      expected.segments_old,
    );
  });

  test('an earlier as-of date knows no later order', () => {
    const { results } = engine.run(rfmSegments, {}, '1997-01-31');
    expect(results.customers?.every((row) => String(row.last_ordered_on) <= '1997-01-31')).toBe(true);
  });
});

const order = fc.record({
  customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', "f'", '客户', 'h', 'i', 'j', 'k', 'l'),
  at: fc
    .integer({ min: 0, max: 40 })
    .map((day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)),
  // Few values, so that ties are common; refunds and gifts among them.
  amount: fc.constantFrom(-20, 0, 0.1, 0.2, 9.99, 10, 10, 35.5, 100),
});
const shop = fc.array(order, { minLength: 1, maxLength: 60 });
const cutList = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 40 }), { minLength: length, maxLength: length })
    .map((list) => list.sort((a, b) => a - b));
const ownCuts = (length: number) => fc.record({ r: cutList(length), f: cutList(length), m: cutList(length) });

const question = fc.constantFrom(...SCHEMES).chain((scheme) =>
  fc.record({
    scheme: fc.constant(scheme),
    cut: fc.constantFrom(...scheme.cuts),
    days: fc.boolean(),
    cutPoints: ownCuts(scheme.levels - 1),
    asOfDay: fc.integer({ min: 5, max: 50 }),
  }),
);

describe('any shop', () => {
  test('agrees with plain arrays, and equal values have equal scores', () => {
    fc.assert(
      fc.property(shop, question, (orders, { scheme, cut, days, cutPoints, asOfDay }) => {
        engine.loadOrders(orders);
        const asOf = new Date(Date.UTC(2024, 0, 1 + asOfDay)).toISOString().slice(0, 10);
        const params: ParamValues = { scheme: scheme.id, cut, orders: days ? 'days' : 'each', cutPoints };
        const { results } = engine.run(rfmSegments, params, asOf);
        const customers = results.customers ?? [];
        const own: OracleOptions['cut'] =
          cut === 'fixed' ? cutPoints : cut === 'quantile' && scheme.rCutPoints ? 'r' : cut;
        const expected = oracle(orders, { asOf, rules: scheme.rules, cut: own, days });
        const byKey = new Map(expected.map((one) => [one.customer_key, one]));
        expect(customers.length).toBe(expected.length);
        for (const row of customers) {
          const { orders: _, ...wanted } = byKey.get(String(row.customer_key)) ?? { orders: 0 };
          const { last_ordered_on: __, ...got } = row;
          expect(got).toEqual(wanted);
        }
        expectWhole(results, expected);
        expectMonotone(customers);
        // What the editor is filled in with gives the same segments.
        const edited = editablePoints(results.cut_points ?? [], settingsOf(params));
        if (customers.length > 0) {
          const again = engine.run(rfmSegments, { ...params, cut: 'fixed', cutPoints: edited }, asOf).results;
          expect(again.customers).toEqual(customers);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Nothing is lost between customers and segments. */
function expectWhole(
  results: Record<string, Row[]>,
  expected: { segment: string; orders: number; monetary: number }[],
): void {
  const segments = results.segments ?? [];
  for (const row of segments) {
    const own = expected.filter((one) => one.segment === row.segment);
    expect(row.customers).toBe(own.length);
    expect(row.orders).toBe(own.reduce((sum, one) => sum + one.orders, 0));
    expect(row.revenue).toBeCloseTo(
      own.reduce((sum, one) => sum + one.monetary, 0),
      6,
    );
  }
  expect(counts(segments).reduce((a, b) => a + b, 0)).toBe(expected.length);
}

function expectMonotone(customers: Row[]): void {
  const pairs = [
    ['recency_days', 'r', -1],
    ['frequency', 'f', 1],
    ['monetary', 'm', 1],
  ] as const;
  for (const [value, score, sign] of pairs) {
    const sorted = [...customers].sort((a, b) => sign * (Number(a[value]) - Number(b[value])));
    sorted.forEach((row, index) => {
      const before = sorted[index - 1];
      if (!before) return;
      expect(Number(row[score])).toBeGreaterThanOrEqual(Number(before[score]));
      if (row[value] === before[value]) expect(row[score]).toBe(before[score]);
    });
  }
}

describe('edges', () => {
  test.each(SCHEMES.map((scheme) => scheme.id))(
    '%s: an empty shop has every segment at zero and no cut points',
    (scheme) => {
      engine.loadOrders([]);
      for (const cut of schemeOf(scheme).cuts) {
        const { results, params, context } = engine.run(rfmSegments, { scheme, cut }, '2024-01-01');
        expect(results.segments?.length).toBeGreaterThanOrEqual(schemeOf(scheme).segments.length);
        expect(
          results.segments?.every(
            (row) => row.customers === 0 && row.revenue === 0 && row.customer_share === null,
          ),
        ).toBe(true);
        expect(results.cut_points).toEqual([]);
        expect(results.customers).toEqual([]);
        expect(rfmSegments.headline(results, params, context)).toMatch(/^No customer has ordered by/);
        expect(rfmSegments.notes(results, params, context).every((note) => note.text !== '')).toBe(true);
      }
    },
  );

  test('a single customer has the best R and the lowest F and M', () => {
    engine.loadOrders([{ customer: 'only', at: '2024-01-01', amount: 5 }]);
    const { results, params, context } = engine.run(rfmSegments, {}, '2024-02-01');
    expect(results.customers?.[0]).toMatchObject({
      recency_days: 31,
      r: 5,
      f: 1,
      m: 1,
      segment: 'New Customers',
    });
    expect(rfmSegments.headline(results, params, context)).toMatch(/^One customer/);
  });

  test('where all are alike, all get the same scores under every scheme and cut', () => {
    engine.loadOrders(
      Array.from({ length: 7 }, (_, index) => ({ customer: `c${index}`, at: '2024-01-01', amount: 0.1 })),
    );
    for (const scheme of SCHEMES) {
      for (const cut of scheme.cuts) {
        const { results } = engine.run(rfmSegments, { scheme: scheme.id, cut }, '2024-02-01');
        expect(new Set(results.customers?.map((row) => `${row.r}${row.f}${row.m}`)).size).toBe(1);
        expect(results.segments?.filter((row) => Number(row.customers) > 0).length).toBe(1);
      }
    }
  });

  test('revenue of zero or less leaves shares of revenue out, and says so', () => {
    engine.loadOrders([
      { customer: 'a', at: '2024-01-01', amount: -5 },
      { customer: 'b', at: '2024-01-09', amount: 0 },
      { customer: 'c', at: '2024-01-20', amount: 1 },
    ]);
    const { results, params, context } = engine.run(rfmSegments, {}, '2024-02-01');
    expect(results.segments?.every((row) => row.revenue_share === null)).toBe(true);
    expect(rfmSegments.headline(results, params, context)).not.toMatch(/revenue|NaN/);
    expect(
      rfmSegments
        .notes(results, params, context)
        .map((note) => note.text)
        .join(),
    ).toMatch(/not above zero/);
  });

  test('same-day orders are one purchase day', () => {
    engine.loadOrders([
      { customer: 'a', at: '2024-01-01 09:00:00', amount: 1 },
      { customer: 'a', at: '2024-01-01 23:59:59', amount: 1 },
      { customer: 'a', at: '2024-01-02 00:00:00', amount: 1 },
    ]);
    expect(engine.run(rfmSegments, { orders: 'days' }).results.customers?.[0]?.frequency).toBe(2);
    expect(engine.run(rfmSegments, {}).results.customers?.[0]?.frequency).toBe(3);
    expect(
      engine.run(rfmSegments, { orders: 'days' }).results.segments?.some((row) => row.orders === 3),
    ).toBe(true);
  });

  test("a table of the user's own decides, names with quotes and gaps included", () => {
    engine.loadOrders([
      { customer: 'old', at: '2024-01-01', amount: 1 },
      { customer: 'new', at: '2024-03-01', amount: 9 },
    ]);
    const rules = { scheme: 'r-rfm', rows: [{ segment: "O'Reilly's", r: [4, 5], f: [1, 5], m: [1, 5] }] };
    const { results, params, context } = engine.run(rfmSegments, { rules }, '2024-03-02');
    expect(results.segments?.map((row) => [row.segment, row.customers])).toEqual([
      ["O'Reilly's", 1],
      ['Others', 1],
    ]);
    expect(rfmSegments.notes(results, params, context)[0]?.text).toMatch(/^1 customer matches no row/);
    const elsewhere = engine.run(rfmSegments, { rules, scheme: 'eleven' }, '2024-03-02');
    expect(elsewhere.results.segments?.length).toBe(11);
  });
});
