import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedTable } from '../../src/engine/opening-protocol';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import type { Policies } from '../../src/intake/types';
import { Importer } from '../../src/worker/import/importer';
import { ImportEngine } from './import-engine';
import { importedWith, shopIn, silent, textFile as file } from './refund-imports';

/** Refunds that come in a table of their own, beside the orders they are of. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());
const shop = () => shopIn(engine);
const imported = (tables: Promise<OpenedTable>[], policies: Partial<Policies> = {}) =>
  importedWith(engine, tables, policies);

const ORDERS = `order_id,customer_id,order_date,amount
A1,ann,2024-01-05,100
A2,ann,2024-02-05,50
B1,bob,2024-01-10,30
B2,bob,2024-03-10,20
`;
/** As decimals of another file: one order twice, one that is not there with and one without a customer, one unreadable. */
const REFUNDS = `order_id,refunded_at,amount,reason,customer_id
A1,2024-01-20,40,"late,
and broken",
A1,2024-04-02,10,,
B2,2024-03-11,20,,bob
X9,2024-03-12,7,,cid
X8,2024-03-13,5,,
B1,soon,3,,
`;
const both = () => [file('orders.csv', ORDERS), file('refunds.csv', REFUNDS)];

describe('refunds beside orders', () => {
  it('net: each at its own day, of its order’s customer; each that has none is set aside', async () => {
    const found = await imported(both(), { refunds: 'net' });
    expect(found.staged.unused).toEqual([]);
    expect(found.staged.read.columns).toEqual(['order_id', 'customer_id', 'order_date', 'amount']);
    expect(found.orders.map(({ amount }) => amount)).toEqual(['100.0000', '50.0000', '30.0000', '20.0000']);
    expect(found.refunds).toEqual([
      { who: 'ann', key: 'A1', day: '2024-01-20', amount: '-40.0000' },
      { who: 'bob', key: 'B2', day: '2024-03-11', amount: '-20.0000' },
      { who: 'cid', key: 'X9', day: '2024-03-12', amount: '-7.0000' },
      { who: 'ann', key: 'A1', day: '2024-04-02', amount: '-10.0000' },
    ]);
    expect(found.ledger).toMatchObject({
      rowsRead: 10,
      rowsUsed: 8,
      amountRead: '115.0000',
      amountUsed: '123.0000',
      setAside: [
        { reason: 'unreadable_date', rows: 1, amount: '-3.0000' },
        { reason: 'no_customer', rows: 1, amount: '-5.0000' },
      ],
      netting: { refunds: { rows: 4, amount: '-77.0000' }, revenue: '123.0000', customersWithoutOrders: 1 },
      orders: 4,
      lastDay: '2024-04-02',
    });
    expect(found.revenue).toBe('123.0000');
    // Line 3 is inside the quoted reason.
    expect(found.setAside).toEqual([
      ['refunds.csv', 7, 'no_customer'],
      ['refunds.csv', 8, 'unreadable_date'],
    ]);
    expect(found.values).toEqual([
      ['X8', '', '2024-03-13', '5'],
      ['B1', '', 'soon', '3'],
    ]);
    expect(found.told).toEqual({ read: true, no_order: 2 });
  });

  it('set aside: orders as they are, and what was given back is told', async () => {
    const { ledger, orders, refunds } = await imported(both());
    expect(ledger).toMatchObject({ rowsUsed: 4, amountUsed: '200.0000' });
    expect(ledger.setAside.find(({ reason }) => reason === 'refund')).toEqual({ reason: 'refund', rows: 4, amount: '-77.0000' }); // prettier-ignore
    expect([orders.length, refunds.length]).toEqual([4, 0]);
  });

  it('restated: taken off the orders they name', async () => {
    const { orders, refunds, ledger } = await imported(both(), { refunds: 'restate' });
    expect(orders.map(({ amount }) => amount)).toEqual(['50.0000', '50.0000', '30.0000', '0.0000']);
    expect(refunds.map(({ key }) => key)).toEqual(['X9']);
    expect(ledger.netting).toMatchObject({ restated: { rows: 3, amount: '-70.0000' }, revenue: '123.0000' });
  });
});

describe('as platforms export them', () => {
  it('Taobao: the day it was paid back, the amount paid; refunds that were closed count for nothing', async () => {
    const { refunds, told, setAside, ledger } = await imported(
      [
        file('订单.csv', '订单编号,买家会员名,订单创建时间,买家实际支付金额\n11,甲,2024-01-05 10:00:00,100\n12,乙,2024-01-06 10:00:00,60\n13,甲,2024-02-06 10:00:00,80\n'),
        file('售后.csv', '订单编号,退款编号,订单付款时间,宝贝标题,买家实际支付金额,买家退款金额,退款的申请时间,退款完结时间,退款状态\n11,901,2024-01-05 10:01:00,茶,100,25.5,2024-01-08 09:00:00,2024-01-12 09:30:00,退款成功\n12,902,2024-01-06 10:01:00,杯,60,60,2024-01-09 09:00:00,2024-01-10 09:30:00,退款关闭\n'),
      ],
      { refunds: 'net' },
    ); // prettier-ignore
    expect(refunds).toEqual([{ who: '甲', key: '11', day: '2024-01-12', amount: '-25.5000' }]);
    expect(setAside).toEqual([['售后.csv', 3, 'status']]);
    expect(told).toEqual({ read: true, undone: 1 });
    expect(ledger.netting?.revenue).toBe('214.5000');
  });

  it('Shopify: refunds name the order’s id, rows of the export its name, on the first line only', async () => {
    const { refunds, staged } = await imported(
      [
        file('orders_export.csv', 'Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id\n#1,a@x.io,paid,2024-01-05 10:00:00 +0000,USD,30,0,0,30,2024-01-05 10:00:00 +0000,1,Tea,10,5001\n#1,,,,,,,,,2024-01-05 10:00:00 +0000,2,Cup,10,\n#2,b@x.io,paid,2024-01-06 10:00:00 +0000,USD,5,0,0,5,2024-01-06 10:00:00 +0000,1,Tea,5,5002\n'),
        file('refunds.csv', 'id,order_id,created_at,processed_at,note,amount\n1,5001,2024-01-09T10:00:00Z,2024-01-10T10:00:00Z,,12\n'),
      ],
      { refunds: 'net' },
    ); // prettier-ignore
    expect(staged.mapping.order).toBe('Name');
    expect(refunds).toEqual([{ who: 'a@x.io', key: '#1', day: '2024-01-10', amount: '-12.0000' }]);
  });

  it('WooCommerce: a refund is a child of its order, and bears a minus already', async () => {
    const { refunds, told } = await imported(
      [
        file('orders.csv', 'order_id,customer_id,date_created,status,total\n70,9,2024-01-05 10:00:00,completed,100\n71,8,2024-01-06 10:00:00,cancelled,40\n72,9,2024-02-06 10:00:00,completed,10\n'),
        file('shop_order_refund.csv', 'id,parent_id,date_created,amount,reason\n80,70,2024-01-09 10:00:00,-15.00,broken\n81,71,2024-01-09 11:00:00,-40.00,cancelled\n'),
      ],
      { refunds: 'net' },
    ); // prettier-ignore
    // The other order was cancelled and does not count; what was given back of it does not count either.
    expect(refunds).toEqual([{ who: '9', key: '70', day: '2024-01-09', amount: '-15.0000' }]);
    expect(told).toEqual({ read: true });
  });
});

describe('the recipe', () => {
  const refunds = 'order_id,processed,amount\nA1,2024-01-20,40\nB2,2024-03-11,20\n';

  it('knows the next table of refunds by its columns, whatever its file is called', async () => {
    const first = await imported([file('orders.csv', ORDERS), file('refunds.csv', refunds)], {
      refunds: 'net',
    });
    expect(first.staged.refunds).toEqual([
      { columns: ['order_id', 'processed', 'amount'], meaning: { orderedAt: 'processed', amount: 'amount', order: 'order_id' } },
    ]); // prettier-ignore
    const { mapping, policies } = {
      ...first.staged,
      policies: { ...DEFAULT_POLICIES, refunds: 'net' as const },
    };
    const next = await Promise.all([file('may.csv', ORDERS), file('may (2).csv', refunds)]);
    expect(Importer.open(engine.database, next)).toBeDefined();
    const forgetful = await Importer.open(engine.database, next).stage(engine.lane, {}, false, silent);
    expect(forgetful.refunds).toEqual([]);
    const importer = Importer.open(engine.database, next, first.staged.refunds);
    const recipe = { mapping, policies, refunds: first.staged.refunds };
    const staged = await importer.stage(engine.lane, { recipe }, false, silent);
    expect(staged.refunds).toEqual(first.staged.refunds);
    await importer.build(engine.lane, { mapping, policies, readings: staged.readings }, silent);
    expect(shop().refunds).toEqual(first.refunds);
  });

  it('a meaning that names other columns is not followed', async () => {
    const wrong = [{ columns: ['order_id', 'processed', 'amount'], meaning: { orderedAt: 'no such', amount: 'amount', order: 'order_id' } }]; // prettier-ignore
    const tables = await Promise.all([file('may.csv', ORDERS), file('may (2).csv', refunds)]);
    const staged = await Importer.open(engine.database, tables, wrong).stage(engine.lane, {}, false, silent);
    expect(staged.refunds[0]?.meaning).toEqual({
      orderedAt: 'processed',
      amount: 'amount',
      order: 'order_id',
    });
  });
});

describe('given back twice, counted once', () => {
  const refunds = (rows: string) => file('refunds.csv', `order_id,refunded_at,refund_amount\n${rows}`);
  const orders = (head: string, rows: string) => file('orders.csv', `order_id,customer_id,order_date,amount${head}\n${rows}`); // prettier-ignore

  it('a column of the orders says it too: the table, which knows the day, unless the column says more', async () => {
    const found = await imported(
      [
        orders(',refund_amount', '1,a,2024-01-05,100,30\n2,b,2024-01-06,50,50\n3,c,2024-01-07,20,5\n4,c,2024-01-08,10,\n'), // prettier-ignore
        refunds('1,2024-02-01,30\n2,2024-02-02,20\n4,2024-02-03,1\n'),
      ],
      { refunds: 'net' },
    );
    expect(found.refunds.map(({ key, amount }) => [key, amount])).toEqual([
      ['1', '-30.0000'],
      ['4', '-1.0000'],
    ]);
    expect(found.orders.map(({ amount }) => amount)).toEqual(['100.0000', '0.0000', '15.0000', '10.0000']);
    expect(found.setAside).toEqual([['refunds.csv', 3, 'overlap']]);
    expect(found.told).toEqual({ read: true, apart: 1, in_orders: 1 });
    expect(found.revenue).toBe(`${180 - 30 - 50 - 5 - 1}.0000`);
  });

  it('rows of the orders are the same refunds', async () => {
    const found = await imported(
      [orders('', '1,a,2024-01-05,100\n1,a,2024-02-01,-30\n2,b,2024-01-06,50\n2,b,2024-03-06,-4\n'), refunds('1,2024-02-01,30\n')],
      { refunds: 'net' },
    ); // prettier-ignore
    expect(found.refunds.map(({ amount }) => amount)).toEqual(['-30.0000', '-4.0000']);
    expect(found.setAside).toEqual([['refunds.csv', 2, 'overlap']]);
    expect(found.revenue).toBe('116.0000');
  });

  it('a status says refunded, the table how much', async () => {
    const found = await imported(
      [orders(',status', '1,a,2024-01-05,100,refunded\n2,b,2024-01-06,50,refunded\n3,b,2024-01-07,9,paid\n'), refunds('1,2024-02-01,30\n')],
      { refunds: 'net' },
    ); // prettier-ignore
    expect(found.revenue).toBe('79.0000');
    expect(found.ledger.netting).toMatchObject({ revenue: '79.0000' });
  });

  it('refunds that name no order are warned of beside refunds of their own', async () => {
    const found = await imported(
      [orders('', '1,a,2024-01-05,100\n9,a,2024-02-01,-30\n2,b,2024-01-06,50\n'), refunds('1,2024-02-01,30\n')],
      { refunds: 'net' },
    ); // prettier-ignore
    expect(found.told).toEqual({ read: true, both: 1 });
  });
});

it('a table of messages or of reviews is left out by name, with why', async () => {
  const { staged, ledger } = await imported([
    file('orders.csv', ORDERS),
    file('campaigns.csv', 'campaign_id,customer_id,sent_at,opened\n1,ann,2024-01-05,1\n1,bob,2024-01-05,0\n'),
    file('reviews.csv', 'review_id,order_id,rating,comment\n1,A1,5,good\n2,B1,4,\n'),
    file('refunds.csv', 'refund_id,order_id,refund_reason\n1,A1,late\n'),
  ]);
  expect(staged.unused).toEqual([
    { path: ['campaigns.csv'], reason: { key: 'values_join_contacts' } },
    { path: ['reviews.csv'], reason: { key: 'values_join_feedback' } },
    { path: ['refunds.csv'], reason: { key: 'values_join_refunds' } },
  ]);
  expect(ledger).toMatchObject({ rowsRead: 4, rowsUsed: 4 });
});

it('any refunds of any orders: revenue is what was paid less what was given back of it', async () => {
  const cents = fc.integer({ min: 1, max: 100_000 });
  const money = (value: number): string => (value / 100).toFixed(2);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ who: fc.nat(5), paid: cents }), { minLength: 2, maxLength: 12 }),
      fc.array(fc.record({ of: fc.nat(14), back: cents, sign: fc.boolean() }), {
        minLength: 1,
        maxLength: 12,
      }),
      async (paid, given) => {
        const orders = paid.map(({ who, paid: amount }, index) => `o${index},c${who},2024-01-0${1 + (index % 9)},${money(amount)}\n`); // prettier-ignore
        // One at least is of an order that is there, or nothing ties the two.
        const back = [{ of: 0, back: 1, sign: false }, ...given];
        const rows = back.map(({ of, back: amount, sign }, index) => `r${index},o${of},2024-03-05,${sign ? '-' : ''}${money(amount)}\n`); // prettier-ignore
        const { ledger, revenue } = await imported(
          [
            file('orders.csv', `order_id,customer_id,order_date,amount\n${orders.join('')}`),
            file('refunds.csv', `refund_id,order_id,refund_date,refund_amount\n${rows.join('')}`),
          ],
          { refunds: 'net' },
        );
        const known = back.filter(({ of }) => of < paid.length);
        const left = paid.reduce((sum, order) => sum + order.paid, 0) - known.reduce((sum, refund) => sum + refund.back, 0); // prettier-ignore
        expect(revenue).toBe(`${money(left)}00`);
        expect(ledger).toMatchObject({
          rowsRead: paid.length + back.length,
          rowsUsed: paid.length + known.length,
        });
      },
    ),
    { numRuns: 5 },
  );
});
