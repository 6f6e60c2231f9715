import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../../../src/statistics/normal';

describe('quantile of the standard normal distribution', () => {
  // Values found in any table of the normal distribution, to full precision from Python’s statistics.NormalDist.
  test.each([
    [0.5, 0],
    [0.75, 0.6744897501960817],
    [0.9, 1.2815515655446004],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
    [0.995, 2.5758293035489004],
    [0.999, 3.090232306167813],
    [0.9999, 3.719016485455709],
    [1e-6, -4.753424308822899],
    [1e-10, -6.361340902404056],
    [1e-20, -9.262340089798408],
  ])('of %d is %d', (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-9);
  });

  test('is odd around one half', () => {
    for (const p of [0.001, 0.02, 0.074, 0.076, 0.3, 0.49])
      expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 12);
  });

  test('undoes the distribution function', () => {
    // Φ by its convergent series (A&S 26.2.10), good to 1e-12 within ±4.
    const distribution = (z: number): number => {
      let term = z;
      let sum = z;
      for (let k = 1; k < 200; k += 1) {
        term *= -(z * z) / (2 * k);
        sum += term / (2 * k + 1);
      }
      return 0.5 + sum / Math.sqrt(2 * Math.PI);
    };
    for (let z = -4; z <= 4; z += 0.137) expect(normalQuantile(distribution(z))).toBeCloseTo(z, 7);
  });

  test.each([0, 1, -0.1, 1.1, Number.NaN])('of %d does not exist', (p) => {
    expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});
