import type { Mapping, Reason } from './types';
import { parseNumber, readNumbers } from './numbers';
import { counted, reason } from './reasons';

/** Warnings from numbers that were counted elsewhere. Each is null where there is nothing to warn about. */

/** Rows that are exact copies of an earlier row. */
export function duplicateRows(copies: number): Reason | null {
  return copies > 0 ? counted('intake_warn_duplicates', copies) : null;
}

/** The month of the last covered day, where the file ends before the month does. `lastDay` is an ISO day. */
export function partialLastMonth(lastDay: string): Reason | null {
  const [year = 0, month = 0, day = 0] = lastDay.split('-').map(Number);
  const of = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day < of
    ? reason('intake_warn_partial_month', { month: `${lastDay.slice(0, 7)}-01`, n: day, of })
    : null;
}

/**
 * A first month with more than twice the first orders of the month after was filled by customers who had bought
 * before the file begins. `month` is the ISO day it starts on.
 */
export function leftEdge(month: string, firstOrders: number, monthAfter: number): Reason | null {
  return firstOrders > 2 * monthAfter && monthAfter > 0
    ? reason('intake_warn_left_edge', { month, n: firstOrders, m: monthAfter })
    : null;
}

/** Amounts in different currencies must not be added. Takes currency names or signs, in any order, with blanks. */
export function severalCurrencies(currencies: readonly string[]): Reason | null {
  const distinct = [
    ...new Set(currencies.map((name) => name.trim().toUpperCase()).filter((name) => name !== '')),
  ].sort();
  return distinct.length > 1 ? reason('intake_warn_currencies', { list: distinct.join(', ') }) : null;
}

/**
 * An order's total written again on each of its lines would be counted once a line. Looks at orders with several
 * lines: nearly all repeat one amount, while their quantities × prices or products differ.
 */
export function repeatedOrderTotal(
  columns: readonly string[],
  mapping: Mapping,
  rows: readonly string[][],
): Reason | null {
  const { order, amount } = mapping;
  const line = mapping.product ?? mapping.productName ?? mapping.unitPrice;
  if (order === undefined || amount === undefined || line === undefined) return null;
  const [orderAt, amountAt, lineAt] = [
    columns.indexOf(order),
    columns.indexOf(amount),
    columns.indexOf(line),
  ];
  const { reading } = readNumbers(rows.map((row) => row[amountAt] ?? ''));
  const orders = new Map<string, { lines: Set<string>; amounts: (string | null)[] }>();
  for (const row of rows) {
    const key = row[orderAt] ?? '';
    const held = orders.get(key) ?? { lines: new Set(), amounts: [] };
    held.lines.add(row[lineAt] ?? '');
    held.amounts.push(withoutEndZeros(parseNumber(row[amountAt] ?? '', reading)));
    orders.set(key, held);
  }
  const several = [...orders.values()].filter((held) => held.lines.size > 1);
  const repeating = several.filter((held) => held.amounts[0] !== null && new Set(held.amounts).size === 1);
  return several.length >= 3 && repeating.length >= several.length * 0.9
    ? reason('intake_warn_repeated_total', { column: amount })
    : null;
}

/** `100.00` and `100.0` are one amount. */
function withoutEndZeros(number: string | null): string | null {
  return number?.includes('.') ? number.replace(/\.?0+$/, '') : number;
}
