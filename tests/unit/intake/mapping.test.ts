import { describe, expect, it } from 'vitest';
import { recount } from '../../../src/intake/because';
import { parseRecords, sniffDialect } from '../../../src/intake/dialect';
import { fieldsNamed, normaliseHeader } from '../../../src/intake/fields';
import { guessMapping } from '../../../src/intake/mapping';
import type { ColumnProfile } from '../../../src/intake/types';

export function profilesOf(columns: readonly string[], rows: readonly string[][]): ColumnProfile[] {
  return columns.map((name, index) => {
    const values = rows.map((row) => row[index] ?? '').filter((value) => value !== '');
    return { name, blank: rows.length - values.length, distinct: new Set(values).size, examples: values.slice(0, 5), shortest: 1, longest: 20 };
  }); // prettier-ignore
}

function guess(text: string) {
  const { read } = sniffDialect(text);
  const rows = parseRecords(text, read)
    .slice(read.header ? 1 : 0)
    .map((record) => record.fields);
  return guessMapping(read.columns, profilesOf(read.columns, rows), rows);
}

describe('headers', () => {
  it.each([
    ['InvoiceNo', 'invoice no'],
    ['CustomerID', 'customer id'],
    ['\ufefforder_id', 'order id'],
    ['Order-ID ', 'order id'],
    ['ＯＲＤＥＲ　ＮＯ．', 'order no'],
    ['用户实付金额(元)', '用户实付金额'],
    ['用户实付金额（元）', '用户实付金额'],
    ['Total (USD)', 'total'],
    ['订单 编号', '订单编号'],
    ['会员ID', '会员id'],
  ])('%s is %s', (header, normalised) => expect(normaliseHeader(header)).toBe(normalised));

  it('are never looked up on an object', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])
      expect(fieldsNamed(name)).toEqual([]);
  });
});

describe('guessMapping', () => {
  it('takes a converted CDNOW file, with its amount as a column', () => {
    const text =
      'customer_id,date,number_of_cds,dollar_value\n00001,19970101,1,11.77\n00002,19970112,1,12.00\n00002,19970112,5,77.00\n00003,19970102,2,20.76\n';
    expect(guess(text).mapping).toEqual({
      customer: 'customer_id',
      orderedAt: 'date',
      quantity: 'number_of_cds',
      amount: 'dollar_value',
    });
  });

  it('takes the same without names, unsurely', () => {
    const rows = Array.from(
      { length: 60 },
      (_, n) =>
        `${String((n * 7) % 13).padStart(5, '0')},1997010${(n % 9) + 1},${(n % 5) + 1},${n + 3}.${10 + n}`,
    );
    const { mapping, guesses } = guess(rows.join('\n'));
    expect(mapping).toEqual({
      customer: 'column_1',
      orderedAt: 'column_2',
      quantity: 'column_3',
      amount: 'column_4',
    });
    expect(guesses.every(({ sure }) => sure === 1)).toBe(true);
  });

  const chinese: [string, string, Record<string, string>][] = [
    [
      '淘宝',
      '订单编号,买家会员名,买家应付货款,买家实际支付金额,订单状态,订单创建时间,订单付款时间,宝贝标题,宝贝总数量,店铺名称\n1001,张三1988,99.00,89.00,交易成功,2026-01-05 09:03:12,2026-01-05 09:05:00,毛巾,2,旗舰店\n1002,李四,50.00,50.00,交易关闭,2026-01-06 10:00:00,,牙刷,1,旗舰店\n1003,张三1988,20.00,20.00,交易成功,2026-01-07 10:00:00,2026-01-07 10:01:00,杯子,1,旗舰店\n',
      { order: '订单编号', customer: '买家会员名', amount: '买家实际支付金额', status: '订单状态', orderedAt: '订单创建时间', productName: '宝贝标题', quantity: '宝贝总数量', store: '店铺名称' },
    ],
    [
      '拼多多',
      '商品,订单号,订单状态,商品总价(元),用户实付金额(元),商品数量(件),支付时间,收货人,手机,省\n杯子,250101-1,已收货,20.00,18.00,1,2026/1/5 9:03,王五,13812345678,浙江省\n毛巾,250101-2,已收货,30.00,28.50,2,2026/1/6 9:03,赵六,13912345678,江苏省\n碗,250101-3,已收货,30.00,28.50,2,2026/1/6 19:03,王五,13812345678,浙江省\n',
      { order: '订单号', status: '订单状态', amount: '用户实付金额(元)', quantity: '商品数量(件)', orderedAt: '支付时间', name: '收货人', customer: '手机', productName: '商品', region: '省' },
    ],
    [
      '门店',
      '会员卡号;消费时间;实付金额;数量;单价;商品名称;品类;渠道;门店;省份\n00017;2026年1月5日 09:03;1.234,50;1;1.234,50;外套;服装;线下;西湖店;浙江\n00018;2026年1月6日 10:03;99,00;2;49,50;袜子;服装;小程序;滨江店;浙江\n',
      { customer: '会员卡号', orderedAt: '消费时间', amount: '实付金额', quantity: '数量', unitPrice: '单价', productName: '商品名称', category: '品类', channel: '渠道', store: '门店', region: '省份' },
    ],
    [
      '客户编号与下单时间',
      '订单号,客户编号,下单时间,付款时间,金额\nA1,K1,2026-01-05 09:03,2026-01-05 09:04,10\nA2,K2,2026-01-06 09:03,,12\n',
      { order: '订单号', customer: '客户编号', orderedAt: '下单时间', amount: '金额' },
    ],
  ]; // prettier-ignore
  it.each(chinese)('takes a Chinese export: %s', (_, text, mapping) =>
    expect(guess(text).mapping).toEqual(mapping),
  );

  it('takes a Shopify order export: Name is the order, e-mail stands in for the customer', () => {
    const text =
      'Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Shipping Province,Cancelled at,Refunded Amount\n' +
      '#1001,a@example.com,paid,2026-01-05 09:03:00 +0800,fulfilled,USD,30.00,5.00,0.00,35.00,WELCOME,2.00,2026-01-05 09:02:00 +0800,1,Cup,10.00,CUP-1,Ann Lee,CA,,0.00\n' +
      '#1001,a@example.com,,,,,,,,,,,2026-01-05 09:02:00 +0800,2,Towel,10.00,TOW-1,,,,\n' +
      '#1002,b@example.com,paid,2026-01-06 09:03:00 +0800,fulfilled,USD,10.00,5.00,0.00,15.00,,0.00,2026-01-06 09:02:00 +0800,1,Cup,10.00,CUP-1,Bo Chen,NY,,0.00\n';
    const { mapping, guesses } = guess(text);
    expect(mapping).toMatchObject({
      order: 'Name',
      customer: 'Email',
      orderedAt: 'Created at',
      quantity: 'Lineitem quantity',
      unitPrice: 'Lineitem price',
      product: 'Lineitem sku',
      productName: 'Lineitem name',
      status: 'Financial Status',
      currency: 'Currency',
      coupon: 'Discount Code',
      discount: 'Discount Amount',
      refund: 'Refunded Amount',
      name: 'Billing Name',
    });
    // Total is the order's, and stands on its first line only.
    expect(mapping.amount).toBeUndefined();
    expect(guesses.find(({ column }) => column === 'Email')).toMatchObject({ field: 'customer', sure: 3 });
  });

  it('takes WooCommerce and Amazon reports', () => {
    expect(
      guess(
        'Order Number,Order Status,Order Date,Email (Billing),Order Total Amount,Order Currency,Quantity,Item Name\n7,completed,2026-01-05,a@b.cc,20.50,EUR,1,Cup\n8,refunded,2026-01-06,c@d.ee,9.00,EUR,2,Mug\n',
      ).mapping,
    ).toEqual({
      order: 'Order Number',
      status: 'Order Status',
      orderedAt: 'Order Date',
      customer: 'Email (Billing)',
      amount: 'Order Total Amount',
      currency: 'Order Currency',
      quantity: 'Quantity',
      productName: 'Item Name',
    });
    expect(
      guess(
        'amazon-order-id\tpurchase-date\torder-status\tsku\tquantity\tcurrency\titem-price\tbuyer-email\tship-state\tsales-channel\n111-1\t2026-01-05T09:03:00+00:00\tShipped\tS1\t1\tUSD\t20.50\tx@marketplace.amazon.com\tCA\tAmazon.com\n111-2\t2026-01-06T09:03:00+00:00\tShipped\tS2\t2\tUSD\t9.00\ty@marketplace.amazon.com\tNY\tAmazon.com\n',
      ).mapping,
    ).toEqual({
      order: 'amazon-order-id',
      orderedAt: 'purchase-date',
      status: 'order-status',
      product: 'sku',
      quantity: 'quantity',
      currency: 'currency',
      amount: 'item-price',
      customer: 'buyer-email',
      region: 'ship-state',
      channel: 'sales-channel',
    });
  });

  it('never lets masked contacts stand in, nor names of another thing', () => {
    expect(
      guess('order,date,amount,phone\n1,2026-01-05,2.5,138****1234\n2,2026-01-06,3.5,139****1234\n').mapping
        .customer,
    ).toBeUndefined();
    expect(
      guess('sku,date,amount,name\nA,2026-01-05,2.5,Cup\nB,2026-01-06,3.5,Mug\n').mapping.customer,
    ).toBeUndefined();
  });

  it('believes what a column holds more than its name', () => {
    const text = 'customer_id,order_date,amount,total\nk1,soon,n/a,12.50\nk2,later,n/a,3.50\n';
    expect(guess(text).mapping).toEqual({ customer: 'customer_id', amount: 'total' });
  });

  it('takes the id that repeats for the person, not the one every order has anew', () => {
    const rows = Array.from(
      { length: 40 },
      (_, n) => `o${n},c${n},u${n % 13},2017-10-${String(10 + (n % 20))} 10:56:33,${n}.50`,
    );
    expect(
      guess(
        ['order_id,customer_id,customer_unique_id,order_purchase_timestamp,payment_value', ...rows].join(
          '\n',
        ),
      ).mapping,
    ).toMatchObject({ order: 'order_id', customer: 'customer_unique_id', amount: 'payment_value' });
  });

  it('takes bare numbers for days only under a name that speaks of them', () => {
    const rows = (days: (n: number) => string) =>
      Array.from({ length: 12 }, (_, n) => `${n},k${n % 5},${days(n)},${n}.50`).join('\n');
    const text = (name: string, days: (n: number) => string) =>
      `order_id,customer_id,${name},amount\n${rows(days)}\n`;
    expect(guess(text('order_date', (n) => `${45_123 + n}.25`)).mapping.orderedAt).toBe('order_date');
    expect(guess(text('created', (n) => `${1_767_579_787 + n}`)).mapping.orderedAt).toBe('created');
    expect(guess(text('zip', (n) => `${45_123 + n}`)).mapping.orderedAt).toBeUndefined();
    const { guesses } = guess(text('order_date', (n) => `${45_123 + n}`));
    expect(guesses[2]?.because.map(({ key }) => key)).toContain('values_because_serial');
  });

  it('leaves other days alone', () => {
    const text =
      'customer,shipped_at,order_date,updated_at,amount\na,2026-01-07,2026-01-05,2026-02-01,3\nb,2026-01-08,2026-01-06,2026-02-01,4\n';
    const { mapping, guesses } = guess(text);
    expect(mapping.orderedAt).toBe('order_date');
    expect(guesses.find(({ column }) => column === 'shipped_at')?.field).toBeNull();
  });

  it('takes quantity × price instead of an order’s total on every line', () => {
    const lines = [1, 2, 3, 4].flatMap((n) => [
      `${n},k${n},2026-01-0${n},A,1,40,${n}00`,
      `${n},k${n},2026-01-0${n},B,2,30,${n}00`,
    ]);
    const { mapping, guesses } = guess(
      ['order_id,customer_id,order_date,sku,qty,unit_price,order_total', ...lines].join('\n'),
    );
    expect(mapping).toMatchObject({ quantity: 'qty', unitPrice: 'unit_price' });
    expect(mapping.amount).toBeUndefined();
    expect(guesses.at(-1)).toEqual({
      column: 'order_total',
      field: null,
      sure: 0,
      because: [{ key: 'intake_because_repeated_total' }],
    });
  });

  it('says which column took the place', () => {
    const { guesses } = guess('customer_id,date,amount,subtotal\na,2026-01-05,3.5,3\nb,2026-01-06,4.5,4\n');
    expect(guesses.at(-1)?.because).toEqual([
      { key: 'intake_because_taken', values: { field: 'amount', column: 'amount' } },
    ]);
  });

  it('stays quick and quiet over 300 columns of nothing', () => {
    const columns = Array.from({ length: 300 }, (_, n) => `x${n}`);
    const rows = Array.from({ length: 200 }, (_, row) => columns.map((_, n) => `${(row * n) % 97}`));
    const started = performance.now();
    expect(guessMapping(columns, profilesOf(columns, rows), rows).mapping).toEqual({});
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('keeps columns called __proto__ apart', () => {
    const { mapping } = guess(
      '__proto__,constructor,customer_id,date,amount\n1,2,a,2026-01-05,3.5\n3,4,b,2026-01-06,4.5\n',
    );
    expect(Object.values(mapping).sort()).toEqual(['amount', 'customer_id', 'date']);
  });
});

it('counts again over the whole file', () => {
  const { guesses } = guess('customer_id,date,amount\na,2026-01-05,3.5\n,2026-01-06,4.5\n');
  const whole = [
    { name: 'customer_id', distinct: 4372, blank: 135_080, examples: [], shortest: 1, longest: 9 },
  ];
  expect(recount(guesses, whole)[0]?.because).toEqual([
    { key: 'intake_because_values', values: { count: 4372, n: 4372 } },
    { key: 'intake_because_blank', values: { count: 135_080, n: 135_080 } },
  ]);
});
