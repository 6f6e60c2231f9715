import { beforeEach, expect, test, vi } from 'vitest';
import { Grid } from '../../../src/ui/table/grid.svelte';
import { rangeOf, type Place, type Selection } from '../../../src/ui/table/keys';

let extent = { rows: 100, columns: 3, page: 10 };
let selection: Selection | null = null;
let revealed: Place[] = [];
let done: string[] = [];
let isTextMarked = false;
let grid: Grid;

beforeEach(() => {
  [extent, selection, revealed, done, isTextMarked] = [
    { rows: 100, columns: 3, page: 10 },
    null,
    [],
    [],
    false,
  ];
  vi.stubGlobal('getSelection', () => ({ isCollapsed: !isTextMarked }));
  grid = new Grid({
    extent: () => extent,
    reveal: (place) => revealed.push(place),
    copy: () => done.push('copy'),
    selection: () => selection,
    select: (next) => (selection = next),
    sortAlso: (column) => done.push(`sort ${column}`),
    resize: (column, by) => done.push(`resize ${column} ${by}`),
    move: (column, by) => done.push(`move ${column} ${by}`),
  });
});

/** Presses a key; tells whether it was taken and whether it went on to whoever is around the table. */
function press(keys: string): { taken: boolean; stopped: boolean } {
  const parts = keys.split('+');
  const event = {
    key: parts.at(-1) === 'Space' ? ' ' : parts.at(-1)!,
    shiftKey: parts.includes('Shift'),
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Cmd'),
    altKey: parts.includes('Alt'),
    defaultPrevented: false,
    preventDefault: vi.fn(),
    stopPropagation: vi.fn(),
  };
  grid.onkey(event as unknown as KeyboardEvent);
  return {
    taken: event.preventDefault.mock.calls.length > 0,
    stopped: event.stopPropagation.mock.calls.length > 0,
  };
}

const chosen = () => selection && rangeOf(selection);

test('Tab reaches the first heading; arrows go on from there', () => {
  expect(grid.inTurn).toEqual({ row: -1, column: 0 });
  press('ArrowRight');
  press('ArrowDown');
  press('PageDown');
  expect(grid.inTurn).toEqual({ row: 10, column: 1 });
  expect(revealed).toEqual([
    { row: -1, column: 1 },
    { row: 0, column: 1 },
    { row: 10, column: 1 },
  ]);
});

test('rows are chosen with Shift from where one stands, and let go by moving on, Space or Esc', () => {
  grid.focusAt({ row: 5, column: 0 });
  press('Shift+ArrowDown');
  press('Shift+ArrowDown');
  expect(chosen()).toEqual({ from: 5, to: 8 });
  for (let step = 0; step < 4; step += 1) press('Shift+ArrowUp');
  expect(chosen()).toEqual({ from: 3, to: 6 });
  press('Ctrl+Shift+End');
  expect(chosen()).toEqual({ from: 5, to: 100 });
  press('ArrowUp');
  expect(chosen()).toBeNull();
  press('Space');
  expect(chosen()).toEqual({ from: 98, to: 99 });
  expect(press('Escape')).toEqual({ taken: true, stopped: true });
  expect(chosen()).toBeNull();
  // With nothing to let go, Esc is the dialog's.
  expect(press('Escape')).toEqual({ taken: false, stopped: false });
  press('Ctrl+a');
  expect(chosen()).toEqual({ from: 0, to: 100 });
});

test('a press with Shift chooses up to the row, one without lets go', () => {
  grid.focusAt({ row: 5, column: 0 });
  grid.press({ row: 2, column: 1 }, true);
  grid.press({ row: 9, column: 1 }, true);
  expect(chosen()).toEqual({ from: 5, to: 10 });
  expect(grid.inTurn).toEqual({ row: 9, column: 1 });
  grid.press({ row: 1, column: 1 }, false);
  expect(chosen()).toBeNull();
});

test('on a heading Shift sorts also, resizes and, with Ctrl, moves the column and stays on it', () => {
  grid.focusAt({ row: -1, column: 1 });
  expect(press('Enter').taken).toBe(false);
  press('Shift+Enter');
  press('Shift+ArrowLeft');
  press('Shift+ArrowRight');
  press('Ctrl+Shift+ArrowRight');
  press('Ctrl+Shift+ArrowRight');
  expect(done).toEqual(['sort 1', 'resize 1 -16', 'resize 1 16', 'move 1 1']);
  expect(grid.inTurn).toEqual({ row: -1, column: 2 });
  expect(chosen()).toBeNull();
});

test('Ctrl+C copies, unless text is marked; keys of the browser are left alone', () => {
  expect(press('Ctrl+c').taken).toBe(true);
  expect(press('Cmd+c').taken).toBe(true);
  isTextMarked = true;
  expect(press('Ctrl+c').taken).toBe(false);
  expect(done).toEqual(['copy', 'copy']);
  for (const keys of ['Tab', 'Alt+ArrowLeft', 'Ctrl+f', 'F5', 'x'])
    expect(press(keys).taken, keys).toBe(false);
});

test('where rows or columns went, the nearest place is in turn', () => {
  grid.focusAt({ row: 90, column: 2 });
  extent = { rows: 4, columns: 1, page: 10 };
  expect(grid.inTurn).toEqual({ row: 3, column: 0 });
  extent = { rows: 0, columns: 1, page: 10 };
  expect(grid.inTurn).toEqual({ row: -1, column: 0 });
  press('ArrowDown');
  expect(grid.inTurn).toEqual({ row: -1, column: 0 });
});
