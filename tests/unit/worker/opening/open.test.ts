import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sayReason } from '../../../../src/messages/reasons';
import { overwriteGetLocale } from '../../../../src/messages/speak';
import { OPENING_REASON_INPUTS } from '../../../../src/worker/opening/reasons';
import { open, readTable } from '../../../../src/worker/opening/open';
import { fileOf, openFiles, ORDERS, refusalOf, tableOf, workbook, zipped } from './packages';

const raw = (text: string) => Buffer.from(text, 'latin1');

/** An OLE2 compound file with streams of these names in its directory, which lies behind `sectors` others. */
function compound(sectors: number, ...streams: string[]): Buffer {
  const file = Buffer.alloc(512 * (sectors + 2));
  raw('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1').copy(file);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(sectors, 48);
  streams.forEach((name, index) => file.write(name, 512 * (sectors + 1) + index * 128, 'utf16le'));
  return file;
}

describe('what is refused by what it is', () => {
  it.each<[string, Uint8Array, string]>([
    ['orders.xls', compound(300, 'Root Entry', 'Workbook'), 'opening_refused_old_excel'],
    ['orders.xls', compound(0).subarray(0, 20), 'opening_refused_old_excel'],
    [
      'orders.xlsx',
      compound(2, 'Root Entry', 'EncryptionInfo', 'EncryptedPackage'),
      'opening_refused_password_workbook',
    ],
    ['orders.doc', compound(1, 'Root Entry', 'WordDocument'), 'opening_refused_document'],
    [
      'orders.xlsb',
      zipped({ '[Content_Types].xml': '<Types/>', 'xl/workbook.bin': 'x' }),
      'opening_refused_binary_workbook',
    ],
    [
      'orders.ods',
      zipped({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<a/>' }, 0),
      'opening_refused_open_document',
    ],
    [
      'orders.odt',
      zipped({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<a/>' }, 0),
      'opening_refused_document',
    ],
    ['orders.numbers', zipped({ 'Index/Document.iwa': 'x', 'preview.jpg': 'x' }), 'opening_refused_numbers'],
    ['orders.pages', zipped({ 'Index/Document.iwa': 'x', 'preview.jpg': 'x' }), 'opening_refused_document'],
    [
      'orders.docx',
      zipped({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<a/>' }),
      'opening_refused_document',
    ],
    ['orders.rtf', raw('{\\rtf1\\ansi orders}'), 'opening_refused_document'],
    ['orders.csv', raw('%PDF-1.7\n'), 'opening_refused_pdf'],
    ['orders.csv', raw('\x89PNG\r\n\x1a\n'), 'opening_refused_picture'],
    ['orders.jpg', raw('\xff\xd8\xff\xe0'), 'opening_refused_picture'],
    ['orders.heic', raw('\0\0\0\x18ftypheic'), 'opening_refused_picture'],
    ['orders.webp', raw('RIFF\0\0\0\0WEBP'), 'opening_refused_picture'],
    ['orders.xls', raw('<html><table><tr><td>1</td></tr></table></html>'), 'opening_refused_web_table'],
    ['orders.xls', raw('\xef\xbb\xbf<?xml version="1.0"?><Workbook/>'), 'opening_refused_web_table'],
    ['orders.7z', raw('7z\xbc\xaf\x27\x1c\0'), 'opening_refused_packed'],
    ['orders.rar', raw('Rar!\x1a\x07\x01\0'), 'opening_refused_packed'],
    ['orders.bz2', raw('BZh91AY&SY\0'), 'opening_refused_packed'],
    ['orders.xz', raw('\xfd7zXZ\0\0'), 'opening_refused_packed'],
    ['orders.tar', Buffer.concat([Buffer.alloc(257, 97), raw('ustar\0')]), 'opening_refused_packed'],
    [
      'orders.tar.gz',
      gzipSync(Buffer.concat([Buffer.alloc(257, 97), raw('ustar\0')])),
      'opening_refused_packed',
    ],
    ['orders.sqlite', raw('SQLite format 3\0'), 'opening_refused_data_file'],
    ['orders.feather', raw('ARROW1\0\0'), 'opening_refused_data_file'],
  ])('%s %#', async (name, bytes, key) => {
    const reason = await refusalOf(openFiles(fileOf(bytes, name)));
    expect(reason.key).toBe(key);
    expect(reason.values?.name).toBe(name);
  });

  it('three letters that begin a header refuse nothing', async () => {
    expect(await tableOf('BZh,ORC\n1,2\n3,4\n', 'a.csv')).toEqual([
      ['BZh', 'ORC'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('a file that is gone says so', async () => {
    const gone = fileOf(ORDERS, 'orders.csv');
    gone.slice = () => {
      throw new DOMException('gone', 'NotReadableError');
    };
    const reason = await refusalOf(openFiles(gone));
    expect(reason).toEqual({ key: 'opening_refused_unreadable', values: { name: 'orders.csv' } });
  });
});

describe('what is opened', () => {
  it('goes by its bytes, whatever it is called', async () => {
    const rows = await tableOf(ORDERS, 'orders.csv');
    expect(rows).toHaveLength(3);
    expect(await tableOf(gzipSync(ORDERS), 'orders.csv')).toEqual(rows);
    expect(await tableOf(zipped({ orders: ORDERS }), 'orders.csv')).toEqual(rows);
    expect(await tableOf(ORDERS, 'orders.xlsx')).toEqual(rows);
  });

  it('passes a plain file on as it is', async () => {
    const file = fileOf(ORDERS, 'orders.csv');
    const { tables } = await openFiles(file);
    expect(tables[0]!.text).toBe(file);
    expect(tables[0]!.path).toEqual(['orders.csv']);
    expect(tables[0]!.bytes).toBe(file.size);
  });

  it('choices reach every table', async () => {
    const archive = zipped({ 'a.csv': ORDERS, 'b.csv': ORDERS });
    const { tables } = await openFiles(fileOf(archive, 'a.zip'), { read: { header: false } });
    expect(tables.map(({ read }) => [read.header, read.columns[0]])).toEqual([
      [false, 'column_1'],
      [false, 'column_1'],
    ]);
  });

  it('tells how far it is, up to the end and never back', async () => {
    const cell = (at: number) =>
      `<row r="${at}"><c r="A${at}" t="str"><v>${at === 1 ? 'order_id' : at}</v></c><c r="B${at}" t="str"><v>${at === 1 ? 'customer' : 'ann'}</v></c></row>`;
    const book = workbook([{ name: 'S', data: cell(1) + cell(2) + cell(3) }]);
    const archive = zipped({ 'a.csv': ORDERS.repeat(3000), 'b.csv.gz': gzipSync(ORDERS), 'c.xlsx': book });
    const files = [fileOf(archive, 'a.zip'), fileOf(ORDERS, 'b.csv')];
    const told: number[] = [];
    await open(files, {}, ({ bytes, totalBytes }) => {
      expect(totalBytes).toBe(files[0]!.size + files[1]!.size);
      told.push(bytes);
    });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.length).toBeGreaterThan(3);
    expect(told.at(-1)).toBe(files[0]!.size + files[1]!.size);
  });

  it('reads every row of a first table', async () => {
    const { columns, rows, setAside } = await readTable(
      fileOf(zipped({ 'b.csv': 'x,y\n1,2\n', 'a.csv': ORDERS }), 'a.zip'),
    );
    expect(columns).toEqual(['order_id', 'customer_id', 'order_date', 'amount']);
    expect(rows).toHaveLength(2);
    expect(setAside).toEqual([]);
  });
});

describe('what is said', () => {
  it.each(['en', 'zh-CN'] as const)('every reason has its sentence in %s', (locale) => {
    overwriteGetLocale(() => locale);
    for (const [key, inputs] of Object.entries(OPENING_REASON_INPUTS)) {
      const values = Object.fromEntries(
        inputs.map((input): [string, string | number] => [
          input,
          ['count', 'n', 'line'].includes(input) ? 7 : `<${input}>`,
        ]),
      );
      const text = sayReason({ key, values });
      expect(text, key).toMatch(locale === 'en' ? /[.]$/ : /[。]$/);
      for (const input of inputs) {
        if (input !== 'count') expect(text, key).toContain(String(values[input]));
      }
    }
  });
});
