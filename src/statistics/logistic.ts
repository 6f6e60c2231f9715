import { cholesky, choleskyInverse, choleskySolve, type Factor } from './cholesky';

/**
 * Counts of yes and no by combination of columns: rows that are alike are one row. Columns are sparse: of row i those from
 * `starts[i]` to `starts[i + 1]` are not 0. The intercept is no column of it.
 */
export interface Design {
  /** Number of columns without the intercept. */
  columns: number;
  starts: Int32Array;
  /** Columns, from 0. */
  places: Int32Array;
  values: Float64Array;
  /** How many, and how many of them said yes. */
  trials: Float64Array;
  successes: Float64Array;
}

export interface LogisticOptions {
  /** λ of the penalty λ ÷ 2 · Σ β² on all but the intercept: a normal prior with variance 1 ÷ λ. 0 is maximum likelihood. */
  ridge?: number;
  iterations?: number;
}

export interface LogisticFit {
  /** The intercept, then one per column: changes of the log odds. 0 where aliased. */
  coefficients: Float64Array;
  /** (columns + 1)², row-major: inverse of the (penalised) information. Rows of 0 where aliased. */
  covariance: Float64Array;
  /** Columns, the intercept first, that follow from those before them. */
  aliased: readonly boolean[];
  /** Of single customers: without binomial coefficients, and without the penalty. */
  logLikelihood: number;
  iterations: number;
  converged: boolean;
  /** Some combination of columns tells yes from no without fail: there is no finite maximum. Never with a ridge. */
  separated: boolean;
}

/** How many rows between two chances to be cancelled. */
const SLICE = 1 << 15;
/** Largest Newton step, as a change of the log odds, at which the maximum is reached. */
const CLOSE = 1e-9;
/** A step so long that gains nothing is one towards infinity: an information below 1e-5 is a standard error over 300. */
const FAR = 0.5;
const NO_GAIN = 1e-6;
/** No step is longer: beyond the maximum the likelihood is so flat that the next one would lead anywhere. */
const LONGEST = 5;
/** Standard error of a log odds ratio, over the range of its attribute, that no count of customers comes to. */
const UNKNOWN = 100;
/** Relative error of a log-likelihood added up over a million rows. */
const ROUNDING = 1e-12;

/** Dense rows as a design; for small data. */
export function designOf(
  rows: readonly (readonly number[])[],
  trials: readonly number[],
  successes: readonly number[],
): Design {
  const filled = rows.map((row) => row.flatMap((value, place) => (value === 0 ? [] : [{ place, value }])));
  const starts = Int32Array.from([0, ...filled.map(({ length }) => length)]);
  for (let row = 1; row < starts.length; row += 1) starts[row]! += starts[row - 1]!;
  return {
    columns: rows[0]?.length ?? 0,
    starts,
    places: Int32Array.from(filled.flat(), ({ place }) => place),
    values: Float64Array.from(filled.flat(), ({ value }) => value),
    trials: Float64Array.from(trials),
    successes: Float64Array.from(successes),
  };
}

/**
 * Logistic regression over counts by Newton's method (which is iteratively reweighted least squares), halving steps that
 * overshoot. Columns that follow from others are left out, the later ones first. Standard errors from the information at
 * the maximum. A generator: it yields between slices of rows, where it can be cancelled.
 * Source: McCullagh & Nelder, “Generalized Linear Models”, 2nd ed., §4.4; separation: Albert & Anderson, Biometrika 71
 * (1984) 1–10; ridge: le Cessie & van Houwelingen, Applied Statistics 41 (1992) 191–201.
 * Throws a RangeError where all said yes, or nobody did: then there is nothing to fit.
 */
export function* fitLogistic(design: Design, options: LogisticOptions = {}): Generator<void, LogisticFit> {
  const { ridge = 0, iterations: most = 60 } = options;
  const size = design.columns + 1;
  const start = new Float64Array(size);
  start[0] = startingLogOdds(design);
  const scales = largestValues(design);
  let coefficients = start;
  const plain = yield* evaluate(design, coefficients, 0);
  const { aliased } = cholesky(plain.information, size);
  let state = ridge === 0 ? plain : yield* evaluate(design, coefficients, ridge);
  let separated = false;
  let converged = false;
  let iterations = 0;
  while (!converged && !separated && iterations < most) {
    iterations += 1;
    const factor = factorWithout(state.information, size, aliased);
    if (!factor) {
      separated = ridge === 0;
      break;
    }
    const step = choleskySolve(factor, state.gradient);
    const length = step.reduce(
      (longest, value, place) => Math.max(longest, Math.abs(value) * scales[place]!),
      0,
    );
    const whole = Math.min(1, LONGEST / length);
    let next = coefficients.map((value, place) => value + whole * step[place]!);
    let reached = yield* evaluate(design, next, ridge);
    const least = state.objective - ROUNDING * Math.abs(state.objective);
    for (let half = whole / 2; reached.objective < least && half > whole * 1e-6; half /= 2) {
      next = coefficients.map((value, place) => value + half * step[place]!);
      reached = yield* evaluate(design, next, ridge);
    }
    converged = length < CLOSE;
    // A long step may gain nothing because it was cut back, too: only towards infinity is nothing known of its end.
    separated =
      ridge === 0 &&
      length > FAR &&
      reached.objective - state.objective < NO_GAIN &&
      largestError(factorWithout(reached.information, size, aliased), scales) > UNKNOWN;
    coefficients = next;
    state = reached;
  }
  const factor = factorWithout(state.information, size, aliased);
  return {
    coefficients,
    covariance: factor ? choleskyInverse(factor) : new Float64Array(size * size).fill(Infinity),
    aliased,
    logLikelihood: state.logLikelihood,
    iterations,
    converged,
    separated,
  };
}

/** {@link fitLogistic} in one go. */
export function logistic(design: Design, options: LogisticOptions = {}): LogisticFit {
  const fitting = fitLogistic(design, options);
  let part = fitting.next();
  while (!part.done) part = fitting.next();
  return part.value;
}

/** Of each row, the probability of yes. */
export function probabilities(design: Design, coefficients: Float64Array): Float64Array {
  return design.trials.map((_, row) => 1 / (1 + Math.exp(-logOdds(design, coefficients, row))));
}

function startingLogOdds({ trials, successes }: Design): number {
  const all = trials.reduce((sum, count) => sum + count, 0);
  const yes = successes.reduce((sum, count) => sum + count, 0);
  if (!(yes > 0 && yes < all)) throw new RangeError(`${yes} of ${all} said yes: nothing to tell apart`);
  return Math.log(yes / (all - yes));
}

function largestValues({ columns, places, values }: Design): Float64Array {
  const largest = new Float64Array(columns + 1);
  largest[0] = 1;
  places.forEach((place, index) => {
    largest[place + 1] = Math.max(largest[place + 1]!, Math.abs(values[index]!));
  });
  return largest;
}

/** The largest standard error, over the range of its column; infinite where the information is singular. */
function largestError(factor: Factor | null, scales: ArrayLike<number>): number {
  if (!factor) return Infinity;
  const covariance = choleskyInverse(factor);
  const size = scales.length;
  let largest = 0;
  for (let place = 0; place < size; place += 1)
    largest = Math.max(largest, Math.sqrt(covariance[place * size + place]!) * scales[place]!);
  return largest;
}

/** The factor with the aliased columns left out; null where, of the others, one has vanished: no maximum is near. */
function factorWithout(information: Float64Array, size: number, aliased: readonly boolean[]): Factor | null {
  const kept = information.slice();
  for (let column = 0; column < size; column += 1)
    if (aliased[column])
      for (let other = 0; other < size; other += 1)
        kept[column * size + other] = kept[other * size + column] = 0;
  const factor = cholesky(kept, size, 1e-13);
  return factor.aliased.every((isAliased, column) => isAliased === aliased[column]) ? factor : null;
}

function logOdds({ starts, places, values }: Design, coefficients: Float64Array, row: number): number {
  let sum = coefficients[0]!;
  for (let index = starts[row]!; index < starts[row + 1]!; index += 1)
    sum += values[index]! * coefficients[places[index]! + 1]!;
  return sum;
}

interface State {
  logLikelihood: number;
  /** The log-likelihood less the penalty, and its derivatives; the information is −1 times the second ones. */
  objective: number;
  gradient: Float64Array;
  information: Float64Array;
}

function* evaluate(design: Design, coefficients: Float64Array, ridge: number): Generator<void, State> {
  const { starts, places, values, trials, successes } = design;
  const size = design.columns + 1;
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  let logLikelihood = 0;
  for (let row = 0; row < trials.length; row += 1) {
    if (row % SLICE === SLICE - 1) yield;
    if (trials[row] === 0) continue;
    const odds = logOdds(design, coefficients, row);
    // log(1 + e^odds) without overflow; p·(1 − p) without the difference.
    const tail = Math.exp(-Math.abs(odds));
    const probability = odds >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
    const weight = (trials[row]! * tail) / (1 + tail) ** 2;
    const residual = successes[row]! - trials[row]! * probability;
    logLikelihood += successes[row]! * odds - trials[row]! * (Math.max(0, odds) + Math.log1p(tail));
    gradient[0]! += residual;
    information[0]! += weight;
    const first = starts[row]!;
    const end = starts[row + 1]!;
    for (let one = first; one < end; one += 1) {
      const column = places[one]! + 1;
      const line = column * size;
      const weighted = values[one]! * weight;
      gradient[column]! += values[one]! * residual;
      information[line]! += weighted;
      for (let other = first; other <= one; other += 1) {
        const beside = places[other]! + 1;
        // the lower triangle
        information[beside <= column ? line + beside : beside * size + column]! += weighted * values[other]!;
      }
    }
  }
  let penalty = 0;
  for (let column = 1; column < size; column += 1) {
    const value = coefficients[column]!;
    penalty += (ridge / 2) * value * value;
    gradient[column]! -= ridge * value;
    information[column * size + column]! += ridge;
  }
  return { logLikelihood, objective: logLikelihood - penalty, gradient, information };
}
