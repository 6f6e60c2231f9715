import { m } from '../../messages/speak';
import type { Results, RowOf } from '../define';

/** How much of a cell's period is known, in the reader's language. */
const STATES: Record<string, () => string> = {
  complete: m.cohort_state_complete,
  partial: m.cohort_state_partial,
  future: m.cohort_state_future,
  truncated: m.cohort_state_truncated,
};
const stateName = (state: string): string => STATES[state]?.() ?? state;

export const CELLS = {
  cohort: { type: 'date', label: () => m.cohort_column_cohort() },
  age: { type: 'integer', label: () => m.cohort_column_age() },
  size: { type: 'integer', label: () => m.cohort_column_size() },
  customers: { type: 'integer', label: () => m.cohort_column_customers() },
  rate: { type: 'share', label: () => m.cohort_column_rate() },
  orders: { type: 'integer', label: () => m.cohort_column_orders(), sums: true },
  revenue: { type: 'money', label: () => m.cohort_column_revenue(), sums: true },
  state: { type: 'text', label: () => m.cohort_column_state(), value: stateName },
  cumulative_customers: { type: 'integer', label: () => m.cohort_column_cumulative_customers() },
  cumulative_rate: { type: 'share', label: () => m.cohort_column_cumulative_rate() },
  cumulative_orders: { type: 'integer', label: () => m.cohort_column_cumulative_orders() },
  cumulative_revenue: { type: 'money', label: () => m.cohort_column_cumulative_revenue() },
  revenue_per_customer: { type: 'money', label: () => m.cohort_column_revenue_per_customer() },
  on_or_after_customers: { type: 'integer', label: () => m.cohort_column_on_or_after_customers() },
  on_or_after_rate: { type: 'share', label: () => m.cohort_column_on_or_after_rate() },
  rate_low: { type: 'share', label: () => m.cohort_column_rate_low() },
  rate_high: { type: 'share', label: () => m.cohort_column_rate_high() },
} as const;

const without = (label: () => string) => () => m.cohort_column_without_first({ column: label() });
const ordersPerCustomer = () => m.cohort_column_orders_per_customer();
const cumulativeOrdersPerCustomer = () => m.cohort_column_cumulative_orders_per_customer();
const cumulativeRevenuePerCustomer = () => m.cohort_column_cumulative_revenue_per_customer();

export const AVERAGES = {
  age: CELLS.age,
  rate: CELLS.rate,
  n: { type: 'integer', label: () => m.cohort_column_n() },
  rate_without_first: { type: 'share', label: without(CELLS.rate.label) },
  n_without_first: { type: 'integer', label: without(() => m.cohort_column_n()) },
  orders_per_customer: { type: 'number', decimals: 2, label: ordersPerCustomer },
  orders_per_customer_without_first: { type: 'number', decimals: 2, label: without(ordersPerCustomer) },
  revenue_per_customer: CELLS.revenue_per_customer,
  revenue_per_customer_without_first: { type: 'money', label: without(CELLS.revenue_per_customer.label) },
  cumulative_rate: CELLS.cumulative_rate,
  cumulative_rate_without_first: { type: 'share', label: without(CELLS.cumulative_rate.label) },
  cumulative_orders_per_customer: { type: 'number', decimals: 2, label: cumulativeOrdersPerCustomer },
  cumulative_orders_per_customer_without_first: {
    type: 'number',
    decimals: 2,
    label: without(cumulativeOrdersPerCustomer),
  },
  cumulative_revenue_per_customer: { type: 'money', label: cumulativeRevenuePerCustomer },
  cumulative_revenue_per_customer_without_first: {
    type: 'money',
    label: without(cumulativeRevenuePerCustomer),
  },
  on_or_after_rate: CELLS.on_or_after_rate,
  on_or_after_rate_without_first: { type: 'share', label: without(CELLS.on_or_after_rate.label) },
  rate_low: CELLS.rate_low,
  rate_high: CELLS.rate_high,
} as const;

const KINDS: Record<string, () => string> = {
  value: m.cohort_kind_value,
  blank: m.cohort_group_blank,
  others: m.cohort_group_others,
  unknown: m.cohort_group_unknown,
};

export const BRACKETS = {
  cohort: CELLS.cohort,
  first_age: { type: 'integer', label: () => m.cohort_column_first_age() },
  last_age: { type: 'integer', label: () => m.cohort_column_last_age() },
  size: CELLS.size,
  customers: CELLS.customers,
  rate: CELLS.rate,
  rate_low: CELLS.rate_low,
  rate_high: CELLS.rate_high,
  state: CELLS.state,
} as const;

export const GROUPS = {
  value: { type: 'text', label: () => m.cohort_head_group() },
  kind: {
    type: 'text',
    label: () => m.cohort_column_kind(),
    value: (kind: string) => KINDS[kind]?.() ?? kind,
  },
  age: CELLS.age,
  size: CELLS.size,
  n: { type: 'integer', label: () => m.cohort_column_n() },
  customers: CELLS.customers,
  rate: CELLS.rate,
  rate_low: CELLS.rate_low,
  rate_high: CELLS.rate_high,
} as const;

/** Columns of members.sql: the customers behind one cell. */
export const MEMBERS = {
  customer_key: { type: 'text', label: () => m.cohort_column_customer_key() },
  name: { type: 'text', label: () => m.cohort_column_name() },
  orders: { type: 'integer', label: () => m.cohort_column_orders(), sums: true },
  revenue: { type: 'money', label: () => m.cohort_column_revenue(), sums: true },
  first_ordered_on: { type: 'date', label: () => m.cohort_column_first_ordered_on() },
  last_ordered_on: { type: 'date', label: () => m.cohort_column_last_ordered_on() },
  total_orders: { type: 'integer', label: () => m.cohort_column_total_orders() },
  total_revenue: { type: 'money', label: () => m.cohort_column_total_revenue() },
} as const;

/** One cell. The numbers of a `future` cell are null: ask for the state first. */
export type CohortCell = RowOf<typeof CELLS>;
/** Averages of one age; null where no complete cell has that age. */
export type AverageRow = { age: number; n: number; n_without_first: number } & Record<
  Exclude<keyof typeof AVERAGES, 'age' | 'n' | 'n_without_first'>,
  number | null
>;

export interface Retention {
  /** By cohort, then age. */
  cells: CohortCell[];
  averages: AverageRow[];
  /** The age-0 cell of each cohort, oldest first. */
  cohorts: CohortCell[];
}

/** One cohort and bracket. The numbers of a `future` one are null: ask for the state first. */
export type BracketRow = RowOf<typeof BRACKETS>;
/** One value and age. Null where nobody has lived through the age; others and the unknown have no value. */
export type GroupRow = Omit<RowOf<typeof GROUPS>, 'value' | 'rate'> & {
  value: string | null;
  rate: number | null;
};

export const bracketRows = (results: Results): BracketRow[] =>
  (results['brackets'] ?? []) as unknown as BracketRow[];
export const groupRows = (results: Results): GroupRow[] => (results['groups'] ?? []) as unknown as GroupRow[];

/** The rows of a run, typed by the shapes above. */
export function retention(results: Results): Retention {
  const cells = (results['cells'] ?? []) as unknown as CohortCell[];
  const averages = (results['averages'] ?? []) as unknown as AverageRow[];
  return { cells, averages, cohorts: cells.filter((cell) => cell.age === 0) };
}
