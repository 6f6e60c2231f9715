import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  atRiskOn,
  estimateAt,
  kaplanMeier,
  kaplanMeierRows,
  quantileOf,
  type SurvivalInput,
} from '../../../src/statistics/kaplan-meier';

/** One person's wait: `+` in the literature's notation is `back: false`. */
interface Wait {
  days: number;
  back: boolean;
}

function counted(waits: readonly Wait[]): SurvivalInput[] {
  const days = [...new Set(waits.map((wait) => wait.days))].sort((a, b) => a - b);
  return days.map((day) => ({
    day,
    events: waits.filter((wait) => wait.days === day && wait.back).length,
    censored: waits.filter((wait) => wait.days === day && !wait.back).length,
  }));
}

function waitsOf(text: string): Wait[] {
  return text.split(' ').map((entry) => ({ days: Number.parseInt(entry, 10), back: !entry.endsWith('+') }));
}

/** 1 − S(day), straight from the definition over persons: every event day looks at everybody again. */
function shareByDefinition(waits: readonly Wait[], day: number): number {
  let surviving = 1;
  for (const event of new Set(
    waits.filter((wait) => wait.back && wait.days <= day).map((wait) => wait.days),
  )) {
    const atRisk = waits.filter((wait) => wait.days >= event).length;
    const back = waits.filter((wait) => wait.days === event && wait.back).length;
    surviving *= (atRisk - back) / atRisk;
  }
  return 1 - surviving;
}

describe('remission of leukaemia under 6-MP', () => {
  // Freireich et al., Blood 21 (1963) 699–716; the table printed by Kleinbaum & Klein and by Stata's `sts list`:
  // day, at risk, S, Greenwood's standard error, log(−log) band of 95%.
  const waits = waitsOf('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+');
  const rows = kaplanMeier(counted(waits));
  test.each([
    [6, 21, 0.8571, 0.0764, 0.6197, 0.9516],
    [7, 17, 0.8067, 0.0869, 0.5631, 0.9228],
    [10, 15, 0.7529, 0.0963, 0.5032, 0.8894],
    [13, 12, 0.6902, 0.1068, 0.4316, 0.8491],
    [16, 11, 0.6275, 0.1141, 0.3675, 0.8049],
    [22, 7, 0.5378, 0.1282, 0.2678, 0.7468],
    [23, 6, 0.4482, 0.1346, 0.1881, 0.6801],
  ])('week %d', (week, atRisk, surviving, error, low, high) => {
    const row = rows.find(({ day }) => day === week)!;
    expect(row.at_risk).toBe(atRisk);
    expect(1 - row.share_returned).toBeCloseTo(surviving, 4);
    expect(1 - row.high!).toBeCloseTo(low, 4);
    expect(1 - row.low!).toBeCloseTo(high, 4);
    // The band's width on the log(−log) scale is 2 z se(S) ÷ (S |log S|).
    const logLog = (share: number) => Math.log(-Math.log(1 - share));
    const s = 1 - row.share_returned;
    const greenwood = ((logLog(row.high!) - logLog(row.low!)) / (2 * 1.959964)) * s * Math.abs(Math.log(s));
    expect(greenwood).toBeCloseTo(error, 4);
  });

  test('median 23 weeks, starts with everyone at risk, stays level to the last wait', () => {
    expect(quantileOf(rows, 0.5)).toBe(23);
    expect(rows[0]).toEqual({ day: 0, share_returned: 0, low: 0, high: 0, at_risk: 21 });
    expect(rows.at(-1)?.day).toBe(35);
    expect(rows.at(-1)?.at_risk).toBe(1);
  });
});

test('the placebo arm, where everyone relapses: median 8 weeks, and no band where nobody is left', () => {
  const rows = kaplanMeier(counted(waitsOf('1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23')));
  expect(quantileOf(rows, 0.5)).toBe(8);
  expect(rows.at(-1)).toMatchObject({ day: 23, share_returned: 1, low: null, high: null, at_risk: 1 });
});

describe('reading the rows', () => {
  const rows = kaplanMeier([
    { day: 2, events: 1, censored: 0 },
    { day: 5, events: 0, censored: 1 },
    { day: 9, events: 1, censored: 1 },
  ]);
  test('a quantile that is met exactly counts, one that is not reached is null', () => {
    expect(quantileOf(rows, 0.25)).toBe(2);
    expect(quantileOf(rows, 0.9)).toBeNull();
    // 1 − 3/4 × 2/3 is 0.5 on paper only.
    const halves = kaplanMeier([
      { day: 1, events: 1, censored: 0 },
      { day: 2, events: 1, censored: 0 },
      { day: 3, events: 0, censored: 2 },
    ]);
    expect(quantileOf(halves, 0.5)).toBe(2);
    expect(quantileOf([], 0.5)).toBeNull();
  });
  test('between rows the estimate is the earlier one, the number at risk the later one', () => {
    expect(estimateAt(rows, 0)?.share_returned).toBe(0);
    expect(estimateAt(rows, 4)?.day).toBe(2);
    expect(estimateAt(rows, 10)).toBeNull();
    expect([0, 2, 3, 5, 6, 9, 10].map((day) => atRiskOn(rows, day))).toEqual([4, 4, 3, 3, 2, 2, 0]);
    expect(estimateAt([], 3)).toBeNull();
    expect(atRiskOn([], 0)).toBe(0);
  });
});

describe('awkward input', () => {
  test('nobody, one who waits, one who came, day 0', () => {
    expect(kaplanMeier([])).toEqual([]);
    expect(kaplanMeier([{ day: 0, events: 0, censored: 1 }])).toEqual([
      { day: 0, share_returned: 0, low: 0, high: 0, at_risk: 1 },
    ]);
    expect(kaplanMeier([{ day: 4, events: 1, censored: 0 }])).toEqual([
      { day: 0, share_returned: 0, low: 0, high: 0, at_risk: 1 },
      { day: 4, share_returned: 1, low: null, high: null, at_risk: 1 },
    ]);
    expect(kaplanMeier([{ day: 0, events: 1, censored: 1 }])[0]).toMatchObject({
      day: 0,
      share_returned: 0.5,
      at_risk: 2,
    });
  });
  test('unsorted days and negative counts are refused', () => {
    const row = (day: number, events = 1, censored = 0) => ({ day, events, censored });
    expect(() => kaplanMeier([row(5), row(3)])).toThrow(RangeError);
    expect(() => kaplanMeier([row(3), row(3)])).toThrow(RangeError);
    expect(() => kaplanMeier([row(-1)])).toThrow(RangeError);
    expect(() => kaplanMeier([row(1, -1)])).toThrow(RangeError);
    expect(() => kaplanMeier([row(1, 1, -1)])).toThrow(RangeError);
  });
  test('the kernel takes the level of the band from its rows, else from its options, else 95%', () => {
    const rows = [{ day: 3, events: 4, censored: 6 }];
    const high = (given: Parameters<typeof kaplanMeierRows>[0], options = {}) =>
      kaplanMeierRows(given, options)[1]?.high;
    expect(high(rows.map((row) => ({ ...row, confidence: 0.99 })))).toBe(kaplanMeier(rows, 0.99)[1]?.high);
    expect(high(rows, { confidence: 0.9 })).toBe(kaplanMeier(rows, 0.9)[1]?.high);
    expect(high(rows)).toBe(kaplanMeier(rows, 0.95)[1]?.high);
  });
});

describe('against the definition, over persons', () => {
  const wait = fc.record({ days: fc.integer({ min: 0, max: 40 }), back: fc.boolean() });
  const shop = fc.array(wait, { minLength: 1, maxLength: 60 });

  test('shares and numbers at risk agree on every day', () => {
    fc.assert(
      fc.property(shop, (waits) => {
        for (const row of kaplanMeier(counted(waits))) {
          expect(row.share_returned).toBeCloseTo(shareByDefinition(waits, row.day), 10);
          expect(row.at_risk).toBe(waits.filter(({ days }) => days >= row.day).length);
        }
      }),
    );
  });

  test('the curve never falls, its band holds it and widens with confidence', () => {
    fc.assert(
      fc.property(shop, (waits) => {
        const rows = kaplanMeier(counted(waits), 0.9);
        const wide = kaplanMeier(counted(waits), 0.99);
        rows.forEach((row, index) => {
          expect(row.share_returned).toBeGreaterThanOrEqual(rows[index - 1]?.share_returned ?? 0);
          expect(row.share_returned).toBeLessThanOrEqual(1);
          if (row.low === null || row.high === null) return;
          expect(row.low).toBeLessThanOrEqual(row.share_returned + 1e-12);
          expect(row.high).toBeGreaterThanOrEqual(row.share_returned - 1e-12);
          expect(row.low).toBeGreaterThanOrEqual(0);
          expect(row.high).toBeLessThanOrEqual(1);
          expect(wide[index]!.low!).toBeLessThanOrEqual(row.low + 1e-12);
          expect(wide[index]!.high!).toBeGreaterThanOrEqual(row.high - 1e-12);
        });
      }),
    );
  });

  test('with nobody censored it is the plain share', () => {
    fc.assert(
      fc.property(shop, (waits) => {
        const all = waits.map(({ days }) => ({ days, back: true }));
        for (const row of kaplanMeier(counted(all))) {
          expect(row.share_returned).toBeCloseTo(
            all.filter(({ days }) => days <= row.day).length / all.length,
            10,
          );
        }
      }),
    );
  });
});
