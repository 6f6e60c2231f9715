import { m } from '../../messages/speak';
import type { ResultShape } from '../define';

/** Columns of every result; names are public (window.regulars). Values are money, orders or units by the param `measure`. */
export const RESULTS = {
  deciles: {
    decile: { type: 'integer', label: m.concentration_column_decile },
    customers: { type: 'integer', label: m.concentration_column_customers, sums: true },
    value: { type: 'money', label: m.concentration_column_value, sums: true },
    share: { type: 'share', label: m.concentration_column_share, sums: true },
    cumulative_share: { type: 'share', label: m.concentration_column_cumulative_share },
    mean: { type: 'money', label: m.concentration_column_mean },
    lowest: { type: 'money', label: m.concentration_column_lowest },
    highest: { type: 'money', label: m.concentration_column_highest },
  },
  summary: {
    customers: { type: 'integer', label: m.concentration_column_customers },
    total: { type: 'money', label: m.concentration_column_total },
    negative_customers: { type: 'integer', label: m.concentration_column_negative_customers },
    negative_value: { type: 'money', label: m.concentration_column_negative_value },
    gini: { type: 'number', label: m.concentration_column_gini, decimals: 4 },
    gini_adjusted: { type: 'number', label: m.concentration_column_gini_adjusted, decimals: 4 },
    half_customers: { type: 'integer', label: m.concentration_column_half_customers },
    top_1_share: { type: 'share', label: m.concentration_column_top_1 },
    top_5_share: { type: 'share', label: m.concentration_column_top_5 },
    top_10_share: { type: 'share', label: m.concentration_column_top_10 },
    top_20_share: { type: 'share', label: m.concentration_column_top_20 },
    top_50_share: { type: 'share', label: m.concentration_column_top_50 },
    mean: { type: 'money', label: m.concentration_column_mean },
    median: { type: 'money', label: m.concentration_column_median },
  },
  lorenz: {
    customer_share: { type: 'share', label: m.concentration_column_customer_share },
    value_share: { type: 'share', label: m.concentration_column_value_share },
  },
} satisfies Record<string, ResultShape>;

/** The customers of a tenth. */
export const MEMBERS = {
  customer_key: { type: 'text', label: m.concentration_column_customer_key },
  name: { type: 'text', label: m.concentration_column_name },
  email: { type: 'text', label: m.concentration_column_email },
  phone: { type: 'text', label: m.concentration_column_phone },
  rank: { type: 'integer', label: m.concentration_column_rank },
  value: { type: 'money', label: m.concentration_column_value },
  order_count: { type: 'integer', label: m.concentration_column_order_count },
  revenue: { type: 'money', label: m.concentration_column_revenue },
  last_ordered_on: { type: 'date', label: m.concentration_column_last_ordered_on },
} satisfies ResultShape;
