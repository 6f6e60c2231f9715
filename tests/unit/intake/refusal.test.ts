import { describe, expect, it } from 'vitest';
import { sniffDialect } from '../../../src/intake/dialect';
import { refuseBytes, refuseTable } from '../../../src/intake/refusal';

const bytes = (...values: (number | string)[]): Uint8Array =>
  Uint8Array.from(
    values.flatMap((value) => (typeof value === 'number' ? [value] : [...value].map((c) => c.charCodeAt(0)))),
  );
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const refusal = (head: Uint8Array, size = head.length) => refuseBytes(head, size);

describe('refuseBytes', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', bytes(), 'intake_refused_empty'],
    ['blank lines', utf8('\ufeff\r\n \n'), 'intake_refused_empty'],
    ['NUL bytes', bytes('a,b\n1,', 0, 1, 2, 0, 0), 'intake_refused_binary'],
    ['one endless line', new Uint8Array(1_048_576).fill(97), 'intake_refused_long_line'],
  ])('refuses %s', (_, head, key) => {
    expect(refusal(head)).toEqual({ key });
  });

  it('refuses a long line behind a header', () => {
    const head = new Uint8Array(1_048_576).fill(97);
    head.set(utf8('customer,date\n'));
    expect(refusal(head, 40_000_000)?.key).toBe('intake_refused_long_line');
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
