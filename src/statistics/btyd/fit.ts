import { hessian, inverseOfPositive, minimise, type Minimum, type Objective } from '../minimise';
import { sampled, type Fit, type Histories } from './histories';

/** Log-likelihood of all histories at natural parameters; writes its gradient in them. */
export type LogLikelihood = (parameters: readonly number[], gradient: Float64Array) => number;

/** Beyond e^±12 of the scale of the data a parameter has run away: the likelihood is flat there. */
const FURTHEST = 12;
/** Slope of the mean log-likelihood per customer, by the logarithm of a parameter. */
const TOLERANCE = 1e-9;
/** Over many histories a slope of this size moves the parameters by far less than their standard errors. */
const TOLERANCE_OF_MANY = 1e-7;
/** A slope that rounding keeps above the tolerance, yet moves no printed digit. */
const GOOD_ENOUGH = 1e-6;

/** More distinct histories than this are first fitted on a sample of so many. */
const SAMPLE = 20_000;

/**
 * Maximum likelihood over positive parameters, searched in their logarithms from each start until one converges; the
 * best is kept. Standard errors from the Hessian in logarithms (delta method: se θ = θ × se ln θ). Where there are many
 * distinct histories, a like sample of them gives the start and the curvature, and a few steps over all of them the rest.
 */
export function* maximise(
  names: string[],
  likelihoodOf: (histories: Histories) => LogLikelihood,
  histories: Histories,
  starts: readonly (readonly number[])[],
): Generator<void, Fit> {
  const sample = sampled(histories, SAMPLE);
  const origin = Float64Array.from(starts[0]!, Math.log);
  const objective = negated(likelihoodOf(sample), customersOf(sample), origin);
  let best: Minimum | null = null;
  let evaluations = 0;
  for (const start of starts) {
    const found = yield* minimise(objective, Float64Array.from(start, Math.log), { tolerance: TOLERANCE });
    evaluations += found.evaluations;
    if (!best || found.value < best.value) best = found;
    if (isFlat(best.gradient)) break;
  }
  if (!best) throw new Error('A fit needs a start');
  const inverse = inverseOfPositive(yield* hessian(objective, best.at));
  const customers = customersOf(histories);
  if (sample !== histories) {
    const whole = negated(likelihoodOf(histories), customers, origin);
    yield;
    best = yield* minimise(whole, best.at, {
      tolerance: TOLERANCE_OF_MANY,
      ...(inverse ? { inverse } : {}),
    });
    evaluations += best.evaluations;
  }
  return described(names, best, origin, inverse, customers, evaluations);
}

function described(
  names: string[],
  best: Minimum,
  origin: Float64Array,
  inverse: number[][] | null,
  customers: number,
  evaluations: number,
): Fit {
  const parameters = Array.from(best.at, Math.exp);
  const atEdge = best.at.some((part, i) => Math.abs(part - origin[i]!) > FURTHEST - 1);
  const logCovariance = atEdge ? null : (inverse?.map((row) => row.map((part) => part / customers)) ?? null);
  return {
    parameters,
    names,
    logCovariance,
    standardErrors:
      logCovariance && parameters.map((parameter, i) => parameter * Math.sqrt(logCovariance[i]![i]!)),
    logLikelihood: -best.value * customers,
    converged: !atEdge && isFlat(best.gradient),
    evaluations,
  };
}

function customersOf({ weight }: Histories): number {
  return weight.reduce((sum, part) => sum + part, 0);
}

function isFlat(gradient: Float64Array): boolean {
  return gradient.every((part) => Math.abs(part) <= GOOD_ENOUGH);
}

function negated(logLikelihood: LogLikelihood, customers: number, origin: Float64Array): Objective {
  return (at, gradient) => {
    if (at.some((part, i) => !(Math.abs(part - origin[i]!) <= FURTHEST))) return Infinity;
    const parameters = Array.from(at, Math.exp);
    const value = logLikelihood(parameters, gradient);
    for (let i = 0; i < at.length; i += 1) gradient[i] = (-gradient[i]! * parameters[i]!) / customers;
    return Number.isNaN(value) ? Infinity : -value / customers;
  };
}

/** Repeat purchase days per week observed, over all customers; the scale on which a search starts. */
export function meanRate({ x, T, weight }: Histories): number {
  let orders = 0;
  let weeks = 0;
  for (let i = 0; i < x.length; i += 1) {
    orders += weight[i]! * x[i]!;
    weeks += weight[i]! * T[i]!;
  }
  return orders / weeks;
}
