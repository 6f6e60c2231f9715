import { m } from '../../messages/speak';
import type { Members, ParamValues, ResultShape } from '../define';
import membersSql from './members.sql?raw';

export const RESULTS = {
  pairs: {
    a: { type: 'text', label: m.basket_column_a },
    b: { type: 'text', label: m.basket_column_b },
    a_name: { type: 'text', label: m.basket_column_a_name },
    b_name: { type: 'text', label: m.basket_column_b_name },
    count: { type: 'integer', label: m.basket_column_count },
    a_count: { type: 'integer', label: m.basket_column_a_count },
    b_count: { type: 'integer', label: m.basket_column_b_count },
    support: { type: 'share', label: m.basket_column_support, decimals: 2 },
    confidence: { type: 'share', label: m.basket_column_confidence },
    confidence_back: { type: 'share', label: m.basket_column_confidence_back },
    lift: { type: 'number', label: m.basket_column_lift, decimals: 2 },
    leverage: { type: 'share', label: m.basket_column_leverage, decimals: 2 },
  },
  rules: {
    antecedent: { type: 'text', label: m.basket_column_antecedent },
    consequent: { type: 'text', label: m.basket_column_consequent },
    antecedent_name: { type: 'text', label: m.basket_column_antecedent_name },
    consequent_name: { type: 'text', label: m.basket_column_consequent_name },
    count: { type: 'integer', label: m.basket_column_count },
    antecedent_support: { type: 'share', label: m.basket_column_antecedent_support, decimals: 2 },
    consequent_support: { type: 'share', label: m.basket_column_consequent_support, decimals: 2 },
    support: { type: 'share', label: m.basket_column_support, decimals: 2 },
    confidence: { type: 'share', label: m.basket_column_rule_confidence },
    lift: { type: 'number', label: m.basket_column_lift, decimals: 2 },
    leverage: { type: 'share', label: m.basket_column_leverage, decimals: 2 },
    conviction: { type: 'number', label: m.basket_column_conviction, decimals: 2 },
    zhang: { type: 'number', label: m.basket_column_zhang, decimals: 2 },
  },
  overview: {
    orders: { type: 'integer', label: m.basket_column_orders },
    lines: { type: 'integer', label: m.basket_column_lines },
    lines_without_product: { type: 'integer', label: m.basket_column_lines_without_product },
    products: { type: 'integer', label: m.basket_column_products },
    frequent_products: { type: 'integer', label: m.basket_column_frequent_products },
    baskets: { type: 'integer', label: m.basket_column_baskets },
    baskets_of_several: { type: 'integer', label: m.basket_column_baskets_of_several },
    baskets_left_out: { type: 'integer', label: m.basket_column_baskets_left_out },
    largest_counted: { type: 'integer', label: m.basket_column_largest_counted },
  },
} satisfies Record<string, ResultShape>;

/** One row a customer: of members.sql. */
export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.basket_column_customer },
  name: { type: 'text', label: m.basket_column_customer_name },
  baskets: { type: 'integer', label: m.basket_column_shared_baskets },
  orders: { type: 'integer', label: m.basket_column_orders, sums: true },
  revenue: { type: 'money', label: m.basket_column_revenue, sums: true },
  last_ordered_on: { type: 'date', label: m.basket_column_last_ordered_on },
} as const satisfies ResultShape;

export type BasketOf = 'order' | 'customer';
export const basketOf = (params: ParamValues): BasketOf =>
  params.basket === 'customer' ? 'customer' : 'order';

/** The mark of a pair: both codes, a before b. Codes may hold any character. */
export const markOf = (a: string, b: string): string => JSON.stringify([a, b]);

/** Customers with both products of a pair in one basket; any text that is no pair's mark stands for nobody. */
export function membersOfPair(mark: string, params: ParamValues): Members {
  const [a, b] = codesOf(mark);
  return { sql: membersSql, variables: { p_a: a, p_b: b, p_basket: basketOf(params) } };
}

function codesOf(mark: string): [string, string] {
  if (!/^\["/.test(mark)) return ['', ''];
  const codes = JSON.parse(mark) as unknown[];
  return [String(codes[0] ?? ''), String(codes[1] ?? '')];
}
