import { m } from '../../messages/speak';
import type { ResultShape, Results, RowOf } from '../define';

const STATES: Record<string, () => string> = {
  complete: m.cohort_value_state_complete,
  partial: m.cohort_value_state_partial,
  future: m.cohort_value_state_future,
  truncated: m.cohort_value_state_truncated,
};

const COHORT = {
  cohort: { type: 'date', label: m.cohort_value_column_cohort },
  age: { type: 'integer', label: m.cohort_value_column_age },
  size: { type: 'integer', label: m.cohort_value_column_size },
} as const;
const PER_CUSTOMER = {
  revenue_per_customer: { type: 'money', label: m.cohort_value_column_revenue_per_customer },
  margin_per_customer: { type: 'money', label: m.cohort_value_column_margin_per_customer },
} as const;

/** Columns of every result; names are public (window.regulars). */
export const RESULTS = {
  cells: {
    ...COHORT,
    revenue: { type: 'money', label: m.cohort_value_column_revenue, sums: true },
    cumulative_revenue: { type: 'money', label: m.cohort_value_column_cumulative_revenue },
    ...PER_CUSTOMER,
    state: {
      type: 'text',
      label: m.cohort_value_column_state,
      value: (state: string) => STATES[state]?.() ?? state,
    },
  },
  averages: {
    age: COHORT.age,
    n: { type: 'integer', label: m.cohort_value_column_n },
    cohorts: { type: 'integer', label: m.cohort_value_column_cohorts },
    ...PER_CUSTOMER,
    growth: { type: 'number', decimals: 3, label: m.cohort_value_column_growth },
  },
  projected: {
    ...COHORT,
    cumulative_revenue: { type: 'money', label: m.cohort_value_column_cumulative_revenue },
    ...PER_CUSTOMER,
  },
  costs: {
    cohort: COHORT.cohort,
    cost: { type: 'money', label: m.cohort_value_column_cost, sums: true },
  },
  payback: {
    cohort: COHORT.cohort,
    size: { type: 'integer', label: m.cohort_value_column_size, sums: true },
    last_age: { type: 'integer', label: m.cohort_value_column_last_age },
    ...PER_CUSTOMER,
    cost_per_customer: { type: 'money', label: m.cohort_value_column_cost_per_customer },
    payback_age: { type: 'integer', label: m.cohort_value_column_payback_age },
    projected_payback_age: { type: 'integer', label: m.cohort_value_column_projected_payback_age },
    projected_age: { type: 'integer', label: m.cohort_value_column_projected_age },
    projected_revenue_per_customer: {
      type: 'money',
      label: m.cohort_value_column_projected_revenue_per_customer,
    },
    projected_margin_per_customer: {
      type: 'money',
      label: m.cohort_value_column_projected_margin_per_customer,
    },
  },
} as const;

/** One row a customer, of members.sql. */
export const MEMBERS = {
  customer_key: { type: 'text', label: m.cohort_value_column_customer },
  name: { type: 'text', label: m.cohort_value_column_name },
  first_ordered_on: { type: 'date', label: m.cohort_value_column_first_ordered_on },
  orders: { type: 'integer', label: m.cohort_value_column_orders, sums: true },
  revenue: { type: 'money', label: m.cohort_value_column_customer_revenue, sums: true },
  last_ordered_on: { type: 'date', label: m.cohort_value_column_last_ordered_on },
} as const satisfies ResultShape;

/** One cohort and age. The numbers of a `future` cell are null: ask for the state first. */
export type ValueCell = RowOf<(typeof RESULTS)['cells']>;
export type ValueByAge = RowOf<(typeof RESULTS)['averages']>;
type Payback = RowOf<(typeof RESULTS)['payback']>;
export type ProjectedValue = RowOf<(typeof RESULTS)['projected']>;

export interface CohortValue {
  /** By cohort, then age. */
  cells: ValueCell[];
  /** By age; only ages that a cohort has completed. */
  averages: ValueByAge[];
  projected: ProjectedValue[];
  /** By cohort; of a customer the cost is null where it is not known. */
  payback: (Omit<Payback, 'cost_per_customer' | 'payback_age'> & {
    cost_per_customer: number | null;
    payback_age: number | null;
  })[];
  /** The age-0 cell of each cohort, oldest first. */
  cohorts: ValueCell[];
}

/** The rows of a run, typed by the shapes above. */
export function cohortValue(results: Results): CohortValue {
  const cells = (results['cells'] ?? []) as unknown as ValueCell[];
  return {
    cells,
    averages: (results['averages'] ?? []) as unknown as ValueByAge[],
    projected: (results['projected'] ?? []) as unknown as ProjectedValue[],
    payback: (results['payback'] ?? []) as unknown as CohortValue['payback'],
    cohorts: cells.filter(({ age }) => age === 0),
  };
}
