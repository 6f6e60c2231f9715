import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../../src/worker/opening/crc32';
import { gzipMembers } from '../../../../src/worker/opening/inflate';
import { readZip } from '../../../../src/worker/opening/zip';
import { bytesOf, fileOf, openFiles, ORDERS, refusalOf, tableOf, workbook, zipped } from './packages';

const PNG = Buffer.from('\x89PNG\r\n', 'latin1');
const names = (tables: { path: string[] }[]) => tables.map(({ path }) => path.join(' › '));

/** A zip of stored entries with names in bytes of one's own, as Windows in other languages writes them. */
function rawZip(
  entries: { name: Uint8Array; flags?: number; method?: number; content?: string; extra?: Uint8Array }[],
): Uint8Array {
  const parts: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let at = 0;
  for (const { name, flags = 0, method = 0, content = ORDERS, extra = new Uint8Array(0) } of entries) {
    const bytes = bytesOf(content);
    const fields = new DataView(new ArrayBuffer(26));
    [
      [2, flags],
      [4, method],
    ].forEach(([field, value]) => fields.setUint16(field!, value!, true));
    [
      [10, crc32(bytes)],
      [14, bytes.length],
      [18, bytes.length],
    ].forEach(([field, value]) => fields.setUint32(field!, value!, true));
    fields.setUint16(22, name.length, true);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), new Uint8Array(fields.buffer), name, bytes]);
    fields.setUint16(24, extra.length, true);
    const tail = new DataView(new ArrayBuffer(14));
    tail.setUint32(10, at, true);
    list.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02\0\0'),
        new Uint8Array(fields.buffer),
        new Uint8Array(tail.buffer),
        name,
        extra,
      ]),
    );
    parts.push(local);
    at += local.length;
  }
  const size = list.reduce((sum, part) => sum + part.length, 0);
  const end = new DataView(new ArrayBuffer(18));
  [
    [4, entries.length],
    [6, entries.length],
  ].forEach(([field, value]) => end.setUint16(field!, value!, true));
  end.setUint32(8, size, true);
  end.setUint32(12, at, true);
  return Buffer.concat([...parts, ...list, Buffer.from('PK\x05\x06'), new Uint8Array(end.buffer)]);
}

describe('an archive', () => {
  it('opens every table, in natural order of names, and passes over what holds none', async () => {
    const archive = zipped({
      'orders/10.csv': ORDERS,
      'orders/2.csv': ORDERS,
      'orders/book.xlsx': workbook([
        {
          name: 'S',
          data: '<row r="1"><c t="str"><v>order_id</v></c><c t="str"><v>customer</v></c></row><row r="2"><c><v>1</v></c><c><v>2</v></c></row>',
        },
      ]),
      '__MACOSX/orders/._2.csv': '\0\x05\x16\x07',
      '.DS_Store': '\0\0\0\x01Bud1',
      '~$book.xlsx': 'lock',
      'README.txt': 'Exported on Monday, by Ann\nAll rights reserved, of course\n',
      'chart.png': PNG,
      'empty.csv': '',
      'stored.csv.gz': gzipSync(ORDERS),
    });
    const { tables, passedOver, sheets } = await openFiles(fileOf(archive, 'export.zip'));
    expect(names(tables)).toEqual([
      'export.zip › orders/2.csv',
      'export.zip › orders/10.csv',
      'export.zip › orders/book.xlsx › S',
      'export.zip › stored.csv.gz',
    ]);
    expect(sheets).toEqual([{ path: ['export.zip', 'orders/book.xlsx'], names: ['S'], chosen: ['S'] }]);
    const reasons = Object.fromEntries(passedOver.map(({ path, reason }) => [path[1], reason.key]));
    expect(reasons).toEqual({
      '__MACOSX/orders/._2.csv': 'opening_passed_system',
      '.DS_Store': 'opening_passed_system',
      '~$book.xlsx': 'opening_passed_system',
      'README.txt': 'opening_passed_notes',
      'chart.png': 'opening_refused_picture',
      'empty.csv': expect.stringContaining('refused'),
    });
  });

  it('reads a file called read-me where nothing else is there', async () => {
    expect(await tableOf(zipped({ 'readme.txt': ORDERS }), 'a.zip')).toHaveLength(3);
  });

  it('stored, deflated and in an archive once more gives the same rows', async () => {
    const plain = await tableOf(ORDERS, 'a.csv');
    expect(plain).toHaveLength(3);
    expect(await tableOf(zipped({ 'a.csv': ORDERS }, 0), 'a.zip')).toEqual(plain);
    expect(await tableOf(zipped({ 'a.csv': ORDERS }, 6), 'a.zip')).toEqual(plain);
    expect(await tableOf(zipped({ 'b.zip': zipped({ 'a.csv': ORDERS }) }), 'a.zip')).toEqual(plain);
    expect(
      await tableOf(
        Buffer.concat([Buffer.from('MZ a program that unpacks'), zipped({ 'a.csv': ORDERS })]).subarray(25),
        'a.zip',
      ),
    ).toEqual(plain);
    expect(await tableOf(Buffer.concat([zipped({ 'a.csv': ORDERS })]), 'a.csv')).toEqual(plain);
  });

  it('is refused where archives are in archives in archives', async () => {
    const nested = zipped({ 'c.zip': zipped({ 'b.zip': zipped({ 'a.csv': ORDERS }) }) });
    const reason = await refusalOf(openFiles(fileOf(nested, 'd.zip')));
    expect(reason).toEqual({ key: 'opening_refused_nested', values: { name: 'd.zip › c.zip › b.zip' } });
  });

  it.each<[string, Uint8Array | string, string]>([
    ['GB18030', new Uint8Array([0xb6, 0xa9, 0xb5, 0xa5]), '订单'],
    ['UTF-8 without its mark', '订单', '订单'],
    ['code page 437', new Uint8Array([0x42, 0x81, 0x63, 0x68, 0x65, 0x72]), 'Bücher'],
    ['ASCII', 'orders', 'orders'],
  ])('reads names in %s', async (_, name, said) => {
    const bytes = Buffer.concat([typeof name === 'string' ? bytesOf(name) : name, bytesOf('.csv')]);
    const { tables } = await openFiles(fileOf(rawZip([{ name: bytes }]), 'a.zip'));
    expect(names(tables)).toEqual([`a.zip › ${said}.csv`]);
  });

  it('believes the name in UTF-8 beside one in a code page, if it is that name’s', async () => {
    const name = new Uint8Array([0x42, 0x81, 0x2e, 0x63]);
    const unicode = bytesOf('Büro.csv');
    const extra = (crc: number) => {
      const head = new DataView(new ArrayBuffer(9));
      head.setUint16(0, 0x7075, true);
      head.setUint16(2, unicode.length + 5, true);
      head.setUint8(4, 1);
      head.setUint32(5, crc, true);
      return Buffer.concat([new Uint8Array(head.buffer), unicode]);
    };
    const nameOf = async (crc: number) =>
      (await readZip(new Blob([rawZip([{ name, extra: extra(crc) }]) as BlobPart]), ['a'])).entries[0]!.name;
    expect(await nameOf(crc32(name))).toBe('Büro.csv');
    expect(await nameOf(1)).toBe('Bü.c');
  });

  it.each([
    ['a password', { flags: 1 }, 'opening_refused_password_archive'],
    ['AES', { method: 99 }, 'opening_refused_password_archive'],
    ['Deflate64', { method: 9 }, 'opening_refused_method'],
    ['LZMA', { method: 14 }, 'opening_refused_method'],
  ])('with %s is refused', async (_, given, key) => {
    const archive = rawZip([{ name: bytesOf('a.csv'), ...given }]);
    expect(await refusalOf(openFiles(fileOf(archive, 'a.zip')))).toEqual({
      key,
      values: { name: 'a.zip › a.csv' },
    });
  });

  it('with nothing inside is refused, and with one picture says so', async () => {
    expect((await refusalOf(openFiles(fileOf(zipped({}), 'a.zip')))).key).toBe(
      'opening_refused_nothing_inside',
    );
    expect((await refusalOf(openFiles(fileOf(zipped({ 'a.png': PNG }), 'a.zip')))).key).toBe(
      'opening_refused_picture',
    );
    const two = zipped({ 'a.png': PNG, 'b.pdf': '%PDF-1.7' });
    expect(await refusalOf(openFiles(fileOf(two, 'a.zip')))).toEqual({
      key: 'opening_refused_nothing_inside',
      values: { name: 'a.zip' },
    });
  });
});

describe('gzip', () => {
  it('of one member and of several gives all rows', async () => {
    const [first, rest] = [ORDERS.slice(0, 40), ORDERS.slice(40)];
    const plain = await tableOf(ORDERS, 'a.csv');
    expect(await tableOf(gzipSync(ORDERS), 'a.csv.gz')).toEqual(plain);
    expect(await tableOf(Buffer.concat([gzipSync(first), gzipSync(rest)]), 'a.csv.gz')).toEqual(plain);
    expect(await tableOf(gzipSync(zipped({ 'a.csv': ORDERS })), 'a.zip.gz')).toEqual(plain);
  });

  it('members are each held to their checksum and length', async () => {
    const members = [ORDERS, 'x'.repeat(300_000), '1,2,3\n'].map((text) => gzipSync(text));
    const all = Buffer.concat(members);
    const inflated = async (bytes: Uint8Array) => {
      const parts: Uint8Array[] = [];
      for await (const part of gzipMembers(new Blob([bytes as BlobPart]), 'a.gz')) parts.push(part);
      return Buffer.concat(parts).toString();
    };
    expect(await inflated(all)).toBe(`${ORDERS}${'x'.repeat(300_000)}1,2,3\n`);
    for (const end of [members[0]!.length, members[0]!.length + members[1]!.length, all.length]) {
      for (const place of [end - 8, end - 4]) {
        const broken = Buffer.from(all);
        broken[place]! ^= 1;
        expect((await refusalOf(inflated(broken))).key).toBe('opening_refused_damaged');
      }
    }
  });
});

describe('a drop of several files', () => {
  it('opens each and passes over those that hold no table', async () => {
    const files = [
      fileOf(ORDERS, 'a.csv'),
      fileOf('%PDF-1.7', 'b.pdf'),
      fileOf(zipped({ 'c.csv': ORDERS }), 'c.zip'),
      fileOf('', '.DS_Store'),
    ];
    const { tables, passedOver } = await openFiles(files);
    expect(names(tables)).toEqual(['a.csv', 'c.zip › c.csv']);
    expect(passedOver).toEqual([
      { path: ['.DS_Store'], reason: { key: 'opening_passed_system' } },
      { path: ['b.pdf'], reason: { key: 'opening_refused_pdf', values: { name: 'b.pdf' } } },
    ]);
  });

  it('is refused where one may be a table lost: damage, a password', async () => {
    const broken = zipped({ 'c.csv': ORDERS }).slice(0, -30);
    const reason = await refusalOf(openFiles([fileOf(ORDERS, 'a.csv'), fileOf(broken, 'c.zip')]));
    expect(reason).toEqual({ key: 'opening_refused_damaged', values: { name: 'c.zip' } });
  });

  it('without any table says so once', async () => {
    const reason = await refusalOf(openFiles([fileOf('%PDF-', 'a.pdf'), fileOf(PNG, 'b.png')]));
    expect(reason.key).toBe('opening_refused_nothing');
  });
});

it('the checksum is that of zip', () => {
  // Check value of CRC-32/ISO-HDLC in the catalogue of CRC algorithms (reveng).
  expect(crc32(bytesOf('123456789'))).toBe(0xcbf43926);
  expect(crc32(bytesOf('6789'), crc32(bytesOf('12345')))).toBe(0xcbf43926);
});
