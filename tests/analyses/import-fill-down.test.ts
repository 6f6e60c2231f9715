import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvFile, ImportEngine } from './import-engine';
import { hasOrderFiles, textOf, truthOf } from './order-files';

/** Exports that write an order's own fields on the first of its lines only. Totals are added up by hand. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

const orders = () =>
  engine.rows(`
    select c.customer_key, o.order_key, o.ordered_at::varchar as at, o.amount::varchar as amount, o.channel, o.coupon
    from shop.orders as o join shop.customers as c using (customer_id)
    order by order_key`);

describe('lines of an order', () => {
  const header =
    'Name,Email,Financial Status,Currency,Subtotal,Total,Discount Code,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem discount,Source\n';

  it('get what their order says, and their own amounts', async () => {
    const { ledger, choices } = await engine.import(
      csvFile(
        header +
          '#1001,ann@example.com,paid,USD,38.00,43.00,WELCOME,2026-01-05 09:02:00 +0800,1,Cup,10.00,0.00,web\n' +
          '#1001,ann@example.com,,,,,,,2,Towel,15.00,2.00,\n' +
          '#1002,bo@example.com,paid,USD,10.00,15.00,,2026-01-06 10:00:00 +0800,1,Cup,10.00,0.00,pos\n' +
          '#1003,ann@example.com,paid,USD,25.50,30.50,,2026-01-07 11:00:00 +0800,3,Cup,5.00,0.00,web\n' +
          '#1003,ann@example.com,,,,,,,1,Mug,10.50,0.00,\n',
      ),
    );
    expect(choices.mapping).toMatchObject({
      order: 'Name',
      customer: 'Email',
      discount: 'Lineitem discount',
    });
    expect(choices.mapping.amount).toBeUndefined();
    expect(choices.readings).toMatchObject({ fillDown: true, subtractDiscount: true });
    expect(ledger).toMatchObject({
      rowsRead: 5,
      rowsUsed: 5,
      amountUsed: '73.5000',
      orders: 3,
      customers: 2,
    });
    expect(orders()).toEqual([
      { customer_key: 'ann@example.com', order_key: '#1001', at: '2026-01-05 09:02:00', amount: '38.0000', channel: 'web', coupon: 'WELCOME' },
      { customer_key: 'bo@example.com', order_key: '#1002', at: '2026-01-06 10:00:00', amount: '10.0000', channel: 'pos', coupon: null },
      { customer_key: 'ann@example.com', order_key: '#1003', at: '2026-01-07 11:00:00', amount: '25.5000', channel: 'web', coupon: null },
    ]); // prettier-ignore
  });

  it('of two shops that number alike stay with their own customers', async () => {
    const shop = (name: string, day: string) =>
      `#1,${name}@example.com,paid,USD,20,20,,${day} 09:00:00 +0000,1,Cup,10,0,web\n#1,,,,,,,,1,Mug,10,0,\n` +
      `#2,${name}2@example.com,paid,USD,20,20,,${day} 10:00:00 +0000,1,Cup,10,0,web\n#2,,,,,,,,1,Mug,10,0,\n`;
    const { ledger } = await engine.import(
      csvFile(header + shop('a', '2026-01-05') + shop('b', '2026-02-05')),
    );
    expect(ledger).toMatchObject({ rowsUsed: 8, customers: 4, orders: 4, amountUsed: '80.0000' });
    expect(
      engine.rows('select customer_key, revenue::varchar as revenue from shop.customers order by 1'),
    ).toEqual(
      ['a2', 'a', 'b2', 'b'].map((name) => ({ customer_key: `${name}@example.com`, revenue: '20.0000' })),
    );
  });

  it('find their order though others stand between, and below it', async () => {
    const { ledger } = await engine.import(
      csvFile(
        header +
          '#2,,,,,,,,1,Mug,7,0,\n' +
          '#1,a@example.com,paid,USD,12,12,,2026-01-05 09:00:00 +0000,1,Cup,5,0,web\n' +
          '#2,b@example.com,paid,USD,10,10,,2026-01-06 09:00:00 +0000,1,Cup,3,0,web\n' +
          '#1,,,,,,,,1,Mug,7,0,\n',
      ),
      {
        read: { skip: 0, header: true, headerRows: 1 },
        readings: { orderedAt: { kind: 'formats', formats: ['%Y-%m-%d %H:%M:%S'] }, fillDown: true },
      },
    );
    expect(ledger).toMatchObject({ rowsUsed: 4, customers: 2, orders: 2, amountUsed: '22.0000' });
    expect(orders().map((order) => order.amount)).toEqual(['12.0000', '10.0000']);
  });

  it('without a number belong to the order above, as merged cells come out', async () => {
    const { ledger, choices } = await engine.import(
      csvFile(
        '订单编号,会员名,下单时间,商品名称,数量,单价\n' +
          'A1,张三,2026/1/5 9:03,杯子,1,10\n,,,毛巾,2,15\n,,,碗,1,8\n' +
          'A2,李四,2026/1/6 9:03,杯子,1,10\n,,,毛巾,2,15\n' +
          'A3,张三,2026/1/7 9:03,碗,1,8\n',
      ),
    );
    expect(choices.readings.fillDown).toBe(true);
    // 10 + 30 + 8, 10 + 30, 8: the two towels are lines of two orders, no copies.
    expect(ledger).toMatchObject({ rowsUsed: 6, customers: 2, orders: 3, amountUsed: '96.0000' });
    expect(engine.rows('select distinct amount::varchar as a from shop.orders order by 1')).toEqual([
      { a: '40.0000' },
      { a: '48.0000' },
      { a: '8.0000' },
    ]);
  });

  it('are held against the order’s own subtotal', async () => {
    const lines = (subtotal: string) =>
      `#1,a@example.com,paid,USD,${subtotal},30,,2026-01-05 09:00:00 +0000,2,Cup,10,0,web\n#1,,,,,,,,1,Mug,12,2,\n` +
      '#2,b@example.com,paid,USD,10,10,,2026-01-06 09:00:00 +0000,1,Cup,10,0,web\n';
    const warned = async (subtotal: string) =>
      (await engine.import(csvFile(header + lines(subtotal)))).warnings.filter(
        ({ key }) => key === 'values_warn_lines_subtotal',
      );
    // 2 × 10 + 12 − 2
    expect(await warned('30.00')).toEqual([]);
    expect(await warned('25.00')).toEqual([
      { key: 'values_warn_lines_subtotal', values: { n: 1, of: 2, column: 'Subtotal', example: '#1' } },
    ]);
  });

  it('that lack a number here and there are no such file', async () => {
    const { choices, ledger } = await engine.import(
      csvFile(
        'order,customer,date,product,qty,price\n' +
          Array.from({ length: 60 }, (_, n) => `${n % 20 === 7 ? '' : n},k${n % 9},2026-01-0${(n % 9) + 1},p${n % 4},1,10\n`).join(''),
      ),
    ); // prettier-ignore
    expect(choices.readings.fillDown).toBeUndefined();
    expect(ledger).toMatchObject({ rowsUsed: 60, orders: 60 });
  });
});

if (!hasOrderFiles) console.warn('Skipped: ../shared/data is not there; Online Retail is not rewritten.');

describe.skipIf(!hasOrderFiles)('Online Retail as a Shopify-style export', () => {
  it('is the truth called clean', async () => {
    const { choices, ledger } = await engine.import(csvFile(shopifyStyle()));
    expect(choices.mapping).toMatchObject({
      order: 'Name',
      customer: 'Customer ID',
      orderedAt: 'Created at',
      quantity: 'Lineitem quantity',
      unitPrice: 'Lineitem price',
      product: 'Lineitem sku',
      status: 'Financial Status',
    });
    const { raw, clean } = truthOf<Record<'raw' | 'clean', Record<string, number>>>('online_retail');
    expect(ledger).toMatchObject({
      rowsRead: raw.rows,
      rowsUsed: clean.order_lines_used,
      customers: 4338,
      orders: 18_532,
      amountUsed: '8911407.9040',
    });
    expect([clean.customers, clean.orders, Number(clean.revenue)]).toEqual([4338, 18_532, 8_911_407.904]);
  }, 240_000);
});

/** Order fields on the first line of each invoice, the rest blank; cancellations are negative quantities. */
function shopifyStyle(): string {
  const seen = new Set<string>();
  const out = [
    'Name,Email,Customer ID,Financial Status,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Country',
  ];
  const [, ...lines] = textOf('online_retail/online_retail.csv').split(/\r?\n/);
  for (const line of lines) {
    if (line === '') continue;
    // Only descriptions are quoted: what stands before and behind them splits at commas.
    const [
      ,
      invoice = '',
      sku = '',
      name = '',
      quantity = '',
      at = '',
      price = '',
      customer = '',
      country = '',
    ] = /^([^,]*),([^,]*),("(?:[^"]|"")*"|[^,]*),([^,]*),([^,]*),([^,]*),([^,]*),(.*)$/.exec(line) ?? [];
    const number = `#${invoice.replace('C', '9')}`;
    const own = seen.has(number)
      ? ',,,,,,'
      : `,${customer},${Number(quantity) < 0 ? 'refunded' : 'paid'},GBP,1.00,2.00,${at} +0000`;
    seen.add(number);
    out.push(`${number},${own},${quantity},${name},${price},${sku},${own === ',,,,,,' ? '' : country}`);
  }
  return out.join('\n');
}
