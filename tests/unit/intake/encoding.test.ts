import { describe, expect, it } from 'vitest';
import { decoderOf } from '../../../src/intake/decoder';
import { findEncoding } from '../../../src/intake/encoding';
import { ENCODINGS, type Encoding } from '../../../src/intake/types';

/** Bytes of a text in an encoding: the decoder's table turned round, two bytes at most; four-byte GB18030 is not needed. */
function encodeIn(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding.startsWith('utf-16')) {
    const bytes = Buffer.from(text, 'utf16le');
    return encoding === 'utf-16be' ? bytes.swap16() : bytes;
  }
  const table = tableOf(encoding);
  return Uint8Array.from([...text].flatMap((character) => table.get(character) ?? [63]));
}

const tables = new Map<Encoding, Map<string, number[]>>();

function tableOf(encoding: Encoding): Map<string, number[]> {
  const known = tables.get(encoding);
  if (known) return known;
  const table = new Map<string, number[]>();
  const decode = (...bytes: number[]): string => decoderOf(encoding).decode(Uint8Array.from(bytes), true);
  for (let one = 0; one < 256; one += 1) {
    const single = decode(one);
    if (single.length === 1 && single !== '\ufffd') table.set(single, [one]);
    else
      for (let two = 0x40; two < 256; two += 1) {
        const pair = decode(one, two);
        if ([...pair].length === 1 && pair !== '\ufffd' && !table.has(pair)) table.set(pair, [one, two]);
      }
  }
  tables.set(encoding, table);
  return table;
}

const found = (bytes: Uint8Array) => findEncoding([bytes], false);

const TEXTS: Record<string, { in: readonly Encoding[]; text: string }> = {
  'Taobao headers': {
    in: ['gb18030'],
    text: '订单编号,买家会员名,买家实际支付金额,订单创建时间\n1001,小鱼儿爱吃糖,88.00,2026-01-05 10:02:11\n',
  },
  'Chinese names only': {
    in: ['gb18030'],
    text: 'id,name,paid\n1,王小明,15\n2,李娜,16\n3,张伟,17\n4,陈静,18\n',
  },
  'one Chinese word': { in: ['gb18030'], text: 'order,customer,item\n1,2,茶杯\n3,4,cup\n' },
  'Chinese with euro': { in: ['gb18030'], text: '客户,金额\n张三,€12\n' },
  'traditional headers': {
    in: ['big5'],
    text: '訂單編號,會員,金額,日期\n1,林志明,100,2026/1/5\n2,黃美玲,250,2026/1/6\n',
  },
  'traditional names only': { in: ['big5'], text: 'id,name,paid\n1,陳怡君,15\n2,張雅婷,16\n3,劉家豪,17\n' },
  'Japanese headers': {
    in: ['shift_jis'],
    text: '注文番号,会員ID,注文日,合計金額\n1,A1,2026/01/05,1200\n2,A2,2026/01/06,980\n',
  },
  'Japanese names': { in: ['shift_jis'], text: 'id,name,item\n1,佐藤花子,マグカップ\n2,鈴木一郎,おちゃ\n' },
  French: {
    in: ['windows-1252', 'macintosh'],
    text: 'numéro,prénom,montant\n1,Hélène,12,5\n2,François,30\n3,Zoë,7\n',
  },
  German: {
    in: ['windows-1252', 'macintosh'],
    text: 'Bestellung;Käufer;Straße\n1;Müller;Große Straße\n2;Jäger;Kürze\n',
  },
  'Spanish in capitals': { in: ['windows-1252', 'macintosh'], text: 'PEDIDO;NIÑO;AÑO\n1;MUÑOZ;ESPAÑA\n' },
  pounds: { in: ['windows-1252'], text: 'order,price\n1,£12\n2,£7.50\n' },
  euros: { in: ['windows-1252'], text: 'order,price\n1,€12\n2,7.50 €\n' },
  'curly quotes': { in: ['windows-1252'], text: 'order,item\n1,Baker’s dozen\n2,“Luna” lamp – brass\n' },
};

describe('findEncoding', () => {
  const cases = Object.entries(TEXTS).flatMap(([name, { in: encodings, text }]) =>
    encodings.map((encoding) => [name, encoding, text] as const),
  );
  it.each(cases)('%s in %s', (_, encoding, text) => {
    const bytes = encodeIn(text, encoding);
    expect(decoderOf(encoding).decode(bytes, true)).toBe(text);
    expect(found(bytes).encoding).toBe(encoding);
  });

  it('takes any of these texts in Unicode for what it is', () => {
    for (const { text } of Object.values(TEXTS)) {
      expect(found(encodeIn(text, 'utf-8')).encoding).toBe('utf-8');
      expect(found(encodeIn(`\ufeff${text}`, 'utf-16le')).encoding).toBe('utf-16le');
      expect(found(encodeIn(`\ufeff${text}`, 'utf-16be')).encoding).toBe('utf-16be');
    }
    const latin = TEXTS.French!.text;
    expect(found(encodeIn(latin, 'utf-16le')).encoding).toBe('utf-16le');
    expect(found(encodeIn(latin, 'utf-16be')).encoding).toBe('utf-16be');
    const chinese = TEXTS['Taobao headers']!.text.repeat(4);
    expect(found(encodeIn(chinese, 'utf-16le')).encoding).toBe('utf-16le');
  });

  it('says why', () => {
    expect(found(encodeIn(TEXTS['Taobao headers']!.text, 'gb18030')).because).toEqual({
      key: 'layout_encoding_words',
      values: { encoding: 'GB18030', example: '订单' },
    });
    expect(found(encodeIn(TEXTS.French!.text, 'windows-1252')).because).toEqual({
      key: 'layout_encoding_best',
      values: { encoding: 'Windows-1252', example: 'numéro' },
    });
    expect(found(new TextEncoder().encode('a,b\n')).because.key).toBe('intake_read_utf8');
    expect(found(new TextEncoder().encode('a,£\n')).because.values).toEqual({ example: '£' });
  });

  it('keeps UTF-8 in which a few bytes are broken', () => {
    const text = '客户,订单\n张三,一\n'.repeat(300);
    const bytes = new TextEncoder().encode(text);
    bytes[1501] = 0xff;
    expect(found(bytes).encoding).toBe('utf-8');
  });

  it('looks at what comes later', () => {
    const head = new TextEncoder().encode('id,name\n1,a\n');
    const later = encodeIn('7,王小明\n8,李娜\n', 'gb18030');
    expect(findEncoding([head, later], true).encoding).toBe('gb18030');
  });

  it('forgives a character cut at the end of a piece', () => {
    const bytes = new TextEncoder().encode('订单号,金额\n1,2\n订');
    expect(findEncoding([bytes.subarray(0, -1)], true).encoding).toBe('utf-8');
    expect(findEncoding([bytes, bytes.subarray(1, -1)], true).encoding).toBe('utf-8');
  });

  it('keeps what a person chose', () => {
    for (const encoding of ENCODINGS)
      expect(findEncoding([new Uint8Array([65])], false, encoding).encoding).toBe(encoding);
  });
});

describe('decoderOf', () => {
  it('follows the Encoding Standard for Windows-1252, of which ISO 8859-1 is a label', () => {
    for (const label of ['windows-1252', 'iso-8859-1'] as const)
      expect(decoderOf(label).decode(Uint8Array.from([0x80, 0x85, 0x93, 0x9f, 0x81, 0xe9]), true)).toBe(
        '€…“Ÿ\x81é',
      );
  });
});
