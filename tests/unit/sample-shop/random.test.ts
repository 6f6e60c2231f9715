import { describe, expect, it } from 'vitest';
import { exponential, gamma, leastOf, mulberry32 } from '../../../src/sample-shop/random';

const DRAWS = 200_000;

/** Mean and variance of many draws. */
function moments(draw: (random: () => number) => number) {
  const random = mulberry32(7);
  const values = Array.from({ length: DRAWS }, () => draw(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
  return { mean, variance, values };
}

describe('random draws without logarithms', () => {
  it('mulberry32 gives the published sequence', () => {
    // First outputs for seed 0 of the reference code, as whole numbers of 32 bits.
    const random = mulberry32(0);
    expect([random(), random(), random()].map((value) => value * 2 ** 32)).toEqual([
      1144304738, 1416247, 958946056,
    ]);
  });

  it('exponential: mean 1, variance 1, tail e^-x', () => {
    const { mean, variance, values } = moments(exponential);
    expect(mean).toBeCloseTo(1, 1);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
    for (const x of [0.1, 0.5, 1, 2, 4]) {
      expect(values.filter((value) => value > x).length / DRAWS).toBeCloseTo(Math.exp(-x), 2);
    }
  });

  it('gamma of shape k: mean 1, variance 1/k', () => {
    for (const shape of [1, 2, 3]) {
      const { mean, variance } = moments((random) => gamma(random, shape));
      expect(Math.abs(mean - 1)).toBeLessThan(0.01);
      expect(Math.abs(variance - 1 / shape)).toBeLessThan(0.03);
    }
  });

  it('least of b uniforms: Beta(1, b)', () => {
    const { mean, variance } = moments((random) => leastOf(random, 3));
    expect(Math.abs(mean - 1 / 4)).toBeLessThan(0.005);
    expect(Math.abs(variance - 3 / 80)).toBeLessThan(0.002);
  });
});
