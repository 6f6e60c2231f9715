import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleShopFile } from '../../../src/sample-shop/file';
import { generateSampleShop, type SampleShopOptions } from '../../../src/sample-shop/generate';
import { sampleShopNotebook } from '../../../src/sample-shop/notebook';
import { parseCsv } from '../exports/parse-csv';

const textOf = (options?: SampleShopOptions) => [...generateSampleShop(options)].join('');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Line {
  order: string;
  at: string;
  day: string;
  month: string;
  customer: string;
  product: string;
  quantity: number;
  paid: number;
  discount: number;
  channel: string;
  coupon: string;
  email: string;
}

function linesOf(text: string): Line[] {
  return parseCsv(text.replaceAll('\n', '\r\n'))
    .slice(1)
    .map(([order, at, customer, product, , , quantity, paid, discount, channel, , coupon, email]) => ({
      order: order!,
      at: at!,
      day: at!.slice(0, 10),
      month: at!.slice(0, 7),
      customer: customer!,
      product: product!,
      quantity: Number(quantity),
      paid: Number(paid),
      discount: Number(discount),
      channel: channel!,
      coupon: coupon!,
      email: email!,
    }));
}

function countBy<T>(items: Iterable<T>, key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

describe('the sample shop is the same everywhere', () => {
  it('one seed gives one file, byte for byte', () => {
    // Changes only with the generator: then the screenshots change too.
    expect(sha256(textOf({ lines: 2_000, seed: 1 }))).toBe(
      '9b680a1e876140ea51246a2e3b1c6857a517065debadaf4226e9ba3393bb4d45',
    );
    expect(sha256(textOf({ lines: 2_000, seed: 2 }))).not.toBe(sha256(textOf({ lines: 2_000, seed: 1 })));
  });

  it('uses nothing that differs between engines, runs or clocks', () => {
    const sources = import.meta.glob<string>('../../../src/sample-shop/*.ts', {
      query: '?raw',
      import: 'default',
      eager: true,
    });
    expect(Object.keys(sources).length).toBeGreaterThan(5);
    for (const [name, source] of Object.entries(sources)) {
      const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      expect(code, name).not.toMatch(/Math\.(random|log|exp|pow|sin|cos|sqrt)|Date\.now|new Date\(\)|\*\*/);
    }
  });

  it('comes in chunks that make up the same file', async () => {
    const chunks = [...generateSampleShop({ lines: 5_000 })];
    expect(chunks.length).toBeGreaterThan(5);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(80_000);
    const file = await sampleShopFile({ lines: 5_000 });
    expect(await file.text()).toBe(chunks.join(''));
    expect(file.name).toBe('sample-shop.csv');
  });

  it('has as many lines as asked for, about', () => {
    for (const lines of [10_000, 200_000]) {
      let found = -1;
      for (const chunk of generateSampleShop({ lines })) found += chunk.split('\n').length - 1;
      expect(found / lines).toBeGreaterThan(0.9);
      expect(found / lines).toBeLessThan(1.1);
    }
  });

  it('starts and ends on the days asked for', () => {
    const days = linesOf(textOf({ lines: 20_000, firstDay: '2024-02-28', days: 3 })).map(({ day }) => day);
    expect([...new Set(days)]).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
  });

  it('says what it is in the reader’s language', () => {
    expect(sampleShopNotebook().title).toMatch(/sample/i);
  });
});

describe('the sample shop is like a shop', () => {
  let lines: Line[] = [];
  let known: Line[] = [];
  beforeAll(() => {
    lines = linesOf(textOf());
    known = lines.filter(({ customer, quantity }) => customer !== '' && quantity > 0);
  });

  it('has 40 to 60 thousand lines in the order of time over three years and six weeks', () => {
    expect(lines.length).toBeGreaterThan(40_000);
    expect(lines.length).toBeLessThan(60_000);
    expect(lines.every(({ at }, index) => index === 0 || lines[index - 1]!.at <= at)).toBe(true);
    expect([lines[0]!.day, lines.at(-1)!.day]).toEqual(['2023-01-01', '2026-02-11']);
  });

  it('has guests, refunds, gifts and repeated lines, as many as a shop has', () => {
    const share = (test: (line: Line) => boolean) => lines.filter(test).length / lines.length;
    const guests = share(({ customer }) => customer === '');
    expect(guests).toBeGreaterThan(0.04);
    expect(guests).toBeLessThan(0.1);
    const refunds = share(({ quantity }) => quantity < 0);
    expect(refunds).toBeGreaterThan(0.01);
    expect(refunds).toBeLessThan(0.03);
    const gifts = lines.filter(({ paid }) => paid === 0).length;
    expect(gifts).toBeGreaterThan(5);
    expect(gifts).toBeLessThan(100);
    const repeated = [...countBy(lines, (line) => JSON.stringify(line)).values()].filter((n) => n > 1).length;
    expect(repeated).toBeGreaterThan(1);
    expect(repeated).toBeLessThan(20);
  });

  it('sends back only what was bought, under the order number with a C, later', () => {
    const bought = new Map(
      lines.filter(({ quantity }) => quantity > 0).map((l) => [`${l.order} ${l.product}`, l]),
    );
    for (const line of lines.filter(({ quantity }) => quantity < 0)) {
      expect(line.order).toMatch(/^C\d+$/);
      const original = bought.get(`${line.order.slice(1)} ${line.product}`);
      // Orders of the days before the file starts are not in it.
      if (!original) expect(line.day <= '2023-01-16').toBe(true);
      else {
        expect(line).toMatchObject({ customer: original.customer, paid: original.paid });
        expect(line.quantity).toBe(-original.quantity);
        expect(line.day > original.day).toBe(true);
      }
    }
    expect(lines.every(({ order, quantity }) => order.startsWith('C') === quantity < 0)).toBe(true);
  });

  it('gives an order one customer, one moment and one channel', () => {
    const orders = new Map<string, Set<string>>();
    for (const { order, at, customer, channel } of lines) {
      orders.set(order, (orders.get(order) ?? new Set()).add(`${at} ${customer} ${channel}`));
    }
    expect([...orders.values()].every(({ size }) => size === 1)).toBe(true);
  });

  it('sees about half of its customers again, most of them in the rhythm of a household', () => {
    const days = new Map<string, Set<string>>();
    for (const { customer, day } of known) days.set(customer, (days.get(customer) ?? new Set()).add(day));
    const again = [...days.values()].filter(({ size }) => size > 1).length / days.size;
    expect(again).toBeGreaterThan(0.45);
    expect(again).toBeLessThan(0.65);
    const gaps = [...days.values()].flatMap((set) => {
      const times = [...set].map((day) => Date.parse(day) / 86_400_000);
      return times.slice(1).map((time, index) => time - times[index]!);
    });
    const median = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
    expect(median).toBeGreaterThan(15);
    expect(median).toBeLessThan(40);
  });

  it('grows each year, is busiest in December, and ends inside a month', () => {
    const revenue = new Map<string, number>();
    for (const { month, paid, quantity } of lines) {
      for (const period of [month, month.slice(0, 4)]) {
        revenue.set(period, (revenue.get(period) ?? 0) + paid * quantity);
      }
    }
    const of = (period: string) => revenue.get(period) ?? 0;
    expect(of('2024')).toBeGreaterThan(of('2023') * 1.1);
    expect(of('2025')).toBeGreaterThan(of('2024') * 1.1);
    for (const year of ['2023', '2024', '2025']) {
      expect(of(`${year}-12`)).toBeGreaterThan(of(`${year}-07`) * 1.3);
    }
    expect(of('2026-02')).toBeLessThan(of('2026-01') * 0.6);
    const first = new Map<string, string>();
    for (const { customer, month } of known) if (!first.has(customer)) first.set(customer, month);
    const newcomers = countBy(first.values(), (month) => month);
    // Regulars of the time before the file look new in its first month: the left edge every export has.
    expect(newcomers.get('2023-01')).toBeGreaterThan(1.7 * newcomers.get('2023-03')!);
  });

  it('sells everywhere and takes coupons off the price paid', () => {
    expect([...countBy(lines, ({ channel }) => channel).keys()].sort()).toEqual([
      'app',
      'marketplace',
      'store',
      'web',
    ]);
    const withCoupon = lines.filter(({ coupon, quantity }) => coupon !== '' && quantity > 0);
    expect(withCoupon.length / lines.length).toBeGreaterThan(0.05);
    expect(withCoupon.every(({ discount, paid }) => discount > 0 || paid === 0)).toBe(true);
    expect(lines.filter(({ coupon }) => coupon === '').every(({ discount }) => discount === 0)).toBe(true);
    expect(lines.every(({ paid }) => paid >= 0)).toBe(true);
  });

  it('knows nobody: every address is at example.com, and one customer has one address', () => {
    const addresses = new Map<string, Set<string>>();
    for (const { customer, email } of lines) {
      expect(email).toMatch(/^$|^[a-z']+\.[a-z']+\.\d+@example\.com$/);
      if (customer) addresses.set(customer, (addresses.get(customer) ?? new Set()).add(email));
      else expect(email).toBe('');
    }
    expect([...addresses.values()].every(({ size }) => size === 1)).toBe(true);
  });
});
