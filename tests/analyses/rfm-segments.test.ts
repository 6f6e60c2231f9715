import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import rfmSegments, { membersShape, membersSql } from '../../src/analyses/rfm-segments';
import { gridSql } from '../../src/analyses/rfm-segments/queries';
import { gridShape } from '../../src/analyses/rfm-segments/results';
import { SCHEMES, schemeOf } from '../../src/analyses/rfm-segments/schemes';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import {
  cdnowOrders,
  counts,
  expectSegments,
  expectTruth,
  hasData,
  onlineRetailInvoices,
  readOrders,
  segment,
  truth,
  type Truth,
} from '../unit/rfm/truth';
import { TestEngine } from './engine';

if (!hasData) console.warn('rfm-segments: shared data is not here; tests on real orders are skipped');

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

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

describe.skipIf(!hasData)('CDNOW, every purchase an order', () => {
  beforeAll(() => {
    const orders = cdnowOrders();
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
