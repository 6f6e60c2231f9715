import { m } from '../../messages/speak';
import type { Results, ResultShape, RowOf } from '../define';
import type { Grain } from '../periods';

const STATES: Record<string, () => string> = {
  complete: m.overview_state_complete,
  partial: m.overview_state_partial,
  truncated: m.overview_state_truncated,
};

const previous = (label: () => string) => () => m.overview_column_previous_change({ column: label() });
const yearBefore = (label: () => string) => () => m.overview_column_year_change({ column: label() });

/** Columns of every result; names are public (window.regulars). */
export const RESULTS = {
  periods: {
    period: { type: 'date', label: m.overview_column_period },
    state: { type: 'text', label: m.overview_column_state, value: (id) => STATES[id]?.() ?? id },
    revenue: { type: 'money', label: m.overview_column_revenue, sums: true },
    new_revenue: { type: 'money', label: m.overview_column_new_revenue, sums: true },
    returning_revenue: { type: 'money', label: m.overview_column_returning_revenue, sums: true },
    orders: { type: 'integer', label: m.overview_column_orders, sums: true },
    customers: { type: 'integer', label: m.overview_column_customers },
    new_customers: { type: 'integer', label: m.overview_column_new_customers, sums: true },
    returning_customers: { type: 'integer', label: m.overview_column_returning_customers },
    average_order_value: { type: 'money', label: m.overview_column_average_order_value },
    units: { type: 'number', label: m.overview_column_units, decimals: 0, sums: true },
    units_per_order: { type: 'number', label: m.overview_column_units_per_order, decimals: 2 },
    repeaters: { type: 'integer', label: m.overview_column_repeaters },
    repurchase_rate: { type: 'share', label: m.overview_column_repurchase_rate },
    revenue_previous_change: { type: 'share', label: previous(m.overview_column_revenue) },
    revenue_year_change: { type: 'share', label: yearBefore(m.overview_column_revenue) },
    orders_previous_change: { type: 'share', label: previous(m.overview_column_orders) },
    orders_year_change: { type: 'share', label: yearBefore(m.overview_column_orders) },
    customers_previous_change: { type: 'share', label: previous(m.overview_column_customers) },
    customers_year_change: { type: 'share', label: yearBefore(m.overview_column_customers) },
    average_order_value_previous_change: {
      type: 'share',
      label: previous(m.overview_column_average_order_value),
    },
    average_order_value_year_change: {
      type: 'share',
      label: yearBefore(m.overview_column_average_order_value),
    },
    units_per_order_previous_change: { type: 'share', label: previous(m.overview_column_units_per_order) },
    units_per_order_year_change: { type: 'share', label: yearBefore(m.overview_column_units_per_order) },
    repurchase_rate_previous_change: { type: 'share', label: previous(m.overview_column_repurchase_rate) },
    repurchase_rate_year_change: { type: 'share', label: yearBefore(m.overview_column_repurchase_rate) },
  },
  totals: {
    orders: { type: 'integer', label: m.overview_column_orders },
    customers: { type: 'integer', label: m.overview_column_customers },
    revenue: { type: 'money', label: m.overview_column_revenue },
    average_order_value: { type: 'money', label: m.overview_column_average_order_value },
    units: { type: 'number', label: m.overview_column_units, decimals: 0 },
    units_per_order: { type: 'number', label: m.overview_column_units_per_order, decimals: 2 },
    repeaters: { type: 'integer', label: m.overview_column_repeaters },
    repurchase_rate: { type: 'share', label: m.overview_column_repurchase_rate },
    refund_only_customers: { type: 'integer', label: m.overview_column_refund_only_customers },
    first_ordered_on: { type: 'date', label: m.overview_column_first_ordered_on },
    last_ordered_on: { type: 'date', label: m.overview_column_last_ordered_on },
  },
} satisfies Record<string, ResultShape>;

/** One row a customer: of members.sql. */
export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.overview_column_customer },
  name: { type: 'text', label: m.overview_column_name },
  first_ordered_on: { type: 'date', label: m.overview_column_first_ordered_on },
  period_orders: { type: 'integer', label: m.overview_column_period_orders, sums: true },
  period_amount: { type: 'money', label: m.overview_column_period_amount, sums: true },
  orders: { type: 'integer', label: m.overview_column_orders, sums: true },
  revenue: { type: 'money', label: m.overview_column_revenue, sums: true },
  last_ordered_on: { type: 'date', label: m.overview_column_last_ordered_on },
} as const satisfies ResultShape;

/** What is shown as a panel of its own, each with its changes. */
export const METRICS = [
  'revenue',
  'orders',
  'customers',
  'average_order_value',
  'units_per_order',
  'repurchase_rate',
] as const;
export type Metric = (typeof METRICS)[number];

type Nullable<Shape extends ResultShape> = { [Name in keyof Shape]: RowOf<Shape>[Name] | null };
type Counted =
  | 'period'
  | 'state'
  | 'revenue'
  | 'new_revenue'
  | 'returning_revenue'
  | 'orders'
  | 'customers'
  | 'new_customers'
  | 'returning_customers'
  | 'repeaters';
/** Quotients and changes are null where there is nothing to divide by. */
export type PeriodRow = Nullable<Omit<typeof RESULTS.periods, Counted>> &
  Pick<RowOf<typeof RESULTS.periods>, Counted>;
export type TotalsRow = Nullable<typeof RESULTS.totals> & {
  orders: number;
  customers: number;
  revenue: number;
  repeaters: number;
  refund_only_customers: number;
};

const NOTHING: TotalsRow = {
  orders: 0,
  customers: 0,
  revenue: 0,
  average_order_value: null,
  units: null,
  units_per_order: null,
  repeaters: 0,
  repurchase_rate: null,
  refund_only_customers: 0,
  first_ordered_on: null,
  last_ordered_on: null,
};

export interface Overview {
  /** Oldest first, without holes. */
  periods: PeriodRow[];
  totals: TotalsRow;
  /** The latest complete period: the one that is spoken of. */
  latest: PeriodRow | null;
}

export function overviewOf(results: Results): Overview {
  const periods = (results['periods'] ?? []) as unknown as PeriodRow[];
  const totals = ((results['totals'] ?? []) as unknown as TotalsRow[])[0] ?? NOTHING;
  return { periods, totals, latest: periods.findLast((row) => row.state === 'complete') ?? null };
}

/** Periods between a period and the same one a year before. Weeks: 52, so that weekdays agree. */
export const PERIODS_A_YEAR: Record<Grain, number> = { week: 52, month: 12, quarter: 4 };
