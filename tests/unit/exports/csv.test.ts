import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnType, ResultShape, Row } from '../../../src/analyses/define';
import { csvLines, writeCsv } from '../../../src/exports/csv';
import { formulaSafe } from '../../../src/exports/formula-safe';
import type { TableOptions } from '../../../src/exports/table';
import { parseCsv } from './parse-csv';

const shapeOf = (columns: Record<string, ColumnType>): ResultShape =>
  Object.fromEntries(
    Object.entries(columns).map(([name, type]) => [name, { type, label: () => `The ${name}` }]),
  );
const textOf = (rows: Row[], shape: ResultShape, options?: TableOptions) =>
  [...csvLines({ rows, shape }, options)].join('');
const fieldOf = (value: Row[string], type: ColumnType) =>
  parseCsv(textOf([{ a: value, b: 1 }], shapeOf({ a: type, b: 'integer' })))[1]![0]!;

/** Written apart from the source: skip what cannot be seen, then look at the first character. */
function startsLikeFormula(cell: string): boolean {
  const invisible = /[ \u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/;
  const seen = [...cell].find((character) => !invisible.test(character)) ?? '';
  return ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'].includes(seen);
}

describe('CSV', () => {
  const shape = shapeOf({
    customer_key: 'text',
    revenue: 'money',
    on: 'date',
    rate: 'share',
    known: 'boolean',
  });
  const rows: Row[] = [
    { customer_key: "O'Reilly", revenue: -12.5, on: '2011-12-09', rate: 0.25, known: true },
    { customer_key: '张伟, "the first"', revenue: null, on: null, rate: 1e-9, known: false },
    { customer_key: '00017', revenue: '8911407.9040', on: '2010-12-01', rate: NaN, known: null },
  ];

  it('writes headings, CRLF, doubled quotes, ISO days, plain numbers and nothing for nothing', () => {
    expect(textOf(rows, shape)).toBe(
      'The customer_key,The revenue,The on,The rate,The known\r\n' +
        "O'Reilly,-12.5,2011-12-09,0.25,true\r\n" +
        '"张伟, ""the first""",,,0.000000001,false\r\n' +
        '00017,8911407.9040,2010-12-01,,\r\n',
    );
    expect(textOf([], shape, { headings: 'names' })).toBe('customer_key,revenue,on,rate,known\r\n');
  });

  it('begins with a byte order mark unless told not to', async () => {
    const table = { rows, shape, provenance: {} as never };
    const first = async (options?: TableOptions) =>
      [...new Uint8Array(await writeCsv(table, options).arrayBuffer())].slice(0, 3);
    expect(await first()).toEqual([0xef, 0xbb, 0xbf]);
    expect(await first({ byteOrderMark: false })).toEqual([...Buffer.from('The')]);
  });

  it('of many rows holds each of them once', async () => {
    const many = Array.from({ length: 25_001 }, (_, index) => ({ n: index }));
    const table = { rows: many, shape: shapeOf({ n: 'integer' }), provenance: {} as never };
    const lines = parseCsv(await writeCsv(table, { byteOrderMark: false }).text());
    expect(lines.slice(1).map(([n]) => Number(n))).toEqual(many.map(({ n }) => n));
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+86 139', "'+86 139"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['\n=1', "'\n=1"],
    ['\0=1', "'\0=1"],
    ['  =1', "'  =1"],
    ['\u200b=1', "'\u200b=1"],
    ['\ufeff\u00a0=1', "'\ufeff\u00a0=1"],
    ['＝1', "'＝1"],
    ['-Infinity', "'-Infinity"],
    ["'=1", "'=1"],
    ['a=1', 'a=1'],
    ['', ''],
    ['—', '—'],
  ])('text %j becomes %j', (text, safe) => {
    expect(fieldOf(text, 'text')).toBe(safe);
  });

  it('leaves numbers alone, and guards what only pretends to be one', () => {
    expect(fieldOf(-3, 'integer')).toBe('-3');
    expect(fieldOf(-3.5, 'text')).toBe('-3.5');
    expect(fieldOf('-896812.4900', 'money')).toBe('-896812.4900');
    expect(fieldOf('-1+cmd|x', 'money')).toBe("'-1+cmd|x");
    expect(fieldOf('-1\n', 'number')).toBe("'-1\n");
    expect(fieldOf(1e21, 'number')).toBe('1000000000000000000000');
    expect(fieldOf(-1.5e-7, 'number')).toBe('-0.00000015');
  });

  it('guards headings too, and nothing when raw', () => {
    const hostile: ResultShape = { '=cmd': { type: 'text', label: () => '@heading' } };
    const hostileRows = [{ '=cmd': '=1' }];
    expect(parseCsv(textOf(hostileRows, hostile))).toEqual([["'@heading"], ["'=1"]]);
    expect(parseCsv(textOf(hostileRows, hostile, { headings: 'names' }))[0]).toEqual(["'=cmd"]);
    expect(parseCsv(textOf(hostileRows, hostile, { raw: true }))).toEqual([['@heading'], ['=1']]);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n\0 \u200b\ufeff\u00a0,";\'a') }),
);

describe('whatever the text', () => {
  it('no exported text cell starts like a formula', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, name) => {
        const shape: ResultShape = { a: { type: 'text', label: () => name } };
        for (const [cell] of parseCsv(textOf([{ a: text }], shape))) {
          expect(startsLikeFormula(cell!)).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('comes back through another parser: raw as it was, safe with the apostrophe alone added', () => {
    const row = fc.record({ a: anyText, b: fc.option(anyText), c: fc.integer() });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const shape = shapeOf({ a: 'text', b: 'text', c: 'integer' });
        const cells = (text: (value: string) => string) =>
          rows.map(({ a, b, c }) => [text(a), text(b ?? ''), String(c)]);
        const parsed = (options: TableOptions) => parseCsv(textOf(rows, shape, options)).slice(1);
        expect(parsed({ raw: true })).toEqual(cells((value) => value));
        expect(parsed({})).toEqual(cells(formulaSafe));
        expect(rows.every(({ a }) => [a, `'${a}`].includes(formulaSafe(a)))).toBe(true);
      }),
    );
  });
});
