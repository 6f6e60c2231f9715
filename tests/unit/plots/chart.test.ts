import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/analyses/define';
import { chartOptions, told, tileStep } from '../../../src/plots/chart';
import {
  automaticChart,
  CHART_MARKS,
  chartData,
  OTHERS,
  type ChartColumn,
  type ChartData,
} from '../../../src/plots/chart-data';

const column = (name: string, type: ChartColumn['type']): ChartColumn => ({ name, type, label: name });
const COLUMNS = [
  column('day', 'date'),
  column('at', 'text'),
  column('channel', 'text'),
  column('n', 'integer'),
  column('amount', 'number'),
];
const row = (day: string | null, channel: string | null, n: number | null, amount: number | null): Row => ({
  day,
  at: day === null ? null : `${day} 10:30:00`,
  channel,
  n,
  amount,
});
const ROWS = [
  row('2011-01-01', 'web', 1, 10),
  row('2011-01-01', 'shop', 2, 5),
  row('2011-01-02', 'web', 3, 2.5),
  row('2011-01-02', 'web', 4, 2.5),
  row(null, 'web', 5, 100),
];
const byName = (data: ChartData) =>
  data.points.map(({ x, y, series }) => [x, y, data.series.length > 0 ? data.series[series] : undefined]);

describe('the automatic chart', () => {
  const of = (names: string[], rows: Row[] = ROWS) =>
    automaticChart(
      COLUMNS.filter(({ name }) => names.includes(name)),
      rows,
    );

  it('is a line over time, bars over names, dots of two numbers', () => {
    expect(of(['day', 'channel', 'amount'])).toEqual({
      mark: 'line',
      x: 'day',
      y: 'amount',
      colour: 'channel',
    });
    expect(of(['at', 'amount'])).toMatchObject({ mark: 'line', x: 'at', y: 'amount' });
    expect(of(['channel', 'amount'])).toMatchObject({ mark: 'bar', x: 'channel', y: 'amount' });
    expect(of(['n', 'amount'])).toMatchObject({ mark: 'line', x: 'n', y: 'amount' });
    expect(of(['n', 'amount'], [...ROWS].reverse())).toMatchObject({ mark: 'dot', x: 'n', y: 'amount' });
    expect(of(['amount'])).toMatchObject({ mark: 'bar', x: 'amount', y: null });
    expect(of(['channel'])).toMatchObject({ mark: 'bar', x: 'channel', y: null });
  });
});

describe('chart data', () => {
  it('adds up rows of one place and leaves blanks out, and says both', () => {
    const data = chartData({ mark: 'bar', x: 'day', y: 'amount', colour: 'channel' }, COLUMNS, ROWS);
    expect(byName(data)).toEqual([
      [Date.UTC(2011, 0, 1), 10, 'web'],
      [Date.UTC(2011, 0, 1), 5, 'shop'],
      [Date.UTC(2011, 0, 2), 5, 'web'],
    ]);
    expect(data.notes).toEqual([
      { kind: 'blank', rows: 1 },
      { kind: 'added', rows: 4, places: 3 },
    ]);
  });

  it('counts rows where nothing rises, and reads moments as moments', () => {
    const data = chartData({ mark: 'line', x: 'at', y: null, colour: null }, COLUMNS, ROWS);
    expect(byName(data)).toEqual([
      [Date.UTC(2011, 0, 1, 10, 30), 2, undefined],
      [Date.UTC(2011, 0, 2, 10, 30), 2, undefined],
    ]);
    expect(data.notes).toEqual([{ kind: 'blank', rows: 1 }]);
  });

  it('many names become the largest and all others, many dots every so many', () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      row('2011-01-01', `c${index % 100}`, index, (index % 100) + 1),
    );
    const bars = chartData({ mark: 'bar', x: 'channel', y: 'n', colour: 'channel' }, COLUMNS, many);
    expect(bars.x.categories).toHaveLength(40);
    expect(bars.x.categories.at(-1)).toBe(OTHERS);
    expect(bars.series).toHaveLength(6);
    expect(bars.series.at(-1)).toBe(null);
    expect(bars.notes).toContainEqual({ kind: 'folded', values: 61 });
    const dots = chartData({ mark: 'dot', x: 'n', y: 'amount', colour: null }, COLUMNS, many);
    expect(dots.points.length).toBe(4000);
    expect([dots.points[0]!.x, dots.points.at(-1)!.x]).toEqual([0, 19_999]);
    expect(dots.notes).toEqual([{ kind: 'sampled', shown: 4000, of: 20_000 }]);
  });

  it('whatever the rows, nothing is lost on the way and no more is drawn than can be told apart', () => {
    const cell = fc.option(fc.integer({ min: -50, max: 50 }), { nil: null });
    const rows = fc.array(
      fc
        .tuple(fc.option(fc.integer({ min: 1, max: 28 })), fc.option(fc.string({ maxLength: 2 })), cell, cell)
        .map(([day, name, n, amount]) =>
          row(day === null ? null : `2011-01-${String(day).padStart(2, '0')}`, name, n, amount),
        ),
      { maxLength: 80 },
    );
    const name = fc.constantFrom(null, ...COLUMNS.map(({ name }) => name));
    fc.assert(
      fc.property(rows, fc.constantFrom(...CHART_MARKS), name, name, name, (all, mark, x, y, colour) => {
        const data = chartData({ mark, x, y, colour }, COLUMNS, all);
        const isNumber = (of: string | null) => of === 'n' || of === 'amount';
        const used = mark === 'rect' || isNumber(y) ? y : null;
        const known = all.filter(
          (given) => (x === null || given[x] !== null) && (used === null || given[used] !== null),
        );
        const summed = mark === 'rect' ? (isNumber(colour) ? colour : null) : used;
        const total = known.reduce((sum, given) => sum + (summed === null ? 1 : Number(given[summed])), 0);
        expect(data.points.reduce((sum, { value }) => sum + value, 0)).toBe(total);
        expect(data.series.length).toBeLessThanOrEqual(6);
        expect(data.x.categories.length).toBeLessThanOrEqual(40);
        expect(data.points.every(({ series }) => series === 0 || series < data.series.length)).toBe(true);
        for (const point of data.points) {
          expect(
            point.x === '' || Number.isFinite(point.x) || data.x.categories.includes(String(point.x)),
          ).toBe(true);
          expect(told(data, point)).not.toContain('NaN');
        }
        expect(chartOptions(data, { x: 'x', y: 'y' }, 600).marks!.length).toBeGreaterThan(1);
      }),
      { numRuns: 150 },
    );
  });

  it('tiles go from the first class to the last', () => {
    expect([0, 1, 5, 9.9, 10].map((value) => tileStep(value, 0, 10))).toEqual([1, 1, 4, 7, 7]);
    expect(tileStep(3, 3, 3)).toBe(7);
    const data = chartData({ mark: 'rect', x: 'n', y: 'channel', colour: 'amount' }, COLUMNS, ROWS);
    expect(data.points.map(({ y, value }) => [y, value])).toContainEqual(['web', 100]);
    expect(data.points.every(({ x, x2 }) => x2! > Number(x))).toBe(true);
  });
});
