/**
 * The numbers by which an analysis is followed from month to month, and where customers stand in it. An analysis that
 * is not here is followed by all numbers of its main result, while that has few rows.
 */
export interface MainNumbers {
  result: string;
  /** Columns in the order they are shown. */
  columns: readonly string[];
}

export const MAIN_NUMBERS: Readonly<Record<string, readonly MainNumbers[]>> = {
  'cohort-retention': [{ result: 'averages', columns: ['rate', 'n'] }],
  'rfm-segments': [{ result: 'segments', columns: ['customers', 'revenue', 'customer_share'] }],
  'repurchase-interval': [
    { result: 'overview', columns: ['customers', 'repeaters', 'purchase_days'] },
    { result: 'summary', columns: ['mean', 'p50', 'n'] },
  ],
  'member-lifecycle': [
    { result: 'periods', columns: ['active', 'new', 'retained', 'resurrected', 'churned'] },
  ],
  'expected-orders': [{ result: 'parameters', columns: ['value'] }],
};

/** Rows up to which a result is a headline; more are a table to read in its cell. */
export const FEW_ROWS = 60;

/** Which result says to which segment each customer belongs, and which how many there are. */
export const SEGMENTS = {
  analysis: 'rfm-segments',
  counts: 'segments',
  customers: 'customers',
  segment: 'segment',
  count: 'customers',
  id: 'customer_key',
} as const;
