import { describe, expect, it } from 'vitest';
import { opened } from './opened';

/** Files above what is looked at whole: decided by their head, places further on, and their end. */
const header = 'order,customer,date,amount,item\n';
const line = (n: number): string =>
  `${100_000 + n},C${n % 977},2026-0${1 + (n % 9)}-1${n % 10},${(n % 500) + 0.5},item number ${n % 37} of the shop\n`;
const lines = (from: number, to: number): string => {
  let text = '';
  for (let n = from; n < to; n += 1) text += line(n);
  return text;
};
const ROWS = 100_000;
const body = lines(0, ROWS);
const middle = body.indexOf('\n', body.length / 2) + 1;

describe('a large file', () => {
  it('is passed through as it is where it is plain', async () => {
    const { table, rows } = await opened(header + body);
    expect(table.bytes).toBeGreaterThan(5_000_000);
    expect(table.engine).toEqual({ delimiter: ',', quote: '"', escape: '"', header: true, numbered: false });
    expect(table.sample.length).toBeGreaterThan(7_000);
    expect(table.sample.length).toBeLessThanOrEqual(20_000);
    expect(new Set(table.sample.map(([order]) => order)).size).toBeGreaterThan(7_000);
    expect(table.sample.at(-1)![0]! > String(100_000 + ROWS * 0.8)).toBe(true);
    expect(table.lines.slice(0, 3)).toEqual([2, 3, 4]);
    expect(rows).toHaveLength(ROWS);
  });

  it('is rewritten for a total at its end, which is set aside with its line', async () => {
    const { table, rows, setAside } = await opened(`${header}${body}Total,,,250000,\n\nexported by shop 3\n`);
    expect(table.engine.numbered).toBe(true);
    expect(rows).toHaveLength(ROWS);
    expect(setAside).toEqual([
      { reason: 'total_line', line: ROWS + 2, text: 'Total,,,250000,' },
      { reason: 'total_line', line: ROWS + 4, text: 'exported by shop 3' },
    ]);
    const text = await table.text.text();
    expect(text.slice(0, text.indexOf('\n'))).toBe(`2,${line(0).trimEnd()}`);
    expect(text.slice(text.lastIndexOf('\n', text.length - 2) + 1)).toBe(`${ROWS + 1},${line(ROWS - 1)}`);
  });

  it('may hold names again where nobody looked: they are told when all rows are read', async () => {
    const at = body.indexOf('\n', 2_000_000) + 1;
    const { table, rows, setAside } = await opened(header + body.slice(0, at) + header + body.slice(at));
    expect(table.aside.length + setAside.length).toBeGreaterThan(0);
    expect(rows).toHaveLength(ROWS);
    expect(setAside.map(({ reason }) => reason)).toEqual(['repeated_header']);
  });

  it('has its quotes mended in the middle, and loses nothing', async () => {
    const text = `${header}${lines(0, 10)}1,C1,2026-01-01,2,"big, red"\n${body.slice(0, middle)}9,C1,2026-01-01,2,"unclosed\n${body.slice(middle)}`;
    const { rows } = await opened(text.replaceAll('\n', '\r'));
    expect(rows).toHaveLength(ROWS + 12);
    expect(rows.filter((row) => row.length !== 5)).toEqual([]);
    expect(rows[10]![4]).toBe('big, red');
    expect(rows.filter((row) => row[4] === '"unclosed')).toHaveLength(1);
  });

  it('is refused where a line has no end', async () => {
    await expect(
      opened(`${header}${body}${'x'.repeat(6_000_000)}`.replaceAll('\n', '\r')),
    ).rejects.toMatchObject({
      reason: { key: 'intake_refused_long_line' },
    });
  });

  it('is decoded piece by piece in any encoding', async () => {
    const chinese = (header + body).replace('order,customer,date,amount,item', '订单号,会员,日期,金额,商品');
    const bytes = Buffer.concat([
      // 订单号,会员,日期,金额,商品 and, on some lines, 茶杯.
      Buffer.from('b6a9b5a5bac52cbbe1d4b12cc8d5c6da2cbdf0b6ee2cc9ccc6b70a', 'hex'),
      ...Array.from({ length: 40 }, (_, part) => [
        Buffer.from(lines(part * 2500, (part + 1) * 2500 - 1)),
        Buffer.from('312c432c323032362d30312d30312c322cb2e8b1ad0a', 'hex'),
      ]).flat(),
    ]);
    const { table, columns, rows } = await opened(bytes);
    expect(table.read.encoding).toBe('gb18030');
    expect(columns).toEqual(chinese.slice(0, chinese.indexOf('\n')).split(','));
    expect(rows).toHaveLength(ROWS);
    expect(rows.filter((row) => row[4] === '茶杯')).toHaveLength(40);
    const wide = await opened(Buffer.from(`\ufeff${header}${body}`, 'utf16le').swap16());
    expect(wide.table.read.encoding).toBe('utf-16be');
    expect(wide.rows).toHaveLength(ROWS);
  });
});
