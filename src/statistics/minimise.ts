import { cholesky, choleskyInverse } from './cholesky';

/** A value to be made small; writes its gradient at `at` into `gradient`. Infinity marks a place out of bounds. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  at: Float64Array;
  value: number;
  gradient: Float64Array;
  /** The largest slope is below the tolerance. */
  converged: boolean;
  /** Times the objective was worked out. */
  evaluations: number;
}

export interface MinimiseOptions {
  /** The largest absolute slope at which the search ends. */
  tolerance?: number;
  evaluationsAtMost?: number;
  /** The inverse of the second derivatives at the start, where it is known: then the first step is a Newton step. */
  inverse?: readonly (readonly number[])[];
}

/** A fall of the value, and a flattening of the slope, that a step must bring (Wolfe's conditions). */
const ENOUGH_FALL = 1e-4;
const ENOUGH_FLATTER = 0.9;
const LONGEST_STEP = 2;
const HALVINGS_AT_MOST = 40;
/** Below this slope, one that no longer falls is all rounding. */
const STALLED_BELOW = 1e-7;
/** Values that differ by less than this are the same: then the slope alone decides (Hager & Zhang 2005, eq. 4.3). */
const ROUNDING = 1e-12;

/**
 * A local minimum of a smooth function by BFGS with a bisecting line search for the weak Wolfe conditions (Nocedal &
 * Wright, Numerical Optimization, algorithm 6.1; Lewis & Overton 2013, algorithm 2.6). Steps are held to length 2: the
 * arguments are meant to be logarithms. Yields after each evaluation, where it can be cancelled.
 */
export function* minimise(
  objective: Objective,
  start: Float64Array,
  { tolerance = 1e-9, evaluationsAtMost = 400, inverse: known }: MinimiseOptions = {},
): Generator<void, Minimum> {
  const n = start.length;
  let at = Float64Array.from(start);
  let gradient = new Float64Array(n);
  let value = objective(at, gradient);
  let evaluations = 1;
  yield;
  let inverse = known?.map((row) => Float64Array.from(row)) ?? identity(n);
  let fresh = !known;
  while (largest(gradient) > tolerance && evaluations < evaluationsAtMost) {
    let direction = times(inverse, gradient).map((part) => -part);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      inverse = identity(n);
      fresh = true;
      direction = gradient.map((part) => -part);
      slope = dot(direction, gradient);
    }
    const long = Math.max(1, Math.sqrt(dot(direction, direction)) / LONGEST_STEP);
    let step = 1 / long;
    let low = 0;
    let high = Infinity;
    let found: { at: Float64Array<ArrayBuffer>; value: number; gradient: Float64Array<ArrayBuffer> } | null =
      null;
    for (let k = 0; k < HALVINGS_AT_MOST && evaluations < evaluationsAtMost; k += 1) {
      const there = at.map((part, i) => part + step * direction[i]!);
      const slopes = new Float64Array(n);
      const met = objective(there, slopes);
      evaluations += 1;
      yield;
      const flat = dot(slopes, direction);
      const falls =
        met <= value + ENOUGH_FALL * step * slope ||
        (met <= value + ROUNDING * Math.abs(value) && Math.abs(flat) <= ENOUGH_FLATTER * -slope);
      if (!falls) high = step;
      else {
        found = { at: there, value: met, gradient: slopes };
        if (flat >= ENOUGH_FLATTER * slope || step * long >= 1e3) break;
        low = step;
      }
      step = high < Infinity ? (low + high) / 2 : 2 * low;
    }
    if (!found) {
      // Rounding hides any further fall along a direction that may be a poor one: the steepest one decides.
      if (fresh) break;
      inverse = identity(n);
      fresh = true;
      continue;
    }
    const moved = found.at.map((part, i) => part - at[i]!);
    const turned = found.gradient.map((part, i) => part - gradient[i]!);
    inverse = updated(inverse, moved, turned, fresh);
    fresh = false;
    const before = largest(gradient);
    ({ at, value, gradient } = found);
    if (largest(gradient) < STALLED_BELOW && largest(gradient) > before / 2) break;
  }
  return { at, value, gradient, converged: largest(gradient) <= tolerance, evaluations };
}

/**
 * The matrix of second derivatives at a point, n × n, by central differences of the gradient, made symmetric.
 * `step` is the distance to either side.
 */
export function* hessian(objective: Objective, at: Float64Array, step = 1e-4): Generator<void, number[][]> {
  const n = at.length;
  const rows: number[][] = [];
  for (let i = 0; i < n; i += 1) {
    const [above, below] = [new Float64Array(n), new Float64Array(n)];
    objective(shifted(at, i, step), above);
    yield;
    objective(shifted(at, i, -step), below);
    yield;
    rows.push(Array.from(above, (part, j) => (part - below[j]!) / (2 * step)));
  }
  return rows.map((row, i) => row.map((part, j) => (part + rows[j]![i]!) / 2));
}

/** An objective from a value alone: its gradient by central differences, at 2n further evaluations. */
export function withNumericalGradient(value: (at: Float64Array) => number, step = 1e-6): Objective {
  return (at, gradient) => {
    for (let i = 0; i < at.length; i += 1)
      gradient[i] = (value(shifted(at, i, step)) - value(shifted(at, i, -step))) / (2 * step);
    return value(at);
  };
}

/** The inverse of a symmetric positive definite matrix by Cholesky's decomposition; null where it is not one. */
export function inverseOfPositive(matrix: readonly (readonly number[])[]): number[][] | null {
  const size = matrix.length;
  // A pivot that is only rounding says nothing about the parameter.
  const factor = cholesky(Float64Array.from(matrix.flat()), size, 1e-11);
  if (factor.aliased.includes(true)) return null;
  const inverse = choleskyInverse(factor);
  return matrix.map((_, row) => [...inverse.subarray(row * size, (row + 1) * size)]);
}

/** Nocedal & Wright (6.17); the first step also sets the scale (6.20). Left as it is where the curvature is not positive. */
function updated(
  inverse: readonly Float64Array[],
  moved: Float64Array,
  turned: Float64Array,
  first: boolean,
): Float64Array<ArrayBuffer>[] {
  const n = moved.length;
  const curvature = dot(moved, turned);
  if (!(curvature > 1e-300)) return inverse.map((row) => Float64Array.from(row));
  const scale = first ? curvature / dot(turned, turned) : 1;
  const base = inverse.map((row) => row.map((part) => part * scale));
  const carried = times(base, turned);
  const spread = (1 + dot(turned, carried) / curvature) / curvature;
  const result = identity(n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1)
      result[i]![j] =
        base[i]![j]! +
        spread * moved[i]! * moved[j]! -
        (carried[i]! * moved[j]! + moved[i]! * carried[j]!) / curvature;
  return result;
}

function identity(n: number): Float64Array<ArrayBuffer>[] {
  return Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
}

function times(matrix: readonly Float64Array[], vector: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, part, i) => sum + part * other[i]!, 0);
}

function largest(vector: Float64Array): number {
  return vector.reduce((most, part) => (Number.isNaN(part) ? Infinity : Math.max(most, Math.abs(part))), 0);
}

function shifted(at: Float64Array, index: number, by: number): Float64Array {
  return at.map((part, i) => (i === index ? part + by : part));
}
