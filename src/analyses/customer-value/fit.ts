import { m } from '../../messages/speak';
import type { ResultShape } from '../define';

const STATUSES: Record<string, () => string> = {
  fitted: m.customer_value_fit_fitted,
  loose: m.customer_value_fit_loose,
  no_repeats: m.customer_value_fit_no_repeats,
  no_orders: m.customer_value_fit_no_orders,
};

/** The model of orders: its fit, and how many orders it expects within the horizon. */
export const FIT = {
  status: { type: 'text', label: m.customer_value_column_fit, value: (id: string) => STATUSES[id]?.() ?? id },
  log_likelihood: { type: 'number', label: m.customer_value_column_log_likelihood, decimals: 4 },
  customers: { type: 'integer', label: m.customer_value_column_customers },
  repeat_customers: { type: 'integer', label: m.customer_value_column_repeat_customers },
  repeat_orders: { type: 'integer', label: m.customer_value_column_repeat_days },
  active_customers: { type: 'number', label: m.customer_value_column_active, decimals: 0 },
  expected_orders: { type: 'number', label: m.customer_value_column_expected_orders, decimals: 1 },
  low: { type: 'number', label: m.customer_value_column_low, decimals: 1 },
  high: { type: 'number', label: m.customer_value_column_high, decimals: 1 },
  evaluations: { type: 'integer', label: m.customer_value_column_evaluations },
} as const satisfies ResultShape;

export const PARAMETERS = {
  name: { type: 'text', label: m.customer_value_column_parameter },
  value: { type: 'number', label: m.customer_value_column_parameter_value, decimals: 5 },
  se: { type: 'number', label: m.customer_value_column_se, decimals: 5 },
} as const satisfies ResultShape;
