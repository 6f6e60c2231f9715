import type { OrderFixture } from '../../analyses/engine';
import type { SegmentRule } from '../../../src/analyses/rfm-segments/schemes';

/**
 * RFM over arrays, written from the definitions and not from the SQL: quantiles by sorting, scores by counting.
 * Values equal to a cut point within a billionth count as equal, as doubles cannot tell them apart honestly.
 */
export interface OracleCustomer {
  customer_key: string;
  recency_days: number;
  frequency: number;
  monetary: number;
  orders: number;
  r: number;
  f: number;
  m: number;
  segment: string;
  score: number;
}

export interface OracleOptions {
  asOf: string;
  rules: readonly SegmentRule[];
  cut: 'r' | 'quantile' | 'mean' | 'median' | 'mean-of-scores' | { r: number[]; f: number[]; m: number[] };
  days?: boolean;
  weights?: { r: number; f: number; m: number };
}

const dayNumber = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / 86_400_000;

/** R's quantile, type 7. */
export function quantileType7(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const below = Math.floor(place + 1e-9);
  const rest = place - below > 1e-9 ? place - below : 0;
  const low = sorted[below] ?? NaN;
  return rest === 0 ? low : low + rest * ((sorted[below + 1] ?? NaN) - low);
}

const FIFTHS = [0.2, 0.4, 0.6, 0.8];
const same = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 + 1e-12 * Math.abs(b);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** How many cut points a value has passed; `meets` says whether reaching one is passing it. */
const passed = (value: number, cuts: readonly number[], meets: boolean): number =>
  cuts.filter((cut) => (same(value, cut) ? meets : value > cut)).length;

type Scored = [values: number[], higherIsBetter: boolean];

function scoreDimension([values, higherIsBetter]: Scored, options: OracleOptions, own?: number[]): number[] {
  const { cut } = options;
  const score = (cuts: readonly number[], highMeets: boolean, recentMeets: boolean) =>
    values.map((value) =>
      higherIsBetter
        ? 1 + passed(value, cuts, highMeets)
        : cuts.length + 1 - passed(value, cuts, !recentMeets),
    );
  if (own) return score(own, true, true);
  if (cut === 'r')
    return score(
      FIFTHS.map((p) => quantileType7(values, p) + 1),
      true,
      false,
    );
  if (cut === 'mean') return score([mean(values)], false, true);
  if (cut === 'median') return score([quantileType7(values, 0.5)], false, true);
  const fifths = score(
    FIFTHS.map((p) => quantileType7(values, p)),
    false,
    true,
  );
  if (cut === 'quantile') return fifths;
  const middle = mean(fifths);
  return fifths.map((value) => (value > middle && !same(value, middle) ? 2 : 1));
}

export function oracle(orders: readonly OrderFixture[], options: OracleOptions): OracleCustomer[] {
  const end = dayNumber(options.asOf);
  const byCustomer = new Map<string, OrderFixture[]>();
  for (const order of orders) {
    if (dayNumber(order.at) > end) continue;
    byCustomer.set(order.customer, [...(byCustomer.get(order.customer) ?? []), order]);
  }
  const people = [...byCustomer].map(([customer_key, own]) => ({
    customer_key,
    recency_days: Math.min(...own.map((order) => end - dayNumber(order.at))),
    frequency: options.days ? new Set(own.map((order) => dayNumber(order.at))).size : own.length,
    // Whole cents, so that the sum is exact.
    monetary: own.reduce((sum, order) => sum + Math.round(order.amount * 10_000), 0) / 10_000,
    orders: own.length,
  }));
  const fixed = typeof options.cut === 'object' ? options.cut : undefined;
  const r = scoreDimension([people.map((one) => one.recency_days), false], options, fixed?.r);
  const f = scoreDimension([people.map((one) => one.frequency), true], options, fixed?.f);
  const m = scoreDimension([people.map((one) => one.monetary), true], options, fixed?.m);
  return people.map((person, index) => {
    const scores = { r: r[index] ?? 0, f: f[index] ?? 0, m: m[index] ?? 0 };
    const { r: wr, f: wf, m: wm } = options.weights ?? { r: 1, f: 1, m: 1 };
    const score = (scores.r * wr + scores.f * wf + scores.m * wm) / (wr + wf + wm);
    return { ...person, ...scores, score, segment: segmentOf(scores, options.rules, score) };
  });
}

export function segmentOf(
  scores: { r: number; f: number; m: number },
  rules: readonly SegmentRule[],
  score = (scores.r + scores.f + scores.m) / 3,
): string {
  for (const rule of rules) {
    const halves = (scores.f + scores.m) / 2;
    if (scores.r < rule.r[0] || scores.r > rule.r[1]) continue;
    if (scores.f < rule.f[0] || scores.f > rule.f[1]) continue;
    if (scores.m < rule.m[0] || scores.m > rule.m[1]) continue;
    if (rule.fm && (halves < rule.fm[0] || halves > rule.fm[1])) continue;
    const [low, high] = rule.score ?? [score, score];
    if ((score < low && !same(score, low)) || (score > high && !same(score, high))) continue;
    return rule.segment;
  }
  return 'Others';
}
