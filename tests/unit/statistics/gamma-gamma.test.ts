import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  expectedSpend,
  fitGammaGamma,
  ownWeight,
  spendLogLikelihood,
  type SpendFit,
  type Spends,
} from '../../../src/statistics/gamma-gamma';

const FOLDER = '../shared/data/cdnow';
const present = existsSync(FOLDER);
if (!present) console.warn(`${FOLDER} is absent: the published Gamma-Gamma fits are not checked`);

interface Spend {
  id: string;
  x: number;
  mean: number;
}

/** Mean repeat spend per purchase day up to 1997-09-30, the first day left out, straight from the file. */
function exactSpends(): Spend[] {
  const customers = new Map<string, Map<string, number>>();
  for (const line of readFileSync(`${FOLDER}/CDNOW_sample.txt`, 'utf8').split('\n')) {
    const [, id, on, , dollars] = line.trim().split(/\s+/);
    if (!id || !on || on > '19970930') continue;
    const days = customers.get(id) ?? new Map<string, number>();
    days.set(on, (days.get(on) ?? 0) + Number(dollars));
    customers.set(id, days);
  }
  return [...customers].map(([id, days]) => {
    const repeats = [...days].sort(([a], [b]) => (a < b ? -1 : 1)).slice(1);
    const total = repeats.reduce((sum, [, amount]) => sum + amount, 0);
    return { id, x: repeats.length, mean: repeats.length > 0 ? total / repeats.length : 0 };
  });
}

function roundedSpends(): Spend[] {
  const path = `${FOLDER}/cdnow_customers_summary_with_transactions.csv`;
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/).slice(1);
  return lines.map((line) => {
    const [id, x, , , mean] = line.split(',');
    return { id: id!, x: Number(x), mean: Number(mean) };
  });
}

const columns = (rows: readonly { x: number; mean: number; weight?: number }[]): Spends => ({
  x: Float64Array.from(rows, ({ x }) => x),
  mean: Float64Array.from(rows, ({ mean }) => mean),
  weight: Float64Array.from(rows, ({ weight }) => weight ?? 1),
});

function fitted(spends: Spends): SpendFit {
  const run = fitGammaGamma(spends);
  let part = run.next();
  while (!part.done) part = run.next();
  return part.value;
}

test.skipIf(!present)('CDNOW by exact days: the published parameters and log-likelihood', () => {
  const spends = columns(exactSpends().filter(({ x }) => x > 0));
  expect(spends.x.length).toBe(946);
  const { parameters, logLikelihood, converged, standardErrors } = fitted(spends);
  expect(converged).toBe(true);
  expect(parameters[0]).toBeCloseTo(6.2496, 4);
  expect(parameters[1]).toBeCloseTo(3.7442, 4);
  expect(parameters[2]).toBeCloseTo(15.4435, 3);
  expect(logLikelihood).toBeCloseTo(-4055.9177, 4);
  expect(standardErrors!.every((se) => se > 0.1 && se < 5)).toBe(true);
});

test.skipIf(!present)('CDNOW, rounded file: expected spend of the first ten customers, and of all', () => {
  const all = roundedSpends();
  const { parameters, logLikelihood } = fitted(columns(all.filter(({ x }) => x > 0)));
  for (const [i, digits] of [6.2488, 3.74459, 15.44775].entries())
    expect(parameters[i]).toBeCloseTo(digits, 3);
  expect(logLikelihood).toBeCloseTo(-4055.92324, 4);
  const expected = all.map(({ x, mean }) => expectedSpend(parameters, x, mean)!);
  const published = [24.6586, 18.9115, 35.171, 35.171, 35.171, 71.4628, 18.9115, 35.171, 27.2824, 35.171];
  published.forEach((value, i) => expect(Math.abs(expected[i]! - value)).toBeLessThan(3e-3));
  const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
  expect(Math.abs(mean - 35.25296)).toBeLessThan(3e-3);
});

test('the gradient is that of the likelihood, and merging equal customers changes nothing', () => {
  const rows = [
    { x: 1, mean: 12, weight: 2 },
    { x: 1, mean: 30, weight: 1 },
    { x: 4, mean: 18, weight: 3 },
  ];
  const apart = rows.flatMap((row) => Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })));
  const one = new Float64Array(3);
  const other = new Float64Array(3);
  const at = [2.5, 3.5, 11];
  const value = spendLogLikelihood(columns(rows), at, one);
  expect(spendLogLikelihood(columns(apart), at, other)).toBeCloseTo(value, 10);
  at.forEach((parameter, i) => {
    const step = 1e-5 * parameter;
    const near = (by: number) =>
      spendLogLikelihood(columns(rows), at.with(i, parameter + by), new Float64Array(3));
    expect(one[i]).toBeCloseTo((near(step) - near(-step)) / (2 * step), 5);
    expect(other[i]).toBeCloseTo(one[i]!, 10);
  });
});

test('expected spend lies between the own and the population mean, nearer to the own the more there is of it', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.2, max: 20, noNaN: true }),
      fc.double({ min: 1.1, max: 20, noNaN: true }),
      fc.double({ min: 0.1, max: 500, noNaN: true }),
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0.01, max: 1000, noNaN: true }),
      (p, q, gamma, x, mean) => {
        const parameters = [p, q, gamma];
        const population = expectedSpend(parameters, 0, 0)!;
        const weight = ownWeight(parameters, x)!;
        expect(weight).toBeGreaterThan(ownWeight(parameters, x - 1)!);
        const mixed = (1 - weight) * population + weight * mean;
        expect(expectedSpend(parameters, x, mean)! / mixed).toBeCloseTo(1, 8);
      },
    ),
    { numRuns: 100 },
  );
  expect(expectedSpend([2, 0.9, 10], 0, 0)).toBeNull();
  expect(ownWeight([2, 0.9, 10], 0)).toBeNull();
});

test('spends that are all equal run away, and are owned up to', () => {
  const fit = fitted(columns(Array.from({ length: 20 }, (_, i) => ({ x: 1 + (i % 3), mean: 25 }))));
  expect(fit.converged).toBe(false);
  expect(fit.parameters.every(Number.isFinite)).toBe(true);
});
