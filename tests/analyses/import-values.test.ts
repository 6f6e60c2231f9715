import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDay } from '../../src/intake/date-text';
import { dateCandidates } from '../../src/intake/dates';
import { normaliseId, readIds } from '../../src/intake/identifiers';
import { parseNumber, readNumbers } from '../../src/intake/numbers';
import type { DateReading, IdReading, NumberReading } from '../../src/intake/types';
import { id, moment, number } from '../../src/orders/cell-sql';
import { sqlLiteral } from '../../src/orders/literals';
import { TestEngine } from './engine';
import { csvFile, ImportEngine } from './import-engine';

/** Every reading exists twice, for intake and for the engine: both must make the same of the same texts. */
let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

/** What the engine makes of texts; `v` names their column in the expression. */
function inEngine(values: readonly string[], expression: string): (string | null)[] {
  const texts = `select unnest(${sqlLiteral([...values])}) as v, unnest(range(${values.length})) as n`;
  const rows = engine.rows(`select (${expression})::varchar as r from (${texts}) order by n`);
  return rows.map(({ r }) => (r === null ? null : String(r)));
}

const days = (values: readonly string[], reading: DateReading) =>
  inEngine(values, moment('v', reading)).map((at) =>
    at === null || at < '1970' || at >= '2100' ? null : at.slice(0, 10),
  );
const numbers = (values: readonly string[], reading: NumberReading) =>
  inEngine(values, number('v', reading)).map((text) => (text === null ? null : Number(text)));
const ids = (values: readonly string[], reading: IdReading) => inEngine(values, id('v', reading));

const two = (n: number) => String(n).padStart(2, '0');
const wide = (text: string) =>
  text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

const DAYS = fc.record({
  y: fc.integer({ min: 1970, max: 2068 }),
  m: fc.integer({ min: 1, max: 12 }),
  d: fc.integer({ min: 1, max: 28 }),
  h: fc.nat(23),
  i: fc.nat(59),
  s: fc.nat(59),
});
type Parts = { y: number; m: number; d: number; h: number; i: number; s: number };
const isoDay = ({ y, m, d }: Parts) => `${y}-${two(m)}-${two(d)}`;
const atUtc = ({ y, m, d, h, i, s }: Parts) => Date.UTC(y, m - 1, d, h, i, s);

/** Days of spreadsheets as counted by hand: 1970-01-01 is day 25,569 of the one epoch and 24,107 of the other. */
const serialOf = (parts: Parts, epoch: 1900 | 1904) =>
  atUtc(parts) / 86_400_000 + (epoch === 1900 ? 25_569 : 24_107);

const inWords = (language: string) => {
  const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (parts: Parts) => format.format(new Date(atUtc(parts)));
}; // prettier-ignore

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'nb', 'fi', 'pl', 'cs', 'ru', 'uk', 'ro', 'hu', 'tr', 'el', 'ja', 'zh', 'ko']; // prettier-ignore

const WRITERS: [string, (parts: Parts) => string][] = [
  ['serial, 1900', (p) => String(serialOf(p, 1900))],
  ['seconds', (p) => String(atUtc(p) / 1000)],
  ['milliseconds', (p) => String(atUtc(p))],
  ['full width', (p) => wide(`${p.y}／${p.m}／${p.d} ${p.h}：${two(p.i)}`)],
  ['Chinese, full width', (p) => wide(`${p.y}年${p.m}月${p.d}日`)],
  ['Korean', (p) => `${p.y}년 ${p.m}월 ${p.d}일`],
  ['a browser’s', (p) => `${p.m}/${p.d}/${p.y}, ${p.h % 12 || 12}:${two(p.i)}:${two(p.s)} ${p.h < 12 ? 'AM' : 'PM'}`],
  ...LANGUAGES.map((language): [string, (parts: Parts) => string] => [language, inWords(language)]),
]; // prettier-ignore

describe('days', () => {
  it.each(WRITERS)('written as %s', (name, write) => {
    fc.assert(
      fc.property(fc.array(DAYS, { minLength: 20, maxLength: 40 }), (drawn) => {
        // Stamps and day numbers are only looked for where shops' orders lie.
        const parts = drawn.map((p) => (/seconds|serial/.test(name) ? { ...p, y: 2002 + (p.y % 30) } : p));
        const texts = parts.map(write);
        const { readings } = dateCandidates(texts);
        const expected = parts.map(isoDay);
        expect(readings.map((reading) => texts.map((text) => parseDay(text, reading)))).toContainEqual(
          expected,
        );
        expect(readings.map((reading) => days(texts, reading))).toContainEqual(expected);
      }),
      { numRuns: 3 },
    );
  });

  it('of 1904 are 1,462 days later', () => {
    fc.assert(
      fc.property(fc.array(DAYS, { minLength: 4, maxLength: 8 }), (parts) => {
        const texts = parts.map((p) => String(serialOf(p, 1904)));
        const reading: DateReading = { kind: 'serial', epoch: 1904 };
        const known = parts.map((p, n) => (/^\d{5}(\.|$)/.test(texts[n] ?? '') ? isoDay(p) : null));
        expect(days(texts, reading)).toEqual(known);
        expect(texts.map((text) => parseDay(text, reading))).toEqual(known);
      }),
      { numRuns: 8 },
    );
  });

  const noise = fc.string({ unit: fc.constantFrom(...'0123456789./-: ,年月日dejanmarz'), maxLength: 12 });
  it.each<DateReading>([
    { kind: 'serial', epoch: 1900 },
    { kind: 'epoch', unit: 's' },
    { kind: 'epoch', unit: 'ms' },
    { kind: 'formats', formats: ['%d %b %Y', '%d/%m/%Y'], monthNames: [['januar', 1], ['mars', 3], ['jan', 1], ['mar', 3]], serial: 1900 },
  ])('any text at all under %j', (reading) => {
    fc.assert(
      fc.property(fc.array(noise, { minLength: 60, maxLength: 60 }), (texts) => {
        expect(texts.map((text, n) => [text, days(texts, reading)[n]])).toEqual(texts.map((text) => [text, parseDay(text, reading)]));
      }),
      { numRuns: 3 },
    );
  }); // prettier-ignore
});

describe('numbers', () => {
  const NUMBERS: [string, NumberReading, number | null][] = [
    ['１２３．４５', { plain: false, decimal: '.' }, 123.45],
    ['１，２３４．５６', { plain: false, decimal: '.' }, 1234.56],
    ['（１２．００）', { plain: false, decimal: '.' }, -12],
    ['￥１，２３４', { plain: false, decimal: '.' }, 1234],
    ['1,234.56', { plain: false, decimal: '.' }, 1234.56],
    ['1.234,56', { plain: false, decimal: ',' }, 1234.56],
    ['1 234,56', { plain: false, decimal: ',' }, 1234.56],
    ['1\u00a0234,56', { plain: false, decimal: ',' }, 1234.56],
    ['1\u202f234,56', { plain: false, decimal: ',' }, 1234.56],
    ['１\u3000２３４', { plain: false, decimal: '.' }, 1234],
    ['¥1,234', { plain: false, decimal: '.' }, 1234],
    ['￥99', { plain: false, decimal: '.' }, 99],
    ['(12.00)', { plain: false, decimal: '.' }, -12],
    ['12.00-', { plain: false, decimal: '.' }, -12],
    ["1'234.50", { plain: false, decimal: '.' }, 1234.5],
    ['12,34,567.80', { plain: false, decimal: '.' }, 1_234_567.8],
    ['１２', { plain: true, decimal: '.' }, null],
  ];
  it.each(NUMBERS)('%s', (text, reading, value) => {
    expect(numbers([text], reading)).toEqual([value]);
    const read = parseNumber(text, reading);
    expect(read === null ? null : Number(read)).toBe(value);
  });

  it('a column of them is read as one', () => {
    const texts = ['１２３．４５', '￥１，２３４', '(12.00)', '1,234.56'];
    const { reading, unreadable } = readNumbers(texts);
    expect(unreadable).toEqual([]);
    expect(numbers(texts, reading)).toEqual([123.45, 1234, -12, 1234.56]);
  });
});

describe('ids', () => {
  it('guarded against spreadsheets are the ids', () => {
    const texts = ['="3100000000000000011"', "'3100000000000000012", '3100000000000000013', '', "O'Neil"];
    const reading = readIds(texts);
    expect(reading).toEqual({ dropPointZero: false, dropFormula: true });
    const expected = ['3100000000000000011', '3100000000000000012', '3100000000000000013', null, "O'Neil"];
    expect(ids(texts, reading)).toEqual(expected);
    expect(texts.map((text) => normaliseId(text, reading) || null)).toEqual(expected);
  });

  it('shortened by a spreadsheet are warned about', async () => {
    const importing = await ImportEngine.open();
    const { warnings } = await importing.import(
      csvFile(
        'order_id,customer_id,order_date,amount\n1.38E+10,a,2026-01-31,3.5\n1.38E+10,b,2026-01-31,4.5\n',
      ),
    );
    importing.close();
    expect(warnings).toContainEqual({
      key: 'intake_warn_scientific_ids',
      values: { column: 'order_id', example: '1.38E+10' },
    });
  });
});
