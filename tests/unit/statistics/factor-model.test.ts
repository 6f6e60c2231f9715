import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Row } from '../../../src/analyses/define';
import { kernelRows } from '../../../src/statistics/kernels';

/** What R says: regression.R in this folder made these files. */
const FOLDER = join(import.meta.dirname, '../../fixtures/r');
const lines = (file: string): string[][] =>
  readFileSync(join(FOLDER, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
const said = (model: string, quantity: string): number =>
  Number(lines('expected.csv').find(([one, other]) => one === model && other === quantity)![2]);
const cells = lines('logistic.csv').map((fields) => fields.map(Number));

const FACTORS = [
  { attribute: 'channel', levels: 3 },
  { attribute: 'basket', levels: 4 },
  { attribute: 'coupon', levels: 2 },
];

/** Rows as an analysis' SQL gives them; each tenth cell is split into halves held out and not. */
function rowsOf(extra: Row[] = []): Row[] {
  const levels = FACTORS.flatMap(({ attribute, levels: count }, position) =>
    Array.from({ length: count }, (_, place): Row => {
      const there = cells.filter((cell) => cell[position] === place);
      return {
        ...{
          part: 'level',
          position,
          attribute,
          place,
          kind: 'value',
          level: `l${place}`,
          low: null,
          high: null,
        },
        ...{ is_reference: place === 0, code: null, is_held_out: false },
        customers: there.reduce((sum, cell) => sum + cell[3]!, 0),
        returned: there.reduce((sum, cell) => sum + cell[4]!, 0),
      };
    }),
  );
  const counts = cells.flatMap(([channel, basket, coupon, customers, returned], index): Row[] => {
    const code = channel! + 32 * basket! + 1024 * coupon!;
    const held = index % 2 === 0 ? Math.floor(returned! / 2) : 0;
    const row = { part: 'cell', code };
    return [
      { ...row, is_held_out: false, customers: customers! - 2 * held, returned: returned! - held },
      { ...row, is_held_out: true, customers: 2 * held, returned: held },
    ];
  });
  return [...levels, ...extra, ...counts];
}

const close = (actual: unknown, wanted: number): void =>
  expect(Math.abs(Number(actual) - wanted)).toBeLessThan(1e-8 * Math.max(1, Math.abs(wanted)));

test('odds ratios, points, tests and inflation as R has them', () => {
  const rows = rowsOf();
  const effects = kernelRows('factor-effects', rows);
  const of = (attribute: string, level: string): Row =>
    effects.find((row) => row['attribute'] === attribute && row['level'] === level)!;
  const coefficients = [
    of('channel', 'l1'),
    of('channel', 'l2'),
    ...['l1', 'l2', 'l3'].map((l) => of('basket', l)),
  ];
  [...coefficients, of('coupon', 'l1')].forEach((row, index) => {
    close(Math.log(Number(row['odds_ratio'])), said('logistic', `coefficient_${index + 1}`));
    close(
      Math.log(Number(row['odds_high']) / Number(row['odds_low'])) / 2 / 1.959963984540054,
      said('logistic', `standard_error_${index + 1}`),
    );
  });
  for (const [attribute, level, model] of [
    ['channel', 'l2', 'effect_channel_2'],
    ['basket', 'l3', 'effect_basket_3'],
    ['coupon', 'l1', 'effect_coupon'],
  ] as const) {
    const row = of(attribute, level);
    close(row['points'], said(model, 'points'));
    close(
      (Number(row['points_high']) - Number(row['points'])) / 1.959963984540054,
      said(model, 'standard_error'),
    );
  }
  expect(of('channel', 'l0')).toMatchObject({ state: 'reference', odds_ratio: null });

  const tests = kernelRows('factor-tests', rows);
  tests.forEach((row, index) => {
    const { attribute, levels } = FACTORS[index]!;
    const degrees = levels - 1;
    expect(row).toMatchObject({ attribute, levels, degrees, dropped: 0 });
    close(row['inflation'], said('inflation', attribute) ** (1 / degrees));
  });
  for (const [index, model] of ['wald_channel', 'wald_basket'].entries()) {
    close(tests[index]!['chi_square'], said(model, 'chi_square'));
    expect(Number(tests[index]!['p']) / said(model, 'p')).toBeCloseTo(1, 6);
  }
  const [fit] = kernelRows('factor-fit', rows);
  close(fit!['log_likelihood'], said('logistic', 'log_likelihood'));
  expect(fit).toMatchObject({ state: 'fitted', coefficients: 6 });
  const bins = kernelRows('factor-calibration', rows);
  const held = rows.filter((row) => row['is_held_out'] === true);
  const sum = (of: Row[], name: string): number => of.reduce((all, row) => all + Number(row[name]), 0);
  expect(sum(bins, 'customers')).toBe(sum(held, 'customers'));
  expect(sum(bins, 'customers')).toBe(fit!['held_out']);
  expect(sum(bins, 'returned')).toBe(sum(held, 'returned'));
});

test('a factor that repeats another is left out, and one that does not vary is no part of the model', () => {
  const level = (position: number, attribute: string, place: number, isReference: boolean): Row => ({
    ...{
      part: 'level',
      position,
      attribute,
      place,
      kind: 'value',
      level: `l${place}`,
      low: null,
      high: null,
    },
    ...{ is_reference: isReference, code: null, is_held_out: false, customers: 60, returned: 20 },
  });
  const extra = [level(3, 'again', 0, true), level(3, 'again', 1, false), level(4, 'same', 0, true)];
  const plain = rowsOf();
  const rows = rowsOf(extra).map((row) =>
    // The fourth factor has the level of the third.
    row['part'] === 'cell' && Number(row['code']) >= 1024
      ? { ...row, code: Number(row['code']) + 32 ** 3 }
      : row,
  );
  const [repeated, wanted] = [kernelRows('factor-effects', rows), kernelRows('factor-effects', plain)];
  expect(repeated.find((row) => row['attribute'] === 'again' && row['level'] === 'l1')!['state']).toBe(
    'dropped',
  );
  expect(repeated.find((row) => row['attribute'] === 'same')!['state']).toBe('not_fitted');
  for (const row of wanted.filter((one) => one['odds_ratio'] !== null)) {
    const same = repeated.find(
      (one) => one['attribute'] === row['attribute'] && one['level'] === row['level'],
    )!;
    close(same['odds_ratio'], Number(row['odds_ratio']));
    close(same['points_low'], Number(row['points_low']));
  }
  expect(kernelRows('factor-tests', rows)[3]).toMatchObject({
    dropped: 1,
    degrees: 0,
    p: null,
    inflation: null,
  });
});
