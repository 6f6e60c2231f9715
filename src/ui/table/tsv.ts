import type { Work } from './slices';
import { CHUNK, kindOf, valueIn, type TableColumn, type TableRow, type TableValue } from './values';

/** More would fill the clipboards of most systems, and no sheet. */
export const MOST_COPIED = 200_000;

/**
 * Headings and rows as tab-separated text, as spreadsheets take it from the clipboard: numbers and days as they are
 * stored, so that they stay numbers and days; words as they are shown. Fields with a tab, a line end or a quote stand
 * in quotes. `from`…`to` are places in the order.
 */
export function* writeTsv(
  rows: readonly TableRow[],
  columns: readonly TableColumn[],
  order: Uint32Array | null,
  range: { from: number; to: number },
): Work<string> {
  const parts: string[] = [];
  let lines = [columns.map(({ label }) => quoted(label)).join('\t')];
  for (let at = range.from; at < range.to; at += 1) {
    const row = rows[order ? order[at]! : at];
    lines.push(columns.map((column) => field(valueIn(row, column.name), column)).join('\t'));
    if (lines.length < CHUNK / 4) continue;
    parts.push(lines.join('\r\n'));
    lines = [];
    yield (at - range.from) / (range.to - range.from);
  }
  if (lines.length > 0) parts.push(lines.join('\r\n'));
  return parts.join('\r\n');
}

function field(value: TableValue, column: TableColumn): string {
  if (value === null) return '';
  const kind = kindOf(column);
  return quoted(kind === 'text' || kind === 'boolean' ? column.format(value) : String(value));
}

function quoted(text: string): string {
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
