import { m } from '../../messages/speak';
import type { ResultShape } from '../define';

const PARTS: Record<string, () => string> = {
  month: m.timing_part_month,
  weekday: m.timing_part_weekday,
  month_day: m.timing_part_month_day,
};

/** Columns of every result; names are public (window.regulars). Weekdays are 1 for Monday to 7 for Sunday. */
export const RESULTS = {
  hours: {
    weekday: { type: 'integer', label: m.timing_column_weekday },
    hour: { type: 'integer', label: m.timing_column_hour },
    orders: { type: 'integer', label: m.timing_column_orders, sums: true },
    revenue: { type: 'money', label: m.timing_column_revenue, sums: true },
    days: { type: 'integer', label: m.timing_column_days },
    orders_per_day: { type: 'number', label: m.timing_column_orders_per_day, decimals: 2 },
    revenue_per_day: { type: 'money', label: m.timing_column_revenue_per_day },
  },
  calendar: {
    part: { type: 'text', label: m.timing_column_part, value: (id: string) => PARTS[id]?.() ?? id },
    value: { type: 'integer', label: m.timing_column_value },
    orders: { type: 'integer', label: m.timing_column_orders },
    revenue: { type: 'money', label: m.timing_column_revenue },
    days: { type: 'integer', label: m.timing_column_days },
    whole_periods: { type: 'integer', label: m.timing_column_whole_periods },
    years: { type: 'integer', label: m.timing_column_years },
    orders_per_day: { type: 'number', label: m.timing_column_orders_per_day, decimals: 2 },
    revenue_per_day: { type: 'money', label: m.timing_column_revenue_per_day },
    orders_index: { type: 'number', label: m.timing_column_orders_index, decimals: 2 },
    revenue_index: { type: 'number', label: m.timing_column_revenue_index, decimals: 2 },
  },
  overview: {
    orders: { type: 'integer', label: m.timing_column_orders },
    revenue: { type: 'money', label: m.timing_column_revenue },
    midnight_orders: { type: 'integer', label: m.timing_column_midnight_orders },
    days: { type: 'integer', label: m.timing_column_days },
    first_day: { type: 'date', label: m.timing_column_first_day },
    last_day: { type: 'date', label: m.timing_column_last_day },
  },
} satisfies Record<string, ResultShape>;

/** One row a customer: of members.sql. */
export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.timing_column_customer },
  name: { type: 'text', label: m.timing_column_name },
  orders_then: { type: 'integer', label: m.timing_column_orders_then, sums: true },
  amount_then: { type: 'money', label: m.timing_column_amount_then, sums: true },
  orders: { type: 'integer', label: m.timing_column_orders, sums: true },
  revenue: { type: 'money', label: m.timing_column_revenue, sums: true },
  last_ordered_on: { type: 'date', label: m.timing_column_last_ordered_on },
} as const satisfies ResultShape;
