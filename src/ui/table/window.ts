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

/** Heights in CSS pixels; `viewport` is what is left for rows between what stays above and below them. */
export interface RowScroll {
  count: number;
  rowHeight: number;
  viewport: number;
  scrollTop: number;
}

/**
 * Which rows to draw. Where all rows together would be taller than `TALLEST`, the scroll bar stands for a share of the
 * rows rather than for pixels.
 */
export function rowWindow({ overscan, ...scroll }: RowScroll & { overscan: number }): RowWindow {
  const { count, rowHeight, viewport } = scroll;
  const { height, top, position } = readingOf(scroll);
  const first = Math.floor(position / rowHeight);
  const from = Math.max(0, first - overscan);
  const to = Math.min(count, first + Math.ceil(viewport / rowHeight) + 1 + overscan);
  const drawn = (to - from) * rowHeight;
  const before = Math.min(Math.max(0, top - (position - from * rowHeight)), height - drawn);
  return { from, to, before, after: height - before - drawn };
}

/** Where to scroll so that a row is wholly in view, moving no further than needed. */
export function scrollToRow(scroll: RowScroll, row: number): number {
  const { rowHeight, viewport, count } = scroll;
  const { natural, reach, top, position } = readingOf(scroll);
  const above = row * rowHeight;
  const below = above + rowHeight - viewport;
  const wanted = position > above ? above : position < below ? below : null;
  if (wanted === null) return top;
  const exact = topAt(wanted, { natural, reach, last: count * rowHeight - viewport });
  // Whole pixels of the scroll bar may be several of the rows: on the side that shows all of the row.
  return Math.min(reach, Math.max(0, wanted === above ? Math.floor(exact) : Math.ceil(exact)));
}

/** Near both ends a pixel is a pixel, so that rows beyond the view fit between it and the end. */
const STRAIGHT = 2000;

interface Extents {
  natural: number;
  /** Furthest to scroll, as the browser sees it and as if all rows had their full height. */
  reach: number;
  last: number;
}

function positionAt(top: number, { natural, reach, last }: Extents): number {
  if (natural <= TALLEST || top <= STRAIGHT) return top;
  if (top >= reach - STRAIGHT) return last - (reach - top);
  return STRAIGHT + ((top - STRAIGHT) / (reach - 2 * STRAIGHT)) * (last - 2 * STRAIGHT);
}

function topAt(position: number, { natural, reach, last }: Extents): number {
  if (natural <= TALLEST || position <= STRAIGHT) return position;
  if (position >= last - STRAIGHT) return reach - (last - position);
  return STRAIGHT + ((position - STRAIGHT) / (last - 2 * STRAIGHT)) * (reach - 2 * STRAIGHT);
}

function readingOf({ count, rowHeight, viewport, scrollTop }: RowScroll) {
  const natural = count * rowHeight;
  const height = Math.min(natural, TALLEST);
  const reach = Math.max(0, height - viewport);
  const top = Math.min(Math.max(0, scrollTop), reach);
  /** How far down the rows are read, as if all of them had their full height. */
  const position = positionAt(top, { natural, reach, last: natural - viewport });
  return { natural, height, reach, top, position };
}
