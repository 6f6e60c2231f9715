import type { CellValue } from '../analyses/define';
import type { SharedTable } from '../document/types';
import { isNumeric, read } from './tables';

/** Two tables of one result, row beside row. */
export interface Matched {
  /** Names of the columns that tell rows apart; none for one row of numbers. */
  keys: string[];
  /** Columns that both have and that are no keys. */
  columns: string[];
  pairs: { key: CellValue[]; before: Values; after: Values }[];
  /** Rows of the first table only, and of the second only. */
  missing: { key: CellValue[]; values: Values }[];
  added: { key: CellValue[]; values: Values }[];
}

export type Values = ReadonlyMap<string, CellValue>;

/**
 * Matches the rows of two tables by the columns that name them. `null` where the tables share no column. Rows that no
 * columns tell apart are matched in their order.
 */
export function match(before: SharedTable, after: SharedTable): Matched | null {
  const names = new Set(after.columns.map(({ name }) => name));
  const common = before.columns.filter(({ name }) => names.has(name));
  if (common.length === 0) return null;
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const keys = keyColumns(common, [old, now]);
  const columns = common.map(({ name }) => name).filter((name) => !keys.includes(name));
  const waiting = new Map<string, Values[]>();
  for (const row of now) {
    const key = keyText(row, keys);
    const same = waiting.get(key);
    if (same) same.push(row);
    else waiting.set(key, [row]);
  }
  for (const rows of waiting.values()) rows.reverse();
  const matched: Matched = { keys, columns, pairs: [], missing: [], added: [] };
  for (const row of old) {
    const key = keyOf(row, keys);
    const other = waiting.get(keyText(row, keys))?.pop();
    if (other) matched.pairs.push({ key, before: row, after: other });
    else matched.missing.push({ key, values: row });
  }
  for (const rows of waiting.values())
    for (const row of rows.reverse()) matched.added.push({ key: keyOf(row, keys), values: row });
  return matched;
}

type Columns = SharedTable['columns'];

/**
 * The first of these that tells all rows apart, in both tables: nothing, for one row of numbers; one column of texts or
 * days; those columns together in their order; the same with whole numbers among them (the age of a cohort's cell).
 * Where none does, all texts and days.
 */
function keyColumns(columns: Columns, tables: readonly (readonly Values[])[]): string[] {
  const worded = columns.filter(({ type }) => !isNumeric(type)).map(({ name }) => name);
  if (worded.length === 0 && tables.every((rows) => rows.length <= 1)) return [];
  const counted = columns
    .filter(({ type }) => !isNumeric(type) || type === 'integer')
    .map(({ name }) => name);
  const candidates = [
    ...worded.map((name) => [name]),
    ...counted.slice(0, 1).map((name) => [name]),
    ...prefixes(counted),
    worded,
  ];
  const tellsApart = (keys: string[]) =>
    tables.every((rows) => new Set(rows.map((row) => keyText(row, keys))).size === rows.length);
  return candidates.find((keys) => keys.length > 0 && tellsApart(keys)) ?? worded;
}

const prefixes = (names: readonly string[]): string[][] => names.map((_, at) => names.slice(0, at + 1));

const keyOf = (row: Values, keys: readonly string[]): CellValue[] =>
  keys.map((name) => row.get(name) ?? null);

const keyText = (row: Values, keys: readonly string[]): string =>
  JSON.stringify(keys.map((name) => String(row.get(name) ?? '\u0000')));

function valuesOf({ columns, rows }: SharedTable): Values[] {
  return rows.map((row) => new Map(columns.map(({ name, type }, at) => [name, read(row[at] ?? null, type)])));
}
