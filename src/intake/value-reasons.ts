import type { Reason } from './types';

/**
 * Sentences about values, platforms, roles and joins, with the inputs they carry, as `REASON_INPUTS` has them: raw, and
 * `count` beside `n` where a plural is chosen.
 */
export const VALUE_REASON_INPUTS = {
  /** `list` names formats as people write them, each with how many values of the sample it reads. */
  values_dates_mixed: ['list'],
  values_dates_mixed_unread: ['list', 'n', 'example'],
  values_dates_serial: ['n', 'example', 'first'],
  values_dates_epoch: ['n', 'example', 'first'],
  values_because_serial: [],
  values_because_utc: [],
  values_because_month_names: [],
  values_because_first_line: [],
  values_because_order_discount: ['column', 'n', 'of'],
  values_because_time_of_day: ['column'],
  values_charge_contained: ['column', 'n', 'of'],
  values_charge_apart: ['column', 'n', 'of'],
  values_warn_charge_shape: ['column'],
  values_warn_lines_subtotal: ['n', 'of', 'column', 'example'],
  values_looks_like_shopify: [],
  values_looks_like_woocommerce: [],
  values_looks_like_magento: [],
  values_looks_like_amazon: [],
  values_looks_like_square: [],
  values_looks_like_stripe: [],
  values_looks_like_etsy: [],
  values_looks_like_taobao: [],
  values_looks_like_jd: [],
  values_looks_like_youzan: [],
  values_looks_like_pinduoduo: [],
  values_role_orders: [],
  values_role_lines: [],
  values_role_customers: [],
  values_role_products: [],
  values_role_refunds: [],
  values_role_contacts: [],
  values_role_feedback: [],
  values_role_costs: [],
  values_role_unknown: [],
  values_join_no_key: [],
  values_join_few_match: ['column', 'n', 'of'],
  values_join_many: ['column'],
  values_join_refunds: [],
  values_join_contacts: [],
  values_join_feedback: [],
  values_join_costs: [],
  values_members_read: ['file', 'column', 'n'],
  values_members_other: ['file', 'first'],
  values_members_undated: ['file', 'n', 'of'],
  values_costs_read_day: ['file', 'day', 'amount', 'n'],
  values_costs_read_week: ['file', 'day', 'amount', 'n'],
  values_costs_read_month: ['file', 'day', 'amount', 'n'],
  values_costs_read_quarter: ['file', 'day', 'amount', 'n'],
  values_costs_read_range: ['file', 'day', 'amount', 'n'],
  values_costs_shared: ['file', 'n'],
  values_costs_unread: ['file', 'n', 'of'],
  values_refunds_read: ['file', 'key', 'day', 'amount'],
  values_refunds_no_order: ['file', 'n', 'of'],
  values_refunds_in_orders: ['file', 'n'],
  values_refunds_apart: ['n'],
  values_refunds_both: ['n'],
  values_refunds_undone: ['file', 'n'],
  values_refunds_tax_out: [],
  values_refunds_shipping_out: [],
  values_refunds_charge_in: [],
  values_join_no_orders: [],
} as const;

export type ValueReasonKey = keyof typeof VALUE_REASON_INPUTS;
type Inputs<K extends ValueReasonKey> = (typeof VALUE_REASON_INPUTS)[K][number];

/** A reason whose inputs are checked when it is written. */
export function valueReason<K extends ValueReasonKey>(
  key: K,
  ...values: [Inputs<K>] extends [never] ? [] : [Record<Inputs<K>, string | number>]
): Reason {
  const [inputs] = values;
  return inputs === undefined ? { key } : { key, values: inputs };
}
