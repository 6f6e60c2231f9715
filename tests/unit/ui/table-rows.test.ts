import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextSorting, rowWindow, sortRows, TALLEST } from '../../../src/ui/table-rows';

const collator = new Intl.Collator('en', { numeric: true });

describe('sortRows', () => {
  const rows = [
    { id: 'c10', n: 2 },
    { id: 'c9', n: null },
    { id: 'c1', n: 2 },
    { id: 'c2', n: -1 },
  ];
  const ids = (column: string, direction: 'ascending' | 'descending') =>
    sortRows(rows, { column, direction }, collator).map((row) => row.id);

  test('numbers by size, equal ones as they were, unknown last both ways', () => {
    expect(ids('n', 'ascending')).toEqual(['c2', 'c10', 'c1', 'c9']);
    expect(ids('n', 'descending')).toEqual(['c10', 'c1', 'c2', 'c9']);
  });

  test('text by the reader’s language, numbers in it by size', () => {
    expect(ids('id', 'ascending')).toEqual(['c1', 'c2', 'c9', 'c10']);
  });

  test('leaves the given rows alone', () => {
    const before = structuredClone(rows);
    ids('n', 'descending');
    expect(rows).toEqual(before);
    expect(sortRows(rows, null, collator)).toBe(rows);
  });
});

test('a header goes ascending, descending, unsorted', () => {
  const first = nextSorting(null, 'n');
  expect(first).toEqual({ column: 'n', direction: 'ascending' });
  const second = nextSorting(first, 'n');
  expect(second).toEqual({ column: 'n', direction: 'descending' });
  expect(nextSorting(second, 'n')).toBeNull();
  expect(nextSorting(second, 'm')).toEqual({ column: 'm', direction: 'ascending' });
});

describe('rowWindow', () => {
  const rowHeight = 28;

  test('draws what is in view and a little more', () => {
    expect(rowWindow({ count: 1000, rowHeight, viewport: 280, scrollTop: 2800, overscan: 5 })).toEqual({
      from: 95,
      to: 116,
      before: 95 * 28,
      after: (1000 - 116) * 28,
    });
  });

  test('every row can be reached, also where all together are too tall for a browser', () => {
    for (const count of [201, 100_000, 428_571, 5_000_000]) {
      const height = Math.min(count * rowHeight, TALLEST);
      const end = rowWindow({ count, rowHeight, viewport: 480, scrollTop: height - 480, overscan: 8 });
      expect(end.to).toBe(count);
      // The last row ends where the scrolling ends.
      expect(Math.abs(end.before + (end.to - end.from) * rowHeight + end.after - height)).toBeLessThanOrEqual(
        rowHeight,
      );
      const start = rowWindow({ count, rowHeight, viewport: 480, scrollTop: 0, overscan: 8 });
      expect(start).toMatchObject({ from: 0, before: 0 });
    }
  });

  test('the drawn rows always cover the view, and the height never changes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6_000_000 }),
        fc.integer({ min: 28, max: 1200 }),
        fc.double({ min: -0.1, max: 1.2, noNaN: true }),
        (count, viewport, share) => {
          const height = Math.min(count * rowHeight, TALLEST);
          const reach = Math.max(0, height - viewport);
          const scrollTop = reach * share;
          const window = rowWindow({ count, rowHeight, viewport, scrollTop, overscan: 4 });
          const drawn = (window.to - window.from) * rowHeight;
          const top = Math.min(Math.max(0, scrollTop), reach);
          expect(window.from).toBeGreaterThanOrEqual(0);
          expect(window.to).toBeLessThanOrEqual(count);
          expect(window.before).toBeLessThanOrEqual(top + 1e-6);
          expect(window.before + drawn).toBeGreaterThanOrEqual(Math.min(height, top + viewport) - 1e-6);
          expect(Math.abs(window.before + drawn + window.after - height)).toBeLessThan(1e-6);
        },
      ),
    );
  });
});
