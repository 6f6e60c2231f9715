export type TableValue = string | number | boolean | null;
export type TableRow = Record<string, TableValue>;

/** What a column holds, which decides how it sorts and filters. Dates are ISO days or stamps, shares are from 0 to 1. */
export type ColumnKind = 'text' | 'number' | 'share' | 'date' | 'boolean';

export interface TableColumn {
  name: string;
  label: string;
  align: 'left' | 'right';
  format: (value: TableValue) => string;
  /** By the side it is aligned to where absent: right is a number, left is text. */
  kind?: ColumnKind;
  /** Whether adding its rows up means something. */
  sums?: boolean;
}

export function kindOf(column: TableColumn): ColumnKind {
  return column.kind ?? (column.align === 'right' ? 'number' : 'text');
}

/** Own properties only: a column may be named `constructor`. */
export function valueIn(row: TableRow | undefined, name: string): TableValue {
  return row && Object.hasOwn(row, name) ? (row[name] ?? null) : null;
}

/** A value of a numeric column; NaN where there is none. Exact decimals may come as text. */
export function numberOf(value: TableValue): number {
  return value === null || value === '' ? NaN : Number(value);
}

/** Rows handled between two looks at the clock; the dearest work on one takes about a microsecond. */
export const CHUNK = 8192;

/** 0, 1, 2, … */
export function numbersTo(count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) numbers[at] = at;
  return numbers;
}
