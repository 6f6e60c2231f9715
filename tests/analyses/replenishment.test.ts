import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import replenishment from '../../src/analyses/replenishment';
import { markOf, membersOfMark, type State } from '../../src/analyses/replenishment/shape';
import type { ParamValues, Row } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { TestEngine } from './engine';
import { loadLines, type LineFixture } from './line-fixtures';
import { dayOf, isoOf, quantile } from './repurchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const run = (params: ParamValues = {}, asOf?: string, from: string | null = null) =>
  engine.run(
    replenishment,
    params,
    asOf,
    from === null ? undefined : { from, to: null, dimensions: {}, segment: null },
  );
const day = (line: LineFixture): number => dayOf({ ...line });

interface Awaited {
  customer_key: string;
  product: string;
  state: string;
  due: number;
  purchases: number;
  usual: number;
  isOwn: boolean;
}

/** Intervals and due days from sorted arrays of days. */
function oracle(lines: readonly LineFixture[], observed: number, minimum: number, least: number) {
  const days = new Map<string, Map<string, number[]>>();
  for (const line of lines) {
    if (line.product === null || day(line) > observed) continue;
    const ofProduct = days.get(line.product) ?? new Map<string, number[]>();
    const own = new Set(ofProduct.get(line.customer)).add(day(line));
    days.set(
      line.product,
      ofProduct.set(
        line.customer,
        [...own].sort((a, b) => a - b),
      ),
    );
  }
  const products = new Map<string, Row>();
  const awaited: Awaited[] = [];
  for (const [product, customers] of days) {
    const gapsOf = (own: number[]): number[] => own.slice(1).map((at, index) => at - own[index]!);
    const gaps = [...customers.values()].flatMap(gapsOf);
    const repeat = [...customers.values()].filter((own) => own.length > 1).length;
    const isUsual = repeat > 0 && repeat >= minimum;
    const states: Record<string, number> = { overdue: 0, this_week: 0, next_week: 0, later: 0, lapsed: 0 };
    for (const [customer_key, own] of isUsual ? customers : []) {
      if (own.length < least) continue;
      const isOwn = own.length > 3;
      const usual = quantile(isOwn ? gapsOf(own) : gaps, 0.5)!;
      const last = own.at(-1)!;
      const due = last + Math.round(usual);
      const ahead = due - observed;
      const state =
        observed - last > 2 * usual
          ? 'lapsed'
          : ahead < 0
            ? 'overdue'
            : ahead < 7
              ? 'this_week'
              : ahead < 14
                ? 'next_week'
                : 'later';
      states[state]! += 1;
      awaited.push({ customer_key, product, state, due, purchases: own.length, usual, isOwn });
    }
    products.set(product, {
      ...{ product, product_name: null, buyers: customers.size, repeat_buyers: repeat, ...states },
      ...{ repeat_share: repeat / customers.size, intervals: gaps.length },
      p25: isUsual ? quantile(gaps, 0.25) : null,
      median_days: isUsual ? quantile(gaps, 0.5) : null,
      p75: isUsual ? quantile(gaps, 0.75) : null,
    });
  }
  return { products, awaited };
}

const line = fc
  .record({
    customer: fc.constantFrom('a', 'b', 'c'),
    offset: fc.integer({ min: 0, max: 50 }),
    product: fc.constantFrom('tea', 'cup', null),
  })
  .map(({ customer, offset, product }): LineFixture => {
    return { customer, at: isoOf(14_600 + offset), product, amount: 1 };
  });

test('random shops, against plain arrays, any as-of day, from any day', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 45 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 1, max: 3 }),
      fc.option(fc.integer({ min: 14_600, max: 14_630 })),
      (all, offset, minimum, purchases, from) => {
        loadLines(engine, all);
        const asOf = 14_600 + offset;
        const observed = Math.min(asOf, Math.max(...all.map(day)));
        const lines = all.filter((one) => from === null || day(one) >= from);
        const { results } = run({ minimum, purchases }, isoOf(asOf), from === null ? null : isoOf(from));
        const { products, awaited } = oracle(lines, observed, minimum, purchases);
        expect(results.products).toHaveLength(products.size);
        for (const row of results.products!) expect(row).toMatchObject(products.get(String(row.product))!);
        const listed = awaited.filter(({ state }) => state !== 'later' && state !== 'lapsed');
        const key = (row: Record<'product' | 'customer_key', unknown>) =>
          `${row.product} ${row.customer_key}`;
        expect(results.due!.map((row) => key(row as never)).sort()).toEqual(listed.map(key).sort());
        for (const row of results.due!) {
          const one = listed.find((other) => key(other) === key(row as never))!;
          expect(row).toMatchObject({
            ...{ state: one.state, purchases: one.purchases, usual_days: one.usual },
            ...{ due_on: isoOf(one.due), overdue_days: observed - one.due },
            basis: one.isOwn ? 'own' : 'product',
          });
        }
        for (const state of ['overdue', 'this_week'] as State[]) {
          for (const product of ['', 'tea']) {
            const { sql, variables } = membersOfMark(markOf(state, product), { minimum, purchases });
            engine.execute(setVariables(variables));
            const chosen = decodeTable(engine.connection.query(sql), undefined);
            const expected = listed.filter(
              (one) => one.state === state && (product === '' || one.product === product),
            );
            expect(chosen.map((row) => row.customer_key).sort()).toEqual(
              [...new Set(expected.map((one) => one.customer_key))].sort(),
            );
          }
        }
      },
    ),
    { numRuns: 16 },
  );
});

describe('what it says', () => {
  const said = (params: ParamValues = {}, asOf?: string) => {
    const ran = run(params, asOf);
    return {
      headline: replenishment.headline(ran.results, ran.params, ran.context),
      notes: replenishment.notes(ran.results, ran.params, ran.context).map((note) => note.text),
    };
  };
  const bought = (customer: string, ...days: string[]): LineFixture[] =>
    days.map((at) => ({ customer, at, product: 'tea', amount: 1 }));

  test('the next step where there is no interval', () => {
    engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 1 }]);
    expect(said().headline).toContain('map its product column');
    loadLines(engine, bought('a', '2020-01-01'));
    expect(said().headline).toContain('no interval to measure');
    loadLines(engine, bought('a', '2020-01-01', '2020-01-20'));
    expect(said().headline).toContain('Lower the minimum to 1');
  });

  test('the week, its product, and the day the data ends', () => {
    loadLines(engine, [
      ...bought('a', '2020-01-01', '2020-01-31'),
      ...bought('b', '2020-01-01', '2020-01-31', '2020-03-01'),
      ...bought('c', '2020-01-25', '2020-02-24'),
    ]);
    // 30 days for all: a was due on 1 March, b on 31 March, c on 25 March.
    expect(said({ minimum: 3 }).headline).toBe(
      '**1 reorder** falls due in the week from 1\u00a0March\u00a02020, most of them of tea, which is usually bought again after 30 days; 0 are overdue.',
    );
    expect(said({ minimum: 3 }, '2020-04-01').notes.join()).toContain('not from 1\u00a0April\u00a02020');
  });
});
