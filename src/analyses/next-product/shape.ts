import { m } from '../../messages/speak';
import type { Members, ResultShape } from '../define';
import membersSql from './members.sql?raw';

const WAYS: Record<string, () => string> = {
  item_item: m.next_way_item_item,
  popularity: m.next_way_popularity,
};
/** A way to recommend in the reader's language. */
export const wayName = (id: string): string => WAYS[id]?.() ?? id;

export const RESULTS = {
  transitions: {
    product: { type: 'text', label: m.next_column_product },
    product_name: { type: 'text', label: m.next_column_product_name },
    next_product: { type: 'text', label: m.next_column_next_product },
    next_product_name: { type: 'text', label: m.next_column_next_product_name },
    buyers: { type: 'integer', label: m.next_column_buyers },
    customers: { type: 'integer', label: m.next_column_customers },
    share: { type: 'share', label: m.next_column_share },
    low: { type: 'share', label: m.next_column_low },
    high: { type: 'share', label: m.next_column_high },
    base_share: { type: 'share', label: m.next_column_base_share },
    lift: { type: 'number', label: m.next_column_lift, decimals: 2 },
    median_days: { type: 'number', label: m.next_column_median_days, decimals: 1 },
  },
  backtest: {
    way: { type: 'text', label: m.next_column_way, value: wayName },
    customers: { type: 'integer', label: m.next_column_tried },
    hits: { type: 'integer', label: m.next_column_hits },
    hit_rate: { type: 'share', label: m.next_column_hit_rate },
    low: { type: 'share', label: m.next_column_low },
    high: { type: 'share', label: m.next_column_high },
    held_out_after: { type: 'date', label: m.next_column_held_out_after },
  },
  recommendations: {
    customer_key: { type: 'text', label: m.next_column_customer },
    name: { type: 'text', label: m.next_column_customer_name },
    place: { type: 'integer', label: m.next_column_place },
    product: { type: 'text', label: m.next_column_recommended },
    product_name: { type: 'text', label: m.next_column_recommended_name },
    because: { type: 'text', label: m.next_column_because },
    because_name: { type: 'text', label: m.next_column_because_name },
    score: { type: 'number', label: m.next_column_score, decimals: 3 },
  },
  overview: {
    orders: { type: 'integer', label: m.next_column_orders },
    lines: { type: 'integer', label: m.next_column_lines },
    lines_without_product: { type: 'integer', label: m.next_column_lines_without_product },
    customers: { type: 'integer', label: m.next_column_all_customers },
    products: { type: 'integer', label: m.next_column_products },
    products_followed: { type: 'integer', label: m.next_column_products_followed },
    matured: { type: 'integer', label: m.next_column_matured },
    every_customer: { type: 'integer', label: m.next_column_every_customer },
  },
} satisfies Record<string, ResultShape>;

/** One row a customer: of members.sql. */
export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.next_column_customer },
  name: { type: 'text', label: m.next_column_customer_name },
  bought_on: { type: 'date', label: m.next_column_bought_on },
  orders: { type: 'integer', label: m.next_column_orders, sums: true },
  revenue: { type: 'money', label: m.next_column_revenue, sums: true },
} as const satisfies ResultShape;

/** The mark of a product and the next: codes, which may hold any character. */
export const markOf = (product: string, next: string): string => JSON.stringify([product, next]);

/** Buyers of the product who have not bought the next; any text that is no such mark stands for nobody. */
export function membersOfMark(mark: string): Members {
  const codes = /^\["/.test(mark) ? (JSON.parse(mark) as unknown[]) : [];
  return {
    sql: membersSql,
    variables: { p_product: String(codes[0] ?? ''), p_next: String(codes[1] ?? '') },
  };
}
