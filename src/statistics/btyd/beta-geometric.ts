import { gaussLegendre, integrate } from '../quadrature';
import { digamma, hyp2f1, log1pExp, logBeta, logGamma, logHyp2f1, shiftedSeries } from '../special';
import { maximise, meanRate, type LogLikelihood } from './fit';
import { byCount, ranked, type Fit, type Histories, type History } from './histories';
import { countsOfPoissonGamma } from './counts';

/**
 * BG/NBD (Fader, Hardie & Lee 2005, “Counting Your Customers” the Easy Way, Marketing Science 24) and MBG/NBD (Batislam,
 * Denizel & Filiztekin 2007, IJRM 24). Customers order at rate λ ~ Gamma(r, α) per week and leave after an order with
 * probability p ~ Beta(a, b); the two models differ in `firstCounts`: whether the first order is such an occasion too
 * (1, MBG/NBD) or nobody leaves before a repeat order (0, BG/NBD). Parameters: [r, α, a, b].
 */
export type FirstCounts = 0 | 1;

const PAIR_NODES = gaussLegendre(12);
const RATE_NODES = gaussLegendre(64);
/** Of a + b − 1: below, the plain series' function has a third parameter near or below zero, and can be negative. */
const LEAST_FOR_SERIES = 0.01;

export const NAMES = ['r', 'alpha', 'a', 'b'];

export function* fitBetaGeometric(firstCounts: FirstCounts, histories: Histories): Generator<void, Fit> {
  const rate = meanRate(histories);
  const likelihoodOf = (some: Histories) => betaGeometricLikelihood(firstCounts, some);
  return yield* maximise(NAMES, likelihoodOf, histories, [
    [0.5, 0.5 / rate, 1, 2],
    [2, 1 / rate, 0.5, 4],
    [0.2, 0.1 / rate, 0.2, 0.5],
  ]);
}

/** The log-likelihood of weighted histories with its gradient; what depends on a count or a time alone is worked out once. */
export function betaGeometricLikelihood(firstCounts: FirstCounts, histories: Histories): LogLikelihood {
  const { histories: sorted, groups } = byCount(histories);
  const { values: times, indices } = ranked(sorted.tx, sorted.T);
  const [txAt, TAt] = [indices[0]!, indices[1]!];
  const { weight } = sorted;
  return ([r, alpha, a, b], gradient) => {
    const log = times.map((time) => Math.log(alpha! + time));
    const inverse = times.map((time) => 1 / (alpha! + time));
    let sum = 0;
    let [byR, byAlpha, byA, byB] = [0, 0, 0, 0];
    for (const { x, from, to } of groups) {
      const term = countTerms(r!, alpha!, a!, b!, x, firstCounts);
      const { shape, logOdds } = term;
      let [customers, ends, ofLeft, byWait, byTime] = [0, 0, 0, 0, 0];
      for (let i = from; i < to; i += 1) {
        const w = weight[i]!;
        const logT = log[TAt[i]!]!;
        const inverseT = inverse[TAt[i]!]!;
        const sinceLast = logT - log[txAt[i]!]!;
        const odds = logOdds + shape * sinceLast;
        const e = Math.exp(-Math.abs(odds));
        const left = (odds > 0 ? w : w * e) / (1 + e);
        customers += w;
        sum += w * (Math.max(odds, 0) + Math.log1p(e));
        ends += w * logT;
        ofLeft += left;
        byWait += left * sinceLast;
        byTime += w * inverseT - left * (inverseT - inverse[txAt[i]!]!);
      }
      sum += customers * term.constant - shape * ends;
      byR += customers * term.byR - ends + byWait;
      byAlpha += customers * term.byAlpha - shape * byTime;
      byA += customers * term.byA + ofLeft / a!;
      byB += customers * term.byB - ofLeft * term.oddsByB;
    }
    gradient.set([byR, byAlpha, byA, byB]);
    return sum;
  };
}

/** What the likelihood of a history owes to its count alone. A count at which nobody can have left has odds of 0. */
function countTerms(r: number, alpha: number, a: number, b: number, x: number, firstCounts: FirstCounts) {
  const stays = x + firstCounts;
  const canLeave = stays > 0;
  const both = digamma(a + b) - digamma(a + b + stays);
  return {
    shape: r + x,
    constant: logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + logBeta(a, b + stays) - logBeta(a, b),
    logOdds: canLeave ? Math.log(a / (b + stays - 1)) : -Infinity,
    oddsByB: canLeave ? 1 / (b + stays - 1) : 0,
    byR: digamma(r + x) - digamma(r) + Math.log(alpha),
    byAlpha: r / alpha,
    byA: both,
    byB: both + digamma(b + stays) - digamma(b),
  };
}

/** P(not yet left at T | x, t_x, T). */
export function aliveOfBetaGeometric(
  firstCounts: FirstCounts,
  [r, alpha, a, b]: readonly number[],
  { x, tx, T }: History,
): number {
  const stays = x + firstCounts;
  if (stays === 0) return 1;
  const odds = Math.log(a! / (b! + stays - 1)) + (r! + x) * Math.log1p((T - tx) / (alpha! + tx));
  return Math.exp(-log1pExp(odds));
}

/**
 * Expected purchase days within t weeks of one who is there at the beginning and orders at rate λ ~ Gamma(shape, rate),
 * leaving after each order with probability p ~ Beta(a, b): the mean of (1 − e^(−λpt)) / p,
 *   (a + b − 1) / (a − 1) × [1 − (1 − z)^shape ₂F₁(shape, b; a + b − 1; z)], z = t / (rate + t)
 * (Fader, Hardie & Lee 2005, eqs. 9 and 10). Euler's transformation takes out the a − 1, so that a = 1 is no exception;
 * where its series would alternate in large terms, the plain one is used, and where that has no positive terms the integral
 * of the rate over the t weeks.
 */
export function expectedWhileActive(shape: number, rate: number, a: number, b: number, t: number): number {
  if (t <= 0) return 0;
  const c = a + b - 1;
  const z = t / (rate + t);
  const logRest = Math.log1p(-z);
  if (shape - c > 20) {
    const near = 1e-4;
    if (c < LEAST_FOR_SERIES) return integratedRate(shape, rate, a, b, t);
    if (Math.abs(a - 1) < near)
      return (
        (plainSeries(shape, 1 + near + b - 1, 1 + near, b) +
          plainSeries(shape, 1 - near + b - 1, 1 - near, b)) /
        2
      );
    return plainSeries(shape, c, a, b);
  }
  const gap = a - 1;
  const { sum, logScale } = shiftedSeries(c - shape, gap + 1, c + 1, z);
  const first = gap === 0 ? -logRest : -Math.expm1(gap * logRest) / gap;
  return c * first - sum * Math.exp(gap * logRest + logScale);

  function plainSeries(s: number, sumLessOne: number, left: number, stayed: number): number {
    return (sumLessOne / (left - 1)) * -Math.expm1(s * logRest + logHyp2f1(s, stayed, sumLessOne, z));
  }
}

/**
 * The same as the integral of the rate at which such a customer orders after u weeks, shape / rate ₂F₁(shape + 1, a; a + b;
 * −u / rate), by Pfaff's transformation to positive terms (Abramowitz & Stegun 15.3.4).
 */
function integratedRate(shape: number, rate: number, a: number, b: number, t: number): number {
  const whileThere = (u: number): number =>
    Math.exp(logHyp2f1(b, shape + 1, a + b, u / (rate + u)) - (shape + 1) * Math.log1p(u / rate));
  return (shape / rate) * integrate(RATE_NODES, 0, t, whileThere);
}

/**
 * Mean of N (N − 1), N the purchase days counted by `expectedWhileActive`: twice the integral, over the day of the later
 * one, of λ² (1 − p) u e^(−λpu) du, averaged over λ and p:
 *   2 shape (shape + 1) / rate² × b / (a + b) × ∫ u ₂F₁(shape + 2, a; a + b + 1; −u / rate) du from 0 to t
 */
export function pairsWhileActive(shape: number, rate: number, a: number, b: number, t: number): number {
  const pairs = integrate(PAIR_NODES, 0, t, (u) => u * hyp2f1(a, shape + 2, a + b + 1, -u / rate));
  return ((2 * shape * (shape + 1)) / (rate * rate)) * (b / (a + b)) * pairs;
}

/** Variance of the number of purchase days within the horizon, of one customer: chance, the parameters given. */
export function varianceOfBetaGeometric(
  firstCounts: FirstCounts,
  parameters: readonly number[],
  history: History,
  horizon: number,
): number {
  const [r, alpha, a, b] = parameters;
  const { x, T } = history;
  const mean = expectedOfBetaGeometric(firstCounts, parameters, history, horizon);
  const pairs =
    aliveOfBetaGeometric(firstCounts, parameters, history) *
    pairsWhileActive(r! + x, alpha! + T, a!, b! + x + firstCounts, horizon);
  return Math.max(0, pairs + mean - mean * mean);
}

/** Expected purchase days within the horizon of a customer who has not left by T. */
export function expectedIfAliveOfBetaGeometric(
  firstCounts: FirstCounts,
  [r, alpha, a, b]: readonly number[],
  { x, T }: History,
  horizon: number,
): number {
  return expectedWhileActive(r! + x, alpha! + T, a!, b! + x + firstCounts, horizon);
}

export function expectedOfBetaGeometric(
  firstCounts: FirstCounts,
  parameters: readonly number[],
  history: History,
  horizon: number,
): number {
  return (
    aliveOfBetaGeometric(firstCounts, parameters, history) *
    expectedIfAliveOfBetaGeometric(firstCounts, parameters, history, horizon)
  );
}

/** P(X(t) = n) for n = 0…most: repeat purchase days in the first t weeks of a new customer. Sums to at most 1. */
export function countsOfBetaGeometric(
  firstCounts: FirstCounts,
  [r, alpha, a, b]: readonly number[],
  t: number,
  most: number,
): Float64Array {
  const orders = countsOfPoissonGamma(r!, alpha!, t, most);
  const none = logBeta(a!, b!);
  let below = 0;
  return orders.map((exactly, n) => {
    const stays = n + firstCounts;
    const stayed = Math.exp(logBeta(a!, b! + stays) - none) * exactly;
    const left = stays === 0 ? 0 : Math.exp(logBeta(a! + 1, b! + stays - 1) - none) * (1 - below);
    below += exactly;
    return stayed + left;
  });
}
