import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  overlap,
  placeLabel,
  textWidth,
  type Box,
} from '../../../src/analyses/repurchase-interval/place-labels';
import { dayTicks } from '../../../src/analyses/repurchase-interval/plot-frame';
import { binGaps } from '../../../src/analyses/repurchase-interval/plot-gaps';
import { apart } from '../../../src/analyses/repurchase-interval/plot-groups';
import { shareTicks, shownWeeks } from '../../../src/analyses/repurchase-interval/plot-weeks';
import { shareCeiling } from '../../../src/analyses/repurchase-interval/plot-survival';
import { gapsBeyond, lastShownDay } from '../../../src/analyses/repurchase-interval/shown-days';

describe('scales', () => {
  test('ticks of days are round, start at 0, and few enough to be read', () => {
    expect(dayTicks(378, 516)).toEqual([0, 60, 120, 180, 240, 300, 360]);
    expect(dayTicks(7, 516)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 20_000 }), fc.integer({ min: 200, max: 1200 }), (end, width) => {
        const ticks = dayTicks(end, width);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeLessThanOrEqual(end);
        expect(ticks.length).toBeLessThanOrEqual(8);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
      }),
    );
  });
  test('the shared scale ends soon after the last return of anyone', () => {
    const row = (day: number, share: number) => ({
      day,
      share_returned: share,
      low: null,
      high: null,
      at_risk: 1,
    });
    const early = { survival: [row(0, 0), row(40, 0.4), row(1500, 0.4)], gaps: [{ days: 50, count: 1 }] };
    expect(lastShownDay(early)).toBe(364);
    const late = { survival: [row(0, 0), row(366, 0.8), row(373, 0.8)], gaps: [{ days: 366, count: 1 }] };
    expect(lastShownDay(late)).toBe(378);
    expect(lastShownDay({ survival: [row(0, 0), row(90, 0)], gaps: [] })).toBe(91);
    expect(lastShownDay({ survival: [], gaps: [] })).toBe(7);
  });
  test('a few very long gaps are counted beside the picture, not drawn in it', () => {
    const gaps = [
      ...Array.from({ length: 300 }, (_, index) => ({ days: index + 1, count: 10 })),
      { days: 1000, count: 7 },
    ];
    expect(lastShownDay({ survival: [], gaps })).toBe(364);
    expect(gapsBeyond({ survival: [], gaps })).toEqual({ day: 364, gaps: 7 });
  });
  test('shares: a round top over the band, 100% when nothing has happened', () => {
    expect([0, 0.05, 0.2, 0.43, 0.49, 1].map(shareCeiling)).toEqual([1, 0.1, 0.25, 0.5, 1, 1]);
  });
  test('days 1 to 7 are the first week; no gap is lost', () => {
    const gaps = [1, 7, 8, 14, 15].map((days) => ({ days, count: days }));
    expect(binGaps(gaps, 7)).toEqual([
      { from: 0, to: 7, count: 8 },
      { from: 7, to: 14, count: 22 },
      { from: 14, to: 21, count: 15 },
    ]);
    expect(binGaps(gaps, 1).reduce((sum, bar) => sum + bar.count, 0)).toBe(45);
  });
});

describe('weeks and groups', () => {
  test('ticks of shares start at 0, are round and few, and reach over the highest', () => {
    expect(shareTicks(0.034)).toEqual([0, 0.01, 0.02, 0.03, 0.04]);
    expect(shareTicks(1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (highest) => {
        const ticks = shareTicks(highest);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest - 1e-9);
        expect(ticks.at(-1)).toBeLessThanOrEqual(Math.max(highest * 2.5, 1e-3));
      }),
    );
  });
  test('weeks are drawn somewhat beyond the day by which most are back, and no further than there are', () => {
    const weeks = Array.from({ length: 40 }, (_, index) => ({
      ...{ week: index + 1, from_day: index * 7 + 1, to_day: index * 7 + 7 },
      ...{ at_risk: 1, returned: 0, hazard: 0, smoothed_hazard: 0, share: 0 },
    }));
    const contact = (most_returned_day: number | null) => ({
      ...{ horizon: 280, share_returned: 1, returned: 10, most_returned_day },
      ...{ peak_from: 1, peak_to: 7, peak_hazard: 0.1, window_from: 1, window_to: 7, window_share: 0.5 },
    });
    expect([140, 10, 270, null].map((day) => shownWeeks({ weeks, contact: contact(day) }).length)).toEqual([
      26, 12, 40, 40,
    ]);
  });
  test('names at the ends of lines keep a line of text between them and stay above the axis', () => {
    expect(apart([10, 12, 100], 16, 200)).toEqual([10, 26, 100]);
    expect(apart([190, 195, 199], 16, 200)).toEqual([168, 184, 200]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 230 }), { minLength: 1, maxLength: 6 }), (drawn) => {
        const heights = apart(
          [...drawn].sort((a, b) => a - b),
          16,
          230,
        );
        heights
          .slice(1)
          .forEach((height, index) => expect(height - heights[index]!).toBeGreaterThanOrEqual(16));
        expect(heights.at(-1)).toBeLessThanOrEqual(230);
      }),
    );
  });
});

test('a label stands clear of obstacles and inside, or not at all', () => {
  const edge = fc.integer({ min: 0, max: 300 });
  const box = fc.tuple(edge, edge, edge, edge).map(([left, top, width, height]): Box => ({
    left,
    top,
    right: left + (width % 80),
    bottom: top + (height % 80),
  }));
  const inside: Box = { left: 0, top: 0, right: 300, bottom: 300 };
  const offsets = [
    { dx: 9, dy: 10, anchor: 'start' },
    { dx: -9, dy: -10, anchor: 'end' },
    { dx: 0, dy: 20, anchor: 'middle' },
  ] as const;
  fc.assert(
    fc.property(fc.array(box, { maxLength: 8 }), edge, edge, (obstacles, x, y) => {
      const placed = placeLabel({ x, y }, textWidth('46.0%'), offsets, obstacles, inside);
      if (!placed) return;
      expect(obstacles.some((obstacle) => overlap(obstacle, placed.box))).toBe(false);
      expect(
        placed.box.left >= 0 && placed.box.right <= 300 && placed.box.top >= 0 && placed.box.bottom <= 300,
      ).toBe(true);
    }),
  );
  expect(textWidth('第104天过半')).toBeGreaterThan(textWidth('half'));
});
