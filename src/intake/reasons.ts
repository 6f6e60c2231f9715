import type { Reason } from './types';

/**
 * Every sentence intake can say, with the inputs it carries. A test holds both languages to this list.
 *
 * Inputs are raw: numbers are numbers, `count` chooses the plural and comes with `n`, the same number to be printed.
 * `month`, `first` and `last` are ISO days, `field` is a field id; whoever speaks formats them.
 * `intake_because_…` are fragments, to be joined by semicolons.
 */
export const REASON_INPUTS = {
  intake_refused_empty: [],
  intake_refused_binary: [],
  intake_refused_long_line: [],
  intake_refused_no_rows: [],
  intake_refused_one_column: [],
  intake_no_date: [],
  intake_no_customer: [],
  intake_no_amount: [],

  intake_read_utf8: [],
  intake_read_utf8_mark: [],
  intake_read_utf8_beyond: ['example'],
  intake_read_fields_all: ['n'],
  intake_read_fields_most: ['n', 'm', 'of'],
  intake_read_fields_stray: ['n', 'example'],
  intake_read_header: ['n'],
  intake_read_header_renamed: ['n', 'example'],
  intake_read_header_none: ['example'],
  intake_read_dates_one: ['n'],
  intake_read_dates_most: ['n', 'of', 'example'],
  intake_read_dates_settled: ['example'],
  intake_read_dates_ambiguous: ['example'],
  intake_read_dates_none: [],

  intake_because_named: [],
  intake_because_values: ['count', 'n'],
  intake_because_blank: ['count', 'n'],
  intake_because_one_customer_each: ['n'],
  intake_because_cancels: [],
  intake_because_kept_as_text: ['example', 'as'],
  intake_because_wall_clock: [],
  intake_because_zone_ignored: [],
  intake_because_span: ['first', 'last'],
  intake_because_day_or_month: [],
  intake_because_whole_numbers: [],
  intake_because_decimal_point: [],
  intake_because_decimal_comma: [],
  intake_because_sign: ['sign'],
  intake_because_below_zero: ['count', 'n'],
  intake_because_zero: ['count', 'n'],
  intake_because_email: [],
  intake_because_phone: [],
  intake_because_stand_in: [],
  intake_because_repeated_total: [],
  intake_because_unread: ['example'],
  intake_because_taken: ['field', 'column'],

  intake_warn_duplicates: ['count', 'n'],
  intake_warn_partial_month: ['month', 'n', 'of'],
  intake_warn_left_edge: ['month', 'n', 'm'],
  intake_warn_scientific_ids: ['column', 'example'],
  intake_warn_currencies: ['list'],
  intake_warn_masked: ['column', 'example'],
  intake_warn_placeholder: ['column', 'example'],
  intake_warn_repeated_total: ['column'],
} as const;

export type ReasonKey = keyof typeof REASON_INPUTS;
type Inputs<Key extends ReasonKey> = (typeof REASON_INPUTS)[Key][number];

/** A reason whose inputs are checked when it is written. */
export function reason<Key extends ReasonKey>(
  key: Key,
  ...values: [Inputs<Key>] extends [never] ? [] : [Record<Inputs<Key>, string | number>]
): Reason {
  const [inputs] = values;
  return inputs === undefined ? { key } : { key, values: inputs };
}

/** A reason about a number of things, which needs it twice: to choose the plural and to be printed. */
export function counted(
  key: {
    [Key in ReasonKey]: [Inputs<Key>] extends ['count' | 'n']
      ? ['count'] extends [Inputs<Key>]
        ? Key
        : never
      : never;
  }[ReasonKey],
  n: number,
): Reason {
  return { key, values: { count: n, n } };
}
