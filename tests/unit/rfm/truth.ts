import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Row } from '../../../src/analyses/define';
import type { OrderFixture } from '../../analyses/engine';

/** Real order files with truths computed elsewhere; outside the repository, and not always there. */
const DATA = join(import.meta.dirname, '../../../../shared/data');
export const hasData = existsSync(DATA);

export interface Truth {
  thresholds: Record<'recency' | 'frequency' | 'monetary', { lower: number[] }>;
  score_counts: Record<'recency' | 'frequency' | 'monetary', Record<string, number>>;
  segments_new: TruthSegment[];
  segments_old: TruthSegment[];
}
export interface TruthSegment {
  segment: string;
  customers: number;
  orders: number;
  revenue: number;
  median_recency: number;
}

export const truth = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(DATA, 'truth', file), 'utf8')) as Record<string, unknown>;

export function segment(rows: Row[] | undefined, name: string): Row {
  const row = rows?.find((one) => one.segment === name);
  if (!row) throw new Error(`No segment ${name}`);
  return row;
}

export const counts = (rows: Row[] | undefined): number[] => (rows ?? []).map((row) => Number(row.customers));

/** Every published segment, and no one anywhere else. */
export function expectSegments(rows: Row[] | undefined, expected: TruthSegment[]): void {
  for (const one of expected) {
    const row = segment(rows, one.segment);
    expect([row.segment, row.customers, row.orders]).toEqual([one.segment, one.customers, one.orders]);
    expect(row.revenue).toBeCloseTo(one.revenue, 2);
    expect(row.median_recency_days).toBe(one.median_recency);
  }
  const named = new Set(expected.map((one) => one.segment));
  expect((rows ?? []).filter((row) => !named.has(String(row.segment)) && row.customers !== 0)).toEqual([]);
}

export function expectTruth(results: Record<string, Row[]>, expected: Truth): void {
  const names = { r: 'recency', f: 'frequency', m: 'monetary' } as const;
  for (const [dimension, name] of Object.entries(names) as ['r' | 'f' | 'm', 'recency'][]) {
    const cuts = (results.cut_points ?? []).filter((row) => row.dimension === dimension);
    expect(cuts.map((row) => row.position)).toEqual([1, 2, 3, 4]);
    expected.thresholds[name].lower.slice(1).forEach((value, index) => {
      expect(cuts[index]?.value).toBeCloseTo(value, 6);
    });
    for (const [score, customers] of Object.entries(expected.score_counts[name])) {
      expect((results.customers ?? []).filter((row) => row[dimension] === Number(score)).length).toBe(
        customers,
      );
    }
  }
  expectSegments(results.segments, expected.segments_new);
}

export function readOrders(file: string): OrderFixture[] {
  const lines = readFileSync(join(DATA, file), 'utf8').trim().split(/\r?\n/).slice(1);
  return lines.map((line) => {
    const [customer, at, amount] = line.split(',');
    return { customer: customer ?? '', at: at ?? '', amount: Number(amount) };
  });
}

/** Lines with a customer, no cancellation, positive quantity and price, summed by invoice. */
export function onlineRetailInvoices(): OrderFixture[] {
  const invoices = new Map<string, { customer: string; at: string; amount: number }>();
  const text = readFileSync(join(DATA, 'online_retail/online_retail.csv'), 'latin1');
  for (const line of text.split(/\r?\n/).slice(1)) {
    const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((field) => field.replace(/,$/, '')) ?? [];
    const [invoice = '', , , quantity, at = '', price, customer = ''] = fields;
    if (invoice.startsWith('C') || customer === '' || Number(quantity) <= 0 || Number(price) <= 0) continue;
    const order = invoices.get(invoice) ?? { customer, at, amount: 0 };
    order.amount += Math.round(Number(quantity) * Number(price) * 10_000) / 10_000;
    invoices.set(invoice, order);
  }
  return [...invoices.values()].map((order) => ({
    ...order,
    amount: Math.round(order.amount * 10_000) / 10_000,
  }));
}

export function cdnowOrders(): OrderFixture[] {
  const lines = readFileSync(join(DATA, 'cdnow/CDNOW_master.txt'), 'utf8').split(/\r?\n/).slice(1);
  return lines.flatMap((line) => {
    const [customer, day, , amount] = line.trim().split(/\s+/);
    if (!customer || !day) return [];
    const at = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
    return [{ customer, at, amount: Number(amount) }];
  });
}
