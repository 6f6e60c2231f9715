import { ROW, type CohortLayout } from './layout';

/** A cell of the figure: its row from the top, and its age in periods. Age 0 is the cohort's size. */
export interface Spot {
  row: number;
  age: number;
}

/** What can be pointed at. */
export interface Spots {
  /** Age of the first column. Where it is 1, the size beside the cohort's name stands for age 0. */
  firstAge: number;
  /** Last age of each row that has begun; ages after it lie in the future. */
  lastAges: readonly number[];
}

/** Pixels of the drawing. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Stands among what stays in sight when the drawing scrolls. */
export function isBesideGrid(spot: Spot, spots: Spots): boolean {
  return spot.age < spots.firstAge;
}

export function boxOf(spot: Spot, spots: Spots, layout: CohortLayout): Box {
  const { grid, bar, sizeLeft, sizeRight } = layout;
  const y = grid.top + spot.row * ROW;
  if (isBesideGrid(spot, spots)) {
    const right = (bar ? bar.left + bar.width : sizeRight) + 4;
    return { x: sizeLeft, y, width: right - sizeLeft, height: ROW };
  }
  return { x: grid.left + (spot.age - spots.firstAge) * grid.column, y, width: grid.column, height: ROW };
}

/**
 * The cell under a point, in pixels from the upper left corner of what is seen of the drawing, which has been scrolled to
 * the left by `scrolled`. A row's name, size and bar are its size. Null beside the cells and in the future.
 */
export function spotAt(
  point: { x: number; y: number },
  scrolled: number,
  spots: Spots,
  layout: CohortLayout,
): Spot | null {
  const { grid } = layout;
  const row = Math.floor((point.y - grid.top) / ROW);
  const lastAge = spots.lastAges[row];
  if (lastAge === undefined || point.x < 0) return null;
  // Left of the grid nothing moves when it scrolls.
  if (point.x < grid.left) return { row, age: 0 };
  const age = spots.firstAge + Math.floor((point.x + scrolled - grid.left) / grid.column);
  return age <= lastAge ? { row, age } : null;
}

/** How far to scroll so that a cell is seen whole beside what stays; as far as it is where it is seen. */
export function scrollFor(
  spot: Spot,
  scrolled: number,
  seen: number,
  spots: Spots,
  layout: CohortLayout,
): number {
  if (isBesideGrid(spot, spots)) return scrolled;
  const { x, width } = boxOf(spot, spots, layout);
  const most = x - layout.grid.left;
  const least = x + width - seen;
  // Where the column is wider than what is left of it, its beginning counts.
  return Math.min(Math.max(scrolled, least), most);
}

/** A spot that exists: of rows and ages no longer there, the nearest. Null where there are no rows. */
export function nearest(spot: Spot, { lastAges }: Spots): Spot | null {
  const row = Math.min(spot.row, lastAges.length - 1);
  const lastAge = lastAges[row];
  return lastAge === undefined ? null : { row, age: Math.min(spot.age, lastAge) };
}

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

export type Action = { kind: 'move'; to: Spot } | { kind: 'choose' } | { kind: 'clear' };

const STEPS: Record<string, Spot> = {
  ArrowLeft: { row: 0, age: -1 },
  ArrowRight: { row: 0, age: 1 },
  ArrowUp: { row: -1, age: 0 },
  ArrowDown: { row: 1, age: 0 },
};

/** What a key means on a cell; null where it is not ours. At an edge the move leads nowhere, and is still ours. */
export function actionOf(press: KeyPress, from: Spot, spots: Spots): Action | null {
  if (press.altKey || press.metaKey || press.shiftKey) return null;
  const { key } = press;
  if (key === 'Home' || key === 'End') return { kind: 'move', to: edge(key, press.ctrlKey, from, spots) };
  if (press.ctrlKey) return null;
  if (key === 'Enter' || key === ' ') return { kind: 'choose' };
  if (key === 'Escape') return { kind: 'clear' };
  const step = STEPS[key];
  if (!step) return null;
  const to = { row: Math.max(0, from.row + step.row), age: Math.max(0, from.age + step.age) };
  return { kind: 'move', to: nearest(to, spots) ?? from };
}

/** Of the row; with Ctrl, of the whole figure. */
function edge(key: 'Home' | 'End', ofAll: boolean, from: Spot, spots: Spots): Spot {
  if (key === 'Home') return { row: ofAll ? 0 : from.row, age: 0 };
  const to = { row: ofAll ? spots.lastAges.length - 1 : from.row, age: Number.POSITIVE_INFINITY };
  return nearest(to, spots) ?? from;
}
