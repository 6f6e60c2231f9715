import { afterEach, describe, expect, test } from 'vitest';
import cohortRetention from '../../../src/analyses/cohort-retention';
import { breaksFor, classOf, roundBreaks } from '../../../src/analyses/cohort-retention/colour-steps';
import { cohortLayout } from '../../../src/analyses/cohort-retention/layout';
import { doubtfulCohort } from '../../../src/analyses/cohort-retention/left-edge';
import { measureOf } from '../../../src/analyses/cohort-retention/measure';
import { cohortFigure, MOST_ROWS } from '../../../src/analyses/cohort-retention/model';
import { periodAfter } from '../../../src/analyses/periods';
import type { CohortCell } from '../../../src/analyses/cohort-retention/results';
import { paramsWithDefaults } from '../../../src/analyses/params';
import type { Results, RunContext } from '../../../src/analyses/define';
import { overwriteGetLocale } from '../../../src/messages/speak';

afterEach(() => overwriteGetLocale(() => 'en'));

/** A shop of equal months: 100 customers each, the first of `first`; a fifth of them orders in every later month. */
function shop(months: number, first = 100): Results {
  const cells: Record<string, unknown>[] = [];
  for (let index = 0; index < months; index += 1) {
    const size = index === 0 ? first : 100;
    for (let age = 0; age < months; age += 1) {
      const last = months - 1 - index;
      const state = age > last ? 'future' : age === last ? 'partial' : 'complete';
      const count = (value: number) => (state === 'future' ? null : value);
      cells.push({
        cohort: periodAfter('2020-01-01', 'month', index),
        age,
        size,
        state,
        customers: count(age === 0 ? size : size / 5),
        rate: count(age === 0 ? 1 : 0.2),
        orders: count(size),
        revenue: count(size * 30),
        cumulative_customers: count(age === 0 ? 0 : size / 5),
        cumulative_rate: count(age === 0 ? 0 : 0.2),
        cumulative_orders: count(size * (age + 1)),
        cumulative_revenue: count(size * 30 * (age + 1)),
      });
    }
  }
  const averages = Array.from({ length: months }, (_, age) => ({
    age,
    n: 100 * (months - 1 - age),
    n_without_first: 100 * Math.max(0, months - 2 - age),
    rate: age < months - 1 ? 0.2 : null,
    rate_without_first: age < months - 2 ? 0.2 : null,
  }));
  return { cells, averages } as Results;
}
const params = (given: Record<string, unknown> = {}) => paramsWithDefaults(cohortRetention, given);

describe('the figure in words', () => {
  test('ages from 1, the size in its column, the part of a month hatched', () => {
    const figure = cohortFigure(shop(4), params());
    expect(figure.columns).toEqual(['1', '2', '3']);
    expect(figure.rows.map((row) => row.sizeText)).toEqual(['100', '100', '100', '100']);
    expect(
      figure.cells.filter((cell) => cell.row === 0).map((cell) => [cell.text, cell.hatched, cell.step]),
    ).toEqual([
      ['20.0', false, 3],
      ['20.0', false, 3],
      ['20.0', true, null],
    ]);
    expect(figure.averages.map((row) => row.values)).toEqual([
      ['20.0', '20.0', '–'],
      ['200', '100', '–'],
    ]);
    expect(figure.hasFuture).toBe(true);
  });

  test('numbering from 1 changes headings only', () => {
    const [zero, one] = [
      cohortFigure(shop(4), params()),
      cohortFigure(shop(4), params({ firstColumn: '1' })),
    ];
    expect(one.columns).toEqual(['2', '3', '4']);
    expect(one.cells).toEqual(zero.cells);
  });

  test('orders and revenue begin with the period of the first order, uncoloured unless it is a running total', () => {
    const inPeriod = cohortFigure(shop(4), params({ measure: 'revenue' }));
    expect(inPeriod.columns).toEqual(['0', '1', '2', '3']);
    expect(inPeriod.cells[0]).toMatchObject({ text: '30.0', step: null });
    const total = cohortFigure(shop(4), params({ measure: 'revenue', mode: 'cumulative', per: 'cohort' }));
    expect(total.cells[1]).toMatchObject({ text: '6,000' });
    expect(total.cells[0]?.step).not.toBeNull();
  });

  test('a † and a second average only for a doubtful first cohort', () => {
    expect(cohortFigure(shop(5, 150), params()).averages).toHaveLength(2);
    const doubted = cohortFigure(shop(5, 151), params());
    expect(doubted.rows.map((row) => row.doubtful)).toEqual([true, false, false, false, false]);
    expect(doubted.averages[1]?.label).toBe('without Jan\u00a02020\u00a0†');
  });

  test('of many cohorts the latest are drawn, and a note says so', () => {
    const results = shop(MOST_ROWS + 4);
    const figure = cohortFigure(results, params());
    expect(figure.rows).toHaveLength(MOST_ROWS);
    expect(figure.columns).toHaveLength(MOST_ROWS - 1);
    const context: RunContext = {
      asOf: '2023-04-09',
      window: { firstDay: '2020-01-01', lastDay: '2023-04-09', observedThrough: '2023-04-09' },
    };
    expect(cohortRetention.notes(results, params(), context).map((note) => note.kind)).toEqual([
      'partial',
      'info',
    ]);
    overwriteGetLocale(() => 'zh-CN');
    expect(cohortRetention.notes(results, params(), context).map((note) => note.text)).toEqual([
      '2023年4月只有30天中的9天。斜线格尚未走完，不计入任何均值。',
      '图中为最近36批，共40批。表格列出全部，均值也计入全部。',
    ]);
    expect(cohortRetention.headline(results, params(), context)).toBe(
      '首次购买的客户中，**20.0%**在次月再次下单。',
    );
  });
});

describe('the layout', () => {
  test.each([320, 500, 836, 1072])('at %i pixels keys, labels and cells stay apart', (width) => {
    const figure = cohortFigure(shop(13, 900), params());
    const layout = cohortLayout(figure, width);
    expect(layout.grid.column).toBeGreaterThanOrEqual(34);
    expect(layout.grid.right).toBeCloseTo(layout.grid.left + 12 * layout.grid.column, 6);
    expect(layout.swatch.left).toBeGreaterThanOrEqual(0);
    expect(layout.swatch.left + 7 * layout.swatch.width).toBeLessThan(layout.partialKeyLeft);
    expect(layout.sizeRight).toBeLessThan(layout.grid.left);
    expect(layout.width).toBeGreaterThanOrEqual(layout.grid.right);
    expect(layout.bar === null).toBe(width < 900);
  });

  test('columns share the width where there is room and scroll where there is not', () => {
    const figure = cohortFigure(shop(13), params());
    expect(cohortLayout(figure, 1072).width).toBeCloseTo(1072, 6);
    expect(cohortLayout(figure, 400).width).toBeGreaterThan(400);
  });
});

describe('colours', () => {
  test('months have fixed breaks, a break belongs to the class above', () => {
    const breaks = breaksFor(measureOf(params()), 'month', []);
    expect([0, 0.1499, 0.15, 0.2, 0.399, 0.4, 1].map((share) => classOf(share, breaks))).toEqual([
      1, 1, 2, 3, 6, 7, 7,
    ]);
  });

  test('breaks from values are six round rising numbers, whatever the values', () => {
    expect(roundBreaks([0, 100, 200, 300, 400, 500, 600])).toEqual([100, 200, 300, 400, 500, 600]);
    for (const values of [[], [5], [5, 5, 5], [-3, 0.001], [0.1, 0.2, 0.3]]) {
      const breaks = roundBreaks(values);
      expect(breaks).toHaveLength(6);
      expect(breaks.every((limit, index) => index === 0 || limit > (breaks[index - 1] ?? limit))).toBe(true);
    }
  });
});

test('a first cohort is doubted by its size against the next three complete ones', () => {
  const cohort = (size: number, state = 'complete') => ({ size, state, age: 0 }) as CohortCell;
  expect(doubtfulCohort([])).toBeNull();
  expect(doubtfulCohort([cohort(900)])).toBeNull();
  expect(doubtfulCohort([cohort(900), cohort(10, 'partial')])).toBeNull();
  expect(doubtfulCohort([cohort(10, 'truncated')])?.size).toBe(10);
  expect(doubtfulCohort([cohort(885), cohort(417), cohort(380), cohort(452)])?.size).toBe(885);
  // The fourth successor does not count; of two the middle is their mean.
  expect(doubtfulCohort([cohort(150), cohort(100), cohort(100), cohort(100), cohort(1)])).toBeNull();
  expect(doubtfulCohort([cohort(151), cohort(50), cohort(150)])?.size).toBe(151);
});

test('every analysis text speaks both languages in every grain and measure', () => {
  const results = shop(6, 300);
  const context: RunContext = {
    asOf: '2020-06-09',
    window: { firstDay: '2020-01-01', lastDay: '2020-06-09', observedThrough: '2020-06-09' },
  };
  for (const locale of ['en', 'zh-CN'] as const) {
    overwriteGetLocale(() => locale);
    for (const grain of ['week', 'month', 'quarter']) {
      for (const measure of ['customers', 'orders', 'revenue']) {
        for (const mode of ['in-period', 'cumulative']) {
          const given = params({ grain, measure, mode });
          const figure = cohortFigure(results, given);
          const texts = [cohortRetention.headline(results, given, context), ...Object.values(figure.words)];
          // A message without a variant for its inputs says its own key.
          for (const text of texts) expect(text).not.toMatch(/cohort_|undefined|\{/);
        }
      }
    }
  }
});
