export type TableValue = string | number | boolean | null;
export type TableRow = Record<string, TableValue>;
export interface Sorting {
  column: string;
  direction: 'ascending' | 'descending';
}

/**
 * Rows in order of a column, as a new array; equal rows keep their order, and nulls come last in both directions,
 * because “not known” is neither the smallest nor the largest. Text is compared by `collator`.
 */
export function sortRows(
  rows: readonly TableRow[],
  sorting: Sorting | null,
  collator: Intl.Collator,
): readonly TableRow[] {
  if (!sorting) return rows;
  const { column, direction } = sorting;
  const sign = direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const left = a[column] ?? null;
    const right = b[column] ?? null;
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === 'string' && typeof right === 'string') return sign * collator.compare(left, right);
    return sign * (Number(left) - Number(right));
  });
}

/** A header's next state: ascending, descending, then the order of the result again. */
export function nextSorting(sorting: Sorting | null, column: string): Sorting | null {
  if (sorting?.column !== column) return { column, direction: 'ascending' };
  return sorting.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

/** Browsers stop growing an element near 17–33 million pixels; far below that they still scroll smoothly. */
export const TALLEST = 12_000_000;

export interface RowWindow {
  /** First row drawn, and one past the last. */
  from: number;
  to: number;
  /** Pixels of empty space before and after the drawn rows. */
  before: number;
  after: number;
}

/**
 * Which rows to draw. Heights in CSS pixels. Where all rows together would be taller than `TALLEST`, the scroll bar
 * stands for a share of the rows rather than for pixels.
 */
export function rowWindow(options: {
  count: number;
  rowHeight: number;
  viewport: number;
  scrollTop: number;
  overscan: number;
}): RowWindow {
  const { count, rowHeight, viewport, scrollTop, overscan } = options;
  const natural = count * rowHeight;
  const height = Math.min(natural, TALLEST);
  const reach = Math.max(0, height - viewport);
  const top = Math.min(Math.max(0, scrollTop), reach);
  /** How far down the rows are read, as if all of them had their full height. */
  const position = natural <= TALLEST ? top : (top / reach) * (natural - viewport);
  const first = Math.floor(position / rowHeight);
  const from = Math.max(0, first - overscan);
  const to = Math.min(count, first + Math.ceil(viewport / rowHeight) + 1 + overscan);
  const drawn = (to - from) * rowHeight;
  const before = Math.min(Math.max(0, top - (position - from * rowHeight)), height - drawn);
  return { from, to, before, after: height - before - drawn };
}
