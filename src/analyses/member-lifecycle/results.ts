import { m } from '../../messages/speak';
import type { Results, RowOf } from '../define';

const STATES: Record<string, () => string> = {
  complete: m.lifecycle_state_complete,
  partial: m.lifecycle_state_partial,
  truncated: m.lifecycle_state_truncated,
};
const stateName = (state: string): string => STATES[state]?.() ?? state;

/** One period. */
export const PERIODS = {
  period: { type: 'date', label: m.lifecycle_column_period },
  state: { type: 'text', label: m.lifecycle_column_state, value: stateName },
  active: { type: 'integer', label: m.lifecycle_active },
  new: { type: 'integer', label: m.lifecycle_new, sums: true },
  retained: { type: 'integer', label: m.lifecycle_retained },
  resurrected: { type: 'integer', label: m.lifecycle_resurrected },
  churned: { type: 'integer', label: m.lifecycle_churned },
  dormant: { type: 'integer', label: m.lifecycle_dormant },
  change: { type: 'integer', label: m.lifecycle_column_change },
  quick_ratio: { type: 'number', label: m.lifecycle_quick_ratio, decimals: 2 },
  retention: { type: 'share', label: m.lifecycle_column_retention },
  churn_rate: { type: 'share', label: m.lifecycle_column_churn_rate },
} as const;

/** One length of sleep, in whole periods without an order. */
export const SLEEP = {
  sleep: { type: 'integer', label: m.lifecycle_column_sleep },
  customers: { type: 'integer', label: m.lifecycle_column_customers, sums: true },
  customer_share: { type: 'share', label: m.lifecycle_column_customer_share, sums: true },
  revenue: { type: 'money', label: m.lifecycle_column_revenue, sums: true },
  at_risk: { type: 'integer', label: m.lifecycle_column_at_risk },
  woken: { type: 'integer', label: m.lifecycle_column_woken, sums: true },
  wake_rate: { type: 'share', label: m.lifecycle_column_wake_rate },
} as const;

/** Columns of members.sql. */
export const MEMBERS = {
  customer_key: { type: 'text', label: m.lifecycle_column_customer },
  name: { type: 'text', label: m.lifecycle_column_name },
  orders: { type: 'integer', label: m.lifecycle_column_orders, sums: true },
  revenue: { type: 'money', label: m.lifecycle_column_revenue, sums: true },
  first_ordered_on: { type: 'date', label: m.lifecycle_column_first_ordered_on },
  last_ordered_on: { type: 'date', label: m.lifecycle_column_last_ordered_on },
} as const;

type Nullable<Row, Names extends keyof Row> = {
  [Name in keyof Row]: Name extends Names ? Row[Name] | null : Row[Name];
};
export type PeriodRow = Nullable<
  RowOf<typeof PERIODS>,
  'retained' | 'resurrected' | 'churned' | 'dormant' | 'change' | 'quick_ratio' | 'retention' | 'churn_rate'
>;
export type SleepRow = Nullable<RowOf<typeof SLEEP>, 'customer_share' | 'wake_rate'>;

export interface Lifecycle {
  /** Oldest first. */
  periods: PeriodRow[];
  /** The last period whose days are all covered, where it has one before it to be compared with. */
  last: PeriodRow | null;
  /** From 0 on. */
  sleep: SleepRow[];
}

export function lifecycleOf(results: Results): Lifecycle {
  const periods = (results.periods ?? []) as unknown as PeriodRow[];
  return {
    periods,
    last: periods.findLast((row) => row.state === 'complete' && row.change !== null) ?? null,
    sleep: (results.sleep ?? []) as unknown as SleepRow[],
  };
}

/** How many times larger than its successors a first period may be before its customers are doubted to be new. */
const LARGEST_PLAUSIBLE = 1.5;

/**
 * The first period where many of its “new” customers probably ordered before the file begins: it is truncated, or has
 * more than 1.5 × the median of new customers of the next (up to) three complete periods. Else null.
 */
export function doubtfulFirst(periods: readonly PeriodRow[]): PeriodRow | null {
  const [first, ...rest] = periods;
  if (!first) return null;
  if (first.state === 'truncated') return first;
  const next = rest
    .filter((row) => row.state === 'complete')
    .slice(0, 3)
    .map((row) => row.new)
    .sort((a, b) => a - b);
  const middle = ((next[(next.length - 1) >> 1] ?? 0) + (next[next.length >> 1] ?? 0)) / 2;
  return next.length > 0 && first.new > LARGEST_PLAUSIBLE * middle ? first : null;
}
