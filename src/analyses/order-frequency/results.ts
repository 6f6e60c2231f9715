import { m } from '../../messages/speak';
import type { Results, ResultShape, RowOf } from '../define';

/** Columns of every result; names are public (window.regulars). */
export const RESULTS = {
  frequencies: {
    purchases: { type: 'integer', label: m.freq_column_purchases },
    and_more: { type: 'boolean', label: m.freq_column_and_more },
    customers: { type: 'integer', label: m.freq_column_customers, sums: true },
    customer_share: { type: 'share', label: m.freq_column_customer_share },
    at_least: { type: 'integer', label: m.freq_column_at_least },
    at_least_share: { type: 'share', label: m.freq_column_at_least_share },
    orders: { type: 'integer', label: m.freq_column_orders, sums: true },
    order_share: { type: 'share', label: m.freq_column_order_share },
    revenue: { type: 'money', label: m.freq_column_revenue, sums: true },
    revenue_share: { type: 'share', label: m.freq_column_revenue_share },
    revenue_per_customer: { type: 'money', label: m.freq_column_revenue_per_customer },
  },
  summary: {
    customers: { type: 'integer', label: m.freq_column_customers },
    purchases: { type: 'integer', label: m.freq_column_purchases },
    mean_purchases: { type: 'number', label: m.freq_column_mean_purchases, decimals: 2 },
    median_purchases: { type: 'integer', label: m.freq_column_median_purchases },
    most_purchases: { type: 'integer', label: m.freq_column_most_purchases },
    bought_once: { type: 'integer', label: m.freq_column_bought_once },
    waiting_recent: { type: 'integer', label: m.freq_column_waiting_recent },
  },
} satisfies Record<string, ResultShape>;

/** Columns of members.sql: the customers behind one row. */
export const MEMBERS = {
  customer_key: { type: 'text', label: m.freq_column_customer_key },
  name: { type: 'text', label: m.freq_column_name },
  purchases: { type: 'integer', label: m.freq_column_purchases },
  orders: { type: 'integer', label: m.freq_column_orders, sums: true },
  revenue: { type: 'money', label: m.freq_column_revenue, sums: true },
  first_ordered_on: { type: 'date', label: m.freq_column_first_ordered_on },
  last_ordered_on: { type: 'date', label: m.freq_column_last_ordered_on },
} satisfies ResultShape;

type Columns = RowOf<typeof RESULTS.frequencies>;
type Counted = 'purchases' | 'and_more' | 'customers' | 'orders' | 'revenue';
/** Shares are null in the row of customers without an order, and where there is no whole above 0. */
export type FrequencyRow = {
  [Name in keyof Columns]: Name extends Counted ? Columns[Name] : Columns[Name] | null;
};
export interface SummaryRow {
  customers: number;
  purchases: number;
  mean_purchases: number | null;
  median_purchases: number | null;
  most_purchases: number | null;
  bought_once: number;
  waiting_recent: number;
}

const NOBODY: SummaryRow = {
  customers: 0,
  purchases: 0,
  mean_purchases: null,
  median_purchases: null,
  most_purchases: null,
  bought_once: 0,
  waiting_recent: 0,
};

export interface Frequencies {
  /** From one purchase up. */
  rows: FrequencyRow[];
  /** Customers who have refunds and no order. */
  withoutOrders: number;
  /** Of all rows, refunds included. */
  revenue: number;
  orders: number;
  summary: SummaryRow;
}

export function frequenciesOf(results: Results): Frequencies {
  const all = (results['frequencies'] ?? []) as unknown as FrequencyRow[];
  return {
    rows: all.filter(({ purchases }) => purchases > 0),
    withoutOrders: all.find(({ purchases }) => purchases === 0)?.customers ?? 0,
    revenue: all.reduce((sum, { revenue }) => sum + revenue, 0),
    orders: all.reduce((sum, { orders }) => sum + orders, 0),
    summary: ((results['summary'] ?? []) as unknown as SummaryRow[])[0] ?? NOBODY,
  };
}
