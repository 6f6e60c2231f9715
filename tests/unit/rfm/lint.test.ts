import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blocksOf,
  cellKey,
  cellsOf,
  lintRules,
  type CountedCell,
} from '../../../src/analyses/rfm-segments/lint';
import { SCHEMES, schemeOf, type SegmentRule } from '../../../src/analyses/rfm-segments/schemes';
import { segmentOf } from './oracle';

const range = (levels: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: levels }), fc.integer({ min: 1, max: levels }))
    .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
/** Named by its place, so that the first match can be told from its name. */
const table = (levels: number) =>
  fc
    .array(fc.record({ r: range(levels), f: range(levels), m: range(levels) }), {
      minLength: 1,
      maxLength: 7,
    })
    .map((rows): SegmentRule[] => rows.map((row, index) => ({ segment: String(index), ...row })));

/** Every combination, spelt out. */
function everyCell(levels: number): CountedCell[] {
  const cells: CountedCell[] = [];
  for (let at = 0; at < levels ** 3; at += 1) {
    const r = 1 + (at % levels);
    const f = 1 + (Math.floor(at / levels) % levels);
    cells.push({ r, f, m: 1 + Math.floor(at / levels ** 2), customers: at % 4 });
  }
  return cells;
}

describe('the check of a segment table', () => {
  test('finds what trying every combination finds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(2, 5).chain((levels) => fc.tuple(fc.constant(levels), table(levels))),
        ([levels, rules]) => {
          const cells = everyCell(levels);
          const report = lintRules(rules, levels, cells);
          const winners = cells.map((cell) => segmentOf(cell, rules));
          const gaps = cells.filter((_, at) => winners[at] === 'Others');
          expect(new Set(report.gaps.map(cellKey))).toEqual(new Set(gaps.map(cellKey)));
          expect(report.gapCustomers).toBe(gaps.reduce((sum, cell) => sum + cell.customers, 0));
          for (const [index, rule] of rules.entries()) {
            const alone = cells.filter((cell) => segmentOf(cell, [rule]) !== 'Others');
            const wins = winners.includes(rule.segment);
            expect(report.unreachable.includes(index)).toBe(alone.length > 0 && !wins);
            expect(report.empty.includes(index)).toBe(alone.length === 0);
            for (const [before, other] of rules.slice(0, index).entries()) {
              // The earlier row wins the cell, and the later one would have fitted.
              const shared = alone.filter((cell) => segmentOf(cell, rules) === other.segment);
              const found = report.overlaps.find((one) => one.winner === before && one.loser === index);
              expect(found?.cells ?? 0).toBe(shared.length);
              expect(found?.customers ?? 0).toBe(shared.reduce((sum, cell) => sum + cell.customers, 0));
            }
          }
        },
      ),
    );
  });

  test('a gap is told in blocks that hold each of its combinations once', () => {
    fc.assert(
      fc.property(table(5), (rules) => {
        const { gaps } = lintRules(rules, 5, everyCell(5));
        const blocks = blocksOf(gaps);
        const cells = blocks.flatMap(cellsOf).map(cellKey);
        expect(cells.length).toBe(gaps.length);
        expect(new Set(cells)).toEqual(new Set(gaps.map(cellKey)));
        const customers = (list: { customers: number }[]) =>
          list.reduce((sum, one) => sum + one.customers, 0);
        expect(customers(blocks)).toBe(customers(gaps));
      }),
    );
  });

  test('R rfm 0.3 leaves ten combinations out; the schemes of ours and the Chinese ones none', () => {
    const gaps = Object.fromEntries(
      SCHEMES.map((scheme) => [scheme.id, lintRules(scheme.rules, scheme.levels).gaps.length]),
    );
    expect(gaps).toMatchObject({ 'r-rfm': 10, eleven: 0, 'zh-eight': 0, 'zh-four': 0 });
    expect(gaps['r-rfm-0.2']).toBeGreaterThan(10);
  });

  test('every row names a segment, and only R rfm 0.2 has rows that can never be reached', () => {
    for (const scheme of SCHEMES) {
      const report = lintRules(scheme.rules, scheme.levels);
      expect(report.empty).toEqual([]);
      const dead = report.unreachable.map((row) => scheme.rules[row]?.segment);
      // As in the published counts: no customer is in any of the three.
      expect(dead).toEqual(
        scheme.id === 'r-rfm-0.2' ? ['New Customers', 'Promising', "Can't Lose Them"] : [],
      );
      const names = scheme.segments.map((segment) => segment.name);
      expect(scheme.rules.every((rule) => names.includes(rule.segment))).toBe(true);
      expect(new Set(scheme.segments.map((segment) => segment.id)).size).toBe(scheme.segments.length);
    }
  });

  test('the eleven and the eight do not overlap', () => {
    for (const id of ['eleven', 'zh-eight']) {
      const scheme = schemeOf(id);
      expect(lintRules(scheme.rules, scheme.levels).overlaps).toEqual([]);
    }
  });
});
