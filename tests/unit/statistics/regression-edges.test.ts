import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cholesky, choleskyInverse, choleskySolve, logDeterminant } from '../../../src/statistics/cholesky';
import { cox } from '../../../src/statistics/cox';
import { kaplanMeier, quantileOf, type SurvivalInput } from '../../../src/statistics/kaplan-meier';
import { designOf, logistic, probabilities } from '../../../src/statistics/logistic';
import { logRank } from '../../../src/statistics/log-rank';
import { calibration, rocArea } from '../../../src/statistics/roc';

/** Waltons: days, deaths and censored of 129 control flies and 34 with miR-137 (lifelines’ dataset, MIT). */
const waits = (rows: readonly (readonly [number, number, number?])[]): SurvivalInput[] =>
  rows.map(([day, events, censored = 0]) => ({ day, events, censored }));
const CONTROL = waits([
  ...([
    [7, 1, 1],
    [17, 1],
    [32, 1],
    [33, 1],
    [38, 2],
    [41, 7],
    [45, 9, 1],
    [48, 8],
    [51, 3],
    [53, 7],
  ] as const),
  ...([
    [54, 2],
    [56, 18],
    [58, 4],
    [60, 15, 1],
    [61, 9, 2],
    [63, 9],
    [66, 3],
    [68, 9, 1],
    [69, 12, 1],
  ] as const),
  [75, 1],
]);
const MIR_137 = waits([
  ...([
    [6, 1],
    [9, 3],
    [13, 3],
    [15, 2],
    [19, 3],
    [22, 4],
    [26, 5],
    [29, 5],
    [33, 2],
    [36, 2],
    [43, 1],
  ] as const),
  ...([
    [47, 1],
    [62, 2],
  ] as const),
]);

test('waltons: medians and the log-rank test as published', () => {
  expect(quantileOf(kaplanMeier(CONTROL), 0.5)).toBe(58);
  expect(quantileOf(kaplanMeier(MIR_137), 0.5)).toBe(26);
  const test = logRank([CONTROL, MIR_137]);
  expect(test.chi_square!.toFixed(3)).toBe('122.249');
  expect(test).toMatchObject({ degrees: 1, groups: [{ customers: 129 }, { customers: 34, observed: 34 }] });
  expect(test.p!).toBeLessThan(1e-27);
});

const group = fc
  .array(fc.record({ day: fc.nat(12), events: fc.nat(3), censored: fc.nat(3) }), { maxLength: 6 })
  .map((rows) => [...new Map(rows.map((row) => [row.day, row])).values()].sort((a, b) => a.day - b.day));

test('log-rank: everyone expected is someone observed, whatever the order of the groups', () => {
  fc.assert(
    fc.property(fc.array(group, { minLength: 1, maxLength: 4 }), (groups) => {
      const test = logRank(groups);
      const sum = (of: 'observed' | 'expected'): number => test.groups.reduce((all, one) => all + one[of], 0);
      expect(sum('expected')).toBeCloseTo(sum('observed'), 9);
      const back = logRank(groups.toReversed());
      expect(back.degrees).toBe(test.degrees);
      expect(test.degrees).toBeLessThan(groups.length);
      if (test.chi_square === null) expect(back.chi_square).toBeNull();
      else {
        expect(test.chi_square).toBeGreaterThan(-1e-9);
        expect(back.chi_square!).toBeCloseTo(test.chi_square, 7);
        expect(test.p! >= 0 && test.p! <= 1).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
  expect(logRank([])).toEqual({ groups: [], chi_square: null, degrees: 0, p: null });
  expect(logRank([CONTROL, CONTROL]).chi_square!).toBeCloseTo(0, 9);
});

test('one yes-or-no column: the odds ratio and its standard error in closed form', () => {
  fc.assert(
    fc.property(fc.tuple(...[1, 2, 3, 4].map(() => fc.integer({ min: 1, max: 5000 }))), ([a, b, c, d]) => {
      const fit = logistic(designOf([[1], [0]], [a! + b!, c! + d!], [a!, c!]));
      expect(fit.converged).toBe(true);
      expect(fit.coefficients[1]!).toBeCloseTo(Math.log((a! * d!) / (b! * c!)), 8);
      expect(Math.sqrt(fit.covariance[3]!)).toBeCloseTo(Math.sqrt(1 / a! + 1 / b! + 1 / c! + 1 / d!), 8);
    }),
    // Found once: the first step overshoots, and what is left of it gains next to nothing.
    { numRuns: 100, examples: [[[168, 1, 1, 6]]] },
  );
});

const counts = fc.array(
  fc.record({
    x: fc.tuple(
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: -2, max: 2 }),
    ),
    no: fc.nat(9),
    yes: fc.nat(9),
  }),
  { minLength: 1, maxLength: 12 },
);

test('any counts: a maximum, or separation said; the ridge always has one, at which its equations hold', () => {
  fc.assert(
    fc.property(counts, (rows) => {
      const design = designOf(
        rows.map(({ x }) => x),
        rows.map(({ yes, no }) => yes + no),
        rows.map(({ yes }) => yes),
      );
      const all = rows.reduce((sum, { yes, no }) => sum + yes + no, 0);
      const yes = rows.reduce((sum, row) => sum + row.yes, 0);
      if (yes === 0 || yes === all) {
        expect(() => logistic(design)).toThrow(RangeError);
        return;
      }
      const residuals = (coefficients: Float64Array): number[] => {
        const p = probabilities(design, coefficients);
        const left = rows.map((row, index) => row.yes - (row.yes + row.no) * p[index]!);
        return [0, 1, 2].map((column) =>
          left.reduce((sum, value, row) => sum + value * rows[row]!.x[column]!, 0),
        );
      };
      const fit = logistic(design);
      expect(fit.converged || fit.separated).toBe(true);
      for (const value of [...fit.coefficients, fit.logLikelihood]) expect(Number.isFinite(value)).toBe(true);
      for (const value of residuals(fit.coefficients)) expect(Math.abs(value)).toBeLessThan(1e-2);
      if (fit.converged)
        for (const value of residuals(fit.coefficients)) expect(Math.abs(value)).toBeLessThan(1e-6);

      const ridged = logistic(design, { ridge: 0.5 });
      expect(ridged).toMatchObject({ converged: true, separated: false });
      residuals(ridged.coefficients).forEach((value, column) => {
        if (!ridged.aliased[column + 1])
          expect(value - 0.5 * ridged.coefficients[column + 1]!).toBeCloseTo(0, 6);
      });
    }),
    { numRuns: 300 },
  );
});

test('separation is seen where a level never says yes, where one always does, and where only two together part them', () => {
  const of = (rows: number[][], yes: number[]) =>
    logistic(
      designOf(
        rows,
        rows.map(() => 20),
        yes,
      ),
    );
  expect(of([[0], [1]], [7, 0]).separated).toBe(true);
  expect(of([[0], [1]], [0, 7]).separated).toBe(true);
  expect(of([[0], [1]], [20, 7]).separated).toBe(true);
  expect(
    of(
      [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      [0, 0, 0, 20],
    ).separated,
  ).toBe(true);
  expect(of([[0], [1]], [19, 1]).separated).toBe(false);
});

test('area under the curve and bins, against every pair counted', () => {
  const scored = fc.array(
    fc.record({ score: fc.integer({ min: 0, max: 9 }), yes: fc.nat(3), no: fc.nat(3) }),
    { minLength: 1, maxLength: 15 },
  );
  fc.assert(
    fc.property(scored, (rows) => {
      const counted = {
        score: Float64Array.from(rows, ({ score }) => score / 10),
        trials: Float64Array.from(rows, ({ yes, no }) => yes + no),
        successes: Float64Array.from(rows, ({ yes }) => yes),
      };
      const yes = rows.flatMap((row) => Array<number>(row.yes).fill(row.score));
      const no = rows.flatMap((row) => Array<number>(row.no).fill(row.score));
      const area = rocArea(counted);
      if (yes.length < 2 || no.length < 2) expect(area).toBeNull();
      else {
        const wins = yes.flatMap((a) => no.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
        expect(area!.area).toBeCloseTo(wins.reduce<number>((sum, win) => sum + win, 0) / wins.length, 10);
        expect(area!.low <= area!.area + 1e-12 && area!.area <= area!.high + 1e-12).toBe(true);
      }
      const bins = calibration(counted, 4).filter(({ trials }) => trials > 0);
      expect(bins.reduce((sum, bin) => sum + bin.trials, 0)).toBe(yes.length + no.length);
      expect(bins.reduce((sum, bin) => sum + bin.successes, 0)).toBe(yes.length);
      bins.slice(1).forEach((bin, index) => expect(bin.predicted).toBeGreaterThan(bins[index]!.predicted));
    }),
    { numRuns: 200 },
  );
});

test('Cholesky: solves, inverts, and leaves out what follows from the rest', () => {
  const matrix = Float64Array.from([4, 2, 2, 2, 5, 3, 2, 3, 6]);
  const factor = cholesky(matrix, 3);
  expect([...choleskySolve(factor, [8, 10, 11])].map((value) => Number(value.toFixed(12)))).toEqual([
    1, 1, 1,
  ]);
  expect(logDeterminant(factor)).toBeCloseTo(Math.log(64), 12);
  const inverse = choleskyInverse(factor);
  for (let row = 0; row < 3; row += 1)
    for (let column = 0; column < 3; column += 1)
      expect(
        [0, 1, 2].reduce((sum, k) => sum + matrix[row * 3 + k]! * inverse[k * 3 + column]!, 0),
      ).toBeCloseTo(row === column ? 1 : 0, 12);
  const twice = cholesky(Float64Array.from([1, 2, 1, 2, 4, 2, 1, 2, 9]), 3);
  expect(twice.aliased).toEqual([false, true, false]);
  expect([...choleskySolve(twice, [2, 4, 10])].map((value) => Number(value.toFixed(12)))).toEqual([1, 0, 1]);
});

test('Cox: a column that parts those who came back from the others does not converge, and stays finite', () => {
  const parted = cox({ times: [1, 2, 3, 4], events: [1, 1, 0, 0], values: [1, 1, 0, 0], columns: 1 });
  expect(parted.converged).toBe(false);
  expect(Number.isFinite(parted.coefficients[0]!)).toBe(true);
  const none = cox({ times: [1, 2], events: [0, 0], values: [1, 0], columns: 1 });
  expect(none).toMatchObject({ aliased: [true], logLikelihood: 0, converged: true });
});
