import { cholesky, choleskyInverse, choleskySolve } from './cholesky';

/** Customers waiting for an event, one row each. */
export interface Waits {
  /** How long each was seen waiting, in any unit. */
  times: ArrayLike<number>;
  /** 1 where the wait ended in the event, 0 where it was cut off. */
  events: ArrayLike<number>;
  /** Attributes, row-major, `columns` a row. */
  values: ArrayLike<number>;
  columns: number;
  /** Case weights; 1 each where absent. */
  weights?: ArrayLike<number>;
}

export interface CoxFit {
  /** One per column: changes of the log hazard. 0 where aliased. */
  coefficients: Float64Array;
  /** columns², row-major: inverse of the information (not the robust sandwich). */
  covariance: Float64Array;
  aliased: readonly boolean[];
  /** Partial log-likelihoods: of no effect at all, and at the maximum. */
  logLikelihoodNull: number;
  logLikelihood: number;
  iterations: number;
  converged: boolean;
}

const MOST = 60;
const CLOSE = 1e-9;

/**
 * Cox's proportional hazards regression by Newton's method on the partial likelihood. Events tied on one time are taken by
 * Efron's approximation unless Breslow's is asked for; with case weights each step of Efron's has the mean weight of the
 * tied events. Someone cut off at a time is at risk at that time.
 * Source: D. R. Cox, JRSS B 34 (1972) 187–220; B. Efron, JASA 72 (1977) 557–565; N. Breslow, Biometrics 30 (1974) 89–99;
 * weights as in Therneau & Grambsch, “Modeling Survival Data”, §3.3 and R's `survival::coxph`.
 * `converged` is false where a column parts those with events from the others without fail.
 */
export function cox(waits: Waits, ties: 'efron' | 'breslow' = 'efron'): CoxFit {
  const { columns } = waits;
  const prepared = prepare(waits);
  let coefficients: Float64Array = new Float64Array(columns);
  let state = evaluate(prepared, coefficients, ties);
  const logLikelihoodNull = state.logLikelihood;
  const { aliased } = cholesky(state.information, columns);
  let converged = false;
  let iterations = 0;
  while (!converged && iterations < MOST) {
    iterations += 1;
    const factor = cholesky(state.information, columns);
    if (factor.aliased.some((isAliased, column) => isAliased && !aliased[column])) break;
    const step = choleskySolve(factor, state.gradient);
    const moved = (part: number): Float64Array =>
      coefficients.map((value, place) => value + part * step[place]!);
    let part = 1;
    let reached = evaluate(prepared, moved(part), ties);
    while (!(reached.logLikelihood >= state.logLikelihood - CLOSE) && part > 1e-6) {
      part /= 2;
      reached = evaluate(prepared, moved(part), ties);
    }
    converged = step.every((value, place) => Math.abs(value) * prepared.scales[place]! < CLOSE);
    coefficients = moved(part);
    state = reached;
  }
  return {
    coefficients,
    covariance: choleskyInverse(cholesky(state.information, columns)),
    aliased,
    logLikelihoodNull,
    logLikelihood: state.logLikelihood,
    iterations,
    converged,
  };
}

interface Prepared {
  columns: number;
  /** Rows by falling time, each attribute less its mean: hazards are then near 1, and nothing overflows. */
  rows: { time: number; isEvent: boolean; weight: number; values: Float64Array }[];
  /** Largest distance from the mean in each column. */
  scales: Float64Array;
}

function prepare({ times, events, values, columns, weights }: Waits): Prepared {
  const count = times.length;
  const means = new Float64Array(columns);
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < columns; column += 1)
      means[column]! += values[row * columns + column]! / count;
  const scales = new Float64Array(columns);
  const rows = Array.from({ length: count }, (_, row) => {
    const centred = means.map((mean, column) => values[row * columns + column]! - mean);
    centred.forEach((value, column) => (scales[column] = Math.max(scales[column]!, Math.abs(value))));
    return { time: times[row]!, isEvent: events[row] === 1, weight: weights?.[row] ?? 1, values: centred };
  });
  return { columns, rows: rows.sort((a, b) => b.time - a.time), scales };
}

interface State {
  logLikelihood: number;
  gradient: Float64Array;
  information: Float64Array;
}

/** Σ w·e^η over some customers, with its first and second derivatives. */
interface Sums {
  hazard: number;
  first: Float64Array;
  second: Float64Array;
}

const noSums = (columns: number): Sums => ({
  hazard: 0,
  first: new Float64Array(columns),
  second: new Float64Array(columns * columns),
});

function add(sums: Sums, hazard: number, values: Float64Array): void {
  const size = values.length;
  sums.hazard += hazard;
  for (let one = 0; one < size; one += 1) {
    const weighted = hazard * values[one]!;
    sums.first[one]! += weighted;
    for (let other = 0; other <= one; other += 1)
      sums.second[one * size + other]! += weighted * values[other]!;
  }
}

function evaluate({ columns, rows }: Prepared, coefficients: Float64Array, ties: 'efron' | 'breslow'): State {
  const state: State = {
    logLikelihood: 0,
    gradient: new Float64Array(columns),
    information: new Float64Array(columns * columns),
  };
  const atRisk = noSums(columns);
  for (let from = 0; from < rows.length;) {
    const tied = noSums(columns);
    let [events, weights, to] = [0, 0, from];
    for (; to < rows.length && rows[to]!.time === rows[from]!.time; to += 1) {
      const { isEvent, weight, values } = rows[to]!;
      const logHazard = values.reduce((sum, value, column) => sum + value * coefficients[column]!, 0);
      const hazard = weight * Math.exp(logHazard);
      add(atRisk, hazard, values);
      if (!isEvent) continue;
      add(tied, hazard, values);
      events += 1;
      weights += weight;
      state.logLikelihood += weight * logHazard;
      values.forEach((value, column) => (state.gradient[column]! += weight * value));
    }
    for (let place = 0; place < events; place += 1)
      takeEvent(state, atRisk, tied, ties === 'efron' ? place / events : 0, weights / events);
    from = to;
  }
  return state;
}

/** One of the tied events, those before it already taken from the customers at risk: `gone` of the sum of all of them. */
function takeEvent(state: State, atRisk: Sums, tied: Sums, gone: number, weight: number): void {
  const size = state.gradient.length;
  const hazard = atRisk.hazard - gone * tied.hazard;
  state.logLikelihood -= weight * Math.log(hazard);
  const means = atRisk.first.map((sum, column) => (sum - gone * tied.first[column]!) / hazard);
  for (let one = 0; one < size; one += 1) {
    state.gradient[one]! -= weight * means[one]!;
    for (let other = 0; other <= one; other += 1) {
      const place = one * size + other;
      const second = (atRisk.second[place]! - gone * tied.second[place]!) / hazard;
      state.information[place]! += weight * (second - means[one]! * means[other]!);
    }
  }
}

/**
 * Harrell's concordance: of two customers of whom it is known who had the event first, the chance that this one has the
 * higher risk; ties of risk count half. Events at one time are not compared. Counts every pair: for some thousand rows.
 * Source: F. E. Harrell et al., JAMA 247 (1982) 2543–2546. Null where no two can be compared.
 */
export function concordance(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  risks: ArrayLike<number>,
): number | null {
  let [pairs, right] = [0, 0];
  for (let first = 0; first < times.length; first += 1) {
    if (events[first] !== 1) continue;
    for (let other = 0; other < times.length; other += 1) {
      const isLater = times[other]! > times[first]! || (times[other] === times[first] && events[other] !== 1);
      if (!isLater) continue;
      pairs += 1;
      if (risks[first]! > risks[other]!) right += 1;
      else if (risks[first] === risks[other]) right += 0.5;
    }
  }
  return pairs === 0 ? null : right / pairs;
}
