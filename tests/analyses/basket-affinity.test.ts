import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import basketAffinity from '../../src/analyses/basket-affinity';
import { MOST_PAIRS, ranked, type PairRow } from '../../src/analyses/basket-affinity/findings';
import { networkOf } from '../../src/analyses/basket-affinity/plot-network';
import { markOf, membersOfPair } from '../../src/analyses/basket-affinity/shape';
import type { ParamValues, Results, Row } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { TestEngine } from './engine';
import { loadLines, type LineFixture } from './line-fixtures';
import { hasOrderFiles, truthOf } from './order-files';
import { retailLines } from './retail-lines';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const run = (params: ParamValues = {}): Results => engine.run(basketAffinity, params).results;

/** Baskets as sets of codes. */
function basketsOf(lines: readonly LineFixture[], by: string): Set<string>[] {
  const baskets = new Map<string, Set<string>>();
  for (const { customer, at, product } of lines) {
    if (product === null) continue;
    const key = by === 'customer' ? customer : `${customer} ${at}`;
    baskets.set(key, (baskets.get(key) ?? new Set()).add(product));
  }
  return [...baskets.values()];
}

/** Rows of `rules` by definition: every measure from sets of baskets. */
function rulesOf(baskets: readonly Set<string>[], minimum: number): Map<string, Row> {
  const rules = new Map<string, Row>();
  const n = baskets.length;
  const codes = [...new Set(baskets.flatMap((basket) => [...basket]))];
  const share = (...held: string[]): number =>
    baskets.filter((basket) => held.every((code) => basket.has(code))).length / n;
  for (const a of codes) {
    for (const b of codes) {
      const both = share(a, b);
      const count = Math.round(both * n);
      if (a === b || count < minimum) continue;
      const [sa, sb] = [share(a), share(b)];
      const confidence = both / sa;
      const leverage = both - sa * sb;
      const without = sa === 1 ? 0 : (sb - both) / (1 - sa);
      const zhang = Math.max(confidence, without);
      rules.set(`${a} ${b}`, {
        ...{ antecedent: a, consequent: b, count, support: both, confidence, leverage },
        ...{ antecedent_support: sa, consequent_support: sb, lift: confidence / sb },
        conviction: count === Math.round(sa * n) ? null : (1 - sb) / (1 - confidence),
        // Its first definition: confidence with A against confidence without A.
        zhang: sa === 1 || (sb === 1 && confidence === 1) ? null : (confidence - without) / zhang,
      });
    }
  }
  return rules;
}

function expectRules(rows: readonly Row[], expected: ReturnType<typeof rulesOf>): void {
  expect(rows.map((row) => `${row.antecedent} ${row.consequent}`).sort()).toEqual(
    [...expected.keys()].sort(),
  );
  for (const row of rows) {
    const truth = expected.get(`${row.antecedent} ${row.consequent}`)!;
    for (const [name, value] of Object.entries(truth)) {
      if (typeof value === 'number') expect(row[name], `${name} of ${row.antecedent}`).toBeCloseTo(value, 9);
      else if (name === 'zhang') expect(row[name] ?? 0).toBeCloseTo(0, 9);
      else expect(row[name], name).toEqual(value);
    }
  }
}

describe('random shops, against sets', () => {
  const line = fc.record({
    customer: fc.constantFrom('a', 'b', 'c'),
    at: fc.constantFrom(
      '2020-01-01 08:00:00',
      '2020-01-01 09:00:00',
      '2020-01-02',
      '2020-01-03',
      '2020-02-29',
    ),
    product: fc.constantFrom('tea', 'cup', "jam's", '10', '9', null),
    amount: fc.constant(1),
  });

  test('rules, pairs and totals, by order and by customer', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        fc.constantFrom('order', 'customer'),
        fc.integer({ min: 2, max: 4 }),
        (lines, basket, minimum) => {
          loadLines(engine, lines);
          const results = run({ basket, minimum });
          const baskets = basketsOf(lines, basket);
          const expected = rulesOf(baskets, minimum);
          expectRules(results.rules!, expected);
          expect(results.overview![0]).toMatchObject({
            baskets: baskets.length,
            baskets_of_several: baskets.filter((one) => one.size > 1).length,
            baskets_left_out: 0,
            lines: lines.length,
          });
          const pairs = results.pairs!;
          expect(pairs).toHaveLength(expected.size / 2);
          pairs.forEach((pair, index) => {
            expect(String(pair.a) < String(pair.b)).toBe(true);
            const rule = expected.get(`${pair.a} ${pair.b}`)!;
            const back = expected.get(`${pair.b} ${pair.a}`)!;
            expect(pair.count).toBe(rule.count);
            expect(pair.confidence).toBeCloseTo(Number(rule.confidence), 9);
            expect(pair.confidence_back).toBeCloseTo(Number(back.confidence), 9);
            expect(pair.lift).toBeCloseTo(Number(rule.lift), 9);
            expect(pair.leverage).toBeCloseTo(Number(rule.leverage), 9);
            if (index > 0) expect(Number(pairs[index - 1]!.count)).toBeGreaterThanOrEqual(Number(pair.count));
          });
          const first = pairs[0];
          if (!first) return;
          const mark = markOf(String(first.a), String(first.b));
          const members = membersOfPair(mark, { basket });
          engine.execute(setVariables(members.variables));
          const customers = decodeTable(engine.connection.query(members.sql), undefined);
          const shared = customers.reduce((sum, row) => sum + Number(row.baskets), 0);
          expect(shared).toBe(first.count);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('a budget leaves out the largest baskets, whole and aloud', () => {
    const at = (n: number) => `2020-01-0${n}`;
    const lines = ['tea', 'cup', 'jam', 'pot'].flatMap((product, index) => [
      { customer: 'big', at: at(1), product, amount: 1 },
      ...(index < 2
        ? [1, 2, 3].map((n) => ({ customer: 'small', at: at(n), product, amount: 1 }))
        : [{ customer: `one${index}`, at: at(4), product, amount: 1 }]),
    ]);
    loadLines(engine, lines);
    const asked = (most: number) =>
      engine.run(
        {
          ...basketAffinity,
          variables: (p, c) => ({ ...basketAffinity.variables(p, c), p_most_pairs: most }),
        },
        { minimum: 2 },
      ).results;
    expect(asked(MOST_PAIRS).overview![0]).toMatchObject({ baskets: 6, baskets_left_out: 0 });
    expect(asked(MOST_PAIRS).pairs![0]).toMatchObject({ a: 'cup', b: 'tea', count: 4, support: 4 / 6 });
    expect(asked(3).overview![0]).toMatchObject({ baskets: 6, baskets_left_out: 1, largest_counted: 2 });
    expect(asked(3).pairs![0]).toMatchObject({ a: 'cup', b: 'tea', count: 3, a_count: 3, support: 3 / 5 });
  });
});

describe('published numbers', () => {
  test('mlxtend’s five baskets', () => {
    const baskets = [
      ['Milk', 'Onion', 'Nutmeg', 'Kidney Beans', 'Eggs', 'Yogurt'],
      ['Dill', 'Onion', 'Nutmeg', 'Kidney Beans', 'Eggs', 'Yogurt'],
      ['Milk', 'Apple', 'Kidney Beans', 'Eggs'],
      ['Milk', 'Unicorn', 'Corn', 'Kidney Beans', 'Yogurt'],
      ['Corn', 'Onion', 'Onion', 'Kidney Beans', 'Ice cream', 'Eggs'],
    ];
    loadLines(
      engine,
      baskets.flatMap((basket, index) =>
        basket.map((product) => ({ customer: `c${index}`, at: '2020-01-01', product, amount: 1 })),
      ),
    );
    const { rules } = run({ minimum: 2 });
    const rule = (from: string, to: string) =>
      rules!.find((row) => row.antecedent === from && row.consequent === to)!;
    expect(rule('Eggs', 'Kidney Beans')).toMatchObject({ support: 0.8, antecedent_support: 0.8, zhang: 0 });
    expect(rule('Eggs', 'Kidney Beans').consequent_support).toBe(1);
    const onion = rule('Onion', 'Eggs');
    expect(onion).toMatchObject({ support: 0.6, confidence: 1, conviction: null });
    expect(onion.lift).toBeCloseTo(1.25, 12);
    expect(onion.leverage).toBeCloseTo(0.12, 12);
    expect(onion.zhang).toBeCloseTo(0.5, 12);
    const eggs = rule('Eggs', 'Onion');
    expect(eggs.confidence).toBeCloseTo(0.75, 12);
    expect(eggs.conviction).toBeCloseTo(1.6, 12);
    expect(eggs.zhang).toBeCloseTo(1, 12);
  });

  interface Truth {
    affinity_clean: Record<'n_baskets' | 'n_items_ge_1pct' | 'n_pairs_ge_1pct', number> &
      Record<'top25_by_count' | 'top15_by_lift_support>=1%', TruthPair[]>;
  }
  type TruthPair = Record<'a' | 'b', string> &
    Record<'n_ab' | 'n_a' | 'n_b' | 'support' | 'conf_a_b' | 'conf_b_a' | 'lift', number>;

  test.skipIf(!hasOrderFiles)('Online Retail, pairs with a support of 1%', () => {
    const truth = truthOf<Truth>('online_retail').affinity_clean;
    retailLines(engine);
    const steps = basketAffinity.steps.filter((step) => step.name !== 'rules');
    const asked = { minimum: Math.ceil(truth.n_baskets / 100) };
    const { pairs, overview } = engine.run({ ...basketAffinity, steps }, asked).results;
    expect(overview![0]).toMatchObject({
      baskets: truth.n_baskets,
      frequent_products: truth.n_items_ge_1pct,
      baskets_left_out: 0,
    });
    expect(pairs).toHaveLength(truth.n_pairs_ge_1pct);
    const agree = (rows: readonly PairRow[], expected: readonly TruthPair[]) => {
      for (const pair of expected) {
        const row = rows.find((one) => one.a === pair.a && one.b === pair.b)!;
        expect(row).toMatchObject({ count: pair.n_ab, a_count: pair.n_a, b_count: pair.n_b });
        expect(row.lift).toBeCloseTo(pair.lift, 9);
        expect(row.support).toBeCloseTo(pair.support, 12);
        expect(row.confidence).toBeCloseTo(pair.conf_a_b, 12);
        expect(row.confidence_back).toBeCloseTo(pair.conf_b_a, 12);
      }
      expect(rows.slice(0, expected.length).map((row) => [row.a, row.b].join())).toEqual(
        expected.map((pair) => [pair.a, pair.b].join()),
      );
    };
    const rows = pairs as unknown as PairRow[];
    const byLift = ranked(rows, 'lift').map(({ pair }) => pair);
    agree(byLift, truth['top15_by_lift_support>=1%']);
    agree(
      rows.slice(0, 25).sort((x, y) => y.count - x.count || (x.a < y.a ? -1 : 1)),
      truth.top25_by_count,
    );
  });
  if (!hasOrderFiles) console.warn('Online Retail is not beside the repository: its pairs are not checked.');
});

describe('what it says and draws', () => {
  const said = (params: ParamValues = {}) => {
    const ran = engine.run(basketAffinity, params);
    return basketAffinity.headline(ran.results, ran.params, ran.context);
  };
  const line = (customer: string, day: number, product: string | null): LineFixture => ({
    ...{ customer, product, amount: 1 },
    at: `2020-01-${String(day).padStart(2, '0')}`,
  });

  test('the next step where there is no pair', () => {
    engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 1 }]);
    expect(said()).toContain('map its product column');
    loadLines(engine, [line('a', 1, 'tea'), line('b', 1, 'tea')]);
    expect(said()).toContain('one and the same product');
    loadLines(engine, [line('a', 1, 'tea'), line('a', 2, 'cup')]);
    expect(said()).toContain('read by customer');
    expect(said({ basket: 'customer' })).toContain('lower the minimum');
    loadLines(engine, [line('a', 1, 'tea'), line('b', 2, 'cup')]);
    expect(said({ basket: 'customer' })).toContain('second product');
  });

  test('the more telling direction', () => {
    loadLines(
      engine,
      Array.from({ length: 30 }, (_, n) => [
        line(`c${n}`, 1, 'tea'),
        ...(n < 21 ? [line(`c${n}`, 1, n < 20 ? 'cup' : 'jam')] : []),
        line(`d${n}`, 2, 'pot'),
      ]).flat(),
    );
    expect(said()).toBe(
      '**100.0%** of orders with cup also hold tea, against 50.0% of all orders: **2.0 times** as often as by chance.',
    );
  });

  test('every product once, every pair from the upper to the lower, groups in one piece', () => {
    const code = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(code, code), { selector: (pair) => pair.join() }), (tuples) => {
        const rows = tuples
          .filter(([a, b]) => a < b)
          .map(([a, b]) => ({ a, b, a_name: null, b_name: null, count: 2, a_count: 3, b_count: 4 }));
        const pairs = rows.map((row): PairRow => ({
          ...row,
          support: 1,
          confidence: 1,
          confidence_back: 1,
          lift: 1,
          leverage: 0,
        }));
        const network = networkOf(ranked(pairs, 'lift'), () => '');
        const codes = network.nodes.map((node) => node.code);
        expect([...codes].sort()).toEqual([...new Set(pairs.flatMap((pair) => [pair.a, pair.b]))].sort());
        for (const { from, to } of network.links) expect(from).toBeLessThan(to);
        // A product either begins a group or is tied to one above it; as many begin one as there are groups.
        const group = new Map(codes.map((one) => [one, one]));
        const rootOf = (one: string): string => (group.get(one) === one ? one : rootOf(group.get(one)!));
        for (const pair of pairs) group.set(rootOf(pair.a), rootOf(pair.b));
        const begun = codes.filter((_, place) => !network.links.some((link) => link.to === place));
        expect(begun).toHaveLength(new Set(codes.map(rootOf)).size);
      }),
    );
  });
});
