import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import type { ColumnType, ResultShape, Row } from '../../../src/analyses/define';
import type { Provenance } from '../../../src/exports/provenance';
import { exportTable, exportWorkbook } from '../../../src/exports/registry';
import { sheetNames } from '../../../src/exports/sheet-names';
import type { ExportTable } from '../../../src/exports/table';
import { TableTooLarge } from '../../../src/exports/too-large';
import { overwriteGetLocale } from '../../../src/messages/speak';
import { readTable } from '../../../src/worker/opening/open';
import { readWorkbook, type ReadCell } from './read-workbook';

afterEach(() => overwriteGetLocale(() => 'en'));

const shapeOf = (columns: Record<string, ColumnType>): ResultShape =>
  Object.fromEntries(
    Object.entries(columns).map(([name, type]) => [name, { type, label: () => `The ${name}` }]),
  );
const provenance: Provenance = {
  notebook: 'Spring review',
  title: 'RFM segments',
  analysis: {
    id: 'rfm-segments',
    version: 3,
    result: 'segments',
    definition: 'Recency, frequency, monetary',
  },
  params: { scheme: 'r-rfm' },
  settings: [{ label: 'Scheme', value: 'As R’s rfm' }],
  filters: ['Channel is web'],
  asOf: '2011-12-09',
  window: { firstDay: '2010-12-01', lastDay: '2011-12-09', observedThrough: '2011-12-09' },
  sources: [
    {
      name: '订单 2011.csv',
      bytes: 48_290_120,
      sha256: 'ab'.repeat(32),
      rowsRead: 541_909,
      rowsUsed: 397_884,
    },
  ],
};
const tableOf = (rows: Row[], shape: ResultShape, over: Partial<Provenance> = {}): ExportTable => ({
  rows,
  shape,
  provenance: { ...provenance, ...over },
});
const written = async (table: ExportTable, options?: Parameters<typeof exportTable>[2]) =>
  readWorkbook((await exportTable('xlsx', table, options)).blob);
const said = (row: Record<string, ReadCell> | undefined) =>
  Object.values(row ?? {}).map(({ value }) => value);

/** Days since 30 December 1899, which is what a serial day from March 1900 on counts. */
const serial = (day: string) => (Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;

describe('an Excel workbook', () => {
  const types = {
    key: 'text',
    n: 'integer',
    x: 'number',
    revenue: 'money',
    rate: 'share',
    on: 'date',
    yes: 'boolean',
  } as const;

  it('has typed cells with their formats, to the digit, under a bold frozen header', async () => {
    const [, sheet] = await written(
      tableOf(
        [
          { key: '=1+1', n: -3, x: 0.1, revenue: '8911407.9040', rate: 0.2365, on: '2011-12-09', yes: true },
          { key: '00017', n: null, x: NaN, revenue: -0.05, rate: 1e-9, on: '1899-12-31', yes: false },
          {
            key: '',
            n: 12,
            x: 1 / 3,
            revenue: '123456789012345678.1234',
            rate: 'n/a',
            on: 'soon',
            yes: null,
          },
        ],
        shapeOf(types),
      ),
    );
    expect(sheet?.name).toBe('RFM segments');
    expect(sheet?.frozenRows).toBe(1);
    expect(sheet?.formulas).toBe(0);
    expect(said(sheet?.rows[0])).toEqual(Object.keys(types).map((name) => `The ${name}`));
    expect(Object.values(sheet?.rows[0] ?? {}).every(({ bold, type }) => bold && type === 's')).toBe(true);
    const cell = (type: string, value: string, format = 'General') => ({ type, value, format, bold: false });
    expect(sheet?.rows[1]).toEqual({
      A: cell('s', '=1+1'),
      B: cell('n', '-3', '#,##0'),
      C: cell('n', '0.1', '#,##0.0'),
      D: cell('n', '8911407.904', '#,##0.00'),
      E: cell('n', '0.2365', '0.0%'),
      F: cell('n', String(serial('2011-12-09')), 'yyyy-mm-dd'),
      G: cell('b', '1'),
    });
    // Nothing for what is not known; a day before Excel's calendar and a decimal beyond a double stay text.
    expect(sheet?.rows[2]).toEqual({
      A: cell('s', '00017'),
      D: cell('n', '-0.05', '#,##0.00'),
      E: cell('n', '1e-9', '0.0%'),
      F: cell('s', '1899-12-31'),
      G: cell('b', '0'),
    });
    expect(sheet?.rows[3]).toEqual({
      B: cell('n', '12', '#,##0'),
      C: cell('n', '0.3333333333333333', '#,##0.0'),
      D: cell('s', '123456789012345678.1234'),
      E: cell('s', 'n/a'),
      F: cell('s', 'soon'),
    });
  });

  it('says first where its numbers come from', async () => {
    const [about] = await written(tableOf([{ n: 1 }], shapeOf({ n: 'integer' })));
    expect(about?.name).toBe('About');
    const lines = about!.rows.map((row) => said(row).join(' | '));
    expect(lines).toEqual(
      expect.arrayContaining([
        'Notebook | Spring review',
        'Sheet | RFM segments',
        'Definition | Recency, frequency, monetary',
        'Analysis | rfm-segments, version 3, result segments',
        'Scheme | As R’s rfm',
        'Filter | Channel is web',
        `As of | ${serial('2011-12-09')}`,
        `First day covered | ${serial('2010-12-01')}`,
        'Rows | 1',
        `订单 2011.csv | 541909 | 397884 | 144025 | 48290120 | ${'ab'.repeat(32)}`,
      ]),
    );
    expect(lines.join()).not.toContain('Cut short');
  });

  it('speaks the reader’s language, ids included, unless public names are asked for', async () => {
    overwriteGetLocale(() => 'zh-CN');
    const shape: ResultShape = {
      segment: {
        type: 'text',
        label: () => '客群',
        value: (id) => (id === 'champions' ? '重要价值客户' : id),
      },
    };
    const [about, sheet] = await written(tableOf([{ segment: 'champions' }], shape));
    expect(about?.name).toBe('说明');
    expect([said(sheet?.rows[0]), said(sheet?.rows[1])]).toEqual([['客群'], ['重要价值客户']]);
    const [, plain] = await written(tableOf([{ segment: 'champions' }], shape), { headings: 'names' });
    expect([said(plain?.rows[0]), said(plain?.rows[1])]).toEqual([['segment'], ['champions']]);
  });

  it('of a whole notebook has a sheet a table and every file once', async () => {
    const shape = shapeOf({ n: 'integer' });
    const { blob, name } = await exportWorkbook([
      tableOf([{ n: 1 }], shape),
      tableOf([{ n: 2 }], shape),
      tableOf([], shape, { title: 'About' }),
    ]);
    expect(name).toBe('Spring review - 2011-12-09.xlsx');
    const sheets = await readWorkbook(blob);
    expect(sheets.map((sheet) => sheet.name)).toEqual([
      'About',
      'RFM segments',
      'RFM segments (2)',
      'About (2)',
    ]);
    expect(sheets[2]?.rows[1]).toMatchObject({ A: { value: '2' } });
    expect(sheets[0]!.rows.filter((row) => said(row).includes('订单 2011.csv'))).toHaveLength(1);
  });

  it('cuts no text in silence', async () => {
    const long = '长'.repeat(32_766) + '😀';
    const [about, sheet] = await written(tableOf([{ a: long }], shapeOf({ a: 'text' })));
    expect(said(sheet?.rows[1])).toEqual([`${'长'.repeat(32_766)}…`]);
    expect(about!.rows.map((row) => said(row).join(' | ')).join()).toMatch(
      /Cut short \| 1 text is longer than the 32,767/,
    );
  });

  it('refuses what a sheet or this tab cannot hold, and names the way out', async () => {
    const row = { n: 1 };
    const rows = new Array<Row>(1_048_576).fill(row);
    const refusal = exportTable('xlsx', tableOf(rows, shapeOf({ n: 'integer' })));
    await expect(refusal).rejects.toThrow(TableTooLarge);
    await expect(refusal).rejects.toThrow(/1,048,576 rows.*1,048,575.*CSV or Parquet/);
    const wide = shapeOf(Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, 'integer' as const])));
    await expect(exportTable('xlsx', tableOf(rows.slice(1), wide))).rejects.toThrow(/more than this tab/);
  });

  it('keeps every text there is, as another reader sees it', async () => {
    const hostile = [
      'constructor',
      '__proto__',
      'toString',
      '_x0041_',
      '_x005F_',
      'a\r\nb',
      '\0',
      '\ufffd',
      '\ud800',
      ' a ',
    ];
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'_x0041F&<>"]\r\n\t\u0085\ud83d\ude00 ') }),
      fc.constantFrom(...hostile),
    );
    const texts = [...hostile, ...fc.sample(anyText, 2_000)].filter((text) => text !== '');
    const [, sheet] = await written(
      tableOf(
        texts.map((a) => ({ a })),
        shapeOf({ a: 'text' }),
      ),
    );
    expect(sheet!.rows.slice(1).map((row) => row.A!.value)).toEqual(texts);
  });

  // Three seconds on a laptop at rest; the time limit is what a loaded one may take.
  it('of 100,000 rows holds each row once, in time', async () => {
    const rows = Array.from({ length: 100_000 }, (_, index): Row => ({
      key: `C${index}`,
      n: index,
      revenue: index * 1.01,
    }));
    const { blob } = await exportTable(
      'xlsx',
      tableOf(rows, shapeOf({ key: 'text', n: 'integer', revenue: 'money' }), {
        title: 'Customers',
      }),
    );
    const xml = strFromU8(unzipSync(new Uint8Array(await blob.arrayBuffer()))['xl/worksheets/sheet2.xml']!);
    expect(xml.split('<row ')).toHaveLength(100_002);
    const [cells] = /<row r="77779">.*?<\/row>/.exec(xml)!;
    const numbers = [...cells.matchAll(/<c r="[BC]77779"[^>]*><v>([^<]*)<\/v>/g)].map(([, value]) =>
      Number(value),
    );
    expect(numbers).toEqual([77_777, 78_554.77]);
  });

  it('is read by the importer as the same table', async () => {
    const orders = [
      { order_id: 1001, customer_id: '=cmd', order_date: '2011-12-01', amount: -12.5 },
      { order_id: 1002, customer_id: '张伟', order_date: '2011-12-09', amount: 1e-7 },
    ];
    const types = { order_id: 'integer', customer_id: 'text', order_date: 'date', amount: 'money' } as const;
    const table = tableOf(orders, shapeOf(types));
    const { blob } = await exportTable('xlsx', table, { headings: 'names' });
    expect(await readTable(new File([blob], 'a.xlsx'))).toMatchObject({
      columns: Object.keys(types),
      rows: [
        ['1001', '=cmd', '2011-12-01', '-12.5'],
        ['1002', '张伟', '2011-12-09', '0.0000001'],
      ],
    });
  });
});

describe('sheet names', () => {
  it.each([
    [
      ['a', 'A', 'a'],
      ['a', 'A (2)', 'a (3)'],
    ],
    [['x[1]:*?/\\y'], ['x-1-y']],
    [
      ["'quoted'", 'History', ''],
      ['quoted', 'History_', '3'],
    ],
    [
      ['重要价值客户'.repeat(9), '重要价值客户'.repeat(9)],
      ['重要价值客户'.repeat(9).slice(0, 31), '重要价值客户'.repeat(9).slice(0, 27) + ' (2)'],
    ],
  ])('%j: %j', (titles, names) => {
    expect(sheetNames(titles)).toEqual(names);
  });

  it('are ones Excel takes, whatever the titles', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 8 }), (titles) => {
        const names = sheetNames([...titles, ...titles]);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
        for (const name of names) {
          expect(name.length).toBeLessThanOrEqual(31);
          expect(name).not.toMatch(/[[\]:*?/\\\p{Cc}\p{Cs}]|^'|'$|^\s*$/u);
        }
      }),
    );
  });
});
