import { placeAfter, type Extent, type Place, type Selection } from './keys';

/** The table as the grid sees it. Read anew at each key: rows come and go between two. */
export interface GridTable {
  extent: () => Extent;
  /** Draws the row, if it is one, and puts the focus on the place. */
  reveal: (place: Place) => void;
  copy: () => void;
  selection: () => Selection | null;
  select: (selection: Selection | null) => void;
  /** By one more column than before. */
  sortAlso: (column: number) => void;
  resize: (column: number, by: number) => void;
  move: (column: number, by: -1 | 1) => void;
}

/** CSS pixels a key changes a column's width by. */
const STEP = 16;

/** Which cell is in turn, which rows are chosen, and what keys and the pointer do to both. */
export class Grid {
  private table: GridTable;
  private place = $state.raw<Place>({ row: -1, column: 0 });

  constructor(table: GridTable) {
    this.table = table;
  }

  /** The one place that Tab reaches; where it was filtered or hidden away, the nearest that is left. */
  get inTurn(): Place {
    const { rows, columns } = this.table.extent();
    return {
      row: Math.min(this.place.row, rows - 1),
      column: Math.max(0, Math.min(this.place.column, columns - 1)),
    };
  }

  focusAt(place: Place): void {
    this.place = place;
  }

  /** Shift extends what is chosen to the row that is pressed; a plain press begins anew. */
  press(place: Place, extend: boolean): void {
    if (extend && place.row >= 0) {
      this.extendTo(place.row);
      this.go(place);
    } else this.table.select(null);
  }

  onkey(event: KeyboardEvent): void {
    const far = event.ctrlKey || event.metaKey;
    if (event.altKey || event.defaultPrevented) return;
    const done =
      (far && this.command(event.key.toLowerCase())) ||
      this.headingKey(event, far) ||
      this.rowKey(event) ||
      this.walk(event, far);
    if (done) event.preventDefault();
  }

  private command(key: string): boolean {
    // Text marked in the page is what the reader means to copy.
    if (key === 'c' && (getSelection()?.isCollapsed ?? true)) this.table.copy();
    else if (key === 'a' && this.inTurn.row >= 0) {
      this.table.select({ anchor: 0, end: this.table.extent().rows - 1 });
    } else return false;
    return true;
  }

  private headingKey({ key, shiftKey }: KeyboardEvent, far: boolean): boolean {
    const { row, column } = this.inTurn;
    if (row < 0 && shiftKey && key === 'Enter') {
      this.table.sortAlso(column);
      return true;
    }
    const by = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : null;
    if (row >= 0 || !shiftKey || by === null) return false;
    if (!far) this.table.resize(column, by * STEP);
    else if (column + by >= 0 && column + by < this.table.extent().columns) {
      this.table.move(column, by);
      this.go({ row, column: column + by });
    }
    return true;
  }

  private rowKey(event: KeyboardEvent): boolean {
    const { row } = this.inTurn;
    if (event.key === ' ' && row >= 0) {
      this.table.select(this.table.selection() ? null : { anchor: row, end: row });
      return true;
    }
    if (event.key !== 'Escape' || !this.table.selection()) return false;
    // Not the dialog's or the cell's Esc: that is the next one.
    event.stopPropagation();
    this.table.select(null);
    return true;
  }

  private walk({ key, shiftKey }: KeyboardEvent, far: boolean): boolean {
    const next = placeAfter(key, this.inTurn, this.table.extent(), far);
    if (!next) return false;
    if (!shiftKey) this.table.select(null);
    else if (next.row >= 0 && this.inTurn.row >= 0) this.extendTo(next.row);
    this.go(next);
    return true;
  }

  private extendTo(row: number): void {
    this.table.select({ anchor: this.table.selection()?.anchor ?? Math.max(0, this.inTurn.row), end: row });
  }

  private go(place: Place): void {
    this.place = place;
    this.table.reveal(place);
  }
}
