import type { KernelOptions, Row } from '../analyses/define';
import { fitOf, modelOf } from './btyd/rows';
import { ranks, weightedCorrelation, weightedMean } from './rank-correlation';

/**
 * Forecasts of the orders of a hold-out period, set against what came. `model` is the fitted model; the others are what
 * one would guess without any: `same_rate`, x / T, goes on; `recency`, the same for those whose last order lies no further
 * back than the hold-out is long, nothing for others (the hiatus heuristic of Wübben & Wangenheim 2008, Instant Customer
 * Base Analysis, Journal of Marketing 72); `mean`, everyone orders as often as the average customer did.
 */
export const METHODS = ['model', 'same_rate', 'recency', 'mean'] as const;
export type Method = (typeof METHODS)[number];

const COLUMN: Record<Method, string> = {
  model: 'expected_orders',
  same_rate: 'same_rate',
  recency: 'recency',
  mean: 'mean',
};
const DAYS_A_WEEK = 7;
const ROWS_A_TURN = 2000;
/** Histories on which the course over the months is worked out; its end is the total of all. */
const COURSE_SAMPLE = 10_000;
const TENTHS = 10;

/**
 * Outcomes → their histories, merged whatever came after, so that no fit can know of it. Rows must come sorted by history.
 */
export function splitHistoryRows(outcomes: Row[]): Row[] {
  const merged: Row[] = [];
  for (const { x, t_x, t_days, customers } of outcomes) {
    const last = merged.at(-1);
    if (last && last.x === x && last.t_x === t_x && last.t_days === t_days)
      last.customers = Number(last.customers) + Number(customers);
    else merged.push({ x: x!, t_x: t_x!, t_days: t_days!, customers: customers! });
  }
  return merged;
}

/**
 * Histories before the split with `x`, `t_x`, `t_days` (days), `actual` purchase days in the hold-out of `options.weeks`,
 * and `customers`; and estimates → the same with p_alive, expected_orders (null without a fit) and the three guesses.
 */
export function* backTestScoreRows(
  rows: Row[],
  options: KernelOptions,
  [estimates]: readonly Row[][],
): Generator<void, Row[]> {
  const model = modelOf(options);
  const parameters = fitOf(estimates ?? [])?.parameters ?? null;
  const days = options.weeks! * DAYS_A_WEEK;
  let [purchases, observed] = [0, 0];
  for (const row of rows) {
    purchases += Number(row.customers) * Number(row.x);
    observed += Number(row.customers) * Number(row.t_days);
  }
  const mean = observed > 0 ? (purchases / observed) * days : 0;
  const scored: Row[] = [];
  for (const row of rows) {
    const [x, tx, T] = [Number(row.x), Number(row.t_x), Number(row.t_days)];
    const history = { x, tx: tx / DAYS_A_WEEK, T: T / DAYS_A_WEEK };
    const sameRate = T > 0 ? (x / T) * days : 0;
    scored.push({
      x,
      t_x: tx,
      t_days: T,
      actual: row.actual!,
      customers: row.customers!,
      p_alive: parameters && model.probabilityAlive(parameters, history),
      expected_orders: parameters && model.expectedOrders(parameters, history, options.weeks!),
      same_rate: sameRate,
      recency: T - tx <= days ? sameRate : 0,
      mean,
    });
    if (scored.length % ROWS_A_TURN === 0) yield;
  }
  return scored;
}

/**
 * Scores → one row a method: predicted and actual orders of all customers, error = predicted − actual, bias = error ÷
 * actual, mae and rmse per customer, and Spearman's rank correlation over customers, null where all are predicted alike.
 * A model that could not be fitted has no row.
 */
export function backTestMethodRows(scores: Row[]): Row[] {
  const weight = Float64Array.from(scores, (row) => Number(row.customers));
  const actual = Float64Array.from(scores, (row) => Number(row.actual));
  const customers = weight.reduce((sum, part) => sum + part, 0);
  if (customers === 0) return [];
  const rankOfActual = ranks(actual, weight);
  return METHODS.filter((method) => scores[0]![COLUMN[method]] !== null).map((method) => {
    const predicted = Float64Array.from(scores, (row) => Number(row[COLUMN[method]]));
    const error = predicted.map((value, i) => value - actual[i]!);
    const came = weightedMean(actual, weight) * customers;
    const missed = weightedMean(error, weight) * customers;
    return {
      method,
      predicted: weightedMean(predicted, weight) * customers,
      actual: came,
      error: missed,
      bias: came > 0 ? missed / came : null,
      mae: weightedMean(error.map(Math.abs), weight),
      rmse: Math.sqrt(
        weightedMean(
          error.map((part) => part * part),
          weight,
        ),
      ),
      rank_correlation: weightedCorrelation(ranks(predicted, weight), rankOfActual, weight),
    };
  });
}

/**
 * Scores → customers in tenths by what the model expects of them, the most first: customers, expected and actual orders,
 * and those at the same rate. Customers of whom the same is expected are shared out alike where a border falls among them.
 */
export function backTestDecileRows(scores: Row[]): Row[] {
  const [first] = scores;
  if (!first || first.expected_orders === null) return [];
  const expected = Float64Array.from(scores, (row) => Number(row.expected_orders));
  const order = Uint32Array.from(scores.keys()).sort((one, other) => expected[other]! - expected[one]!);
  const customers = scores.reduce((sum, row) => sum + Number(row.customers), 0);
  const borders = Array.from({ length: TENTHS + 1 }, (_, tenth) => Math.round((tenth * customers) / TENTHS));
  const tenths = Array.from({ length: TENTHS }, (_, i) => ({
    decile: i + 1,
    customers: borders[i + 1]! - borders[i]!,
    expected_orders: 0,
    actual: 0,
    same_rate: 0,
  }));
  let before = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    let [alike, actual, sameRate] = [0, 0, 0];
    for (; to < order.length && expected[order[to]!] === expected[order[from]!]; to += 1) {
      const row = scores[order[to]!]!;
      const weight = Number(row.customers);
      alike += weight;
      actual += weight * Number(row.actual);
      sameRate += weight * Number(row.same_rate);
    }
    tenths.forEach((tenth, i) => {
      const inside = Math.min(before + alike, borders[i + 1]!) - Math.max(before, borders[i]!);
      if (inside <= 0) return;
      tenth.expected_orders += inside * expected[order[from]!]!;
      tenth.actual += (inside / alike) * actual;
      tenth.same_rate += (inside / alike) * sameRate;
    });
    before += alike;
    from = to;
  }
  return tenths.filter((tenth) => tenth.customers > 0);
}

/**
 * Scores, estimates, and months of the hold-out (month, through, days since the split, actual, new_customer_orders) → the
 * months with what each method expects in them, and of all running totals from the split on.
 */
export function* backTestMonthRows(
  scores: Row[],
  options: KernelOptions,
  [estimates, months = []]: readonly Row[][],
): Generator<void, Row[]> {
  const parameters = fitOf(estimates ?? [])?.parameters ?? null;
  const total = (column: string) =>
    scores.reduce((sum, row) => sum + Number(row.customers) * Number(row[column]), 0);
  const [sameRate, recency, mean] = [total('same_rate'), total('recency'), total('mean')];
  const whole = options.weeks! * DAYS_A_WEEK;
  const every = Math.max(1, Math.ceil(scores.length / COURSE_SAMPLE));
  const some = scores.filter((_, i) => i % every === 0);
  const model = modelOf(options);
  const expectedBy = (days: number): number =>
    some.reduce((sum, { x, t_x, t_days, customers }) => {
      const history = { x: Number(x), tx: Number(t_x) / DAYS_A_WEEK, T: Number(t_days) / DAYS_A_WEEK };
      return sum + Number(customers) * model.expectedOrders(parameters!, history, days / DAYS_A_WEEK);
    }, 0);
  const atEnd = parameters ? expectedBy(whole) : 0;
  const scale = atEnd > 0 ? total('expected_orders') / atEnd : 1;
  const rows: Row[] = [];
  let [before, actual] = [0, 0];
  for (const { month, through, days, actual: came, new_customer_orders: fromNew } of months) {
    const part = Number(days) / whole;
    const expected = parameters ? expectedBy(Number(days)) * scale : null;
    actual += Number(came);
    rows.push({
      month: month!,
      through: through!,
      actual: came!,
      expected_orders: expected === null ? null : expected - before,
      cumulative_actual: actual,
      cumulative_expected: expected,
      cumulative_same_rate: sameRate * part,
      cumulative_recency: recency * part,
      cumulative_mean: mean * part,
      new_customer_orders: fromNew!,
    });
    before = expected ?? 0;
    yield;
  }
  return rows;
}
