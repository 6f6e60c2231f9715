import { m } from '../../messages/speak';
import type { Members, ResultShape, Results, RowOf } from '../define';
import membersSql from './members.sql?raw';
import rhythmsSql from './rhythms.sql?raw';

export const LEVELS = ['steady', 'watch', 'at_risk', 'lost', 'one_time'] as const;
export const REASONS = ['overdue', 'fewer_orders', 'smaller_orders', 'narrower_range'] as const;
export type Level = (typeof LEVELS)[number];
export type Reason = (typeof REASONS)[number];

const NAMES: Record<Level | Reason | 'flagged' | 'not_flagged', () => string> = {
  steady: m.warning_level_steady,
  watch: m.warning_level_watch,
  at_risk: m.warning_level_at_risk,
  lost: m.warning_level_lost,
  one_time: m.warning_level_one_time,
  overdue: m.warning_reason_overdue,
  fewer_orders: m.warning_reason_fewer_orders,
  smaller_orders: m.warning_reason_smaller_orders,
  narrower_range: m.warning_reason_narrower_range,
  flagged: m.warning_flagged,
  not_flagged: m.warning_not_flagged,
};
const KINDS: Record<string, () => string> = {
  level: m.warning_kind_level,
  flagged: m.warning_flagged,
  reason: m.warning_kind_reason,
};

/** A level, reason or group in the reader's language. */
export const groupName = (id: string): string =>
  Object.entries(NAMES).find(([name]) => name === id)?.[1]() ?? id;
/** Codes parted by commas, as names. */
export const reasonNames = (codes: string): string =>
  codes === '' ? '–' : codes.split(', ').map(groupName).join(m.warning_and());

/** Names of `--seg-*` colours. */
export const TONES: Record<Level, string> = {
  steady: 'loyal',
  watch: 'sleep',
  at_risk: 'risk',
  lost: 'lost',
  one_time: 'others',
};

export const GROUPS = {
  kind: { type: 'text', label: m.warning_column_kind, value: (id: string) => KINDS[id]?.() ?? id },
  name: { type: 'text', label: m.warning_column_group, value: groupName },
  customers: { type: 'integer', label: m.warning_column_customers },
  revenue: { type: 'money', label: m.warning_column_revenue },
  value_at_stake: { type: 'money', label: m.warning_column_value_at_stake },
  population_gap: { type: 'number', label: m.warning_column_population_gap, decimals: 1 },
  prior_weight: { type: 'number', label: m.warning_column_prior_weight, decimals: 2 },
  regularity: { type: 'number', label: m.warning_column_regularity, decimals: 2 },
} as const satisfies ResultShape;

/** One row a customer: of results `top` and `customers`, and of members.sql. */
export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.warning_column_customer },
  name: { type: 'text', label: m.warning_column_name },
  level: { type: 'text', label: m.warning_kind_level, value: groupName },
  flagged: { type: 'boolean', label: m.warning_flagged },
  reasons: { type: 'text', label: m.warning_column_reasons, value: reasonNames },
  value_at_stake: { type: 'money', label: m.warning_column_value_at_stake, sums: true },
  waiting_days: { type: 'integer', label: m.warning_column_waiting_days },
  expected_gap: { type: 'number', label: m.warning_column_expected_gap, decimals: 1 },
  overdue_ratio: { type: 'number', label: m.warning_column_overdue_ratio, decimals: 2 },
  chance: { type: 'share', label: m.warning_column_chance },
  orders: { type: 'integer', label: m.warning_column_orders, sums: true },
  revenue: { type: 'money', label: m.warning_column_revenue, sums: true },
  last_ordered_on: { type: 'date', label: m.warning_column_last_ordered_on },
} as const satisfies ResultShape;

export const BACKTEST = {
  kind: { type: 'text', label: m.warning_column_kind, value: (id: string) => KINDS[id]?.() ?? id },
  name: { type: 'text', label: m.warning_column_group, value: groupName },
  customers: { type: 'integer', label: m.warning_column_customers },
  returned: { type: 'integer', label: m.warning_column_returned },
  share: { type: 'share', label: m.warning_column_returned_share },
  judged_on: { type: 'date', label: m.warning_column_judged_on },
} as const satisfies ResultShape;

type GroupRow = Omit<RowOf<typeof GROUPS>, 'customers' | 'value_at_stake' | 'prior_weight' | 'regularity'> & {
  customers: number | null;
  value_at_stake: number | null;
  prior_weight: number | null;
  regularity: number | null;
};
export type CustomerRow = RowOf<typeof CUSTOMERS>;
export type BacktestRow = Omit<RowOf<typeof BACKTEST>, 'share'> & { share: number | null };

export interface Warnings {
  group: (name: string) => GroupRow | null;
  then: (name: string) => BacktestRow | null;
  top: CustomerRow[];
  /** Customers of all levels. */
  customers: number;
}

export function warningsOf(results: Results): Warnings {
  const groups = (results.groups ?? []) as unknown as GroupRow[];
  const backtest = (results.backtest ?? []) as unknown as BacktestRow[];
  const levels = groups.filter((row) => row.kind === 'level');
  return {
    group: (name) => groups.find((row) => row.name === name) ?? null,
    then: (name) => backtest.find((row) => row.name === name) ?? null,
    top: (results.top ?? []) as unknown as CustomerRow[],
    customers: levels.reduce((sum, row) => sum + (row.customers ?? 0), 0),
  };
}

/** A mark is a level, `flagged` or a reason; any other text stands for nobody. */
export function membersOfMark(mark: string): Members {
  return { sql: rhythmsSql + membersSql, variables: { p_group: mark } };
}
