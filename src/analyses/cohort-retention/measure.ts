import type { ParamValues } from '../define';
import type { AVERAGES } from './results';

type Average =
  | 'rate'
  | 'orders_per_customer'
  | 'revenue_per_customer'
  | 'cumulative_rate'
  | 'cumulative_orders_per_customer'
  | 'cumulative_revenue_per_customer';

/** What the figure and the headline speak of. */
export interface Measure {
  of: 'customers' | 'orders' | 'revenue';
  /** Up to and including the period, instead of within it. */
  cumulative: boolean;
  /** Counts and sums of the whole cohort printed, instead of percent or per customer. */
  totals: boolean;
  /** Column of `cells` that is counted. */
  total:
    'customers' | 'orders' | 'revenue' | 'cumulative_customers' | 'cumulative_orders' | 'cumulative_revenue';
  /** Column of `averages` with its weighted mean per customer. */
  average: Average & keyof typeof AVERAGES;
}

const AVERAGE_OF = {
  customers: 'rate',
  orders: 'orders_per_customer',
  revenue: 'revenue_per_customer',
} as const;

export function measureOf(params: ParamValues): Measure {
  const of =
    params['measure'] === 'orders' || params['measure'] === 'revenue' ? params['measure'] : 'customers';
  const cumulative = params['mode'] === 'cumulative';
  return {
    of,
    cumulative,
    totals: of === 'customers' ? params['show'] === 'count' : params['per'] === 'cohort',
    total: cumulative ? `cumulative_${of}` : of,
    average: cumulative ? `cumulative_${AVERAGE_OF[of]}` : AVERAGE_OF[of],
  };
}
