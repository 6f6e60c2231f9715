import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chiSquareTail } from '../../../src/statistics/chi-square';
import { concordance, cox, type CoxFit } from '../../../src/statistics/cox';
import { designOf, logistic, probabilities } from '../../../src/statistics/logistic';
import { logRankRows } from '../../../src/statistics/log-rank';
import { rocArea } from '../../../src/statistics/roc';

/** What R says: regression.R in the same folder made these files. */
const FOLDER = join(import.meta.dirname, '../../fixtures/r');
const table = (file: string): Record<string, string>[] => {
  const [head, ...lines] = readFileSync(join(FOLDER, file), 'utf8').trim().split('\n');
  const names = head!.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((field, index) => [names[index]!, field])),
  );
};
const numbers = (file: string): Record<string, number>[] =>
  table(file).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)])),
  );
const expected = table('expected.csv');
const said = (model: string, quantity: string): number => {
  const found = expected.find((row) => row['model'] === model && row['quantity'] === quantity);
  if (!found) throw new Error(`R says nothing about ${model} ${quantity}`);
  return Number(found['value']);
};
const series = (model: string, prefix: string): number[] =>
  expected
    .filter((row) => row['model'] === model && row['quantity']!.startsWith(prefix))
    .map((row) => Number(row['value']));
/** Relative to at least 1: R's own convergence is not tighter. */
function expectClose(actual: ArrayLike<number>, wanted: readonly number[], digits = 1e-8): void {
  expect(actual.length).toBe(wanted.length);
  wanted.forEach((value, place) =>
    expect(Math.abs(actual[place]! - value)).toBeLessThan(digits * Math.max(1, Math.abs(value))),
  );
}
const errorsOf = (covariance: Float64Array, size: number): number[] =>
  Array.from({ length: size }, (_, place) => Math.sqrt(covariance[place * size + place]!));

const cells = numbers('logistic.csv');
const dummies = (cell: Record<string, number>): number[] => [
  ...[1, 2].map((level) => Number(cell['channel'] === level)),
  ...[1, 2, 3].map((level) => Number(cell['basket'] === level)),
  cell['coupon']!,
];
const trials = cells.map((cell) => cell['customers']!);
const successes = cells.map((cell) => cell['returned']!);
const design = designOf(cells.map(dummies), trials, successes);

describe('against R', () => {
  test('logistic regression: coefficients, standard errors, likelihood', () => {
    const fit = logistic(design);
    expect(fit).toMatchObject({ converged: true, separated: false });
    expectClose(fit.coefficients, series('logistic', 'coefficient_'));
    expectClose(errorsOf(fit.covariance, 7), series('logistic', 'standard_error_'));
    expectClose([fit.logLikelihood], [said('logistic', 'log_likelihood')]);
  });

  test('with a ridge', () => {
    const fit = logistic(design, { ridge: 5 });
    expectClose(fit.coefficients, series('ridge', 'coefficient_'));
    expectClose(errorsOf(fit.covariance, 7), series('ridge', 'standard_error_'));
  });

  test('a column that follows from others is left out, and changes nothing', () => {
    const twice = designOf(
      cells.map((cell) => [...dummies(cell), 2 * cell['coupon']! + Number(cell['channel'] === 1)]),
      trials,
      successes,
    );
    for (const ridge of [0, 5]) {
      const fit = logistic(twice, { ridge });
      expect(fit.aliased.map(Number)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
      expectClose(fit.coefficients, [...series(ridge === 0 ? 'logistic' : 'ridge', 'coefficient_'), 0]);
    }
  });

  test('area under the ROC curve, with its standard error', () => {
    const score = probabilities(design, logistic(design).coefficients);
    const area = rocArea({ score, trials: design.trials, successes: design.successes });
    expectClose([area!.area, area!.standardError], [said('roc', 'area'), said('roc', 'standard_error')]);
    expect(area!.low).toBeLessThan(area!.area);
    expect(area!.high).toBeGreaterThan(area!.area);
  });

  const people = numbers('survival.csv');
  const expectCox = (fit: CoxFit, model: string, size: number): void => {
    expect(fit.converged).toBe(true);
    expectClose(fit.coefficients, series(model, 'coefficient_'));
    expectClose(errorsOf(fit.covariance, size), series(model, 'standard_error_'));
    expectClose(
      [fit.logLikelihoodNull, fit.logLikelihood],
      [said(model, 'log_likelihood_null'), said(model, 'log_likelihood')],
    );
  };
  test.each(['efron', 'breslow'] as const)('Cox regression, ties by %s, with and without weights', (ties) => {
    const waits = {
      times: people.map((one) => one['time']!),
      events: people.map((one) => one['event']!),
      values: people.flatMap((one) => [
        one['amount']!,
        one['coupon']!,
        Number(one['group'] === 1),
        Number(one['group'] === 2),
      ]),
      columns: 4,
    };
    expectCox(cox(waits, ties), `cox_${ties}`, 4);
    const weights = people.map((one) => one['weight']!);
    expectCox(cox({ ...waits, weights }, ties), `cox_weighted_${ties}`, 4);
  });

  test('Cox regression on Rossi’s prisoners, as R and as published', () => {
    const rossi = numbers('rossi.csv');
    const columns = ['fin', 'age', 'race', 'wexp', 'mar', 'paro', 'prio'];
    const times = rossi.map((one) => one['week']!);
    const events = rossi.map((one) => one['arrest']!);
    const fit = cox({
      times,
      events,
      values: rossi.flatMap((one) => columns.map((column) => one[column]!)),
      columns: 7,
    });
    expectCox(fit, 'rossi', 7);
    expect([...fit.coefficients].map((value) => value.toFixed(2))).toEqual([
      '-0.38',
      '-0.06',
      '0.31',
      '-0.15',
      '-0.43',
      '-0.08',
      '0.09',
    ]);
    expect(fit.logLikelihood.toFixed(2)).toBe('-658.75');
    const risks = rossi.map((one) =>
      columns.reduce((sum, column, place) => sum + fit.coefficients[place]! * one[column]!, 0),
    );
    expectClose([concordance(times, events, risks)!], [said('rossi', 'concordance')]);
    expect((2 * (fit.logLikelihood - fit.logLikelihoodNull)).toFixed(2)).toBe('33.27');
    expect((14 - 2 * fit.logLikelihood).toFixed(2)).toBe('1331.50');
  });

  test('log-rank of three groups', () => {
    const rows = [0, 1, 2].flatMap((group) => {
      const ours = people.filter((one) => one['group'] === group);
      const days = [...new Set(ours.map((one) => one['time']!))].sort((a, b) => a - b);
      return days.map((day) => ({
        group: `g${group}`,
        day,
        events: ours.filter((one) => one['time'] === day && one['event'] === 1).length,
        censored: ours.filter((one) => one['time'] === day && one['event'] === 0).length,
      }));
    });
    const found = logRankRows(rows);
    expect(found.map((row) => row['group'])).toEqual(['g0', 'g1', 'g2']);
    expectClose(
      found.map((row) => Number(row['observed'])),
      series('log_rank', 'observed_'),
    );
    expectClose(
      found.map((row) => Number(row['expected'])),
      series('log_rank', 'expected_'),
    );
    for (const row of found) {
      expect(row['degrees']).toBe(2);
      expectClose(
        [Number(row['chi_square']), Number(row['p'])],
        [said('log_rank', 'chi_square'), said('log_rank', 'p')],
      );
    }
  });

  test('tails of the chi-square distribution keep their digits', () => {
    for (const { model, quantity, value } of expected.filter((row) =>
      row['model']!.startsWith('chi_square_'),
    )) {
      const ours = chiSquareTail(Number(quantity), Number(model!.slice('chi_square_'.length)));
      expect(Math.abs(ours / Number(value) - 1), `${model} at ${quantity}`).toBeLessThan(1e-12);
    }
    expect(chiSquareTail(0, 3)).toBe(1);
    expect(chiSquareTail(Infinity, 3)).toBe(0);
    expect(() => chiSquareTail(-1, 1)).toThrow(RangeError);
    expect(() => chiSquareTail(1, 0)).toThrow(RangeError);
  });
});
