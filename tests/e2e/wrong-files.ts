import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { TestFile } from './fixtures';

const lines = (...texts: string[]): string => texts.join('\n');
const repeat = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

/** A row of good orders, so that only what a file is named after is wrong with it. */
const order = (n: number): string => `C${n % 9},A${n},2026-0${(n % 8) + 1}-15,${n + 10}.50`;
const HEADER = 'customer_id,order_id,order_date,amount';
const ORDERS = lines(HEADER, repeat(40, order));

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(200, 7)]);

/** The smallest thing with the look of a workbook: a zip whose first entry lies under `xl/`. */
const XLSX = Buffer.concat([
  Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1'),
  Buffer.alloc(16),
  Buffer.from('\x0f\0\0\0xl/workbook.xml\0\0', 'latin1'),
]);

const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(ORDERS, 'utf16le')]);

/** 客户,订单号,下单时间,实付金额 and one line of it, as Excel in China saves a CSV. */
const GB18030 = Buffer.concat([
  Buffer.from('bfcdbba72cb6a9b5a5bac52ccfc2b5a5cab1bce42ccab5b8b6bdf0b6ee0a', 'hex'),
  ...Array.from({ length: 20 }, (_, n) =>
    Buffer.concat([Buffer.from('d5c5c8fd', 'hex'), Buffer.from(`,A${n},2026-01-${10 + n},8.50\n`)]),
  ),
]);

/** 40 MB without a line break, alone or after and before so many good orders. Returns the path. */
export function longLine(path: string, ordersAround = 0): string {
  const line = Buffer.alloc(40_000_000, 'x');
  const orders = Buffer.from(`${repeat(ordersAround, order)}\n`);
  const parts =
    ordersAround === 0 ? [line] : [Buffer.from(`${HEADER}\n`), orders, line, Buffer.from('\n'), orders];
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

/** So many orders, with a quote opened and never closed in the one at `at`, far behind what is looked at for quotes. */
export function unclosedQuote(path: string, orders: number, at: number): string {
  writeFileSync(path, `${HEADER}\n${repeat(orders, (n) => (n === at ? `"${order(n)}` : order(n)))}\n`);
  return path;
}

const columns = (mapped: string[], count: number): string =>
  lines(
    [...mapped, ...Array.from({ length: count - mapped.length }, (_, n) => `note ${n}`)].join(','),
    repeat(30, (n) =>
      [
        ...order(n).split(',').slice(0, mapped.length),
        ...Array<string>(count - mapped.length).fill('x'),
      ].join(','),
    ),
  );

/** Files that are no plain UTF-8, and are read all the same. */
export const UNUSUAL = {
  gzip: { name: 'orders.csv.gz', bytes: gzipSync(ORDERS) },
  utf16: { name: 'unicode.csv', bytes: utf16 },
  gb18030: { name: '订单.csv', bytes: GB18030 },
} satisfies Record<string, TestFile>;

export const FILES = {
  picture: { name: 'orders.csv', bytes: PNG },
  workbook: { name: 'orders.csv', bytes: XLSX },
  oldWorkbook: {
    name: 'orders.xls',
    bytes: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
  },
  pdf: { name: 'orders.csv', bytes: Buffer.from('%PDF-1.7\n1 0 obj\n') },
  empty: { name: 'empty.csv', text: '' },
  blank: { name: 'blank.csv', text: '\n\n  \n' },
  header: { name: 'header.csv', text: `${HEADER}\n` },
  oneColumn: {
    name: 'column.csv',
    text: lines(
      'order',
      repeat(9, (n) => `A${n}`),
    ),
  },
  noDate: {
    name: 'dates.csv',
    text: lines(
      HEADER,
      repeat(30, (n) => `C${n % 9},A${n},sometime in spring,${n}.50`),
    ),
  },
  noDateColumn: {
    name: 'dates.csv',
    text: lines(
      'customer_id,order_id,amount',
      repeat(30, (n) => `C${n % 9},A${n},${n}.50`),
    ),
  },
  noCustomer: {
    name: 'customers.csv',
    text: lines(
      'order_id,order_date,amount',
      repeat(30, (n) => order(n).slice(3)),
    ),
  },
  noAmount: {
    name: 'amounts.csv',
    text: lines(
      'customer_id,order_id,order_date',
      repeat(30, (n) => order(n).replace(/,[^,]*$/, '')),
    ),
  },
  wide: { name: 'wide.csv', text: columns(HEADER.split(','), 300) },
  wideWithoutCustomer: { name: 'wide.csv', text: columns(['code'], 300) },
} satisfies Record<string, TestFile>;
