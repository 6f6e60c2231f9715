import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gaussLegendre, integrate } from '../../../src/statistics/quadrature';
import { digamma, hyp2f1, log1pExp, logBeta, logGamma } from '../../../src/statistics/special';

const close = (value: number, expected: number, digits = 1e-12) =>
  expect(Math.abs(value - expected), `${value} for ${expected}`).toBeLessThanOrEqual(
    digits * Math.max(1, Math.abs(expected)),
  );

test('ln Γ and ψ have their tabulated values', () => {
  // Abramowitz & Stegun, tables 6.1–6.4, and factorials.
  close(logGamma(0.5), Math.log(Math.PI) / 2);
  close(logGamma(1), 0);
  close(logGamma(2), 0);
  close(logGamma(1.5), -0.12078223763524522);
  close(logGamma(171), Math.log(7.257415615307994e306), 1e-14);
  close(logGamma(21), Math.log(2432902008176640000));
  close(logGamma(1e-8), 18.420680738180209, 1e-13);
  close(logGamma(1e6), 12815504.569147611, 1e-14);
  close(digamma(1), -0.5772156649015329);
  close(digamma(0.5), -1.9635100260214235);
  close(digamma(10), 2.2517525890667214);
  close(logBeta(2, 3), -Math.log(12));
  expect([logGamma(0), digamma(-1)]).toEqual([NaN, NaN]);
  expect(log1pExp(800)).toBe(800);
  close(log1pExp(0), Math.LN2);
});

test('ln Γ obeys its recurrence and ψ is its slope', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (x) => {
      close(logGamma(x + 1) - logGamma(x), Math.log(x), 1e-9);
      close(digamma(x + 1) - digamma(x), 1 / x, 1e-12);
    }),
    { numRuns: 200 },
  );
});

test('₂F₁ agrees with its closed forms (Abramowitz & Stegun 15.1)', () => {
  for (const z of [-9, -0.7, 0, 0.1, 0.5, 0.9, 0.99]) {
    close(hyp2f1(1, 1, 2, z), z === 0 ? 1 : -Math.log(1 - z) / z);
    close(hyp2f1(3.2, 1.7, 1.7, z) * (1 - z) ** 3.2, 1);
    if (z > 0) close(hyp2f1(0.5, 0.5, 1.5, z * z), Math.asin(z) / z);
    close(hyp2f1(-2, 3, 4, z), 1 - (6 / 4) * z + ((2 * 12) / (2 * 20)) * z * z, 1e-11);
  }
});

test('Gauss–Legendre is exact for polynomials of degree 2n − 1', () => {
  for (const n of [1, 5, 12, 32]) {
    const rule = gaussLegendre(n);
    close(
      rule.weights.reduce((sum, weight) => sum + weight),
      2,
      1e-14,
    );
    close(integrate(rule, 0, 2, (x) => x ** (2 * n - 1)) / (2 ** (2 * n) / (2 * n)), 1);
  }
});
