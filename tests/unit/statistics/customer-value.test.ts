import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Row } from '../../../src/analyses/define';
import { historiesOf } from '../../../src/statistics/btyd/rows';
import { MODELS } from '../../../src/statistics/btyd/model';
import { discountedOrders, fewHorizons, WEEKS_A_MONTH } from '../../../src/statistics/customer-value';
import { expectedSpend } from '../../../src/statistics/gamma-gamma';
import { kernelRows } from '../../../src/statistics/kernels';

const FILE = '../shared/data/cdnow/cdnow_customers_summary_with_transactions.csv';
const present = existsSync(FILE);
if (!present) console.warn(`${FILE} is absent: the published customer values are not checked`);

/** x, t_x, T in days, and mean spend, of the rounded file. */
function summary(): Row[] {
  const lines = readFileSync(FILE, 'utf8').trim().split(/\r?\n/).slice(1);
  return lines.map((line) => {
    const [, x, tx, T, mean] = line.split(',').map(Number);
    return { x: x!, t_x: tx! * 7, t_days: T! * 7, mean_spend: mean!, customers: 1 };
  });
}

test.skipIf(!present)(
  'CDNOW over 12 months at 1%: months of 4.345 weeks, and the trap of weeks taken for days',
  () => {
    const rows = summary();
    const estimates = kernelRows('btyd-fit', rows, { model: 1 });
    const parameters = estimates.map(({ value }) => Number(value));
    const [spend] = kernelRows(
      'spend-fit',
      rows.filter(({ x }) => Number(x) > 0),
    );
    expect(spend).toMatchObject({ status: 'fitted', customers: 946, excluded_customers: 0 });
    expect(spend!.correlation).toBeCloseTo(0.1139, 3);
    const model = [spend!.p, spend!.q, spend!.gamma].map(Number);
    const { x, tx, T } = historiesOf(rows);
    const value = (id: number, weeksAMonth: number) => {
      const history = { x: x[id - 1]!, tx: tx[id - 1]!, T: T[id - 1]! };
      const orders = discountedOrders(MODELS['bg-nbd'], parameters, history, {
        months: 12,
        rate: 0.01,
        weeksAMonth,
      });
      return orders * expectedSpend(model, history.x, Number(rows[id - 1]!.mean_spend))!;
    };
    const right: [number, number][] = [
      [1, 36.2785],
      [2, 4.6375],
      [3, 8.3441],
      [6, 283.5236],
    ];
    for (const [id, digits] of right) expect(Math.abs(value(id, 4.345) / digits - 1)).toBeLessThan(1e-4);
    // lifetimes' quickstart: 30 model periods a month, where the periods are weeks.
    const trap: [number, number][] = [
      [1, 140.096211],
      [2, 18.943467],
      [3, 38.180574],
      [6, 1003.868107],
    ];
    for (const [id, digits] of trap) {
      expect(Math.abs(value(id, 30) / digits - 1)).toBeLessThan(2e-4);
      expect(value(id, WEEKS_A_MONTH)).toBeLessThan(0.4 * digits);
    }
    expect(WEEKS_A_MONTH).toBeCloseTo(4.345, 3);
  },
);

test('without a discount the sum is what is expected at the end; with one it lies between that and its end value', () => {
  const parameters = [0.243, 4.414, 0.793, 2.426];
  const history = { x: 3, tx: 20, T: 30 };
  const all = MODELS['bg-nbd'].expectedOrders(parameters, history, 24 * WEEKS_A_MONTH);
  const at = (rate: number) => discountedOrders(MODELS['bg-nbd'], parameters, history, { months: 24, rate });
  expect(at(0)).toBeCloseTo(all, 10);
  expect(at(0.02)).toBeLessThan(all);
  expect(at(0.02)).toBeGreaterThan(all / 1.02 ** 24);
});

test('few horizons come within a thousandth of every month, for new, old, busy and lost customers', () => {
  for (const model of [MODELS['mbg-nbd'], MODELS['pareto-nbd']])
    for (const parameters of [
      [0.525, 6.183, 0.891, 1.614],
      [0.55, 10.58, 0.61, 11.67],
    ])
      for (const history of [
        { x: 0, tx: 0, T: 0 },
        { x: 0, tx: 0, T: 50 },
        { x: 6, tx: 30, T: 31 },
        { x: 20, tx: 20, T: 90 },
      ])
        for (const months of [1, 6, 12, 36]) {
          const horizon = { months, rate: 0.015 };
          const { weeks, weights } = fewHorizons(horizon);
          expect(weeks.length).toBeLessThanOrEqual(5);
          const few = weeks.reduce(
            (sum, by, k) => sum + weights[k]! * model.expectedOrders(parameters, history, by),
            0,
          );
          expect(Math.abs(few / discountedOrders(model, parameters, history, horizon) - 1)).toBeLessThan(
            1e-3,
          );
        }
});

test('spends without a model are owned up to, and nothing is lost', () => {
  const spends = (means: number[]): Row[] =>
    means.map((mean_spend, i) => ({ x: 1 + i, mean_spend, customers: 2 }));
  expect(kernelRows('spend-fit', spends([0, -4]))[0]).toMatchObject({
    status: 'none',
    population_mean: null,
    customers: 0,
    excluded_customers: 4,
  });
  expect(kernelRows('spend-shrinkage', [], {}, [kernelRows('spend-fit', [])])).toEqual([]);
  const alike = spends([25, 25, 25, 0]);
  const fit = kernelRows('spend-fit', alike);
  expect(fit[0]).toMatchObject({ status: 'alike', p: null, customers: 6, excluded_customers: 2 });
  expect(fit[0]!.population_mean).toBeCloseTo(25, 10);
  for (const row of kernelRows('spend-shrinkage', alike, {}, [fit]))
    expect(row.expected_spend).toBeCloseTo(25, 10);
});
