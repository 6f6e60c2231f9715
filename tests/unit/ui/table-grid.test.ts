import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeAfter, rangeOf } from '../../../src/ui/table/keys';
import { finish } from '../../../src/ui/table/slices';
import { writeTsv } from '../../../src/ui/table/tsv';
import type { TableColumn } from '../../../src/ui/table/values';
import {
  filterOf,
  moveColumn,
  PLAIN_VIEW,
  setFilter,
  setHidden,
  setWidth,
  shownColumns,
  sortBy,
  widthOf,
} from '../../../src/ui/table/view';
import { rowWindow, scrollToRow, TALLEST } from '../../../src/ui/table/window';

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

describe('scrollToRow', () => {
  const place = fc.record({
    count: fc.integer({ min: 1, max: 6_000_000 }),
    viewport: fc.integer({ min: 28, max: 1200 }),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  test('any row is drawn wholly in view from any place, and a row in view moves nothing', () => {
    fc.assert(
      fc.property(place, ({ count, viewport, from, to }) => {
        const rowHeight = 28;
        const height = Math.min(count * rowHeight, TALLEST);
        const scrollTop = Math.floor(Math.max(0, height - viewport) * from);
        const row = Math.min(count - 1, Math.floor(count * to));
        const scroll = { count, rowHeight, viewport, scrollTop };
        const top = scrollToRow(scroll, row);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(top).toBeLessThanOrEqual(Math.max(0, height - viewport));
        const { from: first, before } = rowWindow({ ...scroll, scrollTop: top, overscan: 8 });
        const above = before + (row - first) * rowHeight - top;
        // One pixel of the scroll bar may stand for several of the rows.
        const grain = (count * rowHeight) / height + 1e-3;
        expect(above).toBeGreaterThanOrEqual(-grain);
        expect(above + rowHeight).toBeLessThanOrEqual(Math.max(viewport, rowHeight) + grain);
        expect(Math.abs(scrollToRow({ ...scroll, scrollTop: top }, row) - top)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('keys', () => {
  const extent = { rows: 100, columns: 5, page: 10 };
  const after = (key: string, row: number, column: number, far = false) =>
    placeAfter(key, { row, column }, extent, far);

  test.each([
    ['ArrowDown', -1, 2, false, 0, 2],
    ['ArrowDown', 99, 2, false, 99, 2],
    ['ArrowDown', 4, 2, true, 99, 2],
    ['ArrowUp', 0, 2, false, -1, 2],
    ['ArrowUp', -1, 2, false, -1, 2],
    ['ArrowUp', 50, 2, true, 0, 2],
    ['ArrowUp', 0, 2, true, -1, 2],
    ['ArrowRight', 3, 4, false, 3, 4],
    ['ArrowRight', -1, 0, false, -1, 1],
    ['ArrowLeft', 3, 2, true, 3, 0],
    ['Home', 3, 2, false, 3, 0],
    ['Home', 3, 2, true, 0, 0],
    ['End', 3, 2, false, 3, 4],
    ['End', -1, 2, true, 99, 4],
    ['PageDown', 3, 2, false, 13, 2],
    ['PageDown', 95, 2, false, 99, 2],
    ['PageUp', 95, 2, false, 85, 2],
    ['PageUp', 5, 2, false, 0, 2],
    ['PageUp', 0, 2, false, -1, 2],
  ])('%s from %i:%i (far: %s) to %i:%i', (key, row, column, far, toRow, toColumn) => {
    expect(after(key, row, column, far)).toEqual({ row: toRow, column: toColumn });
  });

  test('other keys lead nowhere, and nowhere is outside the table', () => {
    expect(after('a', 0, 0)).toBeNull();
    const keys = ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageDown', 'PageUp'];
    const size = fc.record({
      rows: fc.nat(9),
      columns: fc.integer({ min: 1, max: 4 }),
      page: fc.integer({ min: 1, max: 5 }),
    });
    const walk = fc.array(fc.tuple(fc.constantFrom(...keys), fc.boolean()), { maxLength: 30 });
    fc.assert(
      fc.property(size, walk, (table, steps) => {
        let place = { row: -1, column: 0 };
        for (const [key, far] of steps) place = placeAfter(key, place, table, far)!;
        expect(place.row).toBeGreaterThanOrEqual(-1);
        expect(place.row).toBeLessThan(Math.max(0, table.rows));
        expect(place.column).toBeGreaterThanOrEqual(0);
        expect(place.column).toBeLessThan(table.columns);
      }),
    );
    expect(rangeOf({ anchor: 7, end: 3 })).toEqual({ from: 3, to: 8 });
    expect(rangeOf({ anchor: 3, end: 3 })).toEqual({ from: 3, to: 4 });
  });
});

const COLUMNS: TableColumn[] = [
  { name: 'id', label: '客户\t号', align: 'left', kind: 'text', format: (value) => `<${String(value)}>` },
  { name: 'n', label: 'Amount', align: 'right', kind: 'number', format: () => 'shown' },
  { name: 'constructor', label: 'Day', align: 'left', kind: 'date', format: () => 'shown' },
];

test('TSV: rows of the range in the order, numbers and days as stored, words as shown', () => {
  const rows = [
    { id: 'a"b', n: 1234.5, constructor: '2011-12-09' },
    { id: '=1+1', n: null, constructor: null },
    { id: 'two\nlines', n: -1, constructor: '2010-01-01' },
    { id: 'not copied', n: 0, constructor: null },
  ] as Record<string, string | number | null>[];
  const order = Uint32Array.of(3, 2, 1, 0);
  expect(finish(writeTsv(rows, COLUMNS, order, { from: 1, to: 4 }))).toBe(
    [
      '"客户\t号"\tAmount\tDay',
      '"<two\nlines>"\t-1\t2010-01-01',
      '<=1+1>\t\t',
      '"<a""b>"\t1234.5\t2011-12-09',
    ].join('\r\n'),
  );
  const many = Array.from({ length: 10_000 }, (_, n) => ({ id: null, n, constructor: null })) as never;
  const lines = finish(writeTsv(many, COLUMNS, null, { from: 0, to: 10_000 })).split('\r\n');
  expect(lines.slice(1)).toEqual(Array.from({ length: 10_000 }, (_, n) => `\t${n}\t`));
});

describe('the view', () => {
  const names = (view = PLAIN_VIEW) => shownColumns(COLUMNS, view).map(({ name }) => name);
  const column = (name: string, descending: boolean) => ({ column: name, descending });

  test('a heading goes ascending, descending, unsorted; Shift keeps the others', () => {
    const first = sortBy(PLAIN_VIEW, 'n');
    expect(first.sort).toEqual([column('n', false)]);
    const second = sortBy(first, 'n');
    expect(second.sort).toEqual([column('n', true)]);
    expect(sortBy(second, 'n').sort).toEqual([]);
    expect(sortBy(second, 'id').sort).toEqual([column('id', false)]);
    const both = sortBy(second, 'id', true);
    expect(both.sort).toEqual([column('n', true), column('id', false)]);
    expect(sortBy(both, 'n', true).sort).toEqual([column('id', false)]);
    expect(sortBy(both, 'id').sort).toEqual([column('id', true)]);
    expect(PLAIN_VIEW).toEqual({ sort: [], hidden: [], widths: {}, filters: {} });
  });

  test('columns hide, but never the last one, and move past hidden ones', () => {
    const hidden = setHidden(PLAIN_VIEW, 'n', true);
    expect(names(hidden)).toEqual(['id', 'constructor']);
    expect(names(moveColumn(hidden, COLUMNS, 'id', 1, true))).toEqual(['constructor', 'id']);
    expect(names(moveColumn(hidden, COLUMNS, 'id', 1))).toEqual(['id', 'constructor']);
    expect(moveColumn(hidden, COLUMNS, 'constructor', 1)).toBe(hidden);
    expect(names({ ...PLAIN_VIEW, hidden: ['id', 'n', 'constructor'] })).toEqual(['id']);
    expect(names({ ...PLAIN_VIEW, order: ['gone', 'constructor'] })).toEqual(['constructor', 'id', 'n']);
    expect(names({ ...PLAIN_VIEW, order: 5 } as never)).toEqual(['id', 'n', 'constructor']);
    expect(names(setHidden(hidden, 'n', false))).toEqual(['id', 'n', 'constructor']);
  });

  test('widths and filters are of the view alone, also under the names of an object’s own', () => {
    expect(widthOf(PLAIN_VIEW, 'constructor')).toBeNull();
    expect(filterOf(PLAIN_VIEW, 'constructor')).toBe('');
    const proto = setFilter(setWidth(PLAIN_VIEW, '__proto__', 5), '__proto__', '>1');
    expect([widthOf(proto, '__proto__'), filterOf(proto, '__proto__')]).toEqual([48, '>1']);
    expect(setWidth(setWidth(PLAIN_VIEW, 'n', 9999), 'n', null)).toEqual(PLAIN_VIEW);
    expect(setFilter(setFilter(PLAIN_VIEW, 'n', '1'), 'n', ' ')).toEqual(PLAIN_VIEW);
    expect(JSON.parse(JSON.stringify(proto))).toEqual(proto);
  });
});
