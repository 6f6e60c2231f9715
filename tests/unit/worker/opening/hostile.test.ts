import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetMetadataAsync } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { Refused } from '../../../../src/worker/failures';
import { checkPages } from '../../../../src/worker/opening/parquet-pages';
import {
  fileOf,
  inline,
  number,
  openFiles,
  ORDERS,
  refusalOf,
  row,
  tableOf,
  workbook,
  workbookParts,
  zipped,
} from './packages';

const HEADER = row(1, inline('A1', 'Order ID'), inline('B1', 'Customer'));
const sheet = (data: string) => workbook([{ name: 'Orders', data }]);
const keyOf = async (bytes: Uint8Array | string, name = 'a.xlsx') =>
  (await refusalOf(openFiles(fileOf(bytes, name)))).key;

/** Milliseconds until a refusal; work that is refused by looking takes far less. */
async function refusedWithin(limit: number, bytes: Uint8Array | string, name?: string): Promise<string> {
  const start = performance.now();
  const key = await keyOf(bytes, name);
  expect(performance.now() - start).toBeLessThan(limit);
  return key;
}

describe('hostile archives', () => {
  const zeros = new Uint8Array(40_000_000);

  it('a bomb of zeros is refused before it is inflated, and so is one that lies about its size', async () => {
    const bomb = zipped({ 'a.csv': zeros });
    expect(await refusedWithin(1000, bomb, 'a.zip')).toBe('opening_refused_inflated');
    const lying = Buffer.from(bomb);
    const listed = lying.lastIndexOf('PK\x01\x02', undefined, 'latin1');
    lying.writeUInt32LE(1_000_000, listed + 24);
    expect(await refusedWithin(1000, lying, 'a.zip')).toBe('opening_refused_inflated');
  });

  it('a bomb in gzip is refused while it inflates', async () => {
    expect(await refusedWithin(2000, gzipSync(zeros), 'a.csv.gz')).toBe('opening_refused_inflated');
  });

  it('entries that share their bytes are refused', async () => {
    const archive = Buffer.from(zipped({ 'a.csv': ORDERS, 'b.csv': ORDERS }));
    archive.writeUInt32LE(0, archive.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 42);
    expect(await keyOf(archive, 'a.zip')).toBe('opening_refused_inflated');
  });

  it('more entries than there are months of shops are refused', async () => {
    const many = Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`${index}.csv`, 'a']));
    const reason = await refusalOf(openFiles(fileOf(zipped(many), 'a.zip')));
    expect(reason).toEqual({ key: 'opening_refused_entries', values: { name: 'a.zip', n: 2000 } });
  });

  it.each([
    [
      'a wrong checksum',
      (bytes: Buffer) => bytes.writeUInt32LE(1, bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 16),
    ],
    [
      'a length too large',
      (bytes: Buffer) => bytes.writeUInt32LE(9999, bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 24),
    ],
    [
      'no header where it is said to be',
      (bytes: Buffer) => bytes.writeUInt32LE(7, bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 42),
    ],
    [
      'packed bytes beyond its end',
      (bytes: Buffer) =>
        bytes.writeUInt32LE(99_999, bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 20),
    ],
  ])('%s is damage', async (_, change) => {
    for (const level of [0, 6] as const) {
      const bytes = Buffer.from(zipped({ 'a.csv': ORDERS }, level));
      change(bytes);
      expect(await keyOf(bytes, 'a.zip')).toBe('opening_refused_damaged');
    }
  });

  it('every shorter part of an archive is damage', async () => {
    const bytes = zipped({ 'a.csv': ORDERS });
    for (let end = 5; end < bytes.length; end++)
      expect(await keyOf(bytes.subarray(0, end), 'a.zip')).toBe('opening_refused_damaged');
  });
});

describe('hostile workbooks', () => {
  it.each([
    ['a row beyond the last', row(1048577, inline('XFD1048577', 'x')), 'opening_refused_workbook_edge'],
    ['a row of many digits', '<row r="99999999999999999999"/>', 'opening_refused_workbook_edge'],
    ['a column beyond the last', row(2, inline('XFE2', 'x')), 'opening_refused_workbook_edge'],
    ['a column of four letters', row(2, inline('ZZZZ9999999', 'x')), 'opening_refused_workbook_edge'],
    ['a reference without letters', row(2, inline('12', 'x')), 'opening_refused_workbook_edge'],
    ['a negative row', '<row r="-1"/>', 'opening_refused_workbook_edge'],
    ['a cell outside of a row', inline('A2', 'x'), 'opening_refused_workbook'],
    ['a row in a row', '<row r="2"><row r="3"/></row>', 'opening_refused_workbook'],
    [
      'a kind of cell there is not',
      '<row r="2"><c r="A2" t="x"><v>1</v></c></row>',
      'opening_refused_workbook',
    ],
    ['an entity of its own', row(2, inline('A2', '&lol;')), 'opening_refused_workbook'],
    ['a character beyond Unicode', row(2, inline('A2', '&#x110000;')), 'opening_refused_workbook'],
    ['tags that do not match', '<row r="2"><c></row></c>', 'opening_refused_workbook'],
    [
      'a text that is not shared',
      '<row r="2"><c r="A2" t="s"><v>-1</v></c></row>',
      'opening_refused_workbook',
    ],
    [
      'a text by a name of the language',
      '<row r="2"><c r="A2" t="s"><v>__proto__</v></c></row>',
      'opening_refused_workbook',
    ],
    ['tags too deep', '<a>'.repeat(200), 'opening_refused_workbook'],
  ])('%s', async (_, data, key) => {
    expect(await refusedWithin(1000, sheet(HEADER + data))).toBe(key);
  });

  it('the last cell of a sheet is a cell, and its width costs nothing until it is needed', async () => {
    const rows = await tableOf(
      sheet(
        HEADER + row(2, number('A2', '1'), inline('B2', 'ann')) + row(1048576, inline('XFD1048576', 'x')),
      ),
      'a.xlsx',
    );
    expect(rows.at(-1)!.at(-1)).toBe('x');
    expect(rows.at(-1)).toHaveLength(16384);
  });

  it('rows of one cell far to the right are refused when they are many', async () => {
    const wide = Array.from({ length: 20_000 }, (_, index) => row(index + 2, inline(`XFD${index + 2}`, 'x')));
    expect(await refusedWithin(3000, sheet(HEADER + wide.join('')))).toBe('opening_refused_workbook_size');
  });

  it('a document type is refused, with or without entities that multiply', async () => {
    const bomb = `<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData>${HEADER}${row(2, inline('A2', '&b;'))}</sheetData></worksheet>`;
    expect(await keyOf(sheet(bomb))).toBe('opening_refused_workbook');
    const external = `<?xml version="1.0"?><!DOCTYPE r SYSTEM "file:///etc/passwd"><worksheet/>`;
    expect(await keyOf(sheet(external))).toBe('opening_refused_workbook');
  });

  it('a part that is one endless tag is refused', async () => {
    const noise = Buffer.alloc(3_000_000);
    for (let at = 0, seed = 1; at < noise.length; at++)
      noise[at] = 33 + ((seed = (seed * 48271) % 2147483647) % 25);
    const endless = `<worksheet><sheetData><row r="1"><c r="${noise.toString('latin1').replace(/["<>&]/g, '')}${noise.toString('latin1').replace(/["<>&]/g, '')}"`;
    expect(await refusedWithin(3000, sheet(endless))).toBe('opening_refused_workbook');
  });

  it('shared texts beyond the limit are refused', async () => {
    const sharedStrings = `<sst>${`<si><t>${'text '.repeat(6000)}</t></si>`.repeat(1700)}</sst>`;
    const over = { 'xl/sharedStrings.xml': sharedStrings };
    const parts = workbookParts([{ name: 'Orders', data: HEADER }], { over });
    expect(await keyOf(zipped(parts, 0))).toBe('opening_refused_workbook_size');
  });

  it('names of the language in headers are names', async () => {
    const names = ['__proto__', 'constructor', 'hasOwnProperty', '__proto__'];
    const header = row(1, ...names.map((name, at) => inline(`${'ABCD'[at]}1`, name)));
    const rows = await tableOf(
      sheet(header + row(2, ...names.map((_, at) => number(`${'ABCD'[at]}2`, `${at}`)))),
      'a.xlsx',
    );
    expect(rows).toEqual([
      ['__proto__', 'constructor', 'hasOwnProperty', '__proto___2'],
      ['0', '1', '2', '3'],
    ]);
    expect(Object.prototype).not.toHaveProperty('0');
  });
});

describe('hostile Parquet', () => {
  const column = (data: (number | string)[], name: string) => ({ name, data });
  const file = () =>
    Buffer.from(
      parquetWriteBuffer({
        columnData: [column(['1001', '1002', '1003'], 'order_id'), column([1, 2, 3], 'amount')],
        codec: 'UNCOMPRESSED',
      }),
    );

  it('a run longer than its page is refused before it is read', async () => {
    const ids = {
      name: 'id',
      data: Array.from({ length: 40 }, (_, index) => `${index}`),
      type: 'STRING' as const,
    };
    const customers = { name: 'customer', data: Array<string>(40).fill('ann'), type: 'STRING' as const };
    const columnData = [ids, customers];
    const bytes = Buffer.from(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED', statistics: false }));
    expect(await tableOf(bytes, 'a.parquet')).toHaveLength(41);
    // Definition levels: a run of forty (doubled) of level 1.
    const run = bytes.indexOf(Buffer.from([80, 1]));
    expect(run).toBeGreaterThan(0);
    bytes[run] = 126;
    expect(await keyOf(bytes, 'a.parquet')).toBe('opening_refused_parquet');
    // By the look before it is read: the reader itself repeats as often as it is told.
    const slice = (from: number, to?: number) => new Blob([bytes]).slice(from, to).arrayBuffer();
    const file = { byteLength: bytes.length, slice };
    const metadata = await parquetMetadataAsync(file);
    await expect(checkPages(file, metadata, metadata.row_groups[0]!)).rejects.toThrow(
      'a run longer than its page',
    );
  });

  it('every shorter part is refused', async () => {
    const bytes = file();
    for (let end = 4; end < bytes.length; end += 3)
      expect(await keyOf(bytes.subarray(0, end), 'a.parquet')).toBe('opening_refused_parquet');
  });
});

describe('mutated bytes end in a result or a refusal within a second', () => {
  const sound: [name: string, bytes: Uint8Array][] = [
    ['a.zip', zipped({ 'a.csv': ORDERS, 'b/c.csv': ORDERS.repeat(20) })],
    ['stored.zip', zipped({ 'a.csv': ORDERS, 'b.json': '[{"a":1,"b":2},{"a":2,"b":3}]' }, 0)],
    ['a.csv.gz', gzipSync(ORDERS.repeat(50))],
    [
      'a.xlsx',
      sheet(
        HEADER +
          row(2, number('A2', '1'), inline('B2', 'ann')) +
          row(3, number('A3', '2'), inline('B3', 'bob')),
      ),
    ],
    [
      'stored.xlsx',
      zipped(
        workbookParts(
          [{ name: 'Orders', data: HEADER + row(2, number('A2', '1'), '<c r="B2" t="s"><v>0</v></c>') }],
          { texts: ['ann'], formats: ['yyyy-mm-dd'] },
        ),
        0,
      ),
    ],
    [
      'a.parquet',
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'order_id', data: ['1001', '1002', '1003'] },
            { name: 'amount', data: [1.5, 2, 3] },
          ],
        }),
      ),
    ],
    [
      'a.json',
      Buffer.from(
        JSON.stringify([
          { id: 1, items: [{ sku: 'a' }] },
          { id: 2, items: [] },
        ]),
      ),
    ],
    ['a.ndjson', Buffer.from('{"id":1,"b":"x"}\n{"id":2,"b":"y"}\n')],
  ];

  it.each(sound)('%s', async (name, bytes) => {
    const mutation = fc.record({
      changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      cut: fc.option(fc.nat(), { freq: 4 }),
      removed: fc.option(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 40 })), { freq: 4 }),
    });
    let [opened, refusals] = [0, 0];
    await fc.assert(
      fc.asyncProperty(mutation, async ({ changes, cut, removed }) => {
        let changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[at % changed.length] = value;
        if (removed)
          changed = Buffer.concat([
            changed.subarray(0, removed[0] % changed.length),
            changed.subarray((removed[0] % changed.length) + removed[1]),
          ]);
        if (cut !== null) changed = changed.subarray(0, cut % changed.length);
        const start = performance.now();
        try {
          await openFiles(fileOf(changed, name));
          opened++;
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          refusals++;
        }
        expect(performance.now() - start).toBeLessThan(1000);
      }),
      { numRuns: 100 },
    );
    expect(opened + refusals).toBe(100);
  });

  it('random bytes behind each signature', async () => {
    const signature = fc.constantFrom(
      'PK\x03\x04',
      'PK\x05\x06',
      '\x1f\x8b\x08',
      'PAR1',
      '[{',
      '{"a":',
      '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
      '',
    );
    await fc.assert(
      fc.asyncProperty(signature, fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
        const tail = start === 'PAR1' ? 'PAR1' : '';
        const bytes = Buffer.concat([Buffer.from(start, 'latin1'), rest, Buffer.from(tail)]);
        await openFiles(fileOf(bytes, 'a')).catch((error: unknown) => {
          if (!(error instanceof Refused)) throw error;
        });
      }),
      { numRuns: 300 },
    );
  });
});
