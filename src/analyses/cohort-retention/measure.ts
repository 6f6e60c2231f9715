import type { ParamValues } from '../define';
import { dimensionOf } from './division';
import type { AVERAGES } from './results';

type Average =
  | 'rate'
  | 'orders_per_customer'
  | 'revenue_per_customer'
  | 'cumulative_rate'
  | 'on_or_after_rate'
  | 'cumulative_orders_per_customer'
  | 'cumulative_revenue_per_customer';

/** What the figure and the headline speak of. */
export interface Measure {
  of: 'customers' | 'orders' | 'revenue';
  /** Up to and including the period, instead of within it. */
  cumulative: boolean;
  /** In the period or any later one, as far as it is known. */
  onOrAfter: boolean;
  /** Counts and sums of the whole cohort printed, instead of percent or per customer. */
  totals: boolean;
  /** Column of `cells` that is counted. */
  total:
    | 'customers'
    | 'orders'
    | 'revenue'
    | 'cumulative_customers'
    | 'cumulative_orders'
    | 'cumulative_revenue'
    | 'on_or_after_customers';
  /** Column of `averages` with its weighted mean per customer. */
  average: Average & keyof typeof AVERAGES;
}

const AVERAGE_OF = {
  customers: 'rate',
  orders: 'orders_per_customer',
  revenue: 'revenue_per_customer',
} as const;

export function measureOf(params: ParamValues): Measure {
  const isGrouped = dimensionOf(params) !== null;
  const asked = params['measure'];
  const of = !isGrouped && (asked === 'orders' || asked === 'revenue') ? asked : 'customers';
  const cumulative = !isGrouped && params['mode'] === 'cumulative';
  const onOrAfter = !isGrouped && of === 'customers' && params['mode'] === 'on-or-after';
  if (onOrAfter) {
    return {
      of,
      cumulative,
      onOrAfter,
      totals: params['show'] === 'count',
      total: 'on_or_after_customers',
      average: 'on_or_after_rate',
    };
  }
  return {
    of,
    cumulative,
    onOrAfter,
    totals: of === 'customers' ? !isGrouped && params['show'] === 'count' : params['per'] === 'cohort',
    total: cumulative ? `cumulative_${of}` : of,
    average: cumulative ? `cumulative_${AVERAGE_OF[of]}` : AVERAGE_OF[of],
  };
}
