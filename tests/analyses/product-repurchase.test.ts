import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import productRepurchase from '../../src/analyses/product-repurchase';
import { curvePoints, spreadLabels } from '../../src/analyses/product-repurchase/plot-curves';
import type { Narrowing, Row } from '../../src/analyses/define';
import { shareTop, shortened } from '../../src/plots/share-intervals';
import { textWidth } from '../../src/plots/text-width';
import { kaplanMeier } from '../../src/statistics/kaplan-meier';
import { wilsonInterval } from '../../src/statistics/wilson';
import { TestEngine } from './engine';
import { loadLines, type LineFixture } from './line-fixtures';
import { dayOf, isoOf, mean, quantile } from './repurchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

interface Asked {
  level: 'product' | 'category';
  again: 'same' | 'category' | 'any';
  within: number;
}

const run = (asked: Partial<Asked> = {}, asOf?: string) => engine.run(productRepurchase, { ...asked }, asOf);
const EVERYTHING: Narrowing = { from: null, to: null, dimensions: {}, segment: null };
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const day = (line: LineFixture): number => dayOf({ ...line, customer: line.customer });
const close = (value: unknown, expected: number | null): void => {
  if (expected === null) expect(value).toBeNull();
  else expect(value).toBeCloseTo(expected, 9);
};

/** Waits of each item worked out from sorted arrays of days. */
function waitsOf(lines: readonly LineFixture[], { level, again }: Asked, observed: number) {
  const itemOf = (line: LineFixture) => (level === 'category' ? (line.category ?? '') : line.product);
  const targetOf = (line: LineFixture) =>
    again === 'any' ? '' : again === 'category' ? `c ${line.category ?? ''}` : `i ${itemOf(line)}`;
  const waits = new Map<string, { days: number | null; watched: number }[]>();
  for (const customer of new Set(lines.map((line) => line.customer))) {
    const own = lines.filter((line) => line.customer === customer && day(line) <= observed);
    for (const item of new Set(own.filter((line) => line.product !== null).map((line) => itemOf(line)!))) {
      const first = own
        .filter((line) => line.product !== null && itemOf(line) === item)
        .sort((a, b) => day(a) - day(b))[0]!;
      const next = own
        .filter((line) => day(line) > day(first))
        .filter((line) => again === 'any' || (line.product !== null && targetOf(line) === targetOf(first)))
        .map(day);
      const wait = {
        days: next.length > 0 ? Math.min(...next) - day(first) : null,
        watched: observed - day(first),
      };
      waits.set(item, [...(waits.get(item) ?? []), wait]);
    }
  }
  return waits;
}

describe('random shops, against plain arrays', () => {
  const CATEGORY: Record<string, string | undefined> = { tea: 'drinks', coffee: 'drinks', cup: 'things' };
  const line = fc
    .record({
      customer: fc.constantFrom('a', 'b', 'c', 'd'),
      offset: fc.integer({ min: 0, max: 60 }),
      product: fc.constantFrom('tea', 'coffee', 'cup', 'odd', null),
      amount: fc.integer({ min: 1, max: 90 }),
    })
    .map(({ customer, offset, product, amount }): LineFixture => {
      const category = product === null ? undefined : CATEGORY[product];
      return { customer, at: isoOf(14_600 + offset), product, amount, ...(category ? { category } : {}) };
    });
  const asked = fc.record({
    level: fc.constantFrom('product', 'category'),
    again: fc.constantFrom('same', 'category', 'any'),
    within: fc.integer({ min: 1, max: 30 }),
  });

  test('items, curves and first purchases, any as-of day', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        asked,
        fc.integer({ min: 0, max: 70 }),
        (lines, given, offset) => {
          const question = (
            given.level === 'category' && given.again === 'category' ? { ...given, again: 'same' } : given
          ) as Asked;
          loadLines(engine, lines);
          const asOf = 14_600 + offset;
          const observed = Math.min(asOf, Math.max(...lines.map(day)));
          const { results } = run(question, isoOf(asOf));
          const waits = waitsOf(lines, question, observed);
          expectItems(
            results.items!,
            lines.filter((one) => day(one) <= asOf),
            waits,
            question,
          );
          expectCurves(results.curves!, waits);
          expectFirsts(results.first_purchases!, results.overview![0]!, lines, question, observed);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('items and curves under a filter, with lines after the last covered day', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        asked,
        fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
        fc.integer({ min: 20, max: 60 }),
        (lines, given, from, covered) => {
          const question = (
            given.level === 'category' && given.again === 'category' ? { ...given, again: 'same' } : given
          ) as Asked;
          loadLines(engine, lines);
          engine.execute(`update shop.data_window set last_day = date '${isoOf(14_600 + covered)}'`);
          const scope = from === null ? undefined : { ...EVERYTHING, from: isoOf(14_600 + from) };
          const { results } = engine.run(productRepurchase, { ...question }, isoOf(14_660), scope);
          const inScope = lines.filter((one) => day(one) >= 14_600 + (from ?? 0));
          const waits = waitsOf(inScope, question, 14_600 + covered);
          expectCurves(results.curves!, waits);
          // What was bought after the last covered day only is listed, without buyers.
          for (const { item } of results.items!) if (!waits.has(String(item))) waits.set(String(item), []);
          expectItems(results.items!, inScope, waits, question);
        },
      ),
      { numRuns: 12 },
    );
  });

  function expectItems(
    rows: readonly Row[],
    lines: readonly LineFixture[],
    waits: ReturnType<typeof waitsOf>,
    { level, within }: Asked,
  ): void {
    expect(rows.map((row) => String(row.item)).sort(byText)).toEqual([...waits.keys()].sort(byText));
    const named = lines.filter((one) => one.product !== null);
    const revenue = rows.reduce((sum, row) => sum + Number(row.revenue), 0);
    expect(revenue).toBeCloseTo(
      named.reduce((sum, one) => sum + one.amount, 0),
      6,
    );
    for (const row of rows) {
      const all = waits.get(String(row.item))!;
      const matured = all.filter((wait) => wait.watched >= within);
      const returned = matured.filter((wait) => wait.days !== null && wait.days <= within).length;
      const done = all.flatMap((wait) => (wait.days === null ? [] : [wait.days]));
      expect(row).toMatchObject({
        buyers: all.length,
        returned: done.length,
        matured: matured.length,
        matured_returned: returned,
        item_name: null,
      });
      close(row.rate, matured.length === 0 ? null : returned / matured.length);
      const interval = wilsonInterval(returned, matured.length);
      close(row.low, interval?.low ?? null);
      close(row.high, interval?.high ?? null);
      close(row.median_days, quantile(done, 0.5));
      const own = named.filter(
        (one) => (level === 'category' ? (one.category ?? '') : one.product) === row.item,
      );
      expect(row.purchase_days).toBe(new Set(own.map((one) => `${one.customer} ${one.at}`)).size);
      expect(row.units).toBe(own.length);
    }
  }

  function expectCurves(rows: readonly Row[], waits: ReturnType<typeof waitsOf>): void {
    for (const item of waits.keys()) {
      const counts = new Map<number, { events: number; censored: number }>();
      for (const { days, watched } of waits.get(item)!) {
        const at = counts.get(days ?? watched) ?? { events: 0, censored: 0 };
        counts.set(days ?? watched, {
          events: at.events + (days === null ? 0 : 1),
          censored: at.censored + (days === null ? 1 : 0),
        });
      }
      const expected = kaplanMeier(
        [...counts].sort(([a], [b]) => a - b).map(([at, ended]) => ({ day: at, ...ended })),
      );
      const drawn = rows.filter((row) => row.item === item);
      expect(drawn.map((row) => row.day)).toEqual(
        [...counts.keys()].filter((at) => at > 0).sort((a, b) => a - b),
      );
      for (const row of drawn) {
        const point = expected.find((one) => one.day === row.day);
        if (point) close(row.share_returned, point.share_returned);
        expect(row.at_risk).toBe(
          waits.get(item)!.filter((wait) => (wait.days ?? wait.watched) >= Number(row.day)).length,
        );
      }
    }
  }

  function expectFirsts(
    rows: readonly Row[],
    overview: Row,
    lines: readonly LineFixture[],
    { level, within }: Asked,
    observed: number,
  ): void {
    const customers = [...new Set(lines.map((one) => one.customer))].flatMap((customer) => {
      const own = lines.filter((one) => one.customer === customer);
      const first = Math.min(...own.map(day));
      if (first + within > observed) return [];
      const later = own.filter((one) => day(one) > first && day(one) <= first + within);
      const basket = own.filter((one) => day(one) === first && one.product !== null);
      const items = new Set(
        basket.map((one) => (level === 'category' ? (one.category ?? '') : one.product!)),
      );
      const orders = new Set(later.map((one) => one.at)).size;
      return [{ items, orders, revenue: later.reduce((sum, one) => sum + one.amount, 0) }];
    });
    const back = customers.filter((one) => one.orders > 0).length;
    expect(overview).toMatchObject({ matured_customers: customers.length, matured_returned: back });
    close(overview.later_revenue, mean(customers.map((one) => one.revenue)));
    const items = new Set(customers.flatMap((one) => [...one.items]));
    expect(rows.map((row) => String(row.item)).sort(byText)).toEqual([...items].sort(byText));
    for (const row of rows) {
      const own = customers.filter((one) => one.items.has(String(row.item)));
      const returned = own.filter((one) => one.orders > 0).length;
      const once = customers.length - back;
      expect(row).toMatchObject({ customers: own.length, returned });
      close(row.low, wilsonInterval(returned, own.length)!.low);
      close(row.high, wilsonInterval(returned, own.length)!.high);
      close(row.lift, back === 0 ? null : returned / own.length / (back / customers.length));
      close(row.one_time_share, once === 0 ? null : (own.length - returned) / once);
      close(row.repeat_share, back === 0 ? null : returned / back);
      close(row.later_orders, mean(own.map((one) => one.orders)));
      close(row.later_revenue, mean(own.map((one) => one.revenue)));
    }
  }
});

describe('what it says', () => {
  const said = (asked: Partial<Asked> = {}) => {
    const { results, params, context } = run(asked);
    return productRepurchase.headline(results, params, context);
  };

  test('the next step where there are no lines, no products or no categories', () => {
    engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 1 }]);
    expect(said()).toContain('map its product column');
    loadLines(engine, [{ customer: 'a', at: '2020-01-01', product: null, amount: 1 }]);
    expect(said()).toContain('map its product column');
    loadLines(engine, [{ customer: 'a', at: '2020-01-01', product: 'tea', amount: 1 }]);
    expect(said({ level: 'category' })).toContain('map the category column');
    expect(said()).toContain('choose fewer days');
  });

  test('the item that is surely bought again, not the one with few buyers', () => {
    const lines = Array.from({ length: 40 }, (_, index): LineFixture[] => [
      { customer: `c${index}`, at: '2020-01-01', product: 'tea', amount: 1 },
      { customer: `c${index}`, at: '2020-02-01', product: index < 20 ? 'tea' : 'cup', amount: 1 },
    ]).flat();
    loadLines(engine, [
      ...lines,
      { customer: 'x', at: '2020-01-01', product: 'rare', amount: 1 },
      { customer: 'x', at: '2020-01-05', product: 'rare', amount: 1 },
    ]);
    engine.execute(`update shop.data_window set last_day = date '2020-12-31'`);
    expect(said({ within: 60 })).toMatch(/^tea is what customers come back for: \*\*50\.0%\*\*/);
  });
});

describe('drawing', () => {
  test('labels at line ends keep their distance and stay inside', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 18, max: 256, noNaN: true }), { maxLength: 5 }), (places) => {
        const moved = [...spreadLabels(places, 16, 18, 256)].sort((a, b) => a - b);
        moved.forEach((place, index) => {
          expect(place).toBeGreaterThanOrEqual(18 - 1e-9);
          expect(place).toBeLessThanOrEqual(256 + 1e-9);
          if (index > 0) expect(place - moved[index - 1]!).toBeGreaterThanOrEqual(16 - 1e-9);
        });
      }),
    );
  });

  test('a curve starts at nothing and ends where too few wait', () => {
    const row = (at: number, at_risk: number) => ({
      item: 'x',
      item_name: null,
      day: at,
      share_returned: at / 100,
      at_risk,
    });
    expect(curvePoints([row(1, 30), row(5, 12), row(9, 3)]).map((point) => point.day)).toEqual([0, 1, 5]);
    expect(curvePoints([row(1, 3)]).map((point) => point.day)).toEqual([0, 1]);
  });

  test('names are cut to their place, tops are round', () => {
    expect(shortened('White hanging heart', 60)).toMatch(/…$/);
    expect(textWidth(shortened('白色挂心烛台手工玻璃', 60))).toBeLessThanOrEqual(60);
    expect(shortened('tea', 60)).toBe('tea');
    expect([0, 0.05, 0.26, 0.9].map(shareTop)).toEqual([0.05, 0.05, 0.4, 1]);
  });
});
