import { m } from '../../messages/speak';
import type { ResultShape, Results, RowOf } from '../define';
import type { MethodRow } from '../hold-out';

const STATUSES: Record<string, () => string> = {
  fitted: m.back_test_status_fitted,
  loose: m.back_test_status_loose,
  no_repeats: m.back_test_status_no_repeats,
  no_orders: m.back_test_status_no_orders,
};

const customers = { type: 'integer', label: m.back_test_column_customers, sums: true } as const;
const actual = { type: 'number', label: m.back_test_column_actual, decimals: 0, sums: true } as const;
const expected = { type: 'number', label: m.back_test_column_expected, decimals: 1, sums: true } as const;
const each = { decimals: 3 } as const;
const sameRate = { type: 'number', label: m.back_test_method_same_rate, decimals: 1, sums: true } as const;

export const FIT = {
  status: { type: 'text', label: m.back_test_column_status, value: (id: string) => STATUSES[id]?.() ?? id },
  log_likelihood: { type: 'number', label: m.back_test_column_log_likelihood, decimals: 4 },
  customers: { type: 'integer', label: m.back_test_column_customers },
  repeat_customers: { type: 'integer', label: m.back_test_column_repeat_customers },
  repeat_orders: { type: 'integer', label: m.back_test_column_repeat_orders },
  active_customers: { type: 'number', label: m.back_test_column_active, decimals: 0 },
  expected_orders: { type: 'number', label: m.back_test_column_expected, decimals: 1 },
  low: { type: 'number', label: m.back_test_column_low, decimals: 1 },
  high: { type: 'number', label: m.back_test_column_high, decimals: 1 },
  evaluations: { type: 'integer', label: m.back_test_column_evaluations },
} as const satisfies ResultShape;

export const PARAMETERS = {
  name: { type: 'text', label: m.back_test_column_parameter },
  value: { type: 'number', label: m.back_test_column_value, decimals: 5 },
  se: { type: 'number', label: m.back_test_column_se, decimals: 5 },
} as const satisfies ResultShape;

export const MONTHS = {
  month: { type: 'integer', label: m.back_test_column_month },
  through: { type: 'date', label: m.back_test_column_through },
  actual: { type: 'integer', label: m.back_test_column_actual, sums: true },
  expected_orders: expected,
  cumulative_actual: { type: 'integer', label: m.back_test_column_cumulative_actual },
  cumulative_expected: { type: 'number', label: m.back_test_column_cumulative_expected, decimals: 1 },
  cumulative_same_rate: { type: 'number', label: m.back_test_column_cumulative_same_rate, decimals: 1 },
  cumulative_recency: { type: 'number', label: m.back_test_column_cumulative_recency, decimals: 1 },
  cumulative_mean: { type: 'number', label: m.back_test_column_cumulative_mean, decimals: 1 },
  new_customer_orders: { type: 'integer', label: m.back_test_column_new_orders, sums: true },
} as const satisfies ResultShape;

export const DECILES = {
  decile: { type: 'integer', label: m.back_test_column_decile },
  customers,
  expected_orders: expected,
  actual: { ...actual, decimals: 1 },
  same_rate: sameRate,
} as const satisfies ResultShape;

export const SCORES = {
  x: { type: 'integer', label: m.back_test_column_x },
  t_x: { type: 'integer', label: m.back_test_column_t_x_days },
  t_days: { type: 'integer', label: m.back_test_column_t_days },
  actual: { type: 'integer', label: m.back_test_column_actual },
  customers,
  p_alive: { type: 'share', label: m.back_test_column_p_alive },
  expected_orders: { type: 'number', label: m.back_test_column_expected, ...each },
  same_rate: { type: 'number', label: m.back_test_method_same_rate, ...each },
  recency: { type: 'number', label: m.back_test_method_recency, ...each },
  mean: { type: 'number', label: m.back_test_method_mean, ...each },
} as const satisfies ResultShape;

export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.back_test_column_customer },
  name: { type: 'text', label: m.back_test_column_name },
  x: { type: 'integer', label: m.back_test_column_x },
  t_x: { type: 'number', label: m.back_test_column_t_x, decimals: 2 },
  T: { type: 'number', label: m.back_test_column_t, decimals: 2 },
  p_alive: { type: 'share', label: m.back_test_column_p_alive },
  expected_orders: { ...expected, decimals: 3 },
  actual: { type: 'integer', label: m.back_test_column_actual, sums: true },
  error: { type: 'number', label: m.back_test_column_error, ...each },
  same_rate: { ...sameRate, decimals: 3 },
  recency: { type: 'number', label: m.back_test_method_recency, ...each },
  mean: { type: 'number', label: m.back_test_method_mean, ...each },
  last_ordered_on: { type: 'date', label: m.back_test_column_last },
} as const satisfies ResultShape;

type Nullable<R, Names extends keyof R> = Omit<R, Names> & { [Name in Names]: R[Name] | null };
export type FitRow = Nullable<
  RowOf<typeof FIT>,
  'log_likelihood' | 'active_customers' | 'expected_orders' | 'low' | 'high' | 'evaluations'
>;
export type MonthRow = Nullable<RowOf<typeof MONTHS>, 'expected_orders' | 'cumulative_expected'>;
export type DecileRow = RowOf<typeof DECILES>;

export interface Found {
  fit: FitRow | null;
  /** The model among the methods; null where none could be fitted. */
  model: MethodRow | null;
  /** What one would guess without a model. */
  guesses: MethodRow[];
  months: MonthRow[];
  deciles: DecileRow[];
}

export function foundIn(results: Results): Found {
  const rows = <R>(name: string) => (results[name] ?? []) as unknown as R[];
  const methods = rows<MethodRow>('methods');
  return {
    fit: rows<FitRow>('fit')[0] ?? null,
    model: methods.find(({ method }) => method === 'model') ?? null,
    guesses: methods.filter(({ method }) => method !== 'model'),
    months: rows('months'),
    deciles: rows('deciles'),
  };
}
