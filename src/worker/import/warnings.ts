import {
  duplicateRows,
  leftEdge,
  partialLastMonth,
  repeatedOrderTotal,
  severalCurrencies,
} from '../../intake/checks';
import type { Mapping, Reason } from '../../intake/types';
import type { Inspection } from './inspect';

/** Counts over the used rows: columns of totals.sql and built-totals.sql. */
export interface Totals {
  orders: number;
  customers: number;
  first_day: string | null;
  last_day: string | null;
  first_month: string | null;
  first_month_customers: number;
  second_month_customers: number;
}

/** What the reader should know before trusting the numbers, most serious first. */
export function warningsOf(
  totals: Totals,
  copies: number,
  unread: number,
  mapping: Mapping,
  { read, rows }: Pick<Inspection, 'read' | 'rows'>,
): Reason[] {
  const currencyAt = mapping.currency === undefined ? -1 : read.columns.indexOf(mapping.currency);
  const warnings = [
    unread > 0 ? { key: 'import_warn_unread_lines', values: { count: unread, n: unread } } : null,
    repeatedOrderTotal(read.columns, mapping, rows),
    currencyAt < 0 ? null : severalCurrencies(rows.map((row) => row[currencyAt] ?? '')),
    totals.last_day === null ? null : partialLastMonth(totals.last_day),
    totals.first_month === null
      ? null
      : leftEdge(totals.first_month, totals.first_month_customers, totals.second_month_customers),
    duplicateRows(copies),
  ];
  return warnings.filter((warning) => warning !== null);
}
