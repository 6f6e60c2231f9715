import { m } from '../../messages/speak';
import type { ResultShape } from '../define';

const USES: Record<string, () => string> = {
  never: m.discount_use_never,
  sometimes: m.discount_use_sometimes,
  always: m.discount_use_always,
};
const FIRST_ORDERS: Record<string, () => string> = {
  discounted: m.discount_first_discounted,
  full_price: m.discount_first_full_price,
};
const STATES: Record<string, () => string> = {
  complete: m.discount_state_complete,
  partial: m.discount_state_partial,
};
export const useName = (id: string): string => USES[id]?.() ?? id;
export const firstOrderName = (id: string): string => FIRST_ORDERS[id]?.() ?? id;

/** Columns of every result; names are public (window.regulars). */
export const RESULTS = {
  groups: {
    use: { type: 'text', label: m.discount_column_use, value: useName },
    customers: { type: 'integer', label: m.discount_column_customers, sums: true },
    customer_share: { type: 'share', label: m.discount_column_customer_share, sums: true },
    orders: { type: 'integer', label: m.discount_column_orders, sums: true },
    discounted_orders: { type: 'integer', label: m.discount_column_discounted_orders, sums: true },
    revenue: { type: 'money', label: m.discount_column_revenue, sums: true },
    revenue_share: { type: 'share', label: m.discount_column_revenue_share, sums: true },
    discount: { type: 'money', label: m.discount_column_discount, sums: true },
    repeat_customers: { type: 'integer', label: m.discount_column_repeat_customers, sums: true },
    repeat_rate: { type: 'share', label: m.discount_column_repeat_rate },
    orders_per_customer: { type: 'number', label: m.discount_column_orders_per_customer, decimals: 2 },
    revenue_per_customer: { type: 'money', label: m.discount_column_revenue_per_customer },
    order_value: { type: 'money', label: m.discount_column_order_value },
  },
  first_orders: {
    first_order: { type: 'text', label: m.discount_column_first_order, value: firstOrderName },
    customers: { type: 'integer', label: m.discount_column_customers, sums: true },
    returned: { type: 'integer', label: m.discount_column_returned, sums: true },
    rate: { type: 'share', label: m.discount_column_rate },
    low: { type: 'share', label: m.discount_column_low },
    high: { type: 'share', label: m.discount_column_high },
    first_order_value: { type: 'money', label: m.discount_column_first_order_value },
    later_orders: { type: 'number', label: m.discount_column_later_orders, decimals: 2 },
    later_revenue: { type: 'money', label: m.discount_column_later_revenue },
    later_discounted_share: { type: 'share', label: m.discount_column_later_discounted_share },
  },
  months: {
    month: { type: 'date', label: m.discount_column_month },
    orders: { type: 'integer', label: m.discount_column_orders, sums: true },
    discounted_orders: { type: 'integer', label: m.discount_column_discounted_orders, sums: true },
    share: { type: 'share', label: m.discount_column_share },
    revenue: { type: 'money', label: m.discount_column_revenue, sums: true },
    discounted_revenue: { type: 'money', label: m.discount_column_discounted_revenue, sums: true },
    discount: { type: 'money', label: m.discount_column_discount, sums: true },
    state: { type: 'text', label: m.discount_column_state, value: (id: string) => STATES[id]?.() ?? id },
  },
  overview: {
    orders: { type: 'integer', label: m.discount_column_orders },
    discounted_orders: { type: 'integer', label: m.discount_column_discounted_orders },
    coupon_orders: { type: 'integer', label: m.discount_column_coupon_orders },
    reduced_orders: { type: 'integer', label: m.discount_column_reduced_orders },
    share: { type: 'share', label: m.discount_column_share },
    revenue: { type: 'money', label: m.discount_column_revenue },
    discount: { type: 'money', label: m.discount_column_discount },
  },
} satisfies Record<string, ResultShape>;

/** One row a customer: of members.sql. */
export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.discount_column_customer },
  name: { type: 'text', label: m.discount_column_name },
  orders: { type: 'integer', label: m.discount_column_orders, sums: true },
  discounted_orders: { type: 'integer', label: m.discount_column_discounted_orders, sums: true },
  discount: { type: 'money', label: m.discount_column_discount, sums: true },
  revenue: { type: 'money', label: m.discount_column_revenue, sums: true },
  first_ordered_on: { type: 'date', label: m.discount_column_first_ordered_on },
  next_on: { type: 'date', label: m.discount_column_next_on },
  last_ordered_on: { type: 'date', label: m.discount_column_last_ordered_on },
} as const satisfies ResultShape;
