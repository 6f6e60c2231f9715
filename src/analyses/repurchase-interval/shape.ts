import { m } from '../../messages/speak';
import type { ResultShape } from '../define';
import { groupName } from './groups';

/** Purchase days from which the wait to the next one can be followed. */
export const FROM = [1, 2, 3, 4, 5] as const;

/** The market's ways to average an interval, by their public ids. */
const DEFINITIONS: Record<string, () => string> = {
  all_gaps: m.interval_definition_all_gaps,
  first_to_second: m.interval_definition_first_to_second,
  customer_mean: m.interval_definition_customer_mean,
  from_first_order: m.interval_definition_from_first_order,
};
const definitionName = (id: string): string => DEFINITIONS[id]?.() ?? id;

/** Columns of every result; names are public (window.regulars). */
export const RESULTS = {
  survival: {
    day: { type: 'integer', label: m.interval_column_day },
    share_returned: { type: 'share', label: m.interval_column_share_returned },
    low: { type: 'share', label: m.interval_column_low },
    high: { type: 'share', label: m.interval_column_high },
    at_risk: { type: 'integer', label: m.interval_column_at_risk },
  },
  summary: {
    definition: { type: 'text', label: m.interval_column_definition, value: definitionName },
    mean: { type: 'number', label: m.interval_column_mean },
    p25: { type: 'number', label: m.interval_column_p25 },
    p50: { type: 'number', label: m.interval_column_p50 },
    p75: { type: 'number', label: m.interval_column_p75 },
    p90: { type: 'number', label: m.interval_column_p90 },
    n: { type: 'integer', label: m.interval_column_n },
  },
  gaps: {
    days: { type: 'integer', label: m.interval_column_days },
    count: { type: 'integer', label: m.interval_column_count, sums: true },
  },
  by_order_number: {
    from_order: { type: 'integer', label: m.interval_column_from_order },
    n: { type: 'integer', label: m.interval_column_n },
    mean: { type: 'number', label: m.interval_column_mean },
    p25: { type: 'number', label: m.interval_column_p25 },
    p50: { type: 'number', label: m.interval_column_p50 },
    p75: { type: 'number', label: m.interval_column_p75 },
  },
  overview: {
    customers: { type: 'integer', label: m.interval_column_customers },
    purchase_days: { type: 'integer', label: m.interval_column_purchase_days },
    repeaters: { type: 'integer', label: m.interval_column_repeaters },
    started: { type: 'integer', label: m.interval_column_started },
    returned: { type: 'integer', label: m.interval_column_returned },
    waiting: { type: 'integer', label: m.interval_column_waiting },
    waiting_recent: { type: 'integer', label: m.interval_column_waiting_recent },
  },
  survival_events: {
    day: { type: 'integer', label: m.interval_column_day },
    events: { type: 'integer', label: m.interval_column_events, sums: true },
    censored: { type: 'integer', label: m.interval_column_censored, sums: true },
    confidence: { type: 'share', label: m.interval_column_confidence, decimals: 0 },
  },
  returns_by_week: {
    week: { type: 'integer', label: m.interval_column_week },
    from_day: { type: 'integer', label: m.interval_column_from_day },
    to_day: { type: 'integer', label: m.interval_column_to_day },
    at_risk: { type: 'integer', label: m.interval_column_at_risk },
    returned: { type: 'integer', label: m.interval_column_returned, sums: true },
    hazard: { type: 'share', label: m.interval_column_hazard },
    smoothed_hazard: { type: 'share', label: m.interval_column_smoothed_hazard },
    share: { type: 'share', label: m.interval_column_share, sums: true },
  },
  contact_window: {
    horizon: { type: 'integer', label: m.interval_column_horizon },
    share_returned: { type: 'share', label: m.interval_column_share_returned },
    returned: { type: 'integer', label: m.interval_column_returned },
    peak_from: { type: 'integer', label: m.interval_column_peak_from },
    peak_to: { type: 'integer', label: m.interval_column_peak_to },
    peak_hazard: { type: 'share', label: m.interval_column_peak_hazard },
    window_from: { type: 'integer', label: m.interval_column_window_from },
    window_to: { type: 'integer', label: m.interval_column_window_to },
    window_share: { type: 'share', label: m.interval_column_window_share },
    most_returned_day: { type: 'integer', label: m.interval_column_most_returned_day },
  },
  regularity: {
    customers: { type: 'integer', label: m.interval_column_customers },
    variance: { type: 'number', label: m.interval_column_variance, decimals: 4 },
    k: { type: 'number', label: m.interval_column_k, decimals: 2 },
    low: { type: 'number', label: m.interval_column_k_low, decimals: 2 },
    high: { type: 'number', label: m.interval_column_k_high, decimals: 2 },
  },
  survival_by_group: {
    group: { type: 'text', label: m.interval_column_group, value: groupName },
    day: { type: 'integer', label: m.interval_column_day },
    share_returned: { type: 'share', label: m.interval_column_share_returned },
    low: { type: 'share', label: m.interval_column_low },
    high: { type: 'share', label: m.interval_column_high },
    at_risk: { type: 'integer', label: m.interval_column_at_risk },
  },
  group_test: {
    group: { type: 'text', label: m.interval_column_group, value: groupName },
    customers: { type: 'integer', label: m.interval_column_customers, sums: true },
    observed: { type: 'integer', label: m.interval_column_observed, sums: true },
    expected: { type: 'number', label: m.interval_column_expected, sums: true },
    chi_square: { type: 'number', label: m.interval_column_chi_square, decimals: 2 },
    degrees: { type: 'integer', label: m.interval_column_degrees },
    p: { type: 'number', label: m.interval_column_p, decimals: 4 },
  },
  group_events: {
    group: { type: 'text', label: m.interval_column_group, value: groupName },
    day: { type: 'integer', label: m.interval_column_day },
    events: { type: 'integer', label: m.interval_column_events, sums: true },
    censored: { type: 'integer', label: m.interval_column_censored, sums: true },
    confidence: { type: 'share', label: m.interval_column_confidence, decimals: 0 },
  },
} satisfies Record<string, ResultShape>;
