import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderRows, sumRows } from '../../../src/ui/table/order';
import { rankTexts } from '../../../src/ui/table/ranks';
import { finish, inSlices } from '../../../src/ui/table/slices';
import type { TableColumn, TableRow, TableValue } from '../../../src/ui/table/values';

const column = (name: string, kind: TableColumn['kind'], sums = false): TableColumn => ({
  name,
  label: name,
  align: kind === 'text' ? 'left' : 'right',
  format: String,
  kind,
  sums,
});
const COLUMNS = [column('id', 'text'), column('n', 'number', true), column('day', 'date')];

function ordered(
  rows: TableRow[],
  sort: [string, boolean][],
  filters: Record<string, string> = {},
): number[] {
  const view = { sort: sort.map(([name, descending]) => ({ column: name, descending })), filters };
  const order = finish(orderRows({ rows, columns: COLUMNS, view, locale: 'en', known: new Map() }));
  return [...(order ?? rows.keys())];
}

/** The order by the language's own stable sort and the collator: what the quick one has to agree with. */
function expected(rows: TableRow[], sort: [string, boolean][], locale: string): number[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const by = (a: TableValue, b: TableValue, descending: boolean): number => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order = typeof a === 'string' ? compare(a, String(b)) : Number(a) - Number(b);
    return descending ? -order : order;
  };
  return [...rows.keys()].sort((a, b) => {
    for (const [name, descending] of sort) {
      const order = by(rows[a]![name] ?? null, rows[b]![name] ?? null, descending);
      if (order !== 0) return order;
    }
    return 0;
  });
}

const HAN = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCharCode(code));
const word = fc.oneof(
  fc.string({ maxLength: 14 }),
  fc.string({
    unit: fc.constantFrom('a', 'A', 'b', 'B', '0', '1', '9', '-', ' ', '.', '王', '李'),
    maxLength: 30,
  }),
  fc.string({
    unit: fc.oneof(HAN, fc.constantFrom('1', 'x', ' ', '重', '庆', '长', '沈', '阳')),
    maxLength: 5,
  }),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
  fc.nat(2000).map((number) => `C${String(number).padStart(6, '0')}`),
  fc.nat(1e6).map(String),
  // Numbers longer than keys hold.
  fc.bigInt({ min: 0n, max: 10n ** 40n }).map((number) => `k${number}`),
  fc.constantFrom(
    'é',
    'e',
    'É',
    'ß',
    'ss',
    'œ',
    'oe',
    'Ångström',
    'か',
    'カ',
    '',
    '01',
    '1',
    '重庆',
    '长沙',
    '中',
  ),
);

describe('the order of texts', () => {
  for (const locale of ['en', 'zh-CN']) {
    test(`is the collator’s, ties included: ${locale}`, () => {
      const { compare } = new Intl.Collator(locale, { numeric: true });
      fc.assert(
        fc.property(fc.array(word, { minLength: 2, maxLength: 120 }), (texts) => {
          const ranks = finish(rankTexts(texts, locale));
          const sorted = [...texts.keys()].sort((a, b) => compare(texts[a]!, texts[b]!));
          for (let at = 1; at < sorted.length; at += 1) {
            const [before, here] = [sorted[at - 1]!, sorted[at]!];
            const order = Math.sign(ranks[before]! - ranks[here]!);
            expect(order, `${texts[before]} | ${texts[here]}`).toBe(
              Math.sign(compare(texts[before]!, texts[here]!)),
            );
          }
        }),
        { numRuns: 300 },
      );
    });
  }

  test('every pair of signs and of common Han, in both languages', () => {
    const latin = Array.from({ length: 0x250 - 0xa0 }, (_, at) => String.fromCharCode(0xa0 + at));
    const signs = [
      ...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)),
      ...latin.slice(0, 96),
    ];
    const accents = [...latin, 'a', 'e', 'z'].flatMap((letter) => [letter, `x${letter}b`, `x${letter}a`]);
    const pairs = signs.flatMap((first) => signs.map((second) => first + second));
    const han = Array.from({ length: 20_902 }, (_, at) => String.fromCharCode(0x4e00 + at));
    for (const [locale, texts] of [
      ['en', pairs],
      ['zh-CN', pairs],
      ['en', accents],
      ['zh-CN', han],
    ] as const) {
      const ranks = finish(rankTexts(texts, locale));
      const { compare } = new Intl.Collator(locale, { numeric: true });
      const sorted = [...texts.keys()].sort((a, b) => compare(texts[a]!, texts[b]!));
      const wrong = sorted.filter((place, at) => {
        const before = sorted[at - 1];
        if (before === undefined) return false;
        return ranks[before]! < ranks[place]! !== compare(texts[before]!, texts[place]!) < 0;
      });
      expect(wrong.map((place) => texts[place])).toEqual([]);
    }
  });
});

describe('orderRows', () => {
  const row = fc.record({
    id: fc.option(word),
    n: fc.option(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true }), fc.constant(-0))),
    day: fc.option(fc.constantFrom('2011-12-09', '2010-01-31', '2011-02-01')),
  });

  test('is the stable order by several columns, unknown last both ways', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        fc.uniqueArray(fc.tuple(fc.constantFrom('id', 'n', 'day'), fc.boolean()), {
          maxLength: 3,
          selector: ([name]) => name,
        }),
        (rows, sort) => {
          expect(ordered(rows, sort)).toEqual(expected(rows, sort, 'en'));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('rows that pass all filters, each once, in order; a column that is gone is no matter', () => {
    const rows = [1, 20, null, 300, 20].map((n, at) => ({ id: `c${at}`, n, day: `2011-0${at + 1}-01` }));
    expect(ordered(rows, [['n', true]], { n: '>=20', day: '2011-02..', gone: '7' })).toEqual([3, 1, 4]);
    expect(ordered(rows, [['gone', false]], {})).toEqual([0, 1, 2, 3, 4]);
    expect(ordered(rows, [['id', true]], { n: '>9999' })).toEqual([]);
  });

  test('text in the order of what is shown', () => {
    const names: Record<string, string> = { a: 'Zebra', b: 'Ant' };
    const shown = { ...column('id', 'text'), format: (value: TableValue) => names[String(value)] ?? '' };
    const order = orderRows({
      rows: [{ id: 'a' }, { id: 'b' }],
      columns: [shown],
      view: { sort: [{ column: 'id', descending: false }], filters: {} },
      locale: 'en',
      known: new Map(),
    });
    expect([...finish(order)!]).toEqual([1, 0]);
  });
});

test('a million rows: quick, in short slices, and stopped when asked', async () => {
  const count = 1_000_000;
  let seed = 42;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const rows = Array.from({ length: count }, () => ({
    id: `C${String(Math.floor(random() * 1e8)).padStart(8, '0')}`,
    n: Math.round(random() * 1e7) / 100,
    day: `20${10 + Math.floor(random() * 10)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`,
  }));
  const task = (name: string) =>
    orderRows({
      rows,
      columns: COLUMNS,
      view: { sort: [{ column: name, descending: true }], filters: {} },
      locale: 'en',
      known: new Map(),
    });
  const times: string[] = [];
  for (const name of ['id', 'n', 'day']) {
    const start = performance.now();
    let last = start;
    let longest = 0;
    const work = task(name);
    let step = work.next();
    for (; !step.done; step = work.next()) {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
    const order = step.value!;
    times.push(`${name} ${(last - start).toFixed(0)} ms, longest step ${longest.toFixed(1)}`);
    expect(order).toHaveLength(count);
    // The keys are of one length and all capital: code units order them as the collator does.
    const values = rows as Record<string, string | number>[];
    for (let at = 1; at < count; at += 1) {
      const [before, here] = [values[order[at - 1]!]![name]!, values[order[at]!]![name]!];
      if (before < here || (before === here && order[at - 1]! > order[at]!)) expect.fail(`${name} at ${at}`);
    }
    // Five times what a quiet machine takes: enough to see an order of growth go wrong.
    expect(last - start).toBeLessThan(7500);
  }
  console.log(`A million rows sorted: ${times.join('; ')}`);

  const stop = new AbortController();
  const shares: number[] = [];
  const stopped = inSlices(task('id'), {
    signal: stop.signal,
    onshare: (share) => {
      shares.push(share);
      if (shares.length === 5) stop.abort();
    },
  });
  expect(await stopped).toBeNull();
  expect(shares).toHaveLength(5);
});

test('sums are exact to the cent, of the rows in the range, and of none say nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: -1e12, max: 1e12 })), { maxLength: 200 }), (cents) => {
      const rows = cents.map((cent) => ({ n: cent === null ? null : cent / 100, id: 'x' }));
      const { n, ...others } = finish(sumRows(rows, COLUMNS, null, { from: 0, to: rows.length }));
      const exact = cents.filter((cent) => cent !== null).reduce((sum, cent) => sum + BigInt(cent), 0n);
      expect(n === null ? null : BigInt(Math.round(n! * 100))).toEqual(
        cents.every((cent) => cent === null) ? null : exact,
      );
      expect(others).toEqual({});
    }),
  );
  const rows = [{ n: 1 }, { n: 2 }, { n: 4 }, { n: 8 }];
  const order = Uint32Array.of(3, 1, 0);
  expect(finish(sumRows(rows, COLUMNS, order, { from: 1, to: 3 }))).toEqual({ n: 3 });
});
