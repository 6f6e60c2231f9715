import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Row } from '../../src/analyses/define';
import expectedOrders from '../../src/analyses/expected-orders/index';
import purchaseHistoriesSql from '../../src/analyses/purchase-histories.sql?raw';
import { membersOfMark, markOf } from '../../src/analyses/expected-orders/results';
import { holdOut } from '../../src/analyses/expected-orders/settings';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { TestEngine } from './engine';
import { cdnowSample, hasOrderFiles } from './order-files';
import { inScope, isoOf, purchaseDays, shops, dayOf } from './purchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

if (!hasOrderFiles) console.warn('../shared/data is absent: CDNOW is not checked');

const sum = (rows: readonly Row[] | undefined, column: string): number =>
  (rows ?? []).reduce((total, row) => total + Number(row[column]), 0);

test.skipIf(!hasOrderFiles)(
  'CDNOW through 30 September 1997: the published fits, totals and customers',
  () => {
    engine.loadOrders(cdnowSample());
    const params = { model: 'bg-nbd', horizonDays: 273 };
    const { results, params: filled, context } = engine.run(expectedOrders, params, '1997-09-30');
    const fit = results.fit![0]!;
    expect(fit).toMatchObject({
      status: 'fitted',
      customers: 2357,
      repeat_customers: 946,
      repeat_orders: 2457,
    });
    expect(fit.log_likelihood).toBeCloseTo(-9582.42921, 4);
    [0.2425945, 4.413602, 0.792922, 2.425907].forEach((value, i) =>
      expect(results.parameters![i]!.value).toBeCloseTo(value, 4),
    );
    expect(results.parameters!.map(({ name }) => name)).toEqual(['r', 'alpha', 'a', 'b']);
    expect(fit.expected_orders).toBeCloseTo(1653.4, 1);
    // Of the 1,882 that came the model saw too few; its range does not hold them, and the method says so.
    expect(Number(fit.low)).toBeGreaterThan(1450);
    expect(Number(fit.high)).toBeLessThan(1882);
    const first = results.customers!.find(({ customer_key }) => customer_key === '0001')!;
    expect(first).toMatchObject({ x: 2, last_ordered_on: '1997-08-02' });
    expect(first.t_x).toBeCloseTo(30.43, 2);
    expect(first.T).toBeCloseTo(38.86, 2);
    expect(first.expected_orders).toBeCloseTo(1.226, 2);
    expect(sum(results.customers, 'expected_orders')).toBeCloseTo(Number(fit.expected_orders), 6);
    expect(results.calibration![0]).toMatchObject({ repeat_orders: 0, customers: 1411 });
    expect(sum(results.calibration, 'expected')).toBeCloseTo(2357, 6);
    expect(expectedOrders.headline(results, filled, context)).toContain('1,653');

    const until = engine.run(expectedOrders, { ...params, until: '1997-09-30' }).results;
    expect(until.fit![0]!.expected_orders).toBe(fit.expected_orders);
    const pareto = engine.run(expectedOrders, { ...params, model: 'pareto-nbd' }, '1997-09-30').results;
    expect(pareto.fit![0]!.log_likelihood).toBeCloseTo(-9594.97618, 4);
    expect(pareto.fit![0]!.expected_orders).toBeCloseTo(1665.5, 1);
  },
);

test.skipIf(!hasOrderFiles)(
  'CDNOW in whole: beside the forecast stands that the days hidden would have been forecast 12 % too low',
  () => {
    engine.loadOrders(cdnowSample());
    const params = { model: 'bg-nbd', horizonDays: 365 };
    const { results, params: filled, context } = engine.run(expectedOrders, params);
    // Half of 546 days, as in Fader, Hardie & Lee 2005.
    expect(holdOut(filled, context)).toEqual({ split: '1997-09-30', days: 273 });
    const [model] = results.back_test!;
    expect(model!.method).toBe('model');
    expect(model!.predicted).toBeCloseTo(1653.4, 1);
    expect(model!.actual).toBe(1882);
    const [first] = expectedOrders.notes(results, filled, context);
    expect(first!.text).toContain('with the last 273 days hidden');
    expect(first!.text).toContain('expected 1,653 orders');
    expect(first!.text).toMatch(/1,882 came: it was 12\.\d% too low/);
    expect(holdOut({ ...filled, horizonDays: 90 }, context)).toEqual({ split: '1998-04-01', days: 90 });
  },
);

test('where nothing is left to learn from, the back-test says so', () => {
  engine.loadOrders([
    { customer: 'a', at: '2020-01-01', amount: 1 },
    { customer: 'a', at: '2020-03-01', amount: 1 },
    { customer: 'b', at: '2020-03-02', amount: 1 },
  ]);
  const { results, params, context } = engine.run(expectedOrders);
  const [first] = expectedOrders.notes(results, params, context);
  expect(first).toMatchObject({ kind: 'warning' });
  expect(first!.text).toContain('nobody knows how near this forecast is');
});

test('every shop: histories are those of plain arrays, and all results tell the same total', () => {
  const models = fc.constantFrom('mbg-nbd', 'bg-nbd', 'pareto-nbd');
  fc.assert(
    fc.property(shops(400), models, ({ orders, refunds, asOf, narrowed }, model) => {
      engine.loadOrders(orders, refunds);
      const run = engine.run(expectedOrders, { model, horizonDays: 120 }, isoOf(asOf), narrowed);
      const { results } = run;
      const through = dayOf(run.context.window.observedThrough);
      const expected = inScope(orders, through, narrowed).map((history) => {
        const days = purchaseDays(history).map(({ day }) => day);
        const [first, last] = [Math.min(...days), Math.max(...days)];
        return {
          customer_key: history[0]!.customer,
          x: days.length - 1,
          t_x: last - first,
          T: through - first,
          last_ordered_on: isoOf(last),
        };
      });
      const keyed = (rows: { customer_key?: unknown }[]) =>
        rows.toSorted((a, b) => (String(a.customer_key) < String(b.customer_key) ? -1 : 1));
      const found = results.customers!.map(({ customer_key, x, t_x, T, last_ordered_on }) => ({
        customer_key,
        x,
        t_x: Math.round(Number(t_x) * 7),
        T: Math.round(Number(T) * 7),
        last_ordered_on,
      }));
      expect(keyed(found)).toEqual(keyed(expected));

      const spends = engine.rows(
        `${purchaseHistoriesSql} select customer_key, repeat_spend from purchase_histories
         join customers using (customer_id) order by customer_key`,
      );
      for (const { customer_key, repeat_spend } of spends) {
        const history = inScope(orders, through, narrowed).find(
          ([first]) => first!.customer === customer_key,
        )!;
        const repeats = history.filter(({ day }) => day > history[0]!.day);
        const days = new Set(repeats.map(({ day }) => day)).size;
        const spent = repeats.reduce((total, { amount }) => total + amount, 0);
        if (days === 0) expect(repeat_spend).toBeNull();
        else expect(repeat_spend).toBeCloseTo(spent / days, 6);
      }

      const fit = results.fit![0]!;
      expect(fit.customers).toBe(expected.length);
      expect(fit.repeat_orders).toBe(expected.reduce((total, { x }) => total + x, 0));
      const isForecast = Number(fit.repeat_orders) > 0;
      expect(fit.status).toMatch(
        expected.length === 0 ? /^no_orders$/ : isForecast ? /^(fitted|loose)$/ : /^no_repeats$/,
      );
      for (const name of ['by_frequency', 'grid', 'calibration', 'scores'])
        expect(sum(results[name], 'customers'), name).toBe(expected.length);
      for (const rows of Object.values(results))
        for (const row of rows)
          for (const [name, value] of Object.entries(row))
            expect(typeof value === 'number' && !Number.isFinite(value), name).toBe(false);
      if (!isForecast) return;
      const total = Number(fit.expected_orders);
      expect(results.top!).toHaveLength(
        Math.min(15, results.customers!.filter((row) => Number(row.expected_orders) > 0).length),
      );
      expect(total).toBeGreaterThanOrEqual(0);
      for (const name of ['by_frequency', 'grid', 'customers'])
        expect(sum(results[name], 'expected_orders'), name).toBeCloseTo(total, 6);
      expect(sum(results.calibration, 'expected')).toBeCloseTo(expected.length, 5);
      for (const { p_alive } of results.customers!) {
        expect(Number(p_alive)).toBeGreaterThanOrEqual(0);
        expect(Number(p_alive)).toBeLessThanOrEqual(1);
      }
      if (fit.low !== null) {
        expect(Number(fit.low)).toBeLessThanOrEqual(total);
        expect(Number(fit.high)).toBeGreaterThanOrEqual(total);
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);

test('the customers behind a cell of the grid are as many as it says', () => {
  const orders = Array.from({ length: 40 }, (_, i) => ({
    customer: `c${i % 13}`,
    at: isoOf(18_000 + ((i * i * 7) % 300)),
    amount: 10 + i,
  }));
  engine.loadOrders(orders);
  const { results, params, context } = engine.run(expectedOrders);
  expect(results.grid!.length).toBeGreaterThan(3);
  for (const row of results.grid!) {
    const mark = markOf(row as { frequency: string; recency: string });
    const { sql, variables } = membersOfMark(mark, params, context);
    engine.execute(setVariables(variables));
    expect(decodeTable(engine.connection.query(sql))).toHaveLength(Number(row.customers));
  }
  const nobody = membersOfMark('anything', params, context);
  engine.execute(setVariables(nobody.variables));
  expect(decodeTable(engine.connection.query(nobody.sql))).toHaveLength(0);
});
