import type { CellValue, ColumnType, ColumnTypes, Row } from '../analyses/define';
import { isDay } from '../document/days';
import { MAX_SHARED_TEXT, NOT_FINITE, UNSAFE_NAMES } from '../document/shared-limits';
import type { SharedTable } from '../document/types';

/**
 * Rows → the table a file holds. Columns and their types come from `shape`, else from the values. NaN and infinities,
 * which JSON lacks, are written as text in their column of numbers; zero loses its sign; texts are cut at 10,000
 * characters; columns named like a prototype's keys are left out.
 */
export function toTable(rows: readonly Row[], shape?: ColumnTypes): SharedTable {
  const types = shape
    ? Object.entries(shape).map(([name, { type }]) => ({ name, type }))
    : typesOf(rows).map(({ name, type }) => ({ name, type }));
  const columns = types
    .filter(({ name }) => !UNSAFE_NAMES.has(name))
    .map(({ name, type }) => ({ name, type: holding(rows, name, type) }));
  return {
    columns,
    rows: rows.map((row) => columns.map(({ name, type }) => written(row[name] ?? null, type))),
  };
}

/** The rows a table was made of. */
export function toRows({ columns, rows }: SharedTable): Row[] {
  return rows.map((values) => {
    const row: Row = {};
    columns.forEach(({ name, type }, at) => (row[name] = read(values[at] ?? null, type)));
    return row;
  });
}

export const isNumeric = (type: ColumnType): boolean =>
  type === 'integer' || type === 'number' || type === 'money' || type === 'share';

/** A table's value as it was in its row. */
export function read(value: CellValue, type: ColumnType): CellValue {
  return isNumeric(type) && NOT_FINITE.has(value) ? Number(value) : value;
}

function written(value: CellValue, type: ColumnType): CellValue {
  if (value === null) return null;
  if (isNumeric(type)) {
    if (typeof value !== 'number') return null;
    return Number.isFinite(value) ? value + 0 : String(value);
  }
  if (type === 'boolean') return Boolean(value);
  return String(value).slice(0, MAX_SHARED_TEXT);
}

/** The column's type, or text where a value is none of it: a file with such a value would not open. */
function holding(rows: readonly Row[], name: string, type: ColumnType): ColumnType {
  const fits = (value: CellValue): boolean => {
    if (value === null) return true;
    if (isNumeric(type)) return typeof value === 'number';
    if (type === 'date') return typeof value === 'string' && isDay(value);
    return type === 'text' || typeof value === 'boolean';
  };
  return rows.every((row) => fits(row[name] ?? null)) ? type : 'text';
}

/** Of a result without a shape: an SQL cell's. Columns of nothing but nulls are text. */
function typesOf(rows: readonly Row[]): { name: string; type: ColumnType }[] {
  return Object.keys(rows[0] ?? {}).map((name) => {
    const present = rows.map((row) => row[name] ?? null).filter((value) => value !== null);
    const all = (test: (value: string | number | boolean) => boolean) =>
      present.length > 0 && present.every(test);
    if (all((value) => typeof value === 'boolean')) return { name, type: 'boolean' };
    if (all((value) => typeof value === 'number'))
      return { name, type: all(Number.isInteger) ? 'integer' : 'number' };
    return { name, type: all((value) => typeof value === 'string' && isDay(value)) ? 'date' : 'text' };
  });
}
