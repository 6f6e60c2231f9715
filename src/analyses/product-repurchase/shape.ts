import { m } from '../../messages/speak';
import type { ResultShape } from '../define';

/** The id of what has no category; a text no product code can be, as codes are trimmed and not blank. */
const itemName = (id: string): string => (id === '' ? m.product_no_category() : id);

/** Columns of every result; names are public (window.regulars). */
export const RESULTS = {
  items: {
    item: { type: 'text', label: m.product_column_item, value: itemName },
    item_name: { type: 'text', label: m.product_column_item_name },
    category: { type: 'text', label: m.product_column_category },
    buyers: { type: 'integer', label: m.product_column_buyers },
    returned: { type: 'integer', label: m.product_column_returned },
    matured: { type: 'integer', label: m.product_column_matured },
    matured_returned: { type: 'integer', label: m.product_column_matured_returned },
    rate: { type: 'share', label: m.product_column_rate },
    low: { type: 'share', label: m.product_column_low },
    high: { type: 'share', label: m.product_column_high },
    median_days: { type: 'number', label: m.product_column_median_days, decimals: 1 },
    purchase_days: { type: 'integer', label: m.product_column_purchase_days, sums: true },
    units: { type: 'number', label: m.product_column_units, decimals: 0, sums: true },
    revenue: { type: 'money', label: m.product_column_revenue, sums: true },
  },
  curves: {
    item: { type: 'text', label: m.product_column_item, value: itemName },
    item_name: { type: 'text', label: m.product_column_item_name },
    day: { type: 'integer', label: m.product_column_day },
    share_returned: { type: 'share', label: m.product_column_share_returned },
    at_risk: { type: 'integer', label: m.product_column_at_risk },
  },
  first_purchases: {
    item: { type: 'text', label: m.product_column_item, value: itemName },
    item_name: { type: 'text', label: m.product_column_item_name },
    customers: { type: 'integer', label: m.product_column_first_customers },
    returned: { type: 'integer', label: m.product_column_first_returned },
    rate: { type: 'share', label: m.product_column_first_rate },
    low: { type: 'share', label: m.product_column_low },
    high: { type: 'share', label: m.product_column_high },
    lift: { type: 'number', label: m.product_column_lift, decimals: 2 },
    one_time_share: { type: 'share', label: m.product_column_one_time_share },
    repeat_share: { type: 'share', label: m.product_column_repeat_share },
    later_orders: { type: 'number', label: m.product_column_later_orders, decimals: 2 },
    later_revenue: { type: 'money', label: m.product_column_later_revenue },
  },
  overview: {
    orders: { type: 'integer', label: m.product_column_orders },
    lines: { type: 'integer', label: m.product_column_lines },
    lines_without_product: { type: 'integer', label: m.product_column_lines_without_product },
    lines_with_category: { type: 'integer', label: m.product_column_lines_with_category },
    matured_customers: { type: 'integer', label: m.product_column_matured_customers },
    matured_returned: { type: 'integer', label: m.product_column_matured_customers_returned },
    matured_rate: { type: 'share', label: m.product_column_matured_rate },
    later_revenue: { type: 'money', label: m.product_column_later_revenue },
  },
} satisfies Record<string, ResultShape>;

/** One row a customer: of the customers behind an item. */
export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.product_column_customer },
  name: { type: 'text', label: m.product_column_customer_name },
  bought_on: { type: 'date', label: m.product_column_bought_on },
  next_on: { type: 'date', label: m.product_column_next_on },
  orders: { type: 'integer', label: m.product_column_orders, sums: true },
  revenue: { type: 'money', label: m.product_column_customer_revenue, sums: true },
  last_ordered_on: { type: 'date', label: m.product_column_last_ordered_on },
} as const satisfies ResultShape;
