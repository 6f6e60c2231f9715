import type { KernelOptions, Row } from '../../analyses/define';
import { normalQuantile } from '../normal';
import { sampled, type Fit, type Histories, type History } from './histories';
import { MODEL_IDS, MODELS, type BtydModel } from './model';

/** `no_orders`, `no_repeats`: nothing can be fitted; `loose`: fitted, but the data do not pin the parameters down. */
export type FitStatus = 'no_orders' | 'no_repeats' | 'loose' | 'fitted';

const DAYS_A_WEEK = 7;
/** Rows between two turns at which a run can be cancelled. */
const ROWS_A_TURN = 2000;
/** Histories on which the spread of the total is worked out: its own error is then a hundredth or so. */
const SPREAD_SAMPLE = 2000;
/** Numbers of repeat purchase days that are told apart; the last stands for it and all above. */
export const COUNTS_TOLD_APART = 7;
/** A next order further away than five years is no forecast. */
const NEXT_WITHIN_DAYS = 1825;
/** Two-sided confidence of the range of the total. */
export const CONFIDENCE = 0.95;

/** Rows with `x`, `t_x`, `t_days` (days) and `customers`, as histories in weeks. */
export function historiesOf(rows: readonly Row[]): Histories {
  const column = (name: string, per: number) => Float64Array.from(rows, (row) => Number(row[name]) / per);
  return {
    x: column('x', 1),
    tx: column('t_x', DAYS_A_WEEK),
    T: column('t_days', DAYS_A_WEEK),
    weight: column('customers', 1),
  };
}

/** `options.model` is a place in MODEL_IDS. */
export function modelOf(options: KernelOptions): BtydModel {
  const id = MODEL_IDS[options.model ?? 0];
  if (!id) throw new RangeError(`There is no model ${options.model}`);
  return MODELS[id];
}

/**
 * Histories → one row a parameter: name, value, se, the covariances of its logarithm with those of all parameters
 * (covariance_1…), and log_likelihood, converged, evaluations of the fit. No row where nobody ordered on a second day.
 */
export function* btydFitRows(rows: Row[], options: KernelOptions): Generator<void, Row[]> {
  const histories = historiesOf(rows);
  if (!histories.x.some((x) => x > 0)) return [];
  const fit = yield* modelOf(options).fit(histories);
  return fit.parameters.map((value, i) => ({
    name: fit.names[i]!,
    value,
    se: fit.standardErrors?.[i] ?? null,
    ...Object.fromEntries(
      fit.names.map((_, j) => [`covariance_${j + 1}`, fit.logCovariance?.[i]?.[j] ?? null]),
    ),
    log_likelihood: fit.logLikelihood,
    converged: fit.converged,
    evaluations: fit.evaluations,
  }));
}

/** A fit as it was before it became rows; null where there was none. */
export function fitOf(estimates: readonly Row[]): Fit | null {
  const [first] = estimates;
  if (!first) return null;
  const covariance = estimates.map((row) => estimates.map((_, j) => row[`covariance_${j + 1}`] ?? null));
  const isKnown = covariance.flat().every((part) => part !== null);
  return {
    parameters: estimates.map((row) => Number(row.value)),
    names: estimates.map((row) => String(row.name)),
    standardErrors: isKnown ? estimates.map((row) => Number(row.se)) : null,
    logCovariance: isKnown ? covariance.map((row) => row.map(Number)) : null,
    logLikelihood: Number(first.log_likelihood),
    converged: first.converged === true,
    evaluations: Number(first.evaluations),
  };
}

/** Estimates → name, value, se. */
export function btydParameterRows(estimates: Row[]): Row[] {
  return estimates.map(({ name, value, se }) => ({ name: name!, value: value!, se: se ?? null }));
}

/**
 * Histories and estimates → one row a history: p_alive, expected_orders within `options.weeks`, and next_in_days, the
 * median wait of one who has not left: (α + T) (2^(1 / (r + x)) − 1), as λ ~ Gamma(r + x, α + T); null
 * beyond five years. All null without a fit.
 */
export function* btydScoreRows(
  rows: Row[],
  options: KernelOptions,
  [estimates]: readonly Row[][],
): Generator<void, Row[]> {
  const model = modelOf(options);
  const parameters = fitOf(estimates ?? [])?.parameters ?? null;
  const scored: Row[] = [];
  for (const { x, t_x, t_days, customers } of rows) {
    const history = { x: Number(x), tx: Number(t_x) / DAYS_A_WEEK, T: Number(t_days) / DAYS_A_WEEK };
    const alive = parameters && model.probabilityAlive(parameters, history);
    scored.push({
      x: x!,
      t_x: t_x!,
      t_days: t_days!,
      customers: customers!,
      p_alive: alive,
      expected_orders: parameters && alive! * model.expectedIfAlive(parameters, history, options.weeks!),
      next_in_days: parameters && nextInDays(parameters, history),
    });
    if (scored.length % ROWS_A_TURN === 0) yield;
  }
  return scored;
}

function nextInDays([r, alpha]: readonly number[], { x, T }: History): number | null {
  const days = DAYS_A_WEEK * (alpha! + T) * (2 ** (1 / (r! + x)) - 1);
  return days <= NEXT_WITHIN_DAYS ? days : null;
}

/**
 * Histories, estimates and scores → one row: the fit and the total of what is expected within `options.weeks`, with a 95 %
 * range on the logarithmic scale, from the spread of the parameters (delta method) and the chance of each customer's
 * orders (its variance, the parameters given), which are independent. Both are worked out on a like sample of histories.
 */
export function btydTotalRows(
  rows: Row[],
  options: KernelOptions,
  [estimates, scores]: readonly Row[][],
): Row[] {
  const fit = fitOf(estimates ?? []);
  const sum = (of: (row: Row) => number) =>
    rows.reduce((total, row) => total + Number(row.customers) * of(row), 0);
  const customers = sum(() => 1);
  const status: FitStatus =
    customers === 0
      ? 'no_orders'
      : !fit
        ? 'no_repeats'
        : fit.converged && fit.logCovariance
          ? 'fitted'
          : 'loose';
  const scored = (column: string) =>
    fit && (scores ?? []).reduce((total, row) => total + Number(row.customers) * Number(row[column]), 0);
  const expected = scored('expected_orders');
  const spread =
    fit && expected
      ? relativeSpread(modelOf(options), fit, historiesOf(rows), options.weeks!, expected)
      : null;
  const reach =
    spread?.parameters === undefined || spread.parameters === null
      ? null
      : Math.hypot(spread.parameters, spread.chance);
  const far = reach === null ? null : normalQuantile((1 + CONFIDENCE) / 2) * reach;
  return [
    {
      status,
      log_likelihood: fit?.logLikelihood ?? null,
      customers,
      repeat_customers: sum(({ x }) => (Number(x) > 0 ? 1 : 0)),
      repeat_orders: sum(({ x }) => Number(x)),
      active_customers: scored('p_alive'),
      expected_orders: expected,
      low: far === null ? null : expected! * Math.exp(-far),
      high: far === null ? null : expected! * Math.exp(far),
      evaluations: fit?.evaluations ?? null,
    },
  ];
}

/** Standard deviation of the total over itself: from the parameters (null where their spread is unknown), and by chance. */
function relativeSpread(model: BtydModel, fit: Fit, all: Histories, weeks: number, total: number) {
  const some = sampled(all, SPREAD_SAMPLE);
  const over = (of: (history: History) => number) =>
    some.weight.reduce(
      (sum, weight, i) => sum + weight * of({ x: some.x[i]!, tx: some.tx[i]!, T: some.T[i]! }),
      0,
    );
  const expectedAt = (parameters: readonly number[]) =>
    over((history) => model.expectedOrders(parameters, history, weeks));
  const here = expectedAt(fit.parameters);
  const chance = Math.sqrt(over((history) => model.variance(fit.parameters, history, weeks)) / here / total);
  if (!fit.logCovariance) return { parameters: null, chance };
  const step = 1e-4;
  const slopes = fit.parameters.map((value, i) => {
    const at = (by: number) => Math.log(expectedAt(fit.parameters.with(i, value * Math.exp(by))));
    return (at(step) - at(-step)) / (2 * step);
  });
  const variance = fit.logCovariance.reduce(
    (sum, row, i) =>
      sum + row.reduce((part, covariance, j) => part + covariance * slopes[i]! * slopes[j]!, 0),
    0,
  );
  return { parameters: Math.sqrt(Math.max(0, variance)), chance };
}

/**
 * Histories and estimates → customers with 0, 1, … repeat purchase days, the last for it and more: as they are, and as the
 * model expects of customers observed so long, each for their own T (expected null without a fit).
 */
export function* btydCountRows(
  rows: Row[],
  options: KernelOptions,
  [estimates]: readonly Row[][],
): Generator<void, Row[]> {
  const fit = fitOf(estimates ?? []);
  const actual = new Float64Array(COUNTS_TOLD_APART + 1);
  const expected = new Float64Array(COUNTS_TOLD_APART + 1);
  const observed = new Map<number, number>();
  for (const row of rows) {
    const [x, customers, days] = [Number(row.x), Number(row.customers), Number(row.t_days)];
    const at = Math.min(x, COUNTS_TOLD_APART);
    actual[at] = actual[at]! + customers;
    observed.set(days, (observed.get(days) ?? 0) + customers);
  }
  for (const [days, customers] of fit ? observed : []) {
    const weeks = days / DAYS_A_WEEK;
    const shares =
      weeks > 0
        ? modelOf(options).countProbabilities(fit!.parameters, weeks, COUNTS_TOLD_APART - 1)
        : Float64Array.from({ length: COUNTS_TOLD_APART }, (_, n) => (n === 0 ? 1 : 0));
    let rest = 1;
    shares.forEach((share, n) => {
      expected[n] = expected[n]! + customers * share;
      rest -= share;
    });
    expected[COUNTS_TOLD_APART] = expected[COUNTS_TOLD_APART]! + customers * Math.max(0, rest);
    yield;
  }
  if (rows.length === 0) return [];
  return Array.from(actual, (customers, n) => ({
    repeat_orders: n,
    customers,
    expected: fit ? expected[n]! : null,
  }));
}
