/** A place in the grid: row −1 is the headings, rows are places in the order shown, columns are those drawn. */
export interface Place {
  row: number;
  column: number;
}

export interface Extent {
  rows: number;
  columns: number;
  /** Rows that Page Up and Page Down pass. */
  page: number;
}

/**
 * Where a key leads, after the ARIA grid pattern; `null` where it leads nowhere. `far` is Ctrl or Cmd: to the first or
 * last row or column.
 */
export function placeAfter(key: string, { row, column }: Place, extent: Extent, far: boolean): Place | null {
  const lastRow = extent.rows - 1;
  const lastColumn = extent.columns - 1;
  const to = (toRow: number, toColumn: number): Place => ({
    row: Math.max(-1, Math.min(lastRow, toRow)),
    column: Math.max(0, Math.min(lastColumn, toColumn)),
  });
  switch (key) {
    case 'ArrowDown':
      return to(far ? lastRow : row + 1, column);
    case 'ArrowUp':
      return to(far && row > 0 ? 0 : row - 1, column);
    case 'ArrowRight':
      return to(row, far ? lastColumn : column + 1);
    case 'ArrowLeft':
      return to(row, far ? 0 : column - 1);
    case 'Home':
      return far ? to(Math.min(0, lastRow), 0) : to(row, 0);
    case 'End':
      return far ? to(lastRow, lastColumn) : to(row, lastColumn);
    case 'PageDown':
      return to(Math.max(0, row) + extent.page, column);
    case 'PageUp':
      // Past the first row only on its own: the headings are no page of rows.
      return to(row <= 0 ? -1 : Math.max(0, row - extent.page), column);
    default:
      return null;
  }
}

/** Rows chosen one beside the other, from where choosing began to where it is. */
export interface Selection {
  anchor: number;
  end: number;
}

/** As places in the order, one past the last. */
export function rangeOf({ anchor, end }: Selection): { from: number; to: number } {
  return { from: Math.min(anchor, end), to: Math.max(anchor, end) + 1 };
}
