import { hessian, inverseOfPositive, minimise, type Objective } from './minimise';
import { digamma, logGamma } from './special';

/**
 * Gamma-Gamma model of spend per purchase (Fader, Hardie & Lee 2005, RFM and CLV, Journal of Marketing Research 42;
 * Fader & Hardie 2013, The Gamma-Gamma Model of Monetary Value): purchases of one customer vary around the customer's own
 * mean, Gamma(p, ν); ν varies between customers, Gamma(q, γ). Spend is taken to have nothing to do with how often one buys.
 * Parameters: [p, q, γ], γ in money.
 */
export const SPEND_NAMES = ['p', 'q', 'gamma'];

/** Customers merged by equal (x, mean spend); all three arrays of one length. */
export interface Spends {
  /** Purchases the mean is of, 1 or more. */
  x: Float64Array;
  /** Mean spend of them, above 0. */
  mean: Float64Array;
  /** Customers. */
  weight: Float64Array;
}

export interface SpendFit {
  /** [p, q, γ]. */
  parameters: number[];
  /** From the inverse Hessian; null where the data do not pin every parameter down. */
  standardErrors: number[] | null;
  logLikelihood: number;
  /** The slopes are zero and no parameter has run away. */
  converged: boolean;
  evaluations: number;
}

/** Beyond e^±14 of its start a parameter has run away: spends that hardly differ ask for endless p and q. */
const FURTHEST = 14;
const TOLERANCE = 1e-9;
const GOOD_ENOUGH = 1e-6;
/** More distinct spends than this are first fitted on a like sample of so many. */
const SAMPLE = 20_000;

/** Maximum likelihood in the logarithms of the parameters; standard errors by the delta method. Needs one row or more. */
export function* fitGammaGamma(spends: Spends): Generator<void, SpendFit> {
  const sorted = byCount(spends);
  const sample = sampled(sorted);
  const start = [3, 4, mean(sorted)].map(Math.log);
  const some = objectiveOf(sample, start);
  let best = yield* minimise(some, Float64Array.from(start), { tolerance: TOLERANCE });
  let evaluations = best.evaluations;
  const inverse = inverseOfPositive(yield* hessian(some, best.at));
  if (sample !== sorted) {
    best = yield* minimise(objectiveOf(sorted, start), best.at, {
      tolerance: GOOD_ENOUGH / 10,
      ...(inverse ? { inverse } : {}),
    });
    evaluations += best.evaluations;
  }
  const customers = sumOf(sorted.weight);
  const parameters = Array.from(best.at, Math.exp);
  const isAtEdge = best.at.some((part, i) => Math.abs(part - start[i]!) > FURTHEST - 1);
  return {
    parameters,
    standardErrors:
      isAtEdge || !inverse
        ? null
        : parameters.map((parameter, i) => parameter * Math.sqrt(inverse[i]![i]! / customers)),
    logLikelihood: -best.value * customers,
    converged: !isAtEdge && best.gradient.every((part) => Math.abs(part) <= GOOD_ENOUGH),
    evaluations,
  };
}

/**
 * Σ over customers of
 *   ln Γ(px + q) − ln Γ(px) − ln Γ(q) + q ln γ + (px − 1) ln m̄ + px ln x − (px + q) ln(γ + x m̄);
 * writes its gradient in [p, q, γ]. Rows must be sorted by x.
 */
export function spendLogLikelihood(
  { x, mean: means, weight }: Spends,
  [p, q, gamma]: readonly number[],
  gradient: Float64Array,
): number {
  let sum = 0;
  let [byP, byQ, byGamma] = [0, 0, 0];
  const [psiQ, logGammaQ, logOfGamma] = [digamma(q!), logGamma(q!), Math.log(gamma!)];
  for (let from = 0; from < x.length;) {
    const count = x[from]!;
    const shape = p! * count;
    const logCount = Math.log(count);
    const constant = logGamma(shape + q!) - logGamma(shape) - logGammaQ + q! * logOfGamma + shape * logCount;
    const psiBoth = digamma(shape + q!);
    const psiShape = digamma(shape);
    let [customers, ofMean, ofLogMean, ofLogTotal, ofInverse] = [0, 0, 0, 0, 0];
    let to = from;
    for (; to < x.length && x[to] === count; to += 1) {
      const w = weight[to]!;
      const logMean = Math.log(means[to]!);
      const total = gamma! + count * means[to]!;
      customers += w;
      ofMean += w * (shape - 1) * logMean;
      ofLogMean += w * logMean;
      ofLogTotal += w * Math.log(total);
      ofInverse += w / total;
    }
    sum += customers * constant + ofMean - (shape + q!) * ofLogTotal;
    byP += count * (customers * (psiBoth - psiShape + logCount) + ofLogMean - ofLogTotal);
    byQ += customers * (psiBoth - psiQ + logOfGamma) - ofLogTotal;
    byGamma += (customers * q!) / gamma! - (shape + q!) * ofInverse;
    from = to;
  }
  gradient.set([byP, byQ, byGamma]);
  return sum;
}

/** Share of a customer's own mean in the expected spend: px / (px + q − 1); null where the model has no mean. */
export function ownWeight([p, q]: readonly number[], x: number): number | null {
  const whole = p! * x + q! - 1;
  return whole > 0 ? (p! * x) / whole : null;
}

/**
 * Expected spend per purchase of a customer with x purchases of mean m̄: p (γ + x m̄) / (px + q − 1), which draws m̄ towards
 * the population's pγ / (q − 1); for x = 0 it is that. Null where it is infinite (px + q ≤ 1).
 */
export function expectedSpend([p, q, gamma]: readonly number[], x: number, meanSpend: number): number | null {
  const whole = p! * x + q! - 1;
  return whole > 0 ? (p! * (gamma! + (x > 0 ? x * meanSpend : 0))) / whole : null;
}

function objectiveOf(spends: Spends, origin: readonly number[]): Objective {
  const customers = sumOf(spends.weight);
  return (at, gradient) => {
    if (at.some((part, i) => !(Math.abs(part - origin[i]!) <= FURTHEST))) return Infinity;
    const parameters = Array.from(at, Math.exp);
    const value = spendLogLikelihood(spends, parameters, gradient);
    for (let i = 0; i < at.length; i += 1) gradient[i] = (-gradient[i]! * parameters[i]!) / customers;
    return Number.isNaN(value) ? Infinity : -value / customers;
  };
}

function byCount(spends: Spends): Spends {
  const compare = (one: number, other: number) =>
    spends.x[one]! - spends.x[other]! || spends.mean[one]! - spends.mean[other]!;
  const order = Uint32Array.from(spends.x.keys()).sort(compare);
  const sorted = (column: Float64Array) => Float64Array.from(order, (at) => column[at]!);
  return { x: sorted(spends.x), mean: sorted(spends.mean), weight: sorted(spends.weight) };
}

function sampled(sorted: Spends): Spends {
  const every = Math.ceil(sorted.x.length / SAMPLE);
  if (every <= 1) return sorted;
  const kept = (column: Float64Array) => column.filter((_, i) => i % every === 0);
  return { x: kept(sorted.x), mean: kept(sorted.mean), weight: kept(sorted.weight) };
}

/** Mean spend per purchase over all customers. */
function mean({ x, mean: means, weight }: Spends): number {
  let [money, purchases] = [0, 0];
  for (let i = 0; i < x.length; i += 1) {
    money += weight[i]! * x[i]! * means[i]!;
    purchases += weight[i]! * x[i]!;
  }
  return money / purchases;
}

function sumOf(column: Float64Array): number {
  return column.reduce((sum, part) => sum + part, 0);
}
