import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ROW, type CohortLayout } from '../../../src/analyses/cohort-retention/layout';
import {
  actionOf,
  boxOf,
  isBesideGrid,
  nearest,
  scrollFor,
  spotAt,
  type KeyPress,
  type Spot,
  type Spots,
} from '../../../src/analyses/cohort-retention/spots';

const COLUMN = 40;
const SEEN = 400;

/** Ten columns behind a row head of 200 pixels: 600 wide, seen through 400. */
const layout: CohortLayout = {
  width: 600,
  height: 400,
  right: SEEN,
  sizeLeft: 100,
  sizeRight: 160,
  bar: null,
  grid: { left: 200, top: 48, right: 600, bottom: 48 + 10 * ROW, column: COLUMN },
  axisY: 11,
  keyY: 11,
  headY: 38,
  rule: 320,
  averageY: () => 0,
  swatch: { left: 0, width: 26 },
  partialKeyLeft: 300,
  daggerX: () => 0,
  futureX: null,
};

/** A triangle: the oldest of ten cohorts has begun age 10, the youngest age 1. */
const triangle = (firstAge: number): Spots => ({
  firstAge,
  lastAges: Array.from({ length: 10 }, (_, row) => 9 + firstAge - row),
});
const spotsArbitrary = fc.constantFrom(triangle(0), triangle(1));
const anySpot = (spots: Spots, row: number, age: number): Spot => {
  const picked = row % spots.lastAges.length;
  return { row: picked, age: age % ((spots.lastAges[picked] ?? 0) + 1) };
};

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
});

describe('from a point to a cell', () => {
  test('the middle and the corners of a box are its cell, however far it is scrolled', () => {
    fc.assert(
      fc.property(
        spotsArbitrary,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 0, max: 200 }),
        (spots, row, age, from) => {
          const spot = anySpot(spots, row, age);
          const scrolled = scrollFor(spot, from, SEEN, spots, layout);
          const box = boxOf(spot, spots, layout);
          const shift = isBesideGrid(spot, spots) ? 0 : scrolled;
          for (const [x, y] of [
            [0.5, 0.5],
            [0.01, 0.01],
            [0.99, 0.99],
          ] as const) {
            const point = { x: box.x + x * box.width - shift, y: box.y + y * box.height };
            expect(point.x).toBeLessThan(SEEN);
            expect(spotAt(point, scrolled, spots, layout)).toEqual(spot);
          }
        },
      ),
    );
  });

  test.each([
    ['a size', 130, 60, 0, { row: 0, age: 0 }],
    ['a cohort’s name', 3, 60, 0, { row: 0, age: 0 }],
    ['the first column', 201, 60, 0, { row: 0, age: 1 }],
    ['a column scrolled to', 201, 60, 80, { row: 0, age: 3 }],
    ['a name over what is scrolled under it', 199, 60, 80, { row: 0, age: 0 }],
    ['the last cell of the last row', 239, 48 + 9 * ROW + 1, 0, { row: 9, age: 1 }],
    ['the future of the last row', 241, 48 + 9 * ROW + 1, 0, null],
    ['right of the grid', 601, 60, 0, null],
    ['the headings', 220, 47, 0, null],
    ['the averages', 220, 48 + 10 * ROW, 0, null],
    ['left of all', -1, 60, 0, null],
  ])('%s', (_, x, y, scrolled, expected) => {
    expect(spotAt({ x, y }, scrolled, triangle(1), layout)).toEqual(expected);
  });

  test('where the first column is age 0, the name stands for it too', () => {
    expect(spotAt({ x: 3, y: 60 }, 0, triangle(0), layout)).toEqual({ row: 0, age: 0 });
    expect(spotAt({ x: 201, y: 60 }, 0, triangle(0), layout)).toEqual({ row: 0, age: 0 });
    expect(boxOf({ row: 0, age: 0 }, triangle(0), layout).x).toBe(layout.grid.left);
  });

  test('the box of a size ends before the grid begins', () => {
    const size = boxOf({ row: 2, age: 0 }, triangle(1), layout);
    expect(size).toEqual({ x: 100, y: 48 + 2 * ROW, width: 64, height: ROW });
    const bar = { left: 140, width: 46 };
    const barred = boxOf({ row: 2, age: 0 }, triangle(1), { ...layout, bar });
    expect(barred.x + barred.width).toBe(190);
  });
});

describe('scrolling to a cell', () => {
  test.each([
    ['is not done where it is seen', 5, 20, 20],
    ['brings one from the right just into sight', 10, 0, 200],
    ['brings one from under the names just into sight', 1, 120, 0],
    ['leaves what stays', 0, 120, 120],
  ])('%s', (_, age, scrolled, expected) => {
    expect(scrollFor({ row: 0, age }, scrolled, SEEN, triangle(1), layout)).toBe(expected);
  });
});

describe('keys', () => {
  const spots = triangle(1);
  const at = { row: 3, age: 4 };

  test.each<[string, KeyPress, Spot]>([
    ['right', press('ArrowRight'), { row: 3, age: 5 }],
    ['left', press('ArrowLeft'), { row: 3, age: 3 }],
    ['up', press('ArrowUp'), { row: 2, age: 4 }],
    ['down', press('ArrowDown'), { row: 4, age: 4 }],
    ['to the size', press('Home'), { row: 3, age: 0 }],
    ['to the last known cell', press('End'), { row: 3, age: 7 }],
    ['to the first size', press('Home', { ctrlKey: true }), { row: 0, age: 0 }],
    ['to the last row’s last', press('End', { ctrlKey: true }), { row: 9, age: 1 }],
  ])('%s', (_, key, to) => {
    expect(actionOf(key, at, spots)).toEqual({ kind: 'move', to });
  });

  test('choose and clear', () => {
    expect(actionOf(press('Enter'), at, spots)).toEqual({ kind: 'choose' });
    expect(actionOf(press(' '), at, spots)).toEqual({ kind: 'choose' });
    expect(actionOf(press('Escape'), at, spots)).toEqual({ kind: 'clear' });
  });

  test('the others, and those of the browser, are left alone', () => {
    for (const key of [
      press('Tab'),
      press('a'),
      press('PageDown'),
      press('ArrowRight', { altKey: true }),
      press('ArrowLeft', { metaKey: true }),
      press('ArrowDown', { ctrlKey: true }),
      press('Enter', { shiftKey: true }),
    ])
      expect(actionOf(key, at, spots)).toBeNull();
  });

  test('no walk leads into the future or out of the figure', () => {
    const keys = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End');
    fc.assert(
      fc.property(
        spotsArbitrary,
        fc.array(fc.tuple(keys, fc.boolean()), { maxLength: 40 }),
        (given, walk) => {
          let spot: Spot = { row: 0, age: 0 };
          for (const [key, ctrlKey] of walk) {
            const action = actionOf(press(key, { ctrlKey }), spot, given);
            if (action?.kind === 'move') spot = action.to;
            expect(spot.age).toBeGreaterThanOrEqual(0);
            expect(spot.age).toBeLessThanOrEqual(given.lastAges[spot.row] ?? -1);
          }
        },
      ),
    );
  });

  test('a cell that is no longer there gives way to the nearest', () => {
    expect(nearest({ row: 12, age: 5 }, spots)).toEqual({ row: 9, age: 1 });
    expect(nearest({ row: 0, age: 0 }, { firstAge: 1, lastAges: [] })).toBeNull();
  });
});
