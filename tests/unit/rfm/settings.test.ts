import { afterEach, describe, expect, test } from 'vitest';
import type { ParamValues, Results } from '../../../src/analyses/define';
import { paramsWithDefaults } from '../../../src/analyses/params';
import rfmSegments from '../../../src/analyses/rfm-segments';
import { cutPointsText } from '../../../src/analyses/rfm-segments/cut-points';
import { OTHERS, SCHEMES } from '../../../src/analyses/rfm-segments/schemes';
import {
  nameForReader,
  segmentInSentence,
  segmentName,
  treatmentOf,
} from '../../../src/analyses/rfm-segments/segment-names';
import { settingsOf, validateCutPoints, validateRules } from '../../../src/analyses/rfm-segments/settings';
import { overwriteGetLocale } from '../../../src/messages/speak';

afterEach(() => overwriteGetLocale(() => 'en'));

const context = {
  asOf: '2024-01-31',
  window: { firstDay: '2023-01-01', lastDay: '2024-01-31', observedThrough: '2024-01-31' },
};
const filled = (params: ParamValues): ParamValues => paramsWithDefaults(rfmSegments, params);

function results(rows: [segment: string, customers: number, revenue: number][]): Results {
  return {
    segments: rows.map(([segment, customers, revenue]) => ({ segment, customers, revenue })),
    cut_points: [],
  };
}

describe('params', () => {
  test('each scheme has its own default cut, and a cut that does not suit it is not used', () => {
    expect(filled({}).cut).toBe('quantile');
    expect(filled({ scheme: 'zh-eight' }).cut).toBe('mean');
    expect(filled({ scheme: 'zh-four', cut: 'quantile' }).cut).toBe('mean');
    expect(filled({ scheme: 'r-rfm', cut: 'mean' }).cut).toBe('quantile');
    expect(filled({ scheme: 'zh-eight', cut: 'median' }).cut).toBe('median');
  });

  test.each([
    [null],
    [{ r: [1], f: [1] }],
    [{ r: [1, 2], f: [1, 2], m: [1, 2] }],
    [{ r: [1, 2, 3, 'x'], f: [1, 2, 3, 4], m: [1, 2, 3, 4] }],
    [{ r: [4, 3, 2, 1], f: [1, 2, 3, 4], m: [1, 2, 3, 4] }],
    [{ r: [1], f: [Number.NaN], m: [1] }],
  ])('refuses cut points %j with a sentence', (value) => {
    expect(() => validateCutPoints(value)).toThrow(/cut points/i);
  });

  test.each([
    [{ rows: [] }],
    [{ scheme: 'r-rfm', rows: [] }],
    [{ scheme: 'r-rfm', rows: [{ segment: ' ', r: [1, 5], f: [1, 5], m: [1, 5] }] }],
    [{ scheme: 'r-rfm', rows: [{ segment: 'x', r: [5, 1], f: [1, 5], m: [1, 5] }] }],
    [{ scheme: 'zh-eight', rows: [{ segment: 'x', r: [1, 5], f: [1, 2], m: [1, 2] }] }],
    [{ scheme: 'r-rfm', rows: [{ segment: 'x', r: [1, 5], f: [1, 5] }] }],
  ])('refuses the segment table %j', (value) => {
    expect(() => validateRules(value)).toThrow();
  });

  test('fixed cut points that do not suit the scheme leave the data’s own in force, and it is said', () => {
    const params = filled({
      scheme: 'zh-eight',
      cut: 'fixed',
      cutPoints: { r: [1, 2, 3, 4], f: [1, 2, 3, 4], m: [1, 2, 3, 4] },
    });
    expect(settingsOf(params)).toMatchObject({ cut: 'mean', cutPoints: null, cutPointsMissing: true });
    const notes = rfmSegments.notes(results([['重要价值', 80, 10]]), params, context);
    expect(notes.map((note) => note.text).join()).toMatch(/data’s own are used/);
  });
});

describe('sentences', () => {
  test.each([
    [
      [
        ['Champions', 60, 900],
        ['Lost', 40, 100],
      ],
      'Champions are **60%** of customers and **90%** of revenue.',
    ],
    [
      [
        ['Champions', 10, 500],
        ['Loyal Customers', 10, 300],
        ['Promising', 20, 50],
        ['New Customers', 20, 50],
        ["Can't Lose Them", 1, 60],
        ['Lost', 39, 40],
      ],
      'Champions and loyal customers are **20%** of customers and **80%** of revenue; 1 other who has spent 60 has gone quiet and deserves a call.',
    ],
    [[['Lost', 7, 900]], 'All 7 customers are lost customers.'],
    [
      [
        ['Lost', 6, 0],
        ['Champions', 2, 0],
      ],
      'Lost customers are **75%** of customers.',
    ],
  ] as [[string, number, number][], string][])('%j: %s', (rows, sentence) => {
    expect(rfmSegments.headline(results(rows), filled({}), context)).toBe(sentence);
  });

  test('an edited table that calls recent customers quiet gets no call', () => {
    const rows = [
      { segment: "Can't Lose Them", r: [1, 5], f: [5, 5], m: [1, 5] },
      { segment: 'Champions', r: [1, 5], f: [1, 4], m: [1, 5] },
    ];
    const params = filled({ rules: { scheme: 'r-rfm', rows } });
    const text = rfmSegments.headline(
      results([
        ["Can't Lose Them", 5, 10],
        ['Champions', 5, 90],
      ]),
      params,
      context,
    );
    expect(text).not.toMatch(/quiet/);
  });

  test('two cut points at one value are told with the score no one has', () => {
    const cut = (dimension: string, values: number[]) =>
      values.map((value, index) => ({ dimension, position: index + 1, value, starts_at: value }));
    const some = {
      ...results([['Champions', 80, 10]]),
      cut_points: [...cut('r', [3, 3, 8, 9]), ...cut('f', [2, 2, 3, 5])],
    };
    const texts = rfmSegments.notes(some, filled({}), context).map((note) => note.text);
    expect(texts.join()).toMatch(/no one has a R score of 4/);
    expect(texts.join()).toMatch(/no one has a F score of 2/);
  });

  test('Chinese has its own sentences', () => {
    overwriteGetLocale(() => 'zh-CN');
    const some = results([
      ['Champions', 10, 500],
      ['Loyal Customers', 10, 300],
      ['Promising', 20, 50],
      ['New Customers', 20, 50],
      ["Can't Lose Them", 1, 60],
      ['Lost', 39, 40],
    ]);
    expect(rfmSegments.headline(some, filled({}), context)).toBe(
      '冠军客户与忠诚客户占客户数的**20%**，却贡献了**80%**的销售额；另有1位累计消费60的客户已沉寂，值得逐一联系。',
    );
    expect(rfmSegments.provenance(some, filled({}), context)).toBe('输入100位客户，输出10个分群及未归类');
  });
});

describe('names', () => {
  test.each(['en', 'zh-CN'] as const)(
    'every segment has a name of its own in %s, shown and in a sentence',
    (locale) => {
      overwriteGetLocale(() => locale);
      for (const scheme of SCHEMES) {
        const segments = [...scheme.segments, OTHERS];
        expect(new Set(segments.map(segmentName)).size).toBe(segments.length);
        expect(new Set(segments.map(segmentInSentence)).size).toBe(segments.length);
        for (const segment of segments)
          expect(nameForReader(scheme.id, segment.name)).toBe(segmentName(segment));
        const treated = scheme.segments.filter((segment) => treatmentOf(segment) !== null).length;
        expect(treated).toBe(scheme.id === 'zh-four' ? 4 : 0);
      }
      expect(nameForReader('r-rfm', 'constructor')).toBe('constructor');
    },
  );

  test('cut points are written as short as they can be', () => {
    const rows = (dimension: string, values: number[]) =>
      values.map((value, index) => ({ dimension, position: index + 1, value }));
    expect(cutPointsText(rows('r', [13.800000000000182, 33, 72, 180]), 'r')).toBe('13.8 / 33 / 72 / 180');
    expect(cutPointsText(rows('m', [251.194, 491.0960000000001, 2059.426, 3000]), 'm')).toBe(
      '251.19 / 491.10 / 2,059.43 / 3,000.00',
    );
    expect(cutPointsText(rows('m', [200]), 'm')).toBe('200');
  });
});
