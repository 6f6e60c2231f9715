import { textWidth } from '../../plots/text-width';
import type { CohortFigure } from './figure';

/** Pixels. Rows are those of the design, columns at least wide enough for a percentage. */
export const ROW = 26;
const NARROWEST_COLUMN = 34;
const WIDEST_COLUMN = 96;
const CELL_PADDING = 10;
const BAR = 46;
/** Below this the size bars go. */
const ROOM_FOR_BARS = 900;
const SWATCH = 26;
/** The sample of hatching, and the gaps around the keys. */
const SAMPLE = 20;
const KEY_GAP = 14;
const AVERAGE_ROW = 22;

export interface CohortLayout {
  width: number;
  height: number;
  /** Right edge of what is seen without scrolling: the keys end here. */
  right: number;
  /** The column of sizes, its heading included. */
  sizeLeft: number;
  sizeRight: number;
  /** Null where there is no room for bars. */
  bar: { left: number; width: number } | null;
  grid: { left: number; top: number; right: number; bottom: number; column: number };
  /** Baselines are middles of text lines. */
  axisY: number;
  keyY: number;
  headY: number;
  rule: number;
  averageY: (index: number) => number;
  swatch: { left: number; width: number };
  partialKeyLeft: number;
  /** Where the † of a doubtful row stands. */
  daggerX: (row: number) => number;
  /** Where “blank: has not happened yet” is written; null where there is no blank wide enough. */
  futureX: number | null;
}

/** Places everything for a width in CSS pixels; wider than asked where the columns need it. */
export function cohortLayout(figure: CohortFigure, available: number): CohortLayout {
  const { rows, columns, words } = figure;
  const labels = Math.max(
    textWidth(words.cohort),
    ...rows.map((row) => textWidth(row.label) + (row.doubtful ? 16 : 0)),
  );
  const sizes = Math.max(textWidth(words.size), ...rows.map((row) => textWidth(row.sizeText)));
  const averageLabels = Math.max(...figure.averages.map((average) => textWidth(average.label) * 1.06));
  const sizeRight = Math.ceil(Math.max(labels + 12 + sizes, 120));
  const hasBars = available >= ROOM_FOR_BARS;
  const left = Math.ceil(Math.max(hasBars ? sizeRight + 10 + BAR + 16 : sizeRight + 11, averageLabels + 8));

  const texts = [
    ...figure.cells.map((cell) => cell.text),
    ...figure.averages.flatMap((average) => average.values),
  ];
  const needed = Math.max(NARROWEST_COLUMN, ...texts.map((text) => textWidth(text) + CELL_PADDING));
  const shared = (available - left) / columns.length;
  const column = Math.min(Math.max(shared, needed), Math.max(WIDEST_COLUMN, needed));
  const gridRight = left + column * columns.length;

  const keys = keyWidths(figure);
  // The axis' name and the keys share a line where both fit; else the keys stand above.
  const together = left + textWidth(words.age) + 2 * KEY_GAP + keys.all;
  const oneLine = available >= together;
  // Keys stay in sight when the grid scrolls, and have room when it is narrow.
  const right = oneLine
    ? Math.min(available, Math.max(gridRight, together))
    : Math.max(keys.all, Math.min(available, gridRight));
  const top = oneLine ? 48 : 74;
  const bottom = top + rows.length * ROW;
  const rule = bottom + 6;
  const partialLeft = right - keys.partial;
  const swatchLeft = partialLeft - 7 * keys.swatch - (figure.hasPartial ? KEY_GAP : 0);

  return {
    width: Math.max(gridRight, right),
    height: rule + 10 + figure.averages.length * AVERAGE_ROW,
    right,
    sizeLeft: sizeRight - Math.ceil(sizes) - 4,
    sizeRight,
    bar: hasBars ? { left: sizeRight + 10, width: BAR } : null,
    grid: { left, top, right: gridRight, bottom, column },
    axisY: oneLine ? 11 : 39,
    keyY: 11,
    headY: top - 10,
    rule,
    averageY: (index) => rule + 15 + index * AVERAGE_ROW,
    swatch: { left: swatchLeft, width: keys.swatch },
    partialKeyLeft: partialLeft,
    daggerX: (row) => Math.ceil(textWidth(rows[row]?.label ?? '')) + 3,
    futureX: futureEnd(figure, left, column, gridRight, right),
  };
}

/** Room for the colour classes, wide enough for their limits, for the hatching with its meaning, and for all. */
function keyWidths(figure: CohortFigure): { swatch: number; partial: number; all: number } {
  const { words, breaks, hasPartial } = figure;
  const swatch = Math.max(SWATCH, ...breaks.map((text) => textWidth(text, 11) + 7));
  const partial = hasPartial ? SAMPLE + 7 + textWidth(words.partial) : 0;
  const scale = textWidth(words.scale) + KEY_GAP;
  return { swatch, partial, all: scale + 7 * swatch + (hasPartial ? KEY_GAP : 0) + partial };
}

/** In the last row, right-aligned: in its blank cells, else beside a grid that leaves room. */
function futureEnd(
  figure: CohortFigure,
  left: number,
  column: number,
  gridRight: number,
  right: number,
): number | null {
  if (!figure.hasFuture) return null;
  const last = figure.rows.length - 1;
  const filled = figure.cells.filter((cell) => cell.row === last).length;
  const needed = textWidth(figure.words.future) + 12;
  if (gridRight - (left + filled * column) >= needed)
    return Math.min(gridRight, Math.max(right, left + needed));
  return right - gridRight >= needed ? right : null;
}
