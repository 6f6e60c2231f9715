import { formatInteger, formatNumber } from '../../messages/format';
import { getLocale, m } from '../../messages/speak';
import type { ResultShape } from '../define';

/** In the order in which a design has them; `position` in design.sql. */
export const ATTRIBUTES = [
  'channel',
  'store',
  'region',
  'coupon',
  'category',
  'first_product',
  'amount',
  'units',
  'weekday',
  'discount',
] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

const ATTRIBUTE_NAMES: Record<Attribute, () => string> = {
  channel: m.drivers_attribute_channel,
  store: m.drivers_attribute_store,
  region: m.drivers_attribute_region,
  coupon: m.drivers_attribute_coupon,
  category: m.drivers_attribute_category,
  first_product: m.drivers_attribute_first_product,
  amount: m.drivers_attribute_amount,
  units: m.drivers_attribute_units,
  weekday: m.drivers_attribute_weekday,
  discount: m.drivers_attribute_discount,
};
export function attributeName(id: string): string {
  const known = ATTRIBUTES.find((attribute) => attribute === id);
  return known ? ATTRIBUTE_NAMES[known]() : id;
}

/** What of a level its name needs. */
export interface Named {
  attribute: string;
  kind: string;
  level: string | null;
  from: number | null;
  to: number | null;
}

/** 1 January 2024 was a Monday. */
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
function weekdayName(id: string): string {
  const day = new Date(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(id)));
  return new Intl.DateTimeFormat(getLocale(), { weekday: 'long', timeZone: 'UTC' }).format(day);
}

const amountText = (value: number): string =>
  Number.isInteger(value) ? formatInteger(value) : formatNumber(value, 2);

/** A level in words: “App”, “no coupon”, “20–45”, “Monday”. */
export function levelName({ attribute, kind, level, from, to }: Named): string {
  if (kind === 'others') return m.drivers_level_others();
  if (kind === 'blank') return attribute === 'coupon' ? m.drivers_level_no_coupon() : m.drivers_level_blank();
  if (from !== null && to !== null)
    return from === to
      ? amountText(from)
      : m.drivers_level_range({ from: amountText(from), to: amountText(to) });
  return idName(level ?? '');
}

/** Ids that are no values of the file: of weekdays, and of orders with and without a discount. */
function idName(id: string): string {
  if (WEEKDAYS.includes(id)) return weekdayName(id);
  if (id === 'yes') return m.drivers_level_discount();
  return id === 'no' ? m.drivers_level_no_discount() : id;
}

const KINDS: Record<string, () => string> = {
  value: m.drivers_kind_value,
  others: m.drivers_level_others,
  blank: m.drivers_level_blank,
};
const STATES: Record<string, () => string> = {
  reference: m.drivers_state_reference,
  estimated: m.drivers_state_estimated,
  small: m.drivers_state_small,
  dropped: m.drivers_state_dropped,
  not_fitted: m.drivers_state_not_fitted,
};
const MODELS: Record<string, () => string> = {
  fitted: m.drivers_model_fitted,
  ridge: m.drivers_model_ridge,
  no_customers: m.drivers_model_no_customers,
  nobody_returned: m.drivers_model_nobody_returned,
  all_returned: m.drivers_model_all_returned,
  nothing_varies: m.drivers_model_nothing_varies,
};

/** Columns of every result; names are public (window.regulars). */
export const RESULTS = {
  effects: {
    attribute: { type: 'text', label: m.drivers_column_attribute, value: attributeName },
    kind: { type: 'text', label: m.drivers_column_kind, value: (id: string) => KINDS[id]?.() ?? id },
    level: { type: 'text', label: m.drivers_column_level, value: idName },
    from: { type: 'number', label: m.drivers_column_from, decimals: 2 },
    to: { type: 'number', label: m.drivers_column_to, decimals: 2 },
    customers: { type: 'integer', label: m.drivers_column_customers },
    returned: { type: 'integer', label: m.drivers_column_returned },
    rate: { type: 'share', label: m.drivers_column_rate },
    state: { type: 'text', label: m.drivers_column_state, value: (id: string) => STATES[id]?.() ?? id },
    odds_ratio: { type: 'number', label: m.drivers_column_odds_ratio, decimals: 2 },
    odds_low: { type: 'number', label: m.drivers_column_odds_low, decimals: 2 },
    odds_high: { type: 'number', label: m.drivers_column_odds_high, decimals: 2 },
    p: { type: 'number', label: m.drivers_column_p, decimals: 4 },
    points: { type: 'share', label: m.drivers_column_points },
    points_low: { type: 'share', label: m.drivers_column_points_low },
    points_high: { type: 'share', label: m.drivers_column_points_high },
  },
  attributes: {
    attribute: { type: 'text', label: m.drivers_column_attribute, value: attributeName },
    levels: { type: 'integer', label: m.drivers_column_levels },
    blank_share: { type: 'share', label: m.drivers_column_blank_share },
    degrees: { type: 'integer', label: m.drivers_column_degrees },
    dropped: { type: 'integer', label: m.drivers_column_dropped },
    chi_square: { type: 'number', label: m.drivers_column_chi_square, decimals: 2 },
    p: { type: 'number', label: m.drivers_column_p, decimals: 4 },
    inflation: { type: 'number', label: m.drivers_column_inflation, decimals: 2 },
  },
  fit: {
    state: { type: 'text', label: m.drivers_column_model, value: (id: string) => MODELS[id]?.() ?? id },
    customers: { type: 'integer', label: m.drivers_column_customers },
    returned: { type: 'integer', label: m.drivers_column_returned },
    rate: { type: 'share', label: m.drivers_column_rate },
    coefficients: { type: 'integer', label: m.drivers_column_coefficients },
    log_likelihood: { type: 'number', label: m.drivers_column_log_likelihood, decimals: 2 },
    held_out: { type: 'integer', label: m.drivers_column_held_out },
    auc: { type: 'number', label: m.drivers_column_auc, decimals: 3 },
    auc_low: { type: 'number', label: m.drivers_column_auc_low, decimals: 3 },
    auc_high: { type: 'number', label: m.drivers_column_auc_high, decimals: 3 },
    predicted: { type: 'share', label: m.drivers_column_predicted },
    observed: { type: 'share', label: m.drivers_column_observed },
  },
  calibration: {
    bin: { type: 'integer', label: m.drivers_column_bin },
    customers: { type: 'integer', label: m.drivers_column_customers, sums: true },
    returned: { type: 'integer', label: m.drivers_column_returned, sums: true },
    predicted: { type: 'share', label: m.drivers_column_predicted },
    observed: { type: 'share', label: m.drivers_column_observed },
    low: { type: 'share', label: m.drivers_column_low },
    high: { type: 'share', label: m.drivers_column_high },
  },
} satisfies Record<string, ResultShape>;
