import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import repurchaseInterval from '../../src/analyses/repurchase-interval';
import { findingsOf } from '../../src/analyses/repurchase-interval/findings';
import type { Results } from '../../src/analyses/define';
import { overwriteGetLocale } from '../../src/messages/speak';
import { atRiskOn, estimateAt } from '../../src/statistics/kaplan-meier';
import { TestEngine, type OrderFixture } from './engine';
import { cdnowMaster, cdnowSample, hasOrderFiles, onlineRetailClean, truthOf } from './order-files';
import { dayOf, definition, expectedOf, expectResults, isoOf, shareReturned } from './repurchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const run = (params: Record<string, string> = {}, asOf?: string) =>
  engine.run(repurchaseInterval, params, asOf);

describe('random shops, against plain arrays', () => {
  const order = fc.record({
    customer: fc.constantFrom('a', 'b', 'c', "d'é", '客'),
    day: fc.integer({ min: 0, max: 150 }),
    minute: fc.integer({ min: 0, max: 1439 }),
    amount: fc.integer({ min: -50, max: 500 }),
  });
  const orderOf = ({
    customer,
    day,
    minute,
    amount,
  }: {
    customer: string;
    day: number;
    minute: number;
    amount: number;
  }): OrderFixture => {
    const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
    return { customer, at: `${isoOf(14_600 + day)} ${time}`, amount };
  };
  test('every result, any as-of day, any step', () => {
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: -3, max: 160 }),
        fc.integer({ min: 1, max: 5 }),
        (drawn, asOfDay, from) => {
          const orders = drawn.map(orderOf);
          engine.loadOrders(orders);
          const { results, context } = run({ from: String(from) }, isoOf(14_600 + asOfDay));
          expectResults(results, context, orders, from);
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('what counts', () => {
  test('orders of one day are one purchase day, whatever their hour', () => {
    engine.loadOrders([
      { customer: 'a', at: '2020-01-01 09:00:00', amount: 1 },
      { customer: 'a', at: '2020-01-01 23:59:59', amount: 1 },
      { customer: 'a', at: '2020-01-11 00:00:00', amount: 1 },
      { customer: 'a', at: '2020-01-11 08:00:00', amount: 1 },
    ]);
    const { results } = run();
    expect(results.gaps).toEqual([{ days: 10, count: 1 }]);
    expect(results.overview![0]).toMatchObject({ customers: 1, purchase_days: 2, repeaters: 1, waiting: 0 });
  });

  test('who has not come back waits until the data ends, never until the as-of day', () => {
    const orders = [
      { customer: 'a', at: '2020-01-01', amount: 1 },
      { customer: 'b', at: '2020-01-21', amount: 1 },
    ];
    engine.loadOrders(orders);
    const { results, context, params } = run({}, '2020-12-31');
    expect(results.survival_events).toEqual([
      { day: 0, events: 0, censored: 1, confidence: 0.95 },
      { day: 20, events: 0, censored: 1, confidence: 0.95 },
    ]);
    expect(repurchaseInterval.notes(results, params, context).map((note) => note.kind)).toEqual([
      'warning',
      'info',
    ]);
  });

  test('an order of the day of the export, which is not whole, is no return', () => {
    engine.loadOrders([
      { customer: 'a', at: '2020-01-01', amount: 1 },
      { customer: 'b', at: '2020-01-06', amount: 1 },
      { customer: 'a', at: '2020-01-11', amount: 1 },
      { customer: 'c', at: '2020-01-11', amount: 1 },
    ]);
    engine.execute(
      `update shop.data_window set last_day = date '2020-01-10', exported_on = date '2020-01-11'`,
    );
    const { results } = run({}, '2020-01-11');
    expect(results.survival_events).toEqual([
      { day: 4, events: 0, censored: 1, confidence: 0.95 },
      { day: 9, events: 0, censored: 1, confidence: 0.95 },
    ]);
    expect(results.overview![0]).toMatchObject({
      customers: 3,
      started: 2,
      returned: 0,
      waiting: 2,
      waiting_recent: 2,
    });
  });

  test('the level of the band changes the band alone', () => {
    engine.loadOrders(
      ['2020-01-01', '2020-01-05', '2020-02-01'].flatMap((at, i) =>
        ['x', 'y', 'z'].slice(i).map((customer) => ({ customer, at, amount: 1 })),
      ),
    );
    const [narrow, wide] = ['90', '99'].map((band) => run({ band }).results);
    expect(narrow!.survival!.map(({ share_returned }) => share_returned)).toEqual(
      wide!.survival!.map(({ share_returned }) => share_returned),
    );
    const row = (results: Results) => results.survival!.find(({ day }) => day === 4)!;
    expect(Number(row(wide!).high)).toBeGreaterThan(Number(row(narrow!).high));
    expect(Number(row(wide!).low)).toBeLessThan(Number(row(narrow!).low));
  });
});

describe('sentences', () => {
  afterAll(() => overwriteGetLocale(() => 'en'));
  const shop = (...orders: [string, string][]) =>
    engine.loadOrders(orders.map(([customer, at]) => ({ customer, at, amount: 1 })));
  const said = (params: Record<string, string> = {}, asOf?: string, locale: 'en' | 'zh-CN' = 'en') => {
    overwriteGetLocale(() => locale);
    const { results, params: filled, context } = run(params, asOf);
    return {
      headline: repurchaseInterval.headline(results, filled, context).replaceAll('\u00a0', ' '),
      notes: repurchaseInterval.notes(results, filled, context).map((note) => note.text),
      provenance: repurchaseInterval.provenance(results, filled, context),
    };
  };

  test('half are back', () => {
    shop(
      ['a', '2020-01-01'],
      ['a', '2020-01-11'],
      ['b', '2020-01-01'],
      ['b', '2020-03-01'],
      ['c', '2020-01-01'],
    );
    expect(said().headline).toBe(
      'Half of all first-time buyers are back by **day 60**. The usual mean of __35.0 days__ sees only the gaps that ended in an order, and so runs far too short.',
    );
    expect(said({}, undefined, 'zh-CN').headline).toBe(
      '到**第60天**，首次购买的客户有一半已再次下单。常见的“平均__35.0天__”只统计已经发生的间隔，明显偏短。',
    );
  });
  test('fewer than half are back', () => {
    shop(
      ['a', '2020-01-01'],
      ['a', '2020-01-03'],
      ['b', '2020-01-01'],
      ['c', '2020-01-01'],
      ['d', '2020-02-20'],
    );
    expect(said().headline).toContain(
      'Fewer than half of all first-time buyers have returned by day 50: **33.3%**.',
    );
    expect(said().notes).toEqual([
      '3 customers have bought on one day only; 3 of them first bought less than 60 days ago. They are counted as “not yet”, never as “never”.',
    ]);
  });
  test('a mean that does not run short is not said to', () => {
    shop(
      ['a', '2020-01-01'],
      ['a', '2020-01-02'],
      ['a', '2020-06-01'],
      ['b', '2020-01-01'],
      ['b', '2020-01-02'],
    );
    expect(said().headline).toMatch(
      /by \*\*day 1\*\*\. The usual mean of __51\.0 days__ sees only the gaps that ended in an order\.$/,
    );
    expect(said().notes).toEqual([]);
  });
  test('nobody came back; one customer; one order; no orders', () => {
    shop(['a', '2020-01-01'], ['b', '2020-01-01']);
    expect(said().headline).toBe('**None** of the 2 first-time buyers has come back by 1 Jan 2020.');
    shop(['a', '2020-01-01']);
    expect(said()).toEqual({
      headline: 'The only customer to wait for has **not come back** by 1 Jan 2020.',
      notes: [
        '1 customer has bought on one day only, less than 60 days ago, and is counted as “not yet”, never as “never”.',
      ],
      provenance: '1 customer and 1 purchase day in, log-log band of 95%',
    });
    expect(said({ from: '3' }).headline).toBe('Nobody has ordered on three different days by 1 Jan 2020.');
    expect(said({}, '2019-12-31').headline).toBe('There are no orders up to 31 Dec 2019.');
    expect(said({}, '2019-12-31').notes).toEqual([]);
    engine.loadOrders([]);
    expect(said().headline).toMatch(/^There are no orders up to/);
  });
  test('later steps say that they follow those who returned', () => {
    shop(
      ['a', '2020-01-01'],
      ['a', '2020-01-11'],
      ['b', '2020-01-01'],
      ['b', '2020-01-21'],
      ['b', '2020-02-01'],
    );
    const { headline, notes } = said({ from: '2' });
    expect(headline).toContain('Half of all second-time buyers are back by **day 11**.');
    expect(notes).toHaveLength(2);
    expect(notes[0]).toContain(
      '1 customer has not come back after the second order, made less than 60 days ago',
    );
  });
});

if (!hasOrderFiles)
  console.warn(
    'Skipped: repurchase intervals of CDNOW and Online Retail, because ../shared/data is not there.',
  );

interface GapTruth {
  n: number;
  mean: number;
  percentiles_type7: Record<string, number>;
}
interface Truth {
  customers: number;
  interpurchase_gap_days_pooled: GapTruth;
  interpurchase_gap_days_per_customer_mean: GapTruth;
}

function expectTruth(results: Results, truth: Truth): void {
  for (const [name, gaps] of [
    ['all_gaps', truth.interpurchase_gap_days_pooled],
    ['customer_mean', truth.interpurchase_gap_days_per_customer_mean],
  ] as const) {
    const row = definition(results, name);
    expect(row.n).toBe(gaps.n);
    expect(row.mean).toBeCloseTo(gaps.mean, 8);
    for (const p of ['25', '50', '75', '90']) expect(row[`p${p}`]).toBeCloseTo(gaps.percentiles_type7[p]!, 8);
  }
}

function expectCurve(results: Results, shares: Record<number, number>): void {
  const { survival } = findingsOf(results, { from: '1', band: '95' });
  for (const [day, percent] of Object.entries(shares))
    expect((estimateAt(survival, Number(day))?.share_returned ?? 0) * 100).toBeCloseTo(percent, 2);
}

describe.skipIf(!hasOrderFiles)('CDNOW, 1/10 sample', () => {
  const KM = { 30: 17.39, 60: 25.5, 90: 29.15, 180: 37.63 };
  let whole: OrderFixture[];
  beforeAll(() => {
    whole = cdnowSample();
  });

  test('to 30 September 1997: the five market definitions, and the curve', () => {
    engine.loadOrders(whole.filter((order) => order.at <= '1997-09-30'));
    const { results } = run({}, '1997-09-30');
    expect(definition(results, 'all_gaps').p50).toBe(27);
    expect(definition(results, 'all_gaps').mean).toBeCloseTo(45.97, 2);
    expect(definition(results, 'first_to_second').mean).toBeCloseTo(62.3, 2);
    expect(definition(results, 'customer_mean').mean).toBeCloseTo(64.91, 2);
    expect(definition(results, 'from_first_order').mean).toBeCloseTo(95.13, 2);
    expect(definition(results, 'from_first_order').p50).toBe(82);
    expectCurve(results, KM);
    expect(findingsOf(results, { from: '1', band: '95' }).half).toBeNull();
    expect(results.overview![0]).toMatchObject({
      customers: 2357,
      purchase_days: 4814,
      repeaters: 946,
      waiting: 1411,
    });
  });

  test('the curve does not move when the file goes on to June 1998 but the as-of day stays', () => {
    engine.loadOrders(whole.filter((order) => order.at <= '1997-09-30'));
    const short = run({}, '1997-09-30').results;
    engine.loadOrders(whole);
    const long = run({}, '1997-09-30').results;
    expectCurve(long, KM);
    expect(long).toEqual(short);
  });

  test('the whole file', () => {
    engine.loadOrders(whole);
    const { results } = run();
    expectTruth(results, truthOf<Truth>('cdnow_sample'));
    expect(definition(results, 'all_gaps').mean).toBeCloseTo(70.86, 2);
    expect(definition(results, 'first_to_second').mean).toBeCloseTo(107.88, 2);
    expect(definition(results, 'from_first_order').mean).toBeCloseTo(207.33, 2);
    expect(definition(results, 'from_first_order').p50).toBe(192);
  });

  test('steps 1 to 5, against plain arrays', () => {
    engine.loadOrders(whole);
    for (const from of [1, 2, 5]) {
      const { results, context } = run({ from: String(from) }, '1998-01-15');
      const { waits, overview } = expectedOf(
        whole,
        dayOf({ customer: '', at: context.asOf, amount: 0 }),
        dayOf({ customer: '', at: context.asOf, amount: 0 }),
        from,
      );
      expect(results.overview).toEqual([overview]);
      for (const day of [1, 30, 90]) {
        const { survival } = findingsOf(results, { from: String(from), band: '95' });
        expect(estimateAt(survival, day)?.share_returned).toBeCloseTo(shareReturned(waits, day), 10);
      }
    }
  });
});

describe.skipIf(!hasOrderFiles)('CDNOW, whole', () => {
  test('agrees with the truth file', () => {
    engine.loadOrders(cdnowMaster());
    const { results } = run();
    const truth = truthOf<Truth>('cdnow_master');
    expectTruth(results, truth);
    expect(results.overview![0]!.customers).toBe(truth.customers);
  });
});

describe.skipIf(!hasOrderFiles)('UCI Online Retail, refunds set aside', () => {
  test('agrees with the truth file and with the drawn figure', () => {
    engine.loadOrders(onlineRetailClean());
    const { results } = run();
    expectTruth(results, truthOf<{ clean: Truth }>('online_retail').clean);
    const found = findingsOf(results, { from: '1', band: '95' });
    expect(found.half).toBe(104);
    expect([0, 60, 120, 180, 240, 300, 360].map((day) => atRiskOn(found.survival, day))).toEqual([
      4338, 2445, 1472, 969, 618, 294, 94,
    ]);
    expect(
      [30, 60, 90, 180].map((day) => (estimateAt(found.survival, day)!.share_returned * 100).toFixed(1)),
    ).toEqual(['19.2', '35.5', '46.0', '65.8']);
    expect(found.overview).toMatchObject({
      customers: 4338,
      purchase_days: 16763,
      repeaters: 2790,
      waiting: 1548,
      waiting_recent: 455,
    });
    expect(found.step?.mean).toBeCloseTo(82, 1);
    expect(definition(results, 'customer_mean').mean).toBeCloseTo(78.4267, 4);
  });
});
