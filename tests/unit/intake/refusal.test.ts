import { describe, expect, it } from 'vitest';
import { sniffDialect } from '../../../src/intake/dialect';
import { refuseBytes, refuseTable } from '../../../src/intake/refusal';

const bytes = (...values: (number | string)[]): Uint8Array =>
  Uint8Array.from(
    values.flatMap((value) => (typeof value === 'number' ? [value] : [...value].map((c) => c.charCodeAt(0)))),
  );
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const refusal = (head: Uint8Array, name = 'orders.csv', size = head.length) => refuseBytes(head, name, size);

describe('refuseBytes', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', bytes(), 'intake_refused_empty'],
    ['blank lines', utf8('\ufeff\r\n \n'), 'intake_refused_empty'],
    ['a PNG', bytes(0x89, 'PNG\r\n', 0x1a, '\n', 0, 0), 'intake_refused_image'],
    ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0), 'intake_refused_image'],
    ['a GIF', bytes('GIF89a'), 'intake_refused_image'],
    ['a WebP', bytes('RIFF', 1, 2, 3, 4, 'WEBP'), 'intake_refused_image'],
    ['a HEIC', bytes(0, 0, 0, 24, 'ftypheic'), 'intake_refused_image'],
    ['a bitmap', bytes('BM', 1, 2, 3, 4, 0, 0, 0, 0), 'intake_refused_image'],
    ['a PDF', bytes('%PDF-1.7'), 'intake_refused_pdf'],
    ['an old workbook', bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'intake_refused_excel'],
    ['a workbook', bytes('PK', 3, 4, 20, 0, '[Content_Types].xml xl/workbook.xml'), 'intake_refused_excel'],
    ['a zip', bytes('PK', 3, 4, 20, 0, 'orders.csv'), 'intake_refused_archive'],
    ['a Parquet file', bytes('PAR1', 21), 'intake_refused_parquet'],
    ['gzip', bytes(0x1f, 0x8b, 8, 0), 'intake_refused_gzip'],
    ['a web page', utf8('\n<!DOCTYPE html><table>'), 'intake_refused_web_page'],
    ['JSON', utf8('[{"id": 1}]'), 'intake_refused_json'],
    ['NUL bytes', bytes('a,b\n1,', 0, 1, 2, 0, 0), 'intake_refused_binary'],
    ['one endless line', new Uint8Array(1_048_576).fill(97), 'intake_refused_long_line'],
  ])('refuses %s', (_, head, key) => {
    expect(refusal(head)).toEqual({ key });
  });

  it('refuses a long line behind a header', () => {
    const head = new Uint8Array(1_048_576).fill(97);
    head.set(utf8('customer,date\n'));
    expect(refusal(head, 'a.csv', 40_000_000)?.key).toBe('intake_refused_long_line');
  });

  it('takes what clients send', () => {
    for (const text of [
      'a,b\n1,2\n',
      '\ufeff订单号;金额\r\n1;2\r\n',
      'a\tb\r1\t2\r',
      'BM,b\n1,2',
      '£12,é\n1,2\n',
      'a,b\n1,2\0\0\n3,4\n',
    ])
      expect(refusal(utf8(text))).toBeNull();
    const gb18030 = bytes(0xb6, 0xa9, 0xb5, 0xa5, 0xba, 0xc5, ',', 0xca, 0xb1, 0xbc, 0xe4, '\n1,2\n');
    expect(refusal(gb18030)).toBeNull();
    expect(refusal(bytes(0xff, 0xfe, 'a', 0, ',', 0, 'b', 0))).toBeNull();
    expect(refusal(bytes('a', 0, ',', 0, 'b', 0, '\n', 0))).toBeNull();
  });
});

describe('refuseTable', () => {
  const read = (text: string) => sniffDialect(text).read;
  it('refuses a header alone and a single column', () => {
    expect(refuseTable(read('customer,date,amount\n'), [])?.key).toBe('intake_refused_no_rows');
    expect(refuseTable(read('customer\n1\n2\n'), [['1'], ['2']])?.key).toBe('intake_refused_one_column');
    expect(refuseTable(read('customer,date\n1,2\n'), [['1', '2']])).toBeNull();
  });
});
