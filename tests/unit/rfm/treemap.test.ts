import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GAP, labelFor, layoutTiles } from '../../../src/analyses/rfm-segments/treemap';

const values = fc
  .array(fc.integer({ min: -5, max: 5000 }), { maxLength: 12, size: 'max' })
  .map((list) => list.map((value, index) => ({ id: `s${index}`, value })));

describe('the treemap', () => {
  test('tiles lie inside and apart, one for each value that can be seen', () => {
    fc.assert(
      fc.property(values, (list) => {
        const tiles = layoutTiles(list, 460, 320);
        const shown = new Set(tiles.map((tile) => tile.id));
        const total = list.reduce((sum, one) => sum + Math.max(0, one.value), 0);
        for (const one of list) {
          if (one.value <= 0) expect(shown.has(one.id)).toBe(false);
          // A hundredth of the area is 1,472 pixels: enough to be seen whatever its shape.
          else if (one.value > total / 100) expect(shown.has(one.id)).toBe(true);
        }
        for (const tile of tiles) {
          expect(tile.x).toBeGreaterThanOrEqual(0);
          expect(tile.y).toBeGreaterThanOrEqual(0);
          expect(tile.x + tile.width).toBeLessThanOrEqual(460);
          expect(tile.y + tile.height).toBeLessThanOrEqual(320);
        }
        for (const [index, a] of tiles.entries()) {
          for (const b of tiles.slice(index + 1)) {
            const overlapX = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
            const overlapY = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
            expect(Math.min(overlapX, overlapY)).toBeLessThanOrEqual(0);
          }
        }
      }),
    );
  });

  test('areas are in proportion, but for gaps and whole pixels', () => {
    const tiles = layoutTiles(
      [
        { id: 'a', value: 300 },
        { id: 'b', value: 100 },
      ],
      400,
      300,
    );
    const [a, b] = tiles;
    expect(a?.id).toBe('a');
    expect(((a?.width ?? 0) * (a?.height ?? 0)) / ((b?.width ?? 1) * (b?.height ?? 1))).toBeCloseTo(3, 0);
    expect((b?.x ?? 0) - ((a?.x ?? 0) + (a?.width ?? 0))).toBe(GAP);
  });

  test('nothing has no tiles', () => {
    expect(layoutTiles([], 400, 300)).toEqual([]);
    expect(layoutTiles([{ id: 'a', value: 0 }], 400, 300)).toEqual([]);
    expect(layoutTiles([{ id: 'a', value: 1 }], 0, 300)).toEqual([]);
  });

  const texts = { name: 'New Customers', index: '4', figures: ['356', '8.2%'] };
  test.each([
    [
      { width: 200, height: 100 },
      { heading: ['New Customers'], aside: null, figures: ['356', '8.2%'] },
    ],
    [
      { width: 100, height: 100 },
      { heading: ['New', 'Customers'], aside: null, figures: ['356', '8.2%'] },
    ],
    [
      { width: 200, height: 30 },
      { heading: ['New Customers'], aside: null, figures: [] },
    ],
    [
      { width: 100, height: 50 },
      { heading: ['4'], aside: '356', figures: [] },
    ],
    [
      { width: 37, height: 80 },
      { heading: ['4'], aside: null, figures: [] },
    ],
    [
      { width: 30, height: 12 },
      { heading: [], aside: null, figures: [] },
    ],
    [
      { width: 10, height: 80 },
      { heading: [], aside: null, figures: [] },
    ],
  ])('in %j there is room for %j', (tile, label) => {
    expect(labelFor(tile, texts)).toMatchObject(label);
  });

  test('Han names break between characters', () => {
    const label = labelFor(
      { width: 70, height: 100 },
      { name: '潜力忠诚客户', index: '3', figures: ['1,280', '29.5%'] },
    );
    expect(label.heading).toEqual(['潜力忠诚', '客户']);
  });
});
