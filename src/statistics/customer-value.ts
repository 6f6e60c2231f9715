import type { KernelOptions, Row } from '../analyses/define';
import type { BtydModel, History } from './btyd/model';
import { fitOf, modelOf } from './btyd/rows';
import { expectedSpend, fitGammaGamma, ownWeight, type SpendFit, type Spends } from './gamma-gamma';
import { weightedCorrelation } from './rank-correlation';

/** Weeks in a twelfth of a year of 365 days, 4.345: models count in weeks, discounting in months. */
export const WEEKS_A_MONTH = 365 / 12 / 7;
const DAYS_A_WEEK = 7;
const ROWS_A_TURN = 500;
/** More histories than this are valued from a few horizons each instead of every month's. */
const EXACT_UP_TO = 20_000;
const HORIZONS = 5;
/** Numbers of repeat purchases told apart; the last stands for it and all above. */
const COUNTS_TOLD_APART = 7;

export interface Horizon {
  months: number;
  /** Discount a month, 0.01 for 1 %. */
  rate: number;
  weeksAMonth?: number;
}

/** `none`: no repeat purchase has a positive amount; `alike`: no Gamma-Gamma could be fitted, all are given the same mean. */
export type SpendStatus = 'none' | 'alike' | 'fitted';

/**
 * Discounted expected orders: Σ over months i = 1…n of (E(i) − E(i − 1)) / (1 + d)^i, E(i) being the orders expected within
 * i months; what is ordered in a month is discounted to its end.
 */
export function discountedOrders(
  model: BtydModel,
  parameters: readonly number[],
  history: History,
  { months, rate, weeksAMonth = WEEKS_A_MONTH }: Horizon,
): number {
  let [sum, before] = [0, 0];
  for (let i = 1; i <= months; i += 1) {
    const by = model.expectedOrders(parameters, history, i * weeksAMonth);
    sum += (by - before) / (1 + rate) ** i;
    before = by;
  }
  return sum;
}

/**
 * The same sum from E at few horizons: E is smooth, so the polynomial through 0 and those horizons stands for it.
 * The sum is linear in E, and its weights are the same for every customer.
 */
export function fewHorizons({ months, rate, weeksAMonth = WEEKS_A_MONTH }: Horizon): {
  weeks: number[];
  weights: number[];
} {
  const count = Math.min(HORIZONS, months);
  const places =
    count === months
      ? Array.from({ length: count }, (_, k) => k + 1)
      : Array.from({ length: count }, (_, k) => (months / 2) * (1 - Math.cos((Math.PI * (k + 1)) / count)));
  const knots = [0, ...places];
  const basis = (k: number, at: number): number =>
    knots.reduce((product, knot, j) => (j === k ? product : (product * (at - knot)) / (knots[k]! - knot)), 1);
  const weights = places.map((_, k) => {
    let weight = 0;
    for (let i = 1; i <= months; i += 1) weight += (basis(k + 1, i) - basis(k + 1, i - 1)) / (1 + rate) ** i;
    return weight;
  });
  return { weeks: places.map((place) => place * weeksAMonth), weights };
}

/**
 * Histories (x, t_x, t_days in days, customers) and estimates → the same with p_alive, expected_orders within
 * `options.months`, and discounted_orders at `options.rate` a month. All null without a fit.
 */
export function* discountedOrderRows(
  rows: Row[],
  options: KernelOptions,
  [estimates]: readonly Row[][],
): Generator<void, Row[]> {
  const model = modelOf(options);
  const parameters = fitOf(estimates ?? [])?.parameters ?? null;
  const horizon = { months: options.months!, rate: options.rate! };
  const few = rows.length > EXACT_UP_TO ? fewHorizons(horizon) : null;
  const found: Row[] = [];
  for (const { x, t_x, t_days, customers } of rows) {
    const row: Row = { x: x!, t_x: t_x!, t_days: t_days!, customers: customers! };
    if (parameters) {
      const history = { x: Number(x), tx: Number(t_x) / DAYS_A_WEEK, T: Number(t_days) / DAYS_A_WEEK };
      const within = (weeks: number) => model.expectedOrders(parameters, history, weeks);
      row.p_alive = model.probabilityAlive(parameters, history);
      const byFew = few?.weeks.map(within);
      row.expected_orders = byFew?.at(-1) ?? within(horizon.months * WEEKS_A_MONTH);
      row.discounted_orders = byFew
        ? byFew.reduce((sum, by, k) => sum + by * few!.weights[k]!, 0)
        : discountedOrders(model, parameters, history, horizon);
    } else Object.assign(row, { p_alive: null, expected_orders: null, discounted_orders: null });
    found.push(row);
    if (found.length % ROWS_A_TURN === 0) yield;
  }
  return found;
}

/**
 * Spends (x, mean_spend, customers) → one row: the Gamma-Gamma model of those whose mean is above 0, and how many are not.
 * population_mean is p γ / (q − 1), or the plain mean per purchase where there is no model or its mean is infinite;
 * correlation is that of x and mean spend over customers, which the model takes to be nothing.
 */
export function* spendFitRows(rows: Row[]): Generator<void, Row[]> {
  const spends = spendsOf(rows);
  const customers = sumOf(spends.weight);
  const excluded = rows.reduce((sum, row) => sum + Number(row.customers), 0) - customers;
  const known = { customers, excluded_customers: excluded };
  const nothing = { p: null, q: null, gamma: null, log_likelihood: null };
  if (customers === 0)
    return [
      { status: 'none', ...nothing, population_mean: null, observed_mean: null, correlation: null, ...known },
    ];
  const purchases = spends.x.reduce((sum, x, i) => sum + x * spends.weight[i]!, 0);
  const observed =
    spends.x.reduce((sum, x, i) => sum + x * spends.weight[i]! * spends.mean[i]!, 0) / purchases;
  const shared = {
    observed_mean: observed,
    correlation: weightedCorrelation(spends.x, spends.mean, spends.weight),
    ...known,
  };
  const fit = yield* fitGammaGamma(spends);
  const population = expectedSpend(fit.parameters, 0, 0);
  if (!fit.converged || population === null)
    return [{ status: 'alike', ...nothing, population_mean: observed, ...shared }];
  return [{ ...fitted(fit), population_mean: population, ...shared }];
}

function fitted({ parameters: [p, q, gamma], logLikelihood }: SpendFit): Row {
  return { status: 'fitted', p: p!, q: q!, gamma: gamma!, log_likelihood: logLikelihood };
}

/**
 * Spends and their fit → by number of repeat purchases, the last for it and more: customers, their mean spend per purchase
 * (over customers), the mean of what the model expects of them, and the share of their own mean in it.
 */
export function shrinkageRows(rows: Row[], _options: KernelOptions, [fit]: readonly Row[][]): Row[] {
  const [model] = fit ?? [];
  if (!model || model.status === 'none') return [];
  const parameters = model.p === null ? null : [Number(model.p), Number(model.q), Number(model.gamma)];
  const spends = spendsOf(rows);
  const groups = Array.from(
    { length: COUNTS_TOLD_APART },
    () => [0, 0, 0, 0] as [number, number, number, number],
  );
  for (let i = 0; i < spends.x.length; i += 1) {
    const [x, mean, weight] = [spends.x[i]!, spends.mean[i]!, spends.weight[i]!];
    const group = groups[Math.min(x, COUNTS_TOLD_APART) - 1]!;
    group[0] += weight;
    group[1] += weight * mean;
    group[2] += weight * (parameters ? expectedSpend(parameters, x, mean)! : Number(model.population_mean));
    group[3] += weight * (parameters ? ownWeight(parameters, x)! : 0);
  }
  return groups.flatMap(([customers, own, expected, weight], i) =>
    customers > 0
      ? [
          {
            repeat_orders: i + 1,
            customers,
            own_mean: own / customers,
            expected_spend: expected / customers,
            own_weight: weight / customers,
          },
        ]
      : [],
  );
}

function spendsOf(rows: readonly Row[]): Spends {
  const usable = rows.filter((row) => Number(row.x) > 0 && Number(row.mean_spend) > 0);
  const column = (name: string) => Float64Array.from(usable, (row) => Number(row[name]));
  return { x: column('x'), mean: column('mean_spend'), weight: column('customers') };
}

function sumOf(column: Float64Array): number {
  return column.reduce((sum, part) => sum + part, 0);
}
