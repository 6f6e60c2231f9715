import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonScanner, type JsonElement } from '../../../../src/worker/opening/json-scan';
import { fileOf, openFiles, refusalOf, tableOf } from './packages';

const ORDERS = [
  { id: 1001, customer: { email: 'ann@x.org', tags: ['a', 'b'] }, total: 12.5, paid: true },
  { id: 1002, customer: { email: 'bob@x.org', tags: [] }, total: 3, note: null },
];
const ROWS = [
  ['id', 'customer.email', 'customer.tags', 'total', 'paid', 'note'],
  ['1001', 'ann@x.org', '["a","b"]', '12.5', 'true', ''],
  ['1002', 'bob@x.org', '', '3', '', ''],
];
const lines = (rows: unknown[]) => rows.map((value) => JSON.stringify(value)).join('\n');

describe('JSON', () => {
  it.each([
    ['a list', JSON.stringify(ORDERS)],
    ['a list over several lines', JSON.stringify(ORDERS, null, 2)],
    ['one object a line', lines(ORDERS)],
    ['one object a line, CRLF and blank lines', `${lines(ORDERS).replaceAll('\n', '\r\n\r\n')}\r\n`],
    ['objects one after the other', ORDERS.map((value) => JSON.stringify(value, null, 1)).join('\n')],
    ['a list under a key', JSON.stringify({ orders: ORDERS })],
    [
      'a list under two keys, beside others',
      JSON.stringify({ links: [{ rel: 'next' }], data: { count: 2, orders: ORDERS }, errors: [] }),
    ],
    ['with a byte order mark', `\ufeff${JSON.stringify(ORDERS)}`],
  ])('%s', async (_, text) => {
    expect(await tableOf(text, 'orders.json')).toEqual(ROWS);
  });

  it('is read in UTF-16 with its mark', async () => {
    const bytes = Buffer.from(`\ufeff${JSON.stringify(ORDERS)}`, 'utf16le');
    expect(await tableOf(bytes, 'orders.json')).toEqual(ROWS);
  });

  it('a list inside is a row for each of its objects, the order’s own fields repeated', async () => {
    const orders = [
      {
        id: 1,
        line_items: [
          { sku: 'a', price: '1.50' },
          { sku: 'b', price: '2', tax: { rate: 0.2 } },
        ],
        refunds: [{ id: 9 }],
      },
      { id: 2, line_items: [], refunds: [] },
    ];
    expect(await tableOf(JSON.stringify(orders), 'orders.json')).toEqual([
      ['id', 'line_items.sku', 'line_items.price', 'line_items.tax.rate', 'refunds'],
      ['1', 'a', '1.50', '', '[{"id":9}]'],
      ['1', 'b', '2', '0.2', '[{"id":9}]'],
      ['2', '', '', '', ''],
    ]);
  });

  it('numbers are written in full and no digit of a long one is lost', async () => {
    const text =
      '[{"id":12345678901234567890,"b":1e21,"c":1.0,"d":"12345678901234567890.5","e":-9007199254740993},{"id":2,"c":5e-7}]';
    expect(await tableOf(text, 'a.json')).toEqual([
      ['id', 'b', 'c', 'd', 'e'],
      ['12345678901234567890', '1000000000000000000000', '1', '12345678901234567890.5', '-9007199254740993'],
      ['2', '', '0.0000005', '', ''],
    ]);
  });

  it('lists of lists are rows', async () => {
    expect(await tableOf('[["order_id","customer"],[1,"ann"],[2,"bob"]]', 'a.json')).toEqual([
      ['order_id', 'customer'],
      ['1', 'ann'],
      ['2', 'bob'],
    ]);
  });

  it('a key that first comes behind the first thousand objects is a column all the same', async () => {
    const many: Record<string, unknown>[] = Array.from({ length: 1500 }, (_, id) => ({ id, a: 'x' }));
    many.push({ id: 1500, late: 'y' });
    const rows = await tableOf(JSON.stringify(many), 'a.json');
    expect(rows).toHaveLength(1502);
    expect(rows[0]).toEqual(['id', 'a', 'late']);
    expect(rows.at(-1)).toEqual(['1500', '', 'y']);
  });

  it('a broken line among others is set aside with its number; lines are the file’s', async () => {
    const text = `${lines([ORDERS[0]])}\n{"id": 7, broken\n\n${lines([ORDERS[1]])}\n42\n`;
    const { tables } = await openFiles(fileOf(text, 'a.ndjson'));
    expect(tables[0]!.aside).toEqual([
      { reason: 'malformed', line: 2, text: '{"id": 7, broken' },
      { reason: 'malformed', line: 5, text: '42' },
    ]);
    expect((await tables[0]!.text.text()).split('\n').map((row) => row.split(',')[0])).toEqual([
      '1',
      '4',
      '',
    ]);
  });

  it('names of the language are plain names', async () => {
    const text =
      '[{"__proto__":{"polluted":1},"constructor":"c","toString":"t"},{"__proto__":{"polluted":2},"hasOwnProperty":"h"}]';
    expect(await tableOf(text, 'a.json')).toEqual([
      ['__proto__.polluted', 'constructor', 'toString', 'hasOwnProperty'],
      ['1', 'c', 't', ''],
      ['2', '', '', 'h'],
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('says which list was taken where there are several', async () => {
    const { tables } = await openFiles(
      fileOf(JSON.stringify({ orders: ORDERS, tags: [{ t: 1 }] }), 'a.json'),
    );
    expect(tables[0]!.notes).toContainEqual({
      key: 'opening_note_list',
      values: { example: 'orders', n: 2 },
    });
  });

  it.each([
    ['that breaks off', '[{"id":1,"b":2},\n{"id":2,', 'opening_refused_json', 2],
    ['with a mistake', '[{"id":1,"b":2},\n{"id":2,,}\n]', 'opening_refused_json', 2],
    ['without a list', '{"id":1,"b":2}', 'opening_refused_json_no_rows', null],
    ['too deep', `[${'{"a":'.repeat(200)}1${'}'.repeat(200)}]`, 'opening_refused_json_size', null],
    ['with brackets that do not match', '{"a":[{"b":1}}', 'opening_refused_json', 1],
  ])('%s is refused', async (_, text, key, at) => {
    const reason = await refusalOf(openFiles(fileOf(text, 'a.json')));
    expect(reason).toEqual({ key, values: at === null ? { name: 'a.json' } : { name: 'a.json', line: at } });
  });

  it('in another encoding is refused', async () => {
    const bytes = Buffer.from('[{"id":1,"name":"Zo\xeb"}]', 'latin1');
    expect((await refusalOf(openFiles(fileOf(bytes, 'a.json')))).key).toBe('opening_refused_json_encoding');
  });
});

describe('the scanner', () => {
  it('cuts out what JSON.parse would read, however the text is cut', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 6 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(0, 2),
        (list, size, space) => {
          const found: JsonElement[] = [];
          const scanner = new JsonScanner({ path: ['a"\\b', 'list'] }, (element) => found.push(element));
          const text = JSON.stringify({ other: [{ x: ']' }], 'a"\\b': { n: 1, list } }, null, space);
          for (let at = 0; at < text.length; at += size) scanner.write(text.slice(at, at + size));
          scanner.end();
          expect(found.map((element) => JSON.parse(element.text) as unknown)).toEqual(
            list.map((part) => JSON.parse(JSON.stringify(part)) as unknown),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('counts objects and lists of each list, and values at the top', () => {
    const scanner = new JsonScanner();
    scanner.write('{"a":[1,{"b":[{}]},[2]],"c":{"d":[{},{}]}} {}');
    scanner.end();
    expect(scanner.lists).toEqual([
      { path: ['a'], elements: 2 },
      { path: ['c', 'd'], elements: 2 },
    ]);
    expect(scanner.values).toBe(2);
  });
});
