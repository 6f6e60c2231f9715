import { normalQuantile } from './normal';

export interface Interval {
  low: number;
  high: number;
}

/**
 * Wilson's score interval for a share of `n` independent customers, `successes` of whom did it: bounds from 0 to 1.
 * Keeps its coverage where n is small or the share near 0 or 1, where share ± z·se leaves [0, 1].
 * Source: E. B. Wilson, JASA 22 (1927) 209–212; without continuity correction. `null` for n = 0.
 * Throws a RangeError where 0 ≤ successes ≤ n does not hold.
 */
export function wilsonInterval(successes: number, n: number, confidence = 0.95): Interval | null {
  if (!(successes >= 0 && successes <= n)) throw new RangeError(`${successes} of ${n} is not a share`);
  if (n === 0) return null;
  const z = normalQuantile((1 + confidence) / 2);
  const share = successes / n;
  const spread = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / spread;
  const half = (z / spread) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  // Exactly 0 and 1 at the ends, where rounding would leave ±1e-17.
  return {
    low: successes === 0 ? 0 : centre - half,
    high: successes === n ? 1 : centre + half,
  };
}
