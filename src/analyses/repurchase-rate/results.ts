import { m } from '../../messages/speak';
import type { ParamValues, Results, ResultShape, RowOf } from '../define';
import type { Grain } from '../periods';

/** Every reading of “repurchase rate”, by its public id, in the order of the table. */
export const DEFINITIONS = [
  'customer_orders',
  'customer_days',
  'order_orders',
  'order_days',
  'within_days',
  'next_window',
] as const;
export type Definition = (typeof DEFINITIONS)[number];

const NAMES: Record<Definition, () => string> = {
  customer_orders: m.rate_definition_customer_orders,
  customer_days: m.rate_definition_customer_days,
  order_orders: m.rate_definition_order_orders,
  order_days: m.rate_definition_order_days,
  within_days: m.rate_definition_within_days,
  next_window: m.rate_definition_next_window,
};
export const isDefinition = (id: unknown): id is Definition => DEFINITIONS.some((known) => known === id);
const definitionName = (id: string): string => (isDefinition(id) ? NAMES[id]() : id);

const STATES: Record<string, () => string> = {
  complete: m.rate_state_complete,
  partial: m.rate_state_partial,
  truncated: m.rate_state_truncated,
  future: m.rate_state_future,
};
const KINDS: Record<string, () => string> = {
  value: m.rate_kind_value,
  blank: m.rate_kind_blank,
  others: m.rate_kind_others,
};
const RATE = {
  numerator: { type: 'integer', label: m.rate_column_numerator },
  denominator: { type: 'integer', label: m.rate_column_denominator },
  rate: { type: 'share', label: m.rate_column_rate },
  low: { type: 'share', label: m.rate_column_low },
  high: { type: 'share', label: m.rate_column_high },
} satisfies ResultShape;

/** Columns of every result; names are public (window.regulars). */
export const RESULTS = {
  definitions: {
    definition: { type: 'text', label: m.rate_column_definition, value: definitionName },
    ...RATE,
    left_out: { type: 'integer', label: m.rate_column_left_out },
    of_window: { type: 'date', label: m.rate_column_of_window },
  },
  trend: {
    period: { type: 'date', label: m.rate_column_period },
    definition: { type: 'text', label: m.rate_column_definition, value: definitionName },
    state: { type: 'text', label: m.rate_column_state, value: (id: string) => STATES[id]?.() ?? id },
    ...RATE,
  },
  groups: {
    kind: { type: 'text', label: m.rate_column_kind, value: (id: string) => KINDS[id]?.() ?? id },
    value: { type: 'text', label: m.rate_column_value },
    definition: { type: 'text', label: m.rate_column_definition, value: definitionName },
    customers: { type: 'integer', label: m.rate_column_customers },
    ...RATE,
    left_out: { type: 'integer', label: m.rate_column_left_out },
  },
} satisfies Record<string, ResultShape>;

/** One row a customer, of members.sql. */
export const MEMBERS = {
  customer_key: { type: 'text', label: m.rate_column_customer },
  name: { type: 'text', label: m.rate_column_name },
  is_repeat: { type: 'boolean', label: m.rate_column_is_repeat },
  orders: { type: 'integer', label: m.rate_column_orders, sums: true },
  purchase_days: { type: 'integer', label: m.rate_column_purchase_days, sums: true },
  revenue: { type: 'money', label: m.rate_column_revenue, sums: true },
  first_ordered_on: { type: 'date', label: m.rate_column_first_ordered_on },
  last_ordered_on: { type: 'date', label: m.rate_column_last_ordered_on },
} as const satisfies ResultShape;

/** A rate of nobody is null; so are the bounds of rates that are none of customers. */
interface Rated {
  definition: Definition;
  rate: number | null;
  low: number | null;
  high: number | null;
}
type Counts = { numerator: number; denominator: number };
export type DefinitionRow = Rated & Counts & { left_out: number; of_window: string | null };
export type TrendRow = Rated & { [Name in keyof Counts]: Counts[Name] | null } & Pick<
    RowOf<typeof RESULTS.trend>,
    'period' | 'state'
  >;
export type GroupRow = Rated &
  Counts & { kind: 'value' | 'blank' | 'others'; value: string | null; customers: number; left_out: number };

export interface Rates {
  definitions: DefinitionRow[];
  trend: TrendRow[];
  groups: GroupRow[];
}

export function ratesOf(results: Results): Rates {
  const rows = <Type>(name: string): Type[] => (results[name] ?? []) as unknown as Type[];
  return { definitions: rows('definitions'), trend: rows('trend'), groups: rows('groups') };
}

export const DIMENSIONS = ['channel', 'store', 'region', 'coupon', 'category', 'first_product'] as const;
export type By = (typeof DIMENSIONS)[number];
export const DIMENSION_NAMES: Record<By, () => string> = {
  channel: m.rate_by_channel,
  store: m.rate_by_store,
  region: m.rate_by_region,
  coupon: m.rate_by_coupon,
  category: m.rate_by_category,
  first_product: m.rate_by_first_product,
};

export const WITHIN = ['30', '60', '90', '180', '365'] as const;

export interface Settings {
  definition: Definition;
  /** Days to come back. */
  within: number;
  grain: Grain;
  by: By | null;
}

export function settingsOf(params: ParamValues): Settings {
  const { definition, within, grain, by } = params;
  return {
    definition: isDefinition(definition) ? definition : 'within_days',
    within: Number(WITHIN.find((days) => days === within) ?? '90'),
    grain: grain === 'week' || grain === 'quarter' ? grain : 'month',
    by: DIMENSIONS.find((dimension) => dimension === by) ?? null,
  };
}

/** A definition's name with the days and the window that were chosen. */
export function nameOf(definition: Definition, { within, grain }: Settings): string {
  if (definition === 'within_days') return m.rate_named_within_days({ n: within });
  if (definition === 'next_window') return m.rate_named_next_window({ grain });
  return NAMES[definition]();
}
