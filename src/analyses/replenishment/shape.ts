import { m } from '../../messages/speak';
import type { Members, ParamValues, ResultShape } from '../define';
import dueDatesSql from './due-dates.sql?raw';
import intervalsSql from './intervals.sql?raw';
import membersSql from './members.sql?raw';

/** Those to write to, in the order of a week's work. */
export const STATES = ['overdue', 'this_week', 'next_week'] as const;
export type State = (typeof STATES)[number];

const NAMES: Record<string, () => string> = {
  overdue: m.replenish_state_overdue,
  this_week: m.replenish_state_this_week,
  next_week: m.replenish_state_next_week,
  own: m.replenish_basis_own,
  product: m.replenish_basis_product,
};
/** A state or basis in the reader's language. */
export const stateName = (id: string): string => NAMES[id]?.() ?? id;

export const RESULTS = {
  products: {
    product: { type: 'text', label: m.replenish_column_product },
    product_name: { type: 'text', label: m.replenish_column_product_name },
    category: { type: 'text', label: m.replenish_column_category },
    buyers: { type: 'integer', label: m.replenish_column_buyers },
    repeat_buyers: { type: 'integer', label: m.replenish_column_repeat_buyers },
    repeat_share: { type: 'share', label: m.replenish_column_repeat_share },
    intervals: { type: 'integer', label: m.replenish_column_intervals, sums: true },
    p25: { type: 'number', label: m.replenish_column_p25, decimals: 1 },
    median_days: { type: 'number', label: m.replenish_column_median_days, decimals: 1 },
    p75: { type: 'number', label: m.replenish_column_p75, decimals: 1 },
    overdue: { type: 'integer', label: m.replenish_state_overdue, sums: true },
    this_week: { type: 'integer', label: m.replenish_state_this_week, sums: true },
    next_week: { type: 'integer', label: m.replenish_state_next_week, sums: true },
    later: { type: 'integer', label: m.replenish_state_later, sums: true },
    lapsed: { type: 'integer', label: m.replenish_state_lapsed, sums: true },
  },
  due: {
    customer_key: { type: 'text', label: m.replenish_column_customer },
    name: { type: 'text', label: m.replenish_column_customer_name },
    product: { type: 'text', label: m.replenish_column_product },
    product_name: { type: 'text', label: m.replenish_column_product_name },
    state: { type: 'text', label: m.replenish_column_state, value: stateName },
    due_on: { type: 'date', label: m.replenish_column_due_on },
    overdue_days: { type: 'integer', label: m.replenish_column_overdue_days },
    last_bought_on: { type: 'date', label: m.replenish_column_last_bought_on },
    purchases: { type: 'integer', label: m.replenish_column_purchases },
    usual_days: { type: 'number', label: m.replenish_column_usual_days, decimals: 1 },
    basis: { type: 'text', label: m.replenish_column_basis, value: stateName },
  },
  overview: {
    orders: { type: 'integer', label: m.replenish_column_orders },
    lines: { type: 'integer', label: m.replenish_column_lines },
    lines_without_product: { type: 'integer', label: m.replenish_column_lines_without_product },
    products: { type: 'integer', label: m.replenish_column_products },
  },
} satisfies Record<string, ResultShape>;

/** One row a customer: of members.sql. */
export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.replenish_column_customer },
  name: { type: 'text', label: m.replenish_column_customer_name },
  product: { type: 'text', label: m.replenish_column_product },
  product_name: { type: 'text', label: m.replenish_column_product_name },
  due_on: { type: 'date', label: m.replenish_column_due_on },
  overdue_days: { type: 'integer', label: m.replenish_column_overdue_days },
  last_bought_on: { type: 'date', label: m.replenish_column_last_bought_on },
  purchases: { type: 'integer', label: m.replenish_column_purchases },
  usual_days: { type: 'number', label: m.replenish_column_usual_days, decimals: 1 },
  revenue: { type: 'money', label: m.replenish_column_revenue, sums: true },
} as const satisfies ResultShape;

/** A state and a product's code, or a state of any product: `this_week`, `this_week:SKU-1`. */
export const markOf = (state: State, product: string): string =>
  product === '' ? state : `${state}:${product}`;

export const variablesOf = (params: ParamValues): { p_minimum: number; p_purchases: number } => ({
  p_minimum: Number(params.minimum),
  p_purchases: Number(params.purchases),
});

/** The customers of a mark; any other text stands for nobody. */
export function membersOfMark(mark: string, params: ParamValues): Members {
  const end = mark.indexOf(':');
  return {
    sql: intervalsSql + dueDatesSql + membersSql,
    variables: {
      ...variablesOf(params),
      p_state: end < 0 ? mark : mark.slice(0, end),
      p_product: end < 0 ? '' : mark.slice(end + 1),
    },
  };
}
