import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { OrderFixture } from './engine';

/** Real order files beside the repository, read without any code of ours. Absent on most machines. */
const FOLDER = resolve(import.meta.dirname, '../../../shared/data');
export const hasOrderFiles = existsSync(FOLDER);

export const textOf = (path: string): string => readFileSync(resolve(FOLDER, path), 'utf8');
export const truthOf = <Truth>(name: string): Truth => JSON.parse(textOf(`truth/${name}.json`)) as Truth;

const isoDay = (digits: string): string =>
  `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;

/** The 1/10 sample: id in the master file, id in the sample, day, discs, dollars; no header. */
export function cdnowSample(): OrderFixture[] {
  return fieldsOf('cdnow/CDNOW_sample.txt').map(([, customer, day, , amount]) => ({
    customer: customer!,
    at: isoDay(day!),
    amount: Number(amount),
  }));
}

/** The whole file: id, day, discs, dollars; one header line. */
export function cdnowMaster(): OrderFixture[] {
  return fieldsOf('cdnow/CDNOW_master.txt')
    .slice(1)
    .map(([customer, day, , amount]) => ({ customer: customer!, at: isoDay(day!), amount: Number(amount) }));
}

function fieldsOf(path: string): string[][] {
  return textOf(path)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/));
}

/** UCI Online Retail, cleaned as the truth's `clean`: one order an invoice, of lines with customer, quantity and price. */
export function onlineRetailClean(): OrderFixture[] {
  const orders = new Map<string, OrderFixture>();
  for (const line of textOf('online_retail/online_retail.csv').split(/\r?\n/).slice(1)) {
    if (line === '') continue;
    const [invoice, , , quantity, at, price, customer] = csvFields(line);
    const amount = Number(quantity) * Number(price);
    if (!customer || invoice!.startsWith('C') || !(Number(quantity) > 0) || !(Number(price) > 0)) continue;
    const order = orders.get(invoice!);
    if (order) {
      order.amount += amount;
      if (at! < order.at) order.at = at!;
    } else orders.set(invoice!, { customer, at: at!, amount, order: invoice! });
  }
  return [...orders.values()].map((order) => ({ ...order, amount: Number(order.amount.toFixed(4)) }));
}

function csvFields(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2]!,
  );
}
