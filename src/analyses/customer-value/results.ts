import { formatPeriod } from '../../messages/format';
import { m } from '../../messages/speak';
import type { ResultShape, Results, RowOf } from '../define';

const SPEND_MODELS: Record<string, () => string> = {
  none: m.customer_value_spend_none,
  alike: m.customer_value_spend_alike,
  fitted: m.customer_value_spend_fitted,
};
const KINDS: Record<string, () => string> = {
  total: m.customer_value_kind_total,
  frequency: m.customer_value_kind_frequency,
  cohort: m.customer_value_kind_cohort,
};
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A band of repeat orders, “4–6”, or a cohort by its first month. */
export function groupName(id: string): string {
  if (id === 'total') return m.customer_value_kind_total();
  return ISO_DAY.test(id) ? formatPeriod(id, 'month') : id.replace('-', '–');
}

const customers = { type: 'integer', label: m.customer_value_column_customers } as const;
const alive = { type: 'share', label: m.customer_value_column_p_alive } as const;
const active = { type: 'number', label: m.customer_value_column_active, decimals: 0 } as const;
const expected = { type: 'number', label: m.customer_value_column_expected_orders, decimals: 1 } as const;
const spend = { type: 'money', label: m.customer_value_column_expected_spend } as const;
const value = { type: 'money', label: m.customer_value_column_value } as const;
const likelihood = { type: 'number', label: m.customer_value_column_log_likelihood, decimals: 4 } as const;
const x = { type: 'integer', label: m.customer_value_column_x } as const;
const parameter = (name: string) => ({ type: 'number', label: () => name, decimals: 4 }) as const;

export const GROUPS = {
  kind: { type: 'text', label: m.customer_value_column_kind, value: (id: string) => KINDS[id]?.() ?? id },
  name: { type: 'text', label: m.customer_value_column_group, value: groupName },
  customers,
  active_customers: active,
  expected_orders: expected,
  expected_spend: spend,
  value,
  value_per_customer: { type: 'money', label: m.customer_value_column_value_per_customer },
  value_share: { type: 'share', label: m.customer_value_column_value_share },
} as const satisfies ResultShape;

/** One row a customer, of results `top` and `customers`. */
export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.customer_value_column_customer },
  name: { type: 'text', label: m.customer_value_column_name },
  x,
  repeat_spend: { type: 'money', label: m.customer_value_column_repeat_spend },
  p_alive: alive,
  expected_orders: { ...expected, decimals: 3, sums: true },
  expected_spend: spend,
  value: { ...value, sums: true },
  last_ordered_on: { type: 'date', label: m.customer_value_column_last },
} as const satisfies ResultShape;

/** One row a customer, of members.sql: what is known of a group's customers without asking the models. */
export const MEMBERS = {
  customer_key: CUSTOMERS.customer_key,
  name: CUSTOMERS.name,
  x,
  repeat_spend: CUSTOMERS.repeat_spend,
  orders: { type: 'integer', label: m.customer_value_column_orders, sums: true },
  revenue: { type: 'money', label: m.customer_value_column_revenue, sums: true },
  first_ordered_on: { type: 'date', label: m.customer_value_column_first },
  last_ordered_on: CUSTOMERS.last_ordered_on,
} as const satisfies ResultShape;

export const CONCENTRATION = {
  hundredth: { type: 'integer', label: m.customer_value_column_hundredth },
  customers: { ...customers, sums: true },
  value: { ...value, sums: true },
  customer_share: { type: 'share', label: m.customer_value_column_customer_share },
  value_share: { type: 'share', label: m.customer_value_column_cumulative_value_share },
} as const satisfies ResultShape;

export const SPEND = {
  status: {
    type: 'text',
    label: m.customer_value_column_status,
    value: (id: string) => SPEND_MODELS[id]?.() ?? id,
  },
  p: parameter('p'),
  q: parameter('q'),
  gamma: parameter('γ'),
  log_likelihood: likelihood,
  population_mean: { type: 'money', label: m.customer_value_column_population_mean },
  observed_mean: { type: 'money', label: m.customer_value_column_observed_mean },
  correlation: { type: 'number', label: m.customer_value_column_correlation, decimals: 4 },
  customers,
  excluded_customers: { type: 'integer', label: m.customer_value_column_excluded },
} as const satisfies ResultShape;

export const SHRINKAGE = {
  repeat_orders: { type: 'integer', label: m.customer_value_column_repeat_orders },
  customers: { ...customers, sums: true },
  own_mean: { type: 'money', label: m.customer_value_column_own_mean },
  expected_spend: spend,
  own_weight: { type: 'share', label: m.customer_value_column_own_weight },
} as const satisfies ResultShape;

export const DISCOUNTED = {
  x,
  t_x: { type: 'integer', label: m.customer_value_column_t_x },
  t_days: { type: 'integer', label: m.customer_value_column_t },
  customers,
  p_alive: alive,
  expected_orders: { ...expected, decimals: 3 },
  discounted_orders: { type: 'number', label: m.customer_value_column_discounted, decimals: 3 },
} as const satisfies ResultShape;

type Nullable<R, Names extends keyof R> = Omit<R, Names> & { [Name in Names]: R[Name] | null };
export type GroupRow = Nullable<
  RowOf<typeof GROUPS>,
  'active_customers' | 'expected_orders' | 'expected_spend' | 'value' | 'value_per_customer' | 'value_share'
>;
export type CustomerRow = Nullable<RowOf<typeof CUSTOMERS>, 'name' | 'repeat_spend'>;
export type ConcentrationRow = Nullable<RowOf<typeof CONCENTRATION>, 'value_share'>;
export type SpendRow = Nullable<
  RowOf<typeof SPEND>,
  'p' | 'q' | 'gamma' | 'log_likelihood' | 'population_mean' | 'observed_mean' | 'correlation'
>;
export type ShrinkageRow = RowOf<typeof SHRINKAGE>;

export interface Found {
  total: GroupRow | null;
  /** Whether orders could be forecast at all. */
  hasOrders: boolean;
  byFrequency: GroupRow[];
  byCohort: GroupRow[];
  top: CustomerRow[];
  curve: (ConcentrationRow & { value_share: number })[];
  /** Of the value, held by the top tenth of the customers; null where there are fewer than ten, or no value. */
  topTenth: number | null;
  spend: SpendRow | null;
  shrinkage: ShrinkageRow[];
  repeatOrders: number;
}

export function foundIn(results: Results): Found {
  const rows = <R>(name: string) => (results[name] ?? []) as unknown as R[];
  const groups = rows<GroupRow>('groups');
  const total = groups.find(({ kind }) => kind === 'total') ?? null;
  const curve = rows<ConcentrationRow>('concentration').flatMap((row) =>
    row.value_share === null ? [] : [{ ...row, value_share: row.value_share }],
  );
  return {
    total,
    hasOrders: total !== null && total.expected_orders !== null,
    byFrequency: groups.filter(({ kind }) => kind === 'frequency'),
    byCohort: groups.filter(({ kind }) => kind === 'cohort'),
    top: rows('top'),
    curve,
    topTenth: (total?.customers ?? 0) < 10 ? null : shareAt(curve, 0.1),
    spend: rows<SpendRow>('spend')[0] ?? null,
    shrinkage: rows('shrinkage'),
    repeatOrders: Number(results.fit?.[0]?.repeat_orders ?? 0),
  };
}

/** The curve at a share of the customers, straight between its points. */
export function shareAt(
  curve: readonly { customer_share: number; value_share: number }[],
  at: number,
): number | null {
  let before = { customer_share: 0, value_share: 0 };
  for (const point of curve) {
    if (point.customer_share >= at) {
      const part = (at - before.customer_share) / (point.customer_share - before.customer_share);
      return before.value_share + part * (point.value_share - before.value_share);
    }
    before = point;
  }
  return null;
}
