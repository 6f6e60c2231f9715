import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLATFORMS, type Platform } from '../../src/intake/platforms';
import { recognisePlatform } from '../../src/intake/presets';
import type { Mapping } from '../../src/intake/types';
import { ImportEngine } from './import-engine';

/** Each platform's export, as it comes, nothing chosen. Totals are added up by hand from the fixture. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

const FIXTURES = resolve(import.meta.dirname, '../fixtures/presets');
const fixture = (platform: Platform) =>
  new File([readFileSync(resolve(FIXTURES, `${platform}.csv`))], `${platform}.csv`);

interface Expected {
  mapping: Mapping;
  /** Fields that must not be mapped. */
  without?: (keyof Mapping)[];
  rowsRead: number;
  customers: number;
  orders: number;
  revenue: string;
  orderAmounts: Record<string, string>;
  setAside: Record<string, number>;
}

const EXPECTED: Record<Platform, Expected> = {
  shopify: {
    mapping: { order: 'Name', customer: 'Email', orderedAt: 'Created at', unitPrice: 'Lineitem price', quantity: 'Lineitem quantity', discount: 'Lineitem discount', status: 'Financial Status', product: 'Lineitem sku', tax: 'Taxes', shipping: 'Shipping' }, // prettier-ignore
    without: ['amount'],
    rowsRead: 7,
    // #1004: 2 × 24 − 2 + 12 = 58; #1002: 3 × 12; #1001: 24 + 48.50. #1003 was refunded, #1000 never paid and a guest's.
    customers: 2,
    orders: 3,
    revenue: '166.5000',
    orderAmounts: { '#1001': '72.5000', '#1002': '36.0000', '#1004': '58.0000' },
    setAside: { no_customer: 1, refund: 1 },
  },
  woocommerce: {
    // Two orders are a guest's (user 0), so the e-mail address tells customers apart.
    mapping: { order: 'Order Number', customer: 'Email (Billing)', orderedAt: 'Order Date', unitPrice: 'Item Cost', quantity: 'Quantity (- Refund)', status: 'Order Status', product: 'SKU', tax: 'Order Total Tax Amount', shipping: 'Order Shipping Amount' }, // prettier-ignore
    without: ['amount'],
    rowsRead: 9,
    // 2011: 30 + 15; 2012: 15; 2014: 15 + 5; 2016: 15 + 10. 2013 was cancelled, 2015 is on hold.
    customers: 2,
    orders: 4,
    revenue: '105.0000',
    orderAmounts: { 2011: '45.0000', 2012: '15.0000', 2014: '20.0000', 2016: '25.0000' },
    setAside: { status: 1, unpaid: 1 },
  },
  magento: {
    mapping: { order: 'ID', customer: 'Customer Email', orderedAt: 'Purchase Date', amount: 'Grand Total (Purchased)', status: 'Status', refund: 'Total Refunded', channel: 'Purchase Point', shipping: 'Shipping and Handling' }, // prettier-ignore
    rowsRead: 5,
    // 1,050 + 60 + 75.25; one was cancelled, one is pending.
    customers: 2,
    orders: 3,
    revenue: '1185.2500',
    orderAmounts: { '000000041': '1050.0000', '000000042': '60.0000', '000000044': '75.2500' },
    setAside: { status: 1, unpaid: 1 },
  },
  amazon: {
    mapping: { order: 'amazon-order-id', customer: 'buyer-email', orderedAt: 'purchase-date', amount: 'item-price', quantity: 'quantity', discount: 'item-promotion-discount', status: 'order-status', product: 'sku', tax: 'item-tax' }, // prettier-ignore
    without: ['unitPrice'],
    rowsRead: 6,
    // item-price is the whole line's: 59.80 + 12; 29.90; 24. One was cancelled, one is pending.
    customers: 2,
    orders: 3,
    revenue: '125.7000',
    orderAmounts: { '111-0000001-1000001': '71.8000', '111-0000002-1000002': '29.9000', '111-0000004-1000004': '24.0000' }, // prettier-ignore
    setAside: { status: 1, unpaid: 1 },
  },
  square: {
    mapping: { order: 'Transaction ID', customer: 'Customer ID', orderedAt: 'Date', orderedTime: 'Time', tax: 'Tax', amount: 'Net Sales', quantity: 'Qty', product: 'SKU', productName: 'Item', store: 'Location' }, // prettier-ignore
    rowsRead: 5,
    // 8 + 3.50; 1,200; 4.50. The last row gives 4.50 back.
    customers: 2,
    orders: 3,
    revenue: '1216.0000',
    orderAmounts: { tA1: '11.5000', tA2: '1200.0000', tA3: '4.5000' },
    setAside: { refund: 1 },
  },
  stripe: {
    mapping: { order: 'Invoice ID', customer: 'Customer ID', orderedAt: 'Created date (UTC)', amount: 'Amount', refund: 'Amount Refunded', status: 'Status', currency: 'Currency' }, // prettier-ignore
    rowsRead: 5,
    // 49 + 49 + 29.50; one failed, one was refunded.
    customers: 2,
    orders: 3,
    revenue: '127.5000',
    orderAmounts: { in_01: '49.0000', in_03: '49.0000', in_04: '29.5000' },
    setAside: { unpaid: 1, refund: 1 },
  },
  etsy: {
    mapping: { order: 'Order ID', customer: 'Buyer User ID', orderedAt: 'Sale Date', amount: 'Order Total', quantity: 'Number of Items', coupon: 'Coupon Code', tax: 'Sales Tax', shipping: 'Shipping' }, // prettier-ignore
    rowsRead: 3,
    customers: 2,
    orders: 3,
    revenue: '81.0000',
    orderAmounts: { 3300000002: '21.0000', 3300000003: '39.0000', 3300000004: '21.0000' },
    setAside: {},
  },
  taobao: {
    mapping: { order: '订单编号', customer: '买家会员名', orderedAt: '订单创建时间', amount: '买家实际支付金额', status: '订单状态', productName: '宝贝标题', store: '店铺名称', shipping: '买家应付邮费' }, // prettier-ignore
    rowsRead: 5,
    // 118 + 65 + 1,199.50; one waits for payment, one was closed.
    customers: 2,
    orders: 3,
    revenue: '1382.5000',
    orderAmounts: { '3100000000000000011': '118.0000', '3100000000000000012': '65.0000', '3100000000000000015': '1199.5000' }, // prettier-ignore
    setAside: { status: 1, unpaid: 1 },
  },
  jd: {
    // 应付金额 is the order's, again on each of its lines: 京东价 × 订购数量 it is.
    mapping: { order: '订单号', customer: '下单帐号', orderedAt: '下单时间', unitPrice: '京东价', quantity: '订购数量', status: '订单状态', product: '商品ID' }, // prettier-ignore
    without: ['amount'],
    rowsRead: 8,
    // 129 + 198; 99 + 129; 258 + 99. One was deleted.
    customers: 2,
    orders: 3,
    revenue: '912.0000',
    orderAmounts: { 270000000001: '327.0000', 270000000002: '228.0000', 270000000004: '357.0000' },
    setAside: { status: 2 },
  },
  youzan: {
    mapping: { order: '订单号', customer: '买家手机号', orderedAt: '订单创建时间', amount: '商品实际成交金额', quantity: '商品数量', status: '订单状态', store: '归属店铺' }, // prettier-ignore
    rowsRead: 5,
    // 126 + 25; 45; 68. One was closed.
    customers: 2,
    orders: 3,
    revenue: '264.0000',
    orderAmounts: { E20260105090312000001: '151.0000', E20260110183000000003: '45.0000', E20260215080000000004: '68.0000' }, // prettier-ignore
    setAside: { status: 1 },
  },
  pinduoduo: {
    mapping: { order: '订单号', customer: '手机', orderedAt: '支付时间', amount: '用户实付金额(元)', quantity: '商品数量(件)', status: '订单状态', region: '省', shipping: '邮费(元)' }, // prettier-ignore
    rowsRead: 4,
    // 34.90 + 54.80 + 28.90; one was cancelled and refunded.
    customers: 2,
    orders: 3,
    revenue: '118.6000',
    orderAmounts: { '260105-100000000001': '34.9000', '260120-100000000003': '54.8000', '260211-100000000004': '28.9000' }, // prettier-ignore
    setAside: { refund: 1 },
  },
};

describe.each(PLATFORMS)('%s', (platform) => {
  it('is recognised, mapped and added up', async () => {
    const expected = EXPECTED[platform];
    const importer = await engine.importer(fixture(platform));
    const { read } = await importer.stage(engine.lane, {}, false, () => undefined);
    expect(recognisePlatform(read.columns)?.platform).toBe(platform);

    const { choices, ledger } = await engine.import(fixture(platform));
    expect(choices.mapping).toMatchObject(expected.mapping);
    for (const field of expected.without ?? []) expect(choices.mapping[field]).toBeUndefined();
    expect(ledger).toMatchObject({
      rowsRead: expected.rowsRead,
      customers: expected.customers,
      orders: expected.orders,
      amountUsed: expected.revenue,
    });
    expect(Object.fromEntries(ledger.setAside.map(({ reason, rows }) => [reason, rows]))).toEqual(
      expected.setAside,
    );
    const orders = engine.rows<{ key: string; amount: string }>(
      'select order_key as key, amount::varchar as amount from shop.orders',
    );
    expect(Object.fromEntries(orders.map(({ key, amount }) => [key, amount]))).toEqual(expected.orderAmounts);
  });
});

const DATA = resolve(import.meta.dirname, '../../../shared/data/platform_exports');
const hasExports = existsSync(DATA);
if (!hasExports) console.warn('Skipped: ../shared/data is not there; real exports are not recognised.');

describe.skipIf(!hasExports)('real files', () => {
  it.each<[string, Platform | null]>([
    ['amazon_sp_orders.csv', 'amazon'],
    ['amazon_sp_order_item.csv', 'amazon'],
    ['stripe_charge_data.csv', 'stripe'],
    ['shopify_customer_data.csv', null],
    ['stripe_customer_data.csv', null],
  ])('%s', (name, platform) => {
    const [header = ''] = readFileSync(resolve(DATA, name), 'utf8').split(/\r?\n/);
    expect(recognisePlatform(header.split(','))?.platform ?? null).toBe(platform);
  });
});

it('no platform is seen in files of other kinds', () => {
  for (const header of [
    'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
    'household_id,store_id,basket_id,product_id,quantity,sales_value,transaction_timestamp',
    '会员卡号,消费时间,实付金额,数量,单价,商品名称',
    'id,name,email,status,created_at,total',
    '__proto__,constructor,toString',
  ])
    expect(recognisePlatform(header.split(','))).toBeNull();
});
