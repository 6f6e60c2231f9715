import { plainDecimal } from './cell-text';
import { JsonTooLarge, type JsonElement } from './json-scan';
import { LIMITS } from './limits';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** An element of the list: an object as named cells, a list as cells without names, or what is no row. */
type Row = { cells: Map<string, string>; lists: Map<string, Json[]> } | { fields: string[] } | null;

/** Thrown where an object has a key that none before it had. */
export class NewColumn extends Error {}

/** How objects become rows: decided over the first of them. */
export interface JsonPlan {
  /** Column names in order of first appearance; null where the elements are lists. */
  columns: ReadonlyMap<string, number> | null;
  /** The list of objects inside each that becomes a row for each of its own: line items. */
  exploded: string | null;
  /** Whether elements stand on lines of their own: else rows are numbered as in a table, names on line 1. */
  byLine: boolean;
}

const LINE_ITEMS =
  /(^|[._])(line_?items?|order_?items?|items|lines|products|goods|skus|details|order_?list)$/i;

/** Decides columns and line items over the first `limit` elements. Throws `JsonTooLarge` for too many columns. */
export async function planOf(batches: AsyncIterable<JsonElement[]>, limit: number): Promise<JsonPlan> {
  const columns = new ColumnNames();
  const listed = new Map<string, { objects: number; keys: Set<string> }>();
  let [first, last, count, isNamed] = [0, 0, 0, false];
  for await (const elements of batches) {
    for (const element of elements.slice(0, limit - count)) {
      if (count++ === 0) first = element.line;
      last = element.line;
      const row = readRow(element.text);
      if (!row || !('cells' in row)) continue;
      isNamed = true;
      columns.add(row.cells.keys());
      for (const [name, items] of row.lists) {
        const list = listed.get(name) ?? { objects: 0, keys: new Set<string>() };
        listed.set(name, list);
        list.objects += items.length;
        for (const item of items) for (const key of cellsOf(item, name).keys()) list.keys.add(key);
      }
    }
    if (count >= limit) break;
  }
  const lists = [...listed].sort(([, a], [, b]) => b.objects - a.objects);
  const exploded = (lists.find(([name]) => LINE_ITEMS.test(name)) ?? lists[0])?.[0] ?? null;
  for (const [name, { keys }] of lists) columns.add(name === exploded ? keys : [name]);
  const byLine = count > 1 && last - first >= count - 1;
  return { columns: isNamed ? columns.byName : null, exploded, byLine };
}

class ColumnNames {
  readonly byName = new Map<string, number>();

  add(names: Iterable<string>): void {
    for (const name of names) if (!this.byName.has(name)) this.byName.set(name, this.byName.size);
    if (this.byName.size > LIMITS.sheetColumns) throw new JsonTooLarge();
  }
}

/**
 * The rows of an element; none where it is no row (a number among objects, text that is no JSON). Throws `NewColumn`
 * where it has a key that the plan does not know.
 */
export function rowsOf(element: JsonElement, plan: JsonPlan): string[][] {
  const row = readRow(element.text);
  if (!row) return [];
  if ('fields' in row) return plan.columns ? [] : [row.fields];
  if (!plan.columns) throw new NewColumn();
  const items = (plan.exploded !== null && row.lists.get(plan.exploded)) || [];
  for (const [name, list] of row.lists) if (name !== plan.exploded) row.cells.set(name, JSON.stringify(list));
  const own = place(row.cells, plan.columns, []);
  if (items.length === 0) return [own];
  return items.map((item) => place(cellsOf(item, plan.exploded!), plan.columns!, own));
}

function place(cells: Map<string, string>, columns: ReadonlyMap<string, number>, over: string[]): string[] {
  const fields = over.length > 0 ? [...over] : Array<string>(columns.size).fill('');
  for (const [name, text] of cells) {
    const index = columns.get(name);
    if (index === undefined) throw new NewColumn();
    fields[index] = text;
  }
  return fields;
}

/** Column names in their order; null where elements have none. */
export function namesOf(plan: JsonPlan): string[] | null {
  return plan.columns && [...plan.columns.keys()];
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // That is the question.
    return false;
  }
}

/** A run of sixteen digits may be a number that a double cannot hold. */
const LONG = /\d{16}/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.]*(?:[eE][+-]?\d+)?/gs;

/** Parses one element. Numbers of sixteen digits and more are kept as they are written: order numbers are such. */
function readRow(text: string): Row {
  const exact = LONG.test(text)
    ? text.replace(STRING_OR_NUMBER, (token) => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token))
    : text;
  let value: Json;
  try {
    value = JSON.parse(exact) as Json;
  } catch {
    // No JSON: for whoever asked to say.
    return null;
  }
  if (Array.isArray(value)) return { fields: value.map(written) };
  if (typeof value !== 'object' || value === null) return null;
  const lists = new Map<string, Json[]>();
  return { cells: cellsOf(value, '', lists), lists };
}

/** An object's values by their names, keys of inner objects joined with dots; lists of objects apart, where wanted. */
function cellsOf(value: Json, prefix: string, lists?: Map<string, Json[]>): Map<string, string> {
  const cells = new Map<string, string>();
  const add = (inner: Json, name: string): void => {
    if (isObject(inner)) {
      const entries = Object.entries(inner);
      if (entries.length === 0 && name !== '') cells.set(name, '');
      for (const [key, part] of entries) add(part, name === '' ? key : `${name}.${key}`);
    } else if (lists && Array.isArray(inner) && inner.length > 0 && inner.every(isObject))
      lists.set(name, inner);
    // An empty list may be one of objects elsewhere: it says nothing about columns.
    else if (!(lists && Array.isArray(inner) && inner.length === 0)) cells.set(name, written(inner));
  };
  add(value, prefix);
  return cells;
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function written(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'number') return plainDecimal(value);
  if (typeof value === 'object')
    return Array.isArray(value) && value.length === 0 ? '' : JSON.stringify(value);
  return String(value);
}
