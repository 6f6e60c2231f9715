import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workbook } from './workbook.mjs';

/** Online Retail as clients might have sent it: the same rows in other encodings, layouts and shapes. */

export const ONLINE_RETAIL = join(
  import.meta.dirname,
  '../../../shared/data/online_retail/online_retail.csv',
);
export const hasOnlineRetail = existsSync(ONLINE_RETAIL);

export interface RetailLine {
  invoice: string;
  code: string;
  description: string;
  quantity: string;
  /** `2010-12-01 08:26:00` */
  at: string;
  price: string;
  /** `17850.0`, or blank. */
  customer: string;
  country: string;
}

/** Every line of the file, in its order. Its quoted fields hold no line breaks. */
export function retailLines(): RetailLine[] {
  const [, ...lines] = readFileSync(ONLINE_RETAIL, 'utf8').split(/\r?\n/);
  return lines.filter(Boolean).map((line) => {
    const [invoice, code, description, quantity, at, price, customer, country] = fieldsOf(line);
    return {
      invoice: invoice ?? '',
      code: code ?? '',
      description: description ?? '',
      quantity: quantity ?? '',
      at: at ?? '',
      price: price ?? '',
      customer: customer ?? '',
      country: country ?? '',
    };
  });
}

function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  const pattern = /(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g;
  for (const [, quoted, bare] of line.matchAll(pattern))
    fields.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
  return fields;
}

const HEADER = ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country']; // prettier-ignore

const fieldsIn = (line: RetailLine): string[] => [
  line.invoice,
  line.code,
  line.description,
  line.quantity,
  line.at,
  line.price,
  line.customer,
  line.country,
];

function delimited(rows: readonly (readonly string[])[], mark: string): string {
  const quoted = (field: string) =>
    field.includes(mark) || field.includes('"') ? `"${field.replaceAll('"', '""')}"` : field;
  return rows.map((row) => `${row.map(quoted).join(mark)}\r\n`).join('');
}

/** A German spreadsheet's export: Windows-1252, semicolons, decimal commas, `01.12.2010 08:26`. */
export function asGermanSpreadsheet(lines: readonly RetailLine[]): Uint8Array<ArrayBuffer> {
  const rows = lines.map((line) => {
    const [day = '', time = ''] = line.at.split(' ');
    const at = `${day.split('-').reverse().join('.')} ${time.slice(0, 5)}`;
    return fieldsIn({ ...line, at, price: line.price.replace('.', ',') });
  });
  // Latin-1 and Windows-1252 agree on every character the file holds.
  return new Uint8Array(Buffer.from(delimited([HEADER, ...rows], ';'), 'latin1'));
}

/** UTF-16 little endian with its mark, tabs: what a spreadsheet calls “Unicode text”. */
export function asUnicodeText(lines: readonly RetailLine[]): Uint8Array<ArrayBuffer> {
  const text = delimited([HEADER, ...lines.map(fieldsIn)], '\t');
  return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
}

/** GB18030 as a Chinese spreadsheet writes it, with Chinese headings. */
export function asChineseColumns(lines: readonly RetailLine[]): string {
  const header = ['订单号', '商品编码', '商品名称', '数量', '下单时间', '单价', '会员编号', '国家'];
  return delimited([header, ...lines.map(fieldsIn)], ',');
}

/** One CSV for each month, by name of file. */
export function asMonthlyFiles(lines: readonly RetailLine[]): Map<string, Uint8Array<ArrayBuffer>> {
  const months = new Map<string, RetailLine[]>();
  for (const line of lines) {
    const month = line.at.slice(0, 7);
    const held = months.get(month);
    if (held) held.push(line);
    else months.set(month, [line]);
  }
  const encoder = new TextEncoder();
  return new Map(
    [...months].map(([month, held]) => [
      `orders/${month}.csv`,
      encoder.encode(delimited([HEADER, ...held.map(fieldsIn)], ',')) as Uint8Array<ArrayBuffer>,
    ]),
  );
}

/** A shop platform's orders export: what belongs to the order stands on the first of its lines only. */
export function asShopifyExport(lines: readonly RetailLine[]): string {
  const header = ['Name', 'Email', 'Financial Status', 'Created at', 'Lineitem quantity', 'Lineitem name', 'Lineitem price', 'Lineitem sku', 'Billing Country', 'Customer ID', 'Currency']; // prettier-ignore
  let last = '';
  const rows = lines.map((line) => {
    const isFirst = line.invoice !== last;
    last = line.invoice;
    const own = (value: string) => (isFirst ? value : '');
    return [
      line.invoice,
      '',
      own('paid'),
      own(`${line.at} +0000`),
      line.quantity,
      line.description,
      line.price,
      line.code,
      own(line.country),
      own(line.customer),
      own('GBP'),
    ];
  });
  return delimited([header, ...rows], ',');
}

/** The workbook a client saves the file as: numbers as numbers, moments as dates, ids as text. */
export function asWorkbook(lines: readonly RetailLine[]): Uint8Array<ArrayBuffer> {
  return workbook({
    header: HEADER,
    rows: lines.map(fieldsIn),
    numbers: ['Quantity', 'UnitPrice'],
    moments: ['InvoiceDate'],
  });
}

/** Counts of an import that every variant must come to, from the truth file's `clean`. */
export const TRUTH = { customers: 4338, orders: 18532, revenue: '8911407.9040', rowsRead: 541909 } as const;
