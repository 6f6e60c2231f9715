import { normaliseHeader } from './fields';
import type { Field, Mapping, Readings } from './types';

/**
 * Exports that write an order's own fields on the first of its lines only (Shopify's, and sheets with merged cells):
 * customer, day and status of every other line are blank, and an amount there is the order's, not the line's.
 */

/** Fields of the order, not of its line: what fill-down.sql carries down. */
export const ORDER_FIELDS = [
  'customer',
  'order',
  'orderedAt',
  'channel',
  'store',
  'region',
  'coupon',
  'status',
  'currency',
  'name',
  'email',
  'phone',
] as const satisfies readonly Field[];

const NEARLY_ALL = 0.95;
/** Blank order numbers below a filled one are told from stray lines by their number. */
const FEWEST_MERGED = 3;
const MERGED_SHARE = 0.05;

/** Rows by their place in their order; a row without an order is neither. */
export interface OrderRows {
  /** First lines of orders. */
  heads: string[][];
  /** Further lines of the order above. */
  tails: string[][];
}

/** @param orderAt place of the order number among the columns */
export function orderRows(rows: readonly string[][], orderAt: number): OrderRows {
  const found: OrderRows = { heads: [], tails: [] };
  const merged: string[][] = [];
  let above = '';
  for (const row of rows) {
    const order = row[orderAt]?.trim() ?? '';
    if (order === '') {
      if (above !== '' && row.some((field) => field.trim() !== '')) merged.push(row);
      continue;
    }
    (order === above ? found.tails : found.heads).push(row);
    above = order;
  }
  const isMerged = merged.length >= FEWEST_MERGED && merged.length >= rows.length * MERGED_SHARE;
  return isMerged ? { heads: found.heads, tails: [...found.tails, ...merged] } : found;
}

/** Whether a column is filled where an order begins and blank on its further lines. */
export function isOnFirstLineOnly({ heads, tails }: OrderRows, at: number): boolean {
  if (tails.length === 0) return false;
  const filled = (rows: readonly string[][]): number =>
    rows.filter((row) => (row[at]?.trim() ?? '') !== '').length;
  return filled(tails) <= tails.length * (1 - NEARLY_ALL) && filled(heads) >= heads.length / 2;
}

/** How lines of such a file are read, from a sample of its rows; empty for every other file. */
export function lineReadings(
  columns: readonly string[],
  mapping: Mapping,
  rows: readonly string[][],
): Pick<Readings, 'fillDown' | 'subtractDiscount'> {
  const at = (field: Field): number => (mapping[field] === undefined ? -1 : columns.indexOf(mapping[field]));
  const found: Pick<Readings, 'fillDown' | 'subtractDiscount'> = {};
  const lines = at('order') < 0 ? null : orderRows(rows, at('order'));
  const isFirstOnly = (field: Field): boolean =>
    lines !== null && at(field) >= 0 && isOnFirstLineOnly(lines, at(field));
  if (ORDER_FIELDS.some((field) => field !== 'order' && isFirstOnly(field))) found.fillDown = true;
  const ofLines = mapping.discount !== undefined && isLineDiscount(mapping.discount);
  if (at('amount') < 0 && at('unitPrice') >= 0 && ofLines && !isFirstOnly('discount'))
    found.subtractDiscount = true;
  return found;
}

/** A discount that is its line's by its name. */
export function isLineDiscount(column: string): boolean {
  return /^line ?(?:item )?discount/.test(normaliseHeader(column));
}
