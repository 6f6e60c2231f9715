import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import migration from '../../src/analyses/rfm-migration';
import { flowHeight, layoutFlow } from '../../src/analyses/rfm-migration/flow';
import { gridOf, totalText } from '../../src/analyses/rfm-migration/grid';
import { markOf, membersOfMark } from '../../src/analyses/rfm-migration/marks';
import { membersShape, movesOf, totalsOf, type Move } from '../../src/analyses/rfm-migration/results';
import { monthsBefore, spanOf } from '../../src/analyses/rfm-migration/settings';
import rfmSegments from '../../src/analyses/rfm-segments';
import { SCHEMES, type Scheme } from '../../src/analyses/rfm-segments/schemes';
import type { Narrowing, ParamValues, Row, RunContext } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { oracle, quantileType7 } from '../unit/rfm/oracle';
import { TestEngine, type OrderFixture } from './engine';
import { cdnowMaster, hasOrderFiles } from './order-files';
import { isoOf, shops } from './purchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

/** Customers and revenue by segment at one end; those who are not customers there left out. */
function sums(moves: readonly Move[], end: 'from' | 'to'): Map<string, [number, number]> {
  const found = new Map<string, [number, number]>();
  for (const move of moves) {
    const name = move[end];
    if (name === null) continue;
    const [customers, revenue] = found.get(name) ?? [0, 0];
    found.set(name, [
      customers + move.customers,
      Math.round((revenue + (end === 'from' ? move.revenueBefore : move.revenueAfter)) * 1e4) / 1e4,
    ]);
  }
  return found;
}

const segmentSums = (rows: Row[] | undefined): Map<string, [number, number]> =>
  new Map(
    (rows ?? [])
      .filter((row) => Number(row.customers) > 0)
      .map((row) => [
        String(row.segment),
        [Number(row.customers), Math.round(Number(row.revenue) * 1e4) / 1e4],
      ]),
  );

const sorted = <Value>(map: Map<string, Value>): [string, Value][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

function membersOf(from: string | null, to: string | null, params: ParamValues, context: RunContext): Row[] {
  const { sql, variables } = membersOfMark(markOf(from, to), params, context);
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), membersShape);
}

if (!hasOrderFiles) console.warn('Skipped: RFM migration on CDNOW, its data folder is absent');

test.skipIf(!hasOrderFiles)(
  'CDNOW: rows and columns are the segments of each date, cells their customers',
  () => {
    engine.loadOrders(cdnowMaster());
    const asOf = '1998-06-30';
    const { results, params, context } = engine.run(migration, { scale: 'each' }, asOf);
    const moves = movesOf(results);
    const span = spanOf(params, context);
    expect(span.before).toBe('1998-03-30');
    const later = engine.run(rfmSegments, {}, asOf).results.segments;
    const earlier = engine.run(rfmSegments, {}, span.before).results.segments;
    expect(sorted(sums(moves, 'to'))).toEqual(sorted(segmentSums(later)));
    expect(sorted(sums(moves, 'from'))).toEqual(sorted(segmentSums(earlier)));
    expect(totalsOf(moves)).toMatchObject({ earlier: 23_570, later: 23_570, new: 0, gone: 0 });
    // By one yardstick the columns stay as they are, and a customer without an order since has moved by silence alone.
    const fixed = engine.run(migration, {}, asOf);
    expect(sorted(sums(movesOf(fixed.results), 'to'))).toEqual(sorted(segmentSums(later)));
    for (const row of fixed.results.customers ?? []) {
      expect(Number(row.f_after)).toBeGreaterThanOrEqual(Number(row.f_before));
      expect(Number(row.m_after)).toBeGreaterThanOrEqual(Number(row.m_before));
    }
    const move = movesOf(fixed.results).find((one) => one.kind === 'moved')!;
    const members = membersOf(move.from, move.to, fixed.params, fixed.context);
    expect(members).toHaveLength(move.customers);
    expect(members.reduce((sum, row) => sum + Number(row.revenue_after), 0)).toBeCloseTo(
      move.revenueAfter,
      4,
    );
    expect(membersOf(null, null, fixed.params, fixed.context)).toEqual([]);
  },
);

describe('generated shops', () => {
  const question = fc.constantFrom(...SCHEMES).chain((scheme) =>
    fc.record({
      scheme: fc.constant(scheme),
      cut: fc.constantFrom(...scheme.cuts.filter((cut) => cut !== 'fixed')),
      orders: fc.constantFrom('each', 'days'),
      scale: fc.constantFrom('later', 'earlier', 'each'),
      history: fc.constantFrom('all', 'all', '6'),
      months: fc.integer({ min: 1, max: 5 }),
    }),
  );

  test('sums are those of the RFM segments at each date, whatever the scheme, scale, history and filter', () => {
    fc.assert(
      fc.property(shops(), question, (shop, { scheme, ...asked }) => {
        engine.loadOrders(shop.orders, shop.refunds);
        const asOf = isoOf(shop.asOf);
        const run = engine.run(migration, { ...asked, scheme: scheme.id }, asOf, shop.narrowed);
        const moves = movesOf(run.results);
        const span = spanOf(run.params, run.context);
        const at = (day: string, from: string | null) =>
          engine.run(rfmSegments, run.params, day, since(shop.narrowed, from)).results.segments;
        if (asked.scale !== 'earlier')
          expect(sorted(sums(moves, 'to'))).toEqual(sorted(segmentSums(at(asOf, span.afterFrom))));
        if (asked.scale !== 'later')
          expect(sorted(sums(moves, 'from'))).toEqual(sorted(segmentSums(at(span.before, span.beforeFrom))));
        const { earlier, later, stayed, moved, new: fresh, gone } = totalsOf(moves);
        expect([stayed + moved + gone, stayed + moved + fresh]).toEqual([earlier, later]);
        if (asked.history === 'all') expect(gone).toBe(0);
        for (const row of ['stayed', 'moved', 'new', 'gone']) {
          const move = moves.find((one) => one.kind === row);
          if (move)
            expect(membersOf(move.from, move.to, run.params, rerun(asked, scheme))).toHaveLength(
              move.customers,
            );
        }
        function rerun(params: ParamValues, { id }: Scheme): RunContext {
          return engine.run(migration, { ...params, scheme: id }, asOf, shop.narrowed).context;
        }
      }),
      { numRuns: 8 },
    );
  });

  test('one yardstick: both dates by the cut points of the later, as plain arrays have it', () => {
    fc.assert(
      fc.property(
        shops(),
        fc.constantFrom(...SCHEMES),
        fc.integer({ min: 1, max: 5 }),
        (shop, scheme, months) => {
          engine.loadOrders(shop.orders);
          const asOf = isoOf(shop.asOf);
          const run = engine.run(migration, { scheme: scheme.id, months }, asOf);
          const cut = cutsOf(shop.orders, asOf, scheme);
          const at = (day: string) =>
            new Map(
              oracle(shop.orders, { asOf: day, rules: scheme.rules, cut }).map((one) => [
                one.customer_key,
                one.segment,
              ]),
            );
          const [earlier, later] = [at(spanOf(run.params, run.context).before), at(asOf)];
          for (const row of run.results.customers ?? []) {
            expect(row.from_segment).toBe(earlier.get(String(row.customer_key)) ?? null);
            expect(row.to_segment).toBe(later.get(String(row.customer_key)) ?? null);
          }
          expect(run.results.customers).toHaveLength(later.size);
        },
      ),
      { numRuns: 8 },
    );
  });
});

/** The filter with a first day, the later of the two. */
function since(narrowed: Narrowing | undefined, from: string | null): Narrowing | undefined {
  if (from === null) return narrowed;
  const days = [from, narrowed?.from ?? from].sort();
  return { to: null, dimensions: {}, segment: null, ...narrowed, from: days[1] ?? from };
}

/** Cut points of a population as fixed ones that part it the same way: values here are whole. */
function cutsOf(orders: readonly OrderFixture[], asOf: string, scheme: Scheme) {
  const everyone = oracle(orders, { asOf, rules: scheme.rules, cut: 'mean' });
  const quintiles = scheme.cuts[0] === 'quantile';
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const points = (values: number[], step: number): number[] => {
    const cuts = quintiles
      ? [0.2, 0.4, 0.6, 0.8].map((p) => quantileType7(values, p) + (scheme.rCutPoints ? 1 : 0))
      : [mean(values)];
    return values.length === 0 ? [] : cuts.map((cut) => cut + step);
  };
  const above = scheme.rCutPoints ? 0 : 1e-6;
  const recent = scheme.rCutPoints ? -1e-6 : 0;
  return {
    r: points(
      everyone.map((one) => one.recency_days),
      recent,
    ),
    f: points(
      everyone.map((one) => one.frequency),
      above,
    ),
    m: points(
      everyone.map((one) => one.monetary),
      above,
    ),
  };
}

describe('edges', () => {
  test.each([
    ['2024-05-31', 3, '2024-02-29'],
    ['2023-03-31', 1, '2023-02-28'],
    ['2024-01-15', 12, '2023-01-15'],
    ['2024-01-15', 1, '2023-12-15'],
  ])('%s, %d months before: %s', (day, months, before) => expect(monthsBefore(day, months)).toBe(before));

  const orders = [
    { customer: 'old', at: '2020-01-10', amount: 50 },
    { customer: 'old', at: '2020-02-10', amount: 50 },
    { customer: 'both', at: '2020-02-20', amount: 10 },
    { customer: 'both', at: '2021-01-20', amount: 20 },
    { customer: 'fresh', at: '2021-01-25', amount: 30 },
  ];

  test('who has no order left in the months looked at is gone, who has none yet is new', () => {
    engine.loadOrders(orders);
    const asked = { history: '6', day: '2020-03-31' };
    const { results, params, context } = engine.run(migration, asked, '2021-01-31');
    const kinds = Object.fromEntries(movesOf(results).map(({ kind, customers }) => [kind, customers]));
    expect(kinds).toMatchObject({ new: 1, gone: 1 });
    expect(results.customers?.find((row) => row.customer_key === 'both')).toMatchObject({
      frequency_before: 1,
      frequency_after: 1,
      revenue_before: 10,
      revenue_after: 20,
    });
    expect(migration.headline(results, params, context)).toMatch(
      /^\*\*\d+%\*\* of the 2 customers of 31\u00a0Mar/,
    );
    const grid = gridOf(movesOf(results), params);
    expect([grid.from.at(-1)?.id, grid.to.at(-1)?.id]).toEqual([null, null]);
    expect(totalText(grid.cells, 'customers', false)).toBe('3');
  });

  test('a day that is not earlier, and one before the data, are said and nothing is made up', () => {
    engine.loadOrders(orders);
    const late = engine.run(migration, { day: '2021-02-01' }, '2021-01-31');
    expect(spanOf(late.params, late.context).before).toBe('2020-10-31');
    expect(notesOf(late)).toMatch(/not before 31\u00a0Jan\u00a02021, so 31\u00a0Oct\u00a02020/);
    const early = engine.run(migration, { months: 60 }, '2021-01-31');
    expect(totalsOf(movesOf(early.results))).toMatchObject({ earlier: 0, later: 3, new: 3 });
    expect(migration.headline(early.results, early.params, early.context)).toMatch(
      /^No one had ordered by 31/,
    );
    expect(notesOf(early)).toMatch(/begin on 10\u00a0Jan\u00a02020/);
    const idle = engine.run(migration, {}, '2025-01-31');
    expect(notesOf(idle)).toMatch(/nothing has passed but time/);
  });

  const notesOf = ({ results, params, context }: ReturnType<TestEngine['run']>): string =>
    migration
      .notes(results, params, context)
      .map((note) => note.text)
      .join('\n');

  test('the flow fits from 320 to 1100 pixels, and its labels keep apart', () => {
    engine.loadOrders(
      Array.from({ length: 60 }, (_, index) => ({
        customer: `c${index % 23}`,
        at: isoOf(18_262 + index * 7),
        amount: 1 + ((index * 37) % 90),
      })),
    );
    const { results, params } = engine.run(migration, { scheme: 'eleven', history: '6' });
    const grid = gridOf(movesOf(results), params);
    for (const width of [320, 640, 1100]) {
      const height = flowHeight(grid, width);
      const { left, right, ribbons } = layoutFlow(grid, width, height, 80);
      expect(ribbons.length).toBe(grid.cells.length);
      for (const nodes of [left, right]) {
        nodes.forEach((node, index) => {
          expect(node.y + node.height).toBeLessThanOrEqual(height + 1e-6);
          expect(node.labelY).toBeGreaterThanOrEqual(7);
          if (index > 0) expect(node.labelY - nodes[index - 1]!.labelY).toBeGreaterThanOrEqual(15 - 1e-6);
        });
        expect(nodes.reduce((sum, node) => sum + node.value, 0)).toBe(
          movesOf(results).reduce((sum, move) => sum + move.customers, 0),
        );
      }
    }
  });
});
