import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Policies } from '../../src/intake/types';
import { revenueOf } from '../../src/orders/judgement';
import { csvFile, ImportEngine } from './import-engine';

/** Tax, shipping and discounts of orders: out or in, once an order, to the last place. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

const orders = () =>
  Object.fromEntries(
    engine
      .rows<{ key: string; amount: string }>(
        'select order_key as key, amount::varchar as amount from shop.orders order by order_key',
      )
      .map(({ key, amount }) => [key, amount]),
  );
const effect = (result: Awaited<ReturnType<ImportEngine['import']>>, policy: keyof Policies) =>
  result.assessment.effects.find((one) => one.policy === policy);

/** One row an order; total = subtotal + tax + shipping. */
const TOTALS = `customer_id,order_id,order_date,subtotal,tax,shipping,total
a,1,2026-01-05,100.00,19.00,4.90,123.90
a,2,2026-02-05,10.00,1.90,4.90,16.80
b,3,2026-02-06,50.00,9.50,0,59.50
c,4,2026-02-07,20.00,3.80,4.90,28.70
c,5,2026-02-08,-20.00,3.80,4.90,-28.70
`;

describe('one row an order', () => {
  it('amounts stay as the file has them; the total says that they contain both', async () => {
    const result = await engine.import(csvFile(TOTALS));
    expect(result.choices.mapping).toMatchObject({ amount: 'total', tax: 'tax', shipping: 'shipping' });
    expect(result.ledger.amountUsed).toBe('228.9000');
    expect(result.ledger.netting).toBeUndefined();
    expect(effect(result, 'tax')).toMatchObject({
      rows: 4,
      amount: '34.2000',
      otherwise: { key: 'charges_otherwise_out', values: { revenue: '194.7000' } },
      evidence: { key: 'values_charge_contained', values: { column: 'subtotal', n: 5, of: 5 } },
    });
    expect(effect(result, 'shipping')).toMatchObject({
      rows: 3,
      evidence: { key: 'values_charge_contained' },
    });
  });

  it('both out: the file’s own total above, what was taken off itemised below, refunds without them too', async () => {
    const policies = { tax: 'out', shipping: 'out', refunds: 'net' } as const;
    const { ledger } = await engine.import(csvFile(TOTALS), { policies });
    expect(ledger.amountRead).toBe('200.2000');
    expect(ledger.amountUsed).toBe('200.2000');
    expect(ledger.netting).toMatchObject({
      purchases: { rows: 4, amount: '228.9000' },
      tax: { rows: 4, amount: '-34.2000' },
      shipping: { rows: 3, amount: '-14.7000' },
      refunds: { rows: 1, amount: '-20.0000' },
      revenue: '160.0000',
    });
    expect(orders()).toEqual({ 1: '100.0000', 2: '10.0000', 3: '50.0000', 4: '20.0000' });
    expect(engine.rows('select sum(amount)::varchar as amount from shop.refunds order by amount')).toEqual([
      { amount: '-20.0000' },
    ]);
  });

  it('the subtotal as the amount: both in gives the totals', async () => {
    const given = {
      mapping: { customer: 'customer_id', order: 'order_id', orderedAt: 'order_date', amount: 'subtotal', tax: 'tax', shipping: 'shipping' },
      policies: { tax: 'in', shipping: 'in' },
    } as const; // prettier-ignore
    const result = await engine.import(csvFile(TOTALS), given);
    expect(orders()).toEqual({ 1: '123.9000', 2: '16.8000', 3: '59.5000', 4: '28.7000' });
    expect(effect(result, 'shipping')).toMatchObject({
      choice: 'in',
      evidence: { key: 'values_charge_apart', values: { column: 'total', n: 4, of: 4 } },
      otherwise: { values: { revenue: '214.2000' } },
    });
  });
});

const LINES = {
  header: 'Order ID,Customer ID,Order Date,Item Name,Line Total,Tax,Shipping',
  onFirst: ['1,a,2026-01-05,pen,60,10,5', '1,a,2026-01-05,ink,30,,', '1,a,2026-01-05,cap,10,,'],
  repeated: ['1,a,2026-01-05,pen,60,10,5', '1,a,2026-01-05,ink,30,10,5', '1,a,2026-01-05,cap,10,10,5'],
  ofLine: ['1,a,2026-01-05,pen,60,6,3', '1,a,2026-01-05,ink,30,3,1.5', '1,a,2026-01-05,cap,10,1,0.5'],
};
/** The same order under several numbers, and one of a single line. */
const many = (lines: string[]) =>
  [
    LINES.header,
    ...[1, 2, 3, 4].flatMap((n) => lines.map((line) => line.replace(/^1,/, `${n},`))),
    '9,b,2026-01-09,pen,60,6,5',
  ].join('\n');

describe('several lines an order', () => {
  it.each(['onFirst', 'repeated', 'ofLine'] as const)(
    '%s: once an order, spread by amount',
    async (shape) => {
      const policies = { tax: 'out', shipping: 'in' } as const;
      const { ledger, choices, warnings } = await engine.import(csvFile(many(LINES[shape])), { policies });
      expect(choices.mapping).toMatchObject({ amount: 'Line Total', tax: 'Tax', shipping: 'Shipping' });
      expect(orders()).toEqual({ 1: '95.0000', 2: '95.0000', 3: '95.0000', 4: '95.0000', 9: '59.0000' });
      expect(ledger.netting).toMatchObject({ tax: { amount: '-46.0000' }, shipping: { amount: '25.0000' } });
      expect(revenueOf(ledger)).toBe('439.0000');
      expect(warnings.map(({ key }) => key)).not.toContain('values_warn_charge_shape');
      const lines = engine.rows<{ amount: string }>(
        `select amount::varchar as amount from shop.order_lines where order_key = '1' order by amount desc`,
      );
      expect(lines.map(({ amount }) => amount)).toEqual(['9.5000', '57.0000', '28.5000']);
    },
  );

  it('lines that are all alike cannot tell, and that is said', async () => {
    const lines = ['1,a,2026-01-05,pen,10,2,1', '1,a,2026-01-05,ink,10,2,1'];
    const { warnings } = await engine.import(csvFile(many(lines)));
    expect(warnings).toContainEqual({ key: 'values_warn_charge_shape', values: { column: 'Tax' } });
  });
});

/** Prices before a discount that stands on the order’s first line, as Shopify writes it. */
function discounted(list: { prices: number[]; off: number }[]): string {
  const money = (cents: number) => (cents / 100).toFixed(2);
  const rows = list.flatMap(({ prices, off }, index) => {
    const sum = prices.reduce((total, price) => total + price, 0);
    return prices.map((price, line) => {
      const head = line === 0 ? [money(sum - off), money(off)] : ['', ''];
      const day = line === 0 ? '2026-01-05' : '';
      return [`#${1000 + index}`, line === 0 ? `c${index % 3}` : '', day, ...head, 1, `p${line}`, money(price)].join(',');
    });
  }); // prettier-ignore
  return ['Order,Customer ID,Order Date,Subtotal,Discount Amount,Quantity,SKU,Unit Price', ...rows].join(
    '\n',
  );
}

describe('a discount of the whole order', () => {
  it('is found by the sums, spread by amount to the last place, and leaves what the subtotals say', async () => {
    const order = fc.record({
      prices: fc.array(fc.integer({ min: 100, max: 99_999 }), { minLength: 1, maxLength: 5 }),
      off: fc.integer({ min: 1, max: 99 }),
    });
    const sure = { prices: [1000, 2000, 333], off: 77 };
    await fc.assert(
      fc.asyncProperty(fc.array(order, { maxLength: 8 }), async (more) => {
        const list = [sure, sure, ...more];
        const { choices, warnings } = await engine.import(csvFile(discounted(list)));
        expect(choices.mapping).toMatchObject({ orderDiscount: 'Discount Amount' });
        expect(choices.mapping.discount).toBeUndefined();
        expect(warnings.map(({ key }) => key)).not.toContain('values_warn_lines_subtotal');
        const sum = ({ prices }: { prices: number[] }) => prices.reduce((total, price) => total + price, 0);
        const found = orders();
        list.forEach((one, index) => {
          expect(Number(found[`#${1000 + index}`])).toBeCloseTo((sum(one) - one.off) / 100, 9);
        });
        const lines = engine.rows<{ key: string; product: string; units: number }>(
          'select order_key as key, product, (amount * 10000)::double as units from order_lines order by key, product',
        );
        for (const { key, product, units } of lines) {
          const one = list[Number(key.slice(1)) - 1000]!;
          const price = one.prices[Number(product.slice(1))]!;
          const exact = 100 * (price - (one.off * price) / sum(one));
          expect(Math.abs(units - exact)).toBeLessThan(one.prices.length);
        }
      }),
      { numRuns: 6 },
    );
  });

  it('a discount of lines is not one of the order, though the sums would agree', async () => {
    const lines = [
      '1,a,2026-01-05,28,1,p0,20,1',
      '1,,,,1,p1,10,1',
      '2,b,2026-01-06,26,1,p0,20,3',
      '2,,,,1,p1,10,1',
    ];
    const header = 'Order,Customer ID,Order Date,Subtotal,Quantity,SKU,Unit Price,Discount Amount';
    const { choices, warnings } = await engine.import(csvFile([header, ...lines].join('\n')));
    expect(choices.mapping.orderDiscount).toBeUndefined();
    expect(warnings.map(({ key }) => key)).toContain('values_warn_lines_subtotal');
  });

  it('is left alone where the sums do not say so, and the warning stays', async () => {
    const text = discounted([
      { prices: [1000, 2000], off: 77 },
      { prices: [500, 700], off: 10 },
    ]).replaceAll(',29.23,', ',25.00,');
    const { choices, warnings } = await engine.import(csvFile(text));
    expect(choices.mapping.orderDiscount).toBeUndefined();
    expect(warnings.map(({ key }) => key)).toContain('values_warn_lines_subtotal');
  });
});

const SHOPIFY = resolve(import.meta.dirname, '../fixtures/presets/shopify.csv');

it('a Shopify export: taxes are in the prices, postage is not, both stand on the order’s first line', async () => {
  const file = new File([readFileSync(SHOPIFY)], 'shopify.csv');
  const result = await engine.import(file, { policies: { tax: 'out', shipping: 'in' } });
  // By hand from the fixture, order by order: lines − Taxes + Shipping.
  expect(orders()).toEqual({ '#1001': '60.9200', '#1002': '34.3700', '#1004': '53.6400' });
  expect(effect(result, 'tax')).toMatchObject({ evidence: { key: 'values_charge_contained' } });
  expect(effect(result, 'shipping')).toMatchObject({ evidence: { key: 'values_charge_apart' } });
});
