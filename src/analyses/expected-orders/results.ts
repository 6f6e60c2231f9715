import { m } from '../../messages/speak';
import type { Members, ParamValues, ResultShape, Results, RowOf, RunContext } from '../define';
import purchaseHistoriesSql from '../purchase-histories.sql?raw';
import membersSql from './members.sql?raw';
import { variablesOf } from './settings';

export const FREQUENCIES = [
  { id: '0', from: 0, to: 0 },
  { id: '1', from: 1, to: 1 },
  { id: '2', from: 2, to: 2 },
  { id: '3', from: 3, to: 3 },
  { id: '4-6', from: 4, to: 6 },
  { id: '7-12', from: 7, to: 12 },
  { id: '13+', from: 13, to: 1_000_000 },
] as const;
export const RECENCIES = [
  { id: '0-29', from: 0, to: 29 },
  { id: '30-59', from: 30, to: 59 },
  { id: '60-89', from: 60, to: 89 },
  { id: '90-179', from: 90, to: 179 },
  { id: '180-364', from: 180, to: 364 },
  { id: '365+', from: 365, to: 1_000_000 },
] as const;

/** “4-6” as a range of numbers. */
export const bandName = (id: string): string => id.replace('-', '–');

const STATUSES: Record<string, () => string> = {
  fitted: m.expected_status_fitted,
  loose: m.expected_status_loose,
  no_repeats: m.expected_status_no_repeats,
  no_orders: m.expected_status_no_orders,
};

const frequency = { type: 'text', label: m.expected_column_frequency, value: bandName } as const;
const customers = { type: 'integer', label: m.expected_column_customers, sums: true } as const;
const alive = { type: 'share', label: m.expected_column_p_alive } as const;
const active = { type: 'number', label: m.expected_column_active, decimals: 0, sums: true } as const;
const expected = { type: 'number', label: m.expected_column_expected, decimals: 1, sums: true } as const;
const each = { type: 'number', label: m.expected_column_each, decimals: 3 } as const;

export const FIT = {
  status: { type: 'text', label: m.expected_column_status, value: (id: string) => STATUSES[id]?.() ?? id },
  log_likelihood: { type: 'number', label: m.expected_column_log_likelihood, decimals: 4 },
  customers: { type: 'integer', label: m.expected_column_customers },
  repeat_customers: { type: 'integer', label: m.expected_column_repeat_customers },
  repeat_orders: { type: 'integer', label: m.expected_column_repeat_orders },
  active_customers: { type: 'number', label: m.expected_column_active, decimals: 0 },
  expected_orders: { type: 'number', label: m.expected_column_expected, decimals: 1 },
  low: { type: 'number', label: m.expected_column_low, decimals: 1 },
  high: { type: 'number', label: m.expected_column_high, decimals: 1 },
  evaluations: { type: 'integer', label: m.expected_column_evaluations },
} as const satisfies ResultShape;

export const PARAMETERS = {
  name: { type: 'text', label: m.expected_column_parameter },
  value: { type: 'number', label: m.expected_column_value, decimals: 5 },
  se: { type: 'number', label: m.expected_column_se, decimals: 5 },
} as const satisfies ResultShape;

export const SCORES = {
  x: { type: 'integer', label: m.expected_column_x },
  t_x: { type: 'integer', label: m.expected_column_t_x_days },
  t_days: { type: 'integer', label: m.expected_column_t_days },
  customers,
  p_alive: alive,
  expected_orders: each,
  next_in_days: { type: 'number', label: m.expected_column_next_in_days, decimals: 0 },
} as const satisfies ResultShape;

export const CALIBRATION = {
  repeat_orders: {
    type: 'integer',
    label: m.expected_column_frequency,
  },
  customers,
  expected: { type: 'number', label: m.expected_column_expected_customers, decimals: 1, sums: true },
} as const satisfies ResultShape;

export const BY_FREQUENCY = {
  frequency,
  from_x: { type: 'integer', label: m.expected_column_from_x },
  customers,
  active_customers: active,
  p_alive: alive,
  expected_orders: expected,
  expected_per_customer: each,
} as const satisfies ResultShape;

export const GRID = {
  frequency,
  from_x: { type: 'integer', label: m.expected_column_from_x },
  recency: { type: 'text', label: m.expected_column_recency, value: bandName },
  from_days: { type: 'integer', label: m.expected_column_from_days },
  customers,
  p_alive: alive,
  expected_orders: expected,
  expected_per_customer: each,
} as const satisfies ResultShape;

export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.expected_column_customer },
  name: { type: 'text', label: m.expected_column_name },
  x: { type: 'integer', label: m.expected_column_x },
  t_x: { type: 'number', label: m.expected_column_t_x, decimals: 2 },
  T: { type: 'number', label: m.expected_column_t, decimals: 2 },
  p_alive: alive,
  expected_orders: { ...each, sums: true },
  last_ordered_on: { type: 'date', label: m.expected_column_last_ordered_on },
  expected_next_on: { type: 'date', label: m.expected_column_next_on },
} as const satisfies ResultShape;

/** One row a customer of members.sql. */
export const MEMBERS = {
  customer_key: { type: 'text', label: m.expected_column_customer },
  name: { type: 'text', label: m.expected_column_name },
  x: { type: 'integer', label: m.expected_column_x },
  recency_days: { type: 'integer', label: m.expected_column_recency },
  last_ordered_on: { type: 'date', label: m.expected_column_last_ordered_on },
  revenue: { type: 'money', label: m.expected_column_revenue, sums: true },
} as const satisfies ResultShape;

type Nullable<R, Names extends keyof R> = Omit<R, Names> & { [Name in Names]: R[Name] | null };
export type FitRow = Nullable<
  RowOf<typeof FIT>,
  'log_likelihood' | 'active_customers' | 'expected_orders' | 'low' | 'high' | 'evaluations'
>;
export type ParameterRow = Nullable<RowOf<typeof PARAMETERS>, 'se'>;
export type CalibrationRow = Nullable<RowOf<typeof CALIBRATION>, 'expected'>;
type Scored = 'p_alive' | 'expected_orders' | 'expected_per_customer';
export type FrequencyRow = Nullable<RowOf<typeof BY_FREQUENCY>, Scored | 'active_customers'>;
export type GridRow = Nullable<RowOf<typeof GRID>, Scored>;
export type CustomerRow = Nullable<
  RowOf<typeof CUSTOMERS>,
  'name' | 'p_alive' | 'expected_orders' | 'expected_next_on'
>;

export interface Found {
  fit: FitRow | null;
  /** The fit where there is a forecast to speak of. */
  forecast: (FitRow & { expected_orders: number; active_customers: number }) | null;
  parameters: ParameterRow[];
  calibration: CalibrationRow[];
  byFrequency: FrequencyRow[];
  grid: GridRow[];
  top: CustomerRow[];
}

export function foundIn(results: Results): Found {
  const rows = <R>(name: string) => (results[name] ?? []) as unknown as R[];
  const fit = rows<FitRow>('fit')[0] ?? null;
  return {
    fit,
    forecast:
      fit?.expected_orders == null || fit.active_customers === null
        ? null
        : { ...fit, expected_orders: fit.expected_orders, active_customers: fit.active_customers },
    parameters: rows('parameters'),
    calibration: rows('calibration'),
    byFrequency: rows('by_frequency'),
    grid: rows('grid'),
    top: rows('top'),
  };
}

/** Share of customers whom the model puts at another number of repeat orders than they have; null without a fit. */
export function misplaced({ calibration }: Found): number | null {
  const customers = calibration.reduce((sum, row) => sum + row.customers, 0);
  if (customers === 0 || calibration.some((row) => row.expected === null)) return null;
  return calibration.reduce((sum, row) => sum + Math.abs(row.customers - row.expected!), 0) / (2 * customers);
}

export const markOf = (row: { frequency: string; recency: string }): string =>
  `${row.frequency}|${row.recency}`;

/** A mark is a cell of the grid, “4-6|30-59”; any other text stands for nobody. */
export function membersOfMark(mark: string, params: ParamValues, context: RunContext): Members {
  const [frequencyId, recencyId] = mark.split('|');
  const band = FREQUENCIES.find(({ id }) => id === frequencyId);
  const recency = RECENCIES.find(({ id }) => id === recencyId);
  const nobody = { from: 1, to: 0 };
  const [x, days] = band && recency ? [band, recency] : [nobody, nobody];
  return {
    sql: purchaseHistoriesSql + membersSql,
    variables: {
      ...variablesOf(params, context),
      p_from_x: x.from,
      p_to_x: x.to,
      p_from_days: days.from,
      p_to_days: days.to,
    },
  };
}
