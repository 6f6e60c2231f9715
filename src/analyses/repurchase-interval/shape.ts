import { m } from '../../messages/speak';
import type { ResultShape } from '../define';

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
} satisfies Record<string, ResultShape>;
