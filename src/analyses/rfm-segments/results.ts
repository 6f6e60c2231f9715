import type { ResultShape } from '../define';
import { m } from '../../messages/speak';
import { nameInAnyScheme } from './segment-names';

/** One row a segment of the scheme, in its order. */
export const segmentsShape = {
  position: { type: 'integer', label: m.rfm_column_position },
  segment: { type: 'text', label: m.rfm_column_segment, value: nameInAnyScheme },
  customers: { type: 'integer', label: m.rfm_column_customers, sums: true },
  customer_share: { type: 'share', label: m.rfm_column_customer_share },
  orders: { type: 'integer', label: m.rfm_column_orders, sums: true },
  revenue: { type: 'money', label: m.rfm_column_revenue, sums: true },
  revenue_share: { type: 'share', label: m.rfm_column_revenue_share },
  median_recency_days: { type: 'number', label: m.rfm_column_median_recency, decimals: 1 },
} satisfies ResultShape;

/** One row a cut point. */
export const cutPointsShape = {
  dimension: { type: 'text', label: m.rfm_column_dimension },
  position: { type: 'integer', label: m.rfm_column_position },
  value: { type: 'number', label: m.rfm_column_cut_value, decimals: 2 },
  starts_at: { type: 'number', label: m.rfm_column_starts_at, decimals: 2 },
} satisfies ResultShape;

const scores = {
  recency_days: { type: 'integer', label: m.rfm_column_recency },
  frequency: { type: 'integer', label: m.rfm_column_frequency, sums: true },
  monetary: { type: 'money', label: m.rfm_column_monetary, sums: true },
  r: { type: 'integer', label: m.rfm_column_r },
  f: { type: 'integer', label: m.rfm_column_f },
  m: { type: 'integer', label: m.rfm_column_m },
  last_ordered_on: { type: 'date', label: m.rfm_column_last_ordered },
  score: { type: 'number', label: m.rfm_column_score, decimals: 2 },
} satisfies ResultShape;

/** One row a customer. */
export const customersShape = {
  customer_key: { type: 'text', label: m.rfm_column_customer },
  segment: { type: 'text', label: m.rfm_column_segment, value: nameInAnyScheme },
  ...scores,
} satisfies ResultShape;

/** One row a customer of one segment, with what the file tells about how to reach them. */
export const membersShape = {
  customer_key: { type: 'text', label: m.rfm_column_customer },
  name: { type: 'text', label: m.rfm_column_name },
  email: { type: 'text', label: m.rfm_column_email },
  phone: { type: 'text', label: m.rfm_column_phone },
  ...scores,
} satisfies ResultShape;

/** One row a combination of scores that occurs. */
export const gridShape = {
  r: { type: 'integer', label: m.rfm_column_r },
  f: { type: 'integer', label: m.rfm_column_f },
  m: { type: 'integer', label: m.rfm_column_m },
  customers: { type: 'integer', label: m.rfm_column_customers, sums: true },
} satisfies ResultShape;
