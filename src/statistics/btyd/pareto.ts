import { gaussLegendre, integrate } from '../quadrature';
import { log1pExp } from '../special';
import { countsOfPoissonGamma } from './counts';
import { maximise, meanRate } from './fit';
import type { Fit, Histories, History } from './histories';
import { paretoLikelihood } from './pareto-likelihood';

/**
 * Pareto/NBD (Schmittlein, Morrison & Colombo 1987, Management Science 33; Fader & Hardie 2005, A Note on Deriving the
 * Pareto/NBD Model). Customers order at rate λ ~ Gamma(r, α) and leave at rate μ ~ Gamma(s, β), both per week.
 * Parameters: [r, α, s, β].
 */
export const NAMES = ['r', 'alpha', 's', 'beta'];

const NODES = gaussLegendre(32);
/** The integrand falls at least exponentially; past e^-45 of its peak nothing is left of a double. */
const NOTHING_LEFT = 45;

export function* fitPareto(histories: Histories): Generator<void, Fit> {
  const rate = meanRate(histories);
  return yield* maximise(NAMES, paretoLikelihood, histories, [
    [0.5, 0.5 / rate, 0.6, 0.5 / rate],
    [1, 0.5 / rate, 0.3, 0.1 / rate],
    [0.3, 0.1 / rate, 1, 2 / rate],
  ]);
}

/**
 * ln of the odds of having left by T: s (α+T)^(r+x) (β+T)^s ∫ from t_x to T of (α+u)^−(r+x) (β+u)^−(s+1) du. All is
 * positive and in logarithms; by Gauss–Legendre in ln(min(α, β) + u), where the integrand is nearly exponential.
 */
function logOddsOfHavingLeft([r, alpha, s, beta]: readonly number[], { x, tx, T }: History): number {
  if (!(T > tx)) return -Infinity;
  const nearest = Math.min(alpha!, beta!);
  const from = Math.log(nearest + tx);
  const steepness =
    ((r! + x) * (nearest + tx)) / (alpha! + tx) + ((s! + 1) * (nearest + tx)) / (beta! + tx) - 1;
  const to = Math.min(Math.log(nearest + T), from + (steepness > 0 ? NOTHING_LEFT / steepness : Infinity));
  const [logAlpha, logBeta] = [Math.log(alpha! + tx), Math.log(beta! + tx)];
  const area = integrate(NODES, from, to, (at) => {
    const shifted = Math.exp(at);
    const u = shifted - nearest;
    return (
      shifted *
      Math.exp((r! + x) * (logAlpha - Math.log(alpha! + u)) + (s! + 1) * (logBeta - Math.log(beta! + u)))
    );
  });
  return (
    Math.log(s!) +
    Math.log(area) +
    (r! + x) * (Math.log(alpha! + T) - logAlpha) +
    s! * (Math.log(beta! + T) - logBeta) -
    logBeta
  );
}

/** P(not yet left at T | x, t_x, T). */
export function aliveOfPareto(parameters: readonly number[], history: History): number {
  return Math.exp(-log1pExp(logOddsOfHavingLeft(parameters, history)));
}

/** ∫ from 0 to t of (1 + u / β)^−s du: the expected weeks, of the next t, of one who is there and leaves at μ ~ Gamma(s, β). */
export function weeksActive(s: number, beta: number, t: number): number {
  if (t <= 0) return 0;
  const log = Math.log1p(t / beta);
  return Math.abs(s - 1) < 1e-12 ? beta * log : (beta * -Math.expm1((1 - s) * log)) / (s - 1);
}

/** Expected purchase days within the horizon of a customer who has not left by T. */
export function expectedIfAliveOfPareto(
  [r, alpha, s, beta]: readonly number[],
  { x, T }: History,
  horizon: number,
): number {
  return ((r! + x) / (alpha! + T)) * weeksActive(s!, beta! + T, horizon);
}

export function expectedOfPareto(parameters: readonly number[], history: History, horizon: number): number {
  return aliveOfPareto(parameters, history) * expectedIfAliveOfPareto(parameters, history, horizon);
}

/**
 * Variance of the number of purchase days within the horizon, of one customer: chance, the parameters given. The mean of
 * N (N − 1) of one who is there is (r+x)(r+x+1) / (α+T)² × 2 ∫ u (1 + u / (β+T))^−s du from 0 to the horizon.
 */
export function varianceOfPareto(parameters: readonly number[], history: History, horizon: number): number {
  const [r, alpha, s, beta] = parameters;
  const { x, T } = history;
  const shape = r! + x;
  const mean = expectedOfPareto(parameters, history, horizon);
  const weeks = integrate(NODES, 0, horizon, (u) => u * Math.exp(-s! * Math.log1p(u / (beta! + T))));
  const pairs = (2 * weeks * shape * (shape + 1)) / (alpha! + T) ** 2;
  return Math.max(0, aliveOfPareto(parameters, history) * pairs + mean - mean * mean);
}

/**
 * P(X(t) = n), n = 0…most: orders of those still there at t, and of those who left at τ < t, added up over τ
 * (Fader & Hardie 2006, Deriving an Expression for P(X(t) = x) Under the Pareto/NBD Model) by quadrature.
 */
export function countsOfPareto(
  [r, alpha, s, beta]: readonly number[],
  t: number,
  most: number,
): Float64Array {
  const stayed = Math.exp(-s! * Math.log1p(t / beta!));
  const result = countsOfPoissonGamma(r!, alpha!, t, most).map((share) => share * stayed);
  const nearest = Math.min(alpha!, beta!);
  const [from, to] = [Math.log(nearest), Math.log(nearest + t)];
  for (let i = 0; i < NODES.nodes.length; i += 1) {
    const shifted = Math.exp((from + to) / 2 + ((to - from) / 2) * NODES.nodes[i]!);
    const tau = shifted - nearest;
    const leaving = (s! / beta!) * Math.exp(-(s! + 1) * Math.log1p(tau / beta!));
    const share = NODES.weights[i]! * ((to - from) / 2) * shifted * leaving;
    countsOfPoissonGamma(r!, alpha!, tau, most).forEach(
      (exactly, n) => (result[n] = result[n]! + share * exactly),
    );
  }
  return result;
}
