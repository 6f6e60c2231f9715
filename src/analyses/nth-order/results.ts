import { m } from '../../messages/speak';
import type { ParamValues, Results, ResultShape, RowOf } from '../define';

/** Columns of the result; names are public (window.regulars). */
export const RESULTS = {
  steps: {
    order_number: { type: 'integer', label: m.nth_column_order_number },
    customers: { type: 'integer', label: m.nth_column_customers },
    returned: { type: 'integer', label: m.nth_column_returned },
    waiting: { type: 'integer', label: m.nth_column_waiting },
    rate: { type: 'share', label: m.nth_column_rate },
    low: { type: 'share', label: m.nth_column_low },
    high: { type: 'share', label: m.nth_column_high },
    matured: { type: 'integer', label: m.nth_column_matured },
    returned_within: { type: 'integer', label: m.nth_column_returned_within },
    matured_rate: { type: 'share', label: m.nth_column_matured_rate },
    matured_low: { type: 'share', label: m.nth_column_matured_low },
    matured_high: { type: 'share', label: m.nth_column_matured_high },
    median_days_to_next: { type: 'integer', label: m.nth_column_median_days_to_next },
    median_days_from_first: { type: 'integer', label: m.nth_column_median_days_from_first },
    revenue: { type: 'money', label: m.nth_column_revenue, sums: true },
    average_value: { type: 'money', label: m.nth_column_average_value },
  },
} satisfies Record<string, ResultShape>;

/** One row a customer: of members.sql. */
export const CUSTOMERS = {
  customer_key: { type: 'text', label: m.nth_column_customer },
  name: { type: 'text', label: m.nth_column_name },
  reached_on: { type: 'date', label: m.nth_column_reached_on },
  next_on: { type: 'date', label: m.nth_column_next_on },
  orders: { type: 'integer', label: m.nth_column_orders, sums: true },
  revenue: { type: 'money', label: m.nth_column_revenue, sums: true },
  last_ordered_on: { type: 'date', label: m.nth_column_last_ordered_on },
} as const satisfies ResultShape;

/** Null where nobody has been observed long enough, or nobody went on. */
type Unknown = 'matured_rate' | 'matured_low' | 'matured_high' | 'median_days_to_next';
type Columns = RowOf<typeof RESULTS.steps>;
export type StepRow = { [Name in keyof Columns]: Name extends Unknown ? number | null : Columns[Name] };

export const WITHIN = ['30', '60', '90', '180', '365'] as const;

export interface Settings {
  isByDay: boolean;
  isMatured: boolean;
  /** Days to go on, for matured customers. */
  within: number;
  most: number;
}

export function settingsOf({ count, rate, within, most }: ParamValues): Settings {
  return {
    isByDay: count !== 'order',
    isMatured: rate === 'matured',
    within: Number(WITHIN.find((days) => days === within) ?? '90'),
    most: typeof most === 'number' ? most : 10,
  };
}

/** A step as the params count it: everyone who reached it, or those observed long enough. */
export interface Step {
  from: number;
  customers: number;
  returned: number;
  /** Null where nobody can be rated yet. */
  rate: number | null;
  low: number | null;
  high: number | null;
  row: StepRow;
}

/** Fewer customers than this are drawn in grey: one more moves the rate by several points. */
export const THIN = 30;

export function stepsOf(results: Results, params: ParamValues): Step[] {
  const { isMatured } = settingsOf(params);
  return ((results['steps'] ?? []) as unknown as StepRow[]).map((row) =>
    isMatured
      ? {
          from: row.order_number,
          customers: row.matured,
          returned: row.returned_within,
          rate: row.matured_rate,
          low: row.matured_low,
          high: row.matured_high,
          row,
        }
      : {
          from: row.order_number,
          customers: row.customers,
          returned: row.returned,
          rate: row.rate,
          low: row.low,
          high: row.high,
          row,
        },
  );
}
