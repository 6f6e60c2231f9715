import type { TableColumn } from './values';

export interface SortStep {
  column: string;
  descending: boolean;
}

/** How a reader left a table. Plain data: what is not in it (a column of another run) is ignored, never an error. */
export interface TableView {
  /** The first column decides, the next ones among its equals. */
  sort: SortStep[];
  hidden: string[];
  /** CSS pixels of text and padding; a column that is absent fits its content. */
  widths: Record<string, number>;
  /** What was typed, by column: see `filter.ts`. */
  filters: Record<string, string>;
  /** Columns the reader put in an order of their own; the others follow as the result has them. */
  order?: string[];
  totals?: boolean;
}

export const PLAIN_VIEW: TableView = { sort: [], hidden: [], widths: {}, filters: {} };

export const NARROWEST = 48;
export const WIDEST = 1200;

/** Columns in the reader's order, hidden ones included. */
export function orderedColumns(columns: readonly TableColumn[], view: TableView): readonly TableColumn[] {
  // What was read from a file may hold anything here.
  const order = Array.isArray(view.order) ? view.order : [];
  const place = new Map(order.map((name, index) => [name, index]));
  if (place.size === 0) return columns;
  const last = place.size;
  return [...columns].sort((a, b) => (place.get(a.name) ?? last) - (place.get(b.name) ?? last));
}

/** The columns drawn. A table never hides its last one. */
export function shownColumns(columns: readonly TableColumn[], view: TableView): readonly TableColumn[] {
  const ordered = orderedColumns(columns, view);
  const shown = ordered.filter(({ name }) => !view.hidden.includes(name));
  return shown.length > 0 ? shown : ordered.slice(0, 1);
}

/**
 * A heading's next state: ascending, descending, then the order of the result again. `along` keeps the other columns:
 * a new one decides last.
 */
export function sortBy(view: TableView, column: string, along = false): TableView {
  const present = view.sort.find((step) => step.column === column);
  const others = along ? view.sort : view.sort.filter((step) => step.column === column);
  if (!present) return { ...view, sort: [...others, { column, descending: false }] };
  const sort = present.descending
    ? others.filter((step) => step !== present)
    : others.map((step) => (step === present ? { column, descending: true } : step));
  return { ...view, sort };
}

export function setFilter(view: TableView, column: string, text: string): TableView {
  return { ...view, filters: withEntry(view.filters, column, text.trim() === '' ? null : text) };
}

/** `null` lets the column fit its content again. */
export function setWidth(view: TableView, column: string, width: number | null): TableView {
  const kept = width === null ? null : Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
  return { ...view, widths: withEntry(view.widths, column, kept) };
}

export function setHidden(view: TableView, column: string, hidden: boolean): TableView {
  const others = view.hidden.filter((name) => name !== column);
  return { ...view, hidden: hidden ? [...others, column] : others };
}

/** Moves a column past its neighbours in the reader's order. With `drawn`, hidden neighbours are passed as well. */
export function moveColumn(
  view: TableView,
  columns: readonly TableColumn[],
  column: string,
  by: -1 | 1,
  drawn = false,
): TableView {
  const order = orderedColumns(columns, view).map(({ name }) => name);
  const from = order.indexOf(column);
  let to = from + by;
  while (drawn && order[to] !== undefined && view.hidden.includes(order[to]!)) to += by;
  if (from < 0 || to < 0 || to >= order.length) return view;
  order.splice(from, 1);
  order.splice(to, 0, column);
  return { ...view, order };
}

/** Own properties only, and of a number: what was read from a file may hold anything. */
export function widthOf(view: Pick<TableView, 'widths'>, column: string): number | null {
  const width = Object.hasOwn(view.widths, column) ? view.widths[column] : null;
  return typeof width === 'number' && Number.isFinite(width) ? width : null;
}

export function filterOf(view: Pick<TableView, 'filters'>, column: string): string {
  return Object.hasOwn(view.filters, column) ? (view.filters[column] ?? '') : '';
}

/** `null` takes the entry out. Built from entries, so that no name is one of the prototype's. */
function withEntry<Value>(record: Record<string, Value>, key: string, value: Value | null) {
  const others = Object.entries(record).filter(([name]) => name !== key);
  return Object.fromEntries(value === null ? others : [...others, [key, value] as const]);
}
