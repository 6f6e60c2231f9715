import type { Row } from '../analyses/define';
import { countedDesign, type Counted, type Factor } from './factor-design';
import { fitLogistic, type Design, type LogisticFit } from './logistic';

/**
 * λ of the ridge where maximum likelihood has no finite answer: a normal prior of standard deviation 2.5 on each log odds
 * ratio, within which nearly all that is met in practice lies (after Gelman et al., Annals of Applied Statistics 2 (2008)
 * 1360–1383, who take a Cauchy prior of this scale).
 */
export const RIDGE = 1 / 2.5 ** 2;

export interface Fitted extends LogisticFit {
  /** 0 for maximum likelihood. */
  ridge: number;
}

export type ModelState =
  'fitted' | 'ridge' | 'no_customers' | 'nobody_returned' | 'all_returned' | 'nothing_varies';

export interface FactorModel extends Counted {
  state: ModelState;
  /** Of all customers; null where there is nothing to fit. */
  fit: Fitted | null;
  /** Without those held out; null where nothing can be fitted to the rest. */
  training: Fitted | null;
  /** Change of the probability against the reference, mean over all customers, and its standard error, by column. */
  effects: { points: number; standardError: number }[];
}

/** A model is asked for by several kernels of one run, each over the same rows. */
const known = new WeakMap<readonly Row[], FactorModel>();

/**
 * Logistic regression of `returned` on factors, over rows as {@link countedDesign} reads them: by maximum likelihood, and
 * with a ridge where some combination of levels tells the returned from the others without fail.
 */
export function* factorModel(rows: readonly Row[]): Generator<void, FactorModel> {
  const before = known.get(rows);
  if (before) return before;
  const counted = countedDesign(rows);
  const { design, heldOut } = counted;
  const state = stateOf(counted);
  const fit = state === null ? yield* fitted(design) : null;
  const rest: Design = {
    ...design,
    trials: design.trials.map((count, row) => count - heldOut.trials[row]!),
    successes: design.successes.map((count, row) => count - heldOut.successes[row]!),
  };
  const training = state === null && canBeFitted(rest) ? yield* fitted(rest) : null;
  const effects = fit ? yield* marginalEffects(counted, fit) : [];
  const model: FactorModel = {
    ...counted,
    state: state ?? (fit && fit.ridge > 0 ? 'ridge' : 'fitted'),
    fit,
    training,
    effects,
  };
  known.set(rows, model);
  return model;
}

function stateOf({ customers, returned, columns }: Counted): ModelState | null {
  if (customers === 0) return 'no_customers';
  if (returned === 0) return 'nobody_returned';
  if (returned === customers) return 'all_returned';
  return columns === 0 ? 'nothing_varies' : null;
}

function canBeFitted({ trials, successes }: Design): boolean {
  const yes = successes.reduce((sum, count) => sum + count, 0);
  return yes > 0 && yes < trials.reduce((sum, count) => sum + count, 0);
}

function* fitted(design: Design): Generator<void, Fitted> {
  const plain = yield* fitLogistic(design);
  if (plain.converged) return { ...plain, ridge: 0 };
  return { ...(yield* fitLogistic(design, { ridge: RIDGE })), ridge: RIDGE };
}

const SLICE = 1 << 12;
const sigmoid = (odds: number): number => 1 / (1 + Math.exp(-odds));

/**
 * Of each level, how much higher the probability is than at its reference, all else of each customer as it is: the mean
 * over all customers of p(level) − p(reference). Standard error by the delta method.
 * Source: A. Agresti, “Categorical Data Analysis”, 3rd ed., §5.4.2 (average marginal effects, discrete change).
 */
function* marginalEffects(
  { factors, design, customers, columns }: Counted,
  { coefficients, covariance }: LogisticFit,
): Generator<void, { points: number; standardError: number }[]> {
  const { starts, places, trials } = design;
  const size = columns + 1;
  const owner = ownersOf(factors, columns);
  const varying = factors.flatMap(({ levels }, index) => {
    const own = levels.flatMap(({ column }) => (column === null ? [] : [column]));
    return own.length > 0 ? [{ index, columns: Int32Array.from(own) }] : [];
  });
  const sums = new Float64Array(columns);
  // Row-major: of each column's effect, the derivatives by the coefficients.
  const slopes = new Float64Array(columns * size);
  const own = new Int32Array(factors.length);
  for (let row = 0; row < trials.length; row += 1) {
    if (row % SLICE === SLICE - 1) yield;
    const first = starts[row]!;
    const end = starts[row + 1]!;
    const count = trials[row]!;
    let odds = coefficients[0]!;
    own.fill(-1);
    for (let index = first; index < end; index += 1) {
      const place = places[index]!;
      odds += coefficients[place + 1]!;
      own[owner[place]!] = place;
    }
    for (const factor of varying) {
      const mine = own[factor.index]!;
      const without = odds - (mine < 0 ? 0 : coefficients[mine + 1]!);
      const base = sigmoid(without);
      const baseSlope = count * base * (1 - base);
      for (let level = 0; level < factor.columns.length; level += 1) {
        const column = factor.columns[level]!;
        const there = sigmoid(without + coefficients[column + 1]!);
        const slope = count * there * (1 - there);
        const change = slope - baseSlope;
        sums[column]! += count * (there - base);
        const gradient = column * size;
        slopes[gradient]! += change;
        slopes[gradient + column + 1]! += slope;
        for (let index = first; index < end; index += 1) {
          const place = places[index]!;
          if (place !== mine) slopes[gradient + place + 1]! += change;
        }
      }
    }
  }
  return Array.from(sums, (sum, column) => ({
    points: sum / customers,
    standardError:
      Math.sqrt(Math.max(0, form(covariance, slopes.subarray(column * size, (column + 1) * size)))) /
      customers,
  }));
}

function ownersOf(factors: readonly Factor[], columns: number): Int32Array {
  const owner = new Int32Array(columns);
  factors.forEach(({ levels }, index) => {
    for (const { column } of levels) if (column !== null) owner[column] = index;
  });
  return owner;
}

function form(matrix: Float64Array, vector: Float64Array): number {
  const size = vector.length;
  return vector.reduce(
    (sum, left, row) =>
      sum + left * vector.reduce((inner, right, column) => inner + matrix[row * size + column]! * right, 0),
    0,
  );
}
