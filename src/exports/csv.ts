import type { CellValue, ColumnType } from '../analyses/define';
import { formulaSafe } from './formula-safe';
import type { ExportTable, TableOptions } from './table';

const NUMERIC: ReadonlySet<ColumnType> = new Set(['integer', 'number', 'money', 'share']);
const EXACT_NUMBER = /^-?\d+(\.\d+)?$/;
const ROWS_A_PART = 10_000;

/** RFC 4180 with CRLF after every record. Days are ISO, shares are from 0 to 1, absent values are empty. */
export function writeCsv(table: ExportTable, options: TableOptions = {}): Blob {
  const { byteOrderMark = true } = options;
  const parts: string[] = byteOrderMark ? ['\uFEFF'] : [];
  let part = '';
  let rows = 0;
  for (const line of csvLines(table, options)) {
    part += line;
    rows += 1;
    // A million rows as one string would be held twice.
    if (rows % ROWS_A_PART === 0) {
      parts.push(part);
      part = '';
    }
  }
  return new Blob([...parts, part], { type: 'text/csv;charset=utf-8' });
}

/** The header, then one line a row, each with its line end. */
export function* csvLines(
  { rows, shape }: Pick<ExportTable, 'rows' | 'shape'>,
  { raw = false, headings = 'labels' }: TableOptions = {},
): Generator<string> {
  const columns = Object.entries(shape);
  const text = raw ? (value: string) => value : formulaSafe;
  const line = (fields: string[]) => `${fields.map(quoted).join(',')}\r\n`;
  yield line(columns.map(([name, { label }]) => text(headings === 'names' ? name : label())));
  for (const row of rows) yield line(columns.map(([name, { type }]) => field(row[name], type, text)));
}

/** Numbers stay numbers, negative ones too; so does an exact decimal that came as text in a column of numbers. */
function field(value: CellValue | undefined, type: ColumnType, text: (value: string) => string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? plainNumber(value) : '';
  if (typeof value === 'boolean') return String(value);
  if (NUMERIC.has(type) && EXACT_NUMBER.test(value)) return value;
  return text(value);
}

/** Digits without an exponent, which some programs read as text. */
function plainNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20).replace(/\.?0+$/, '');
}

/** Fields with blanks at an end are quoted too: some readers trim them. */
function quoted(field: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
