import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planJoins, type SampledTable } from '../../../src/intake/joins';
import { guessMapping } from '../../../src/intake/mapping';
import { roleOf, type Role } from '../../../src/intake/roles';

type Named = SampledTable & { name: string };

const mapped = (columns: readonly string[], rows: string[][]) =>
  guessMapping(
    columns,
    columns.map((name) => ({ name, blank: 0, distinct: 2, examples: [], shortest: 1, longest: 9 })),
    rows,
  ).mapping;

/** Fields that hold no commas but in quotes. */
function tableOf(name: string, text: string): Named {
  const [header = [], ...rows] = text
    .replace(/^\ufeff/, '')
    .trim()
    .split(/\r?\n/)
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1] ?? m[2] ?? ''));
  const { role } = roleOf(header, rows, mapped(header, rows), name);
  return { name, columns: header, rows, isWhole: true, role };
}

/** A marketplace's export, of its public shape: customer_id is new with every order, customer_unique_id is the person. */
const MARKET = [
  tableOf(
    'order_items.csv',
    'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\n' +
      'o1,1,p1,s1,2017-10-06 11:07:15,58.90,13.29\no1,2,p2,s1,2017-10-06 11:07:15,20.00,3.00\no2,1,p1,s1,2017-11-06 11:07:15,58.90,13.29\no3,1,p3,s2,2017-12-06 11:07:15,199.00,17.87\n',
  ),
  tableOf(
    'orders.csv',
    'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_customer_date\n' +
      'o1,c1,delivered,2017-10-02 10:56:33,2017-10-02 11:07:15,2017-10-10 21:25:13\no2,c2,delivered,2017-11-02 10:56:33,2017-11-02 11:07:15,2017-11-10 21:25:13\no3,c3,delivered,2017-12-02 10:56:33,2017-12-02 11:07:15,2017-12-10 21:25:13\n',
  ),
  tableOf(
    'customers.csv',
    'customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state\n' +
      'c1,u1,14409,franca,SP\nc2,u1,14409,franca,SP\nc3,u2,09790,campinas,SP\n',
  ),
  tableOf(
    'products.csv',
    'product_id,product_category_name,product_name_lenght,product_weight_g\np1,cool_stuff,40,225\np2,toys,44,1000\np3,garden,46,154\n',
  ),
  tableOf(
    'order_reviews.csv',
    'review_id,order_id,review_score,review_comment_title,review_creation_date\nr1,o1,4,,2018-01-18 00:00:00\nr2,o3,5,,2018-03-10 00:00:00\n',
  ),
];

describe('roles', () => {
  it('of a marketplace’s tables', () => {
    expect(MARKET.map(({ role }) => role)).toEqual(['lines', 'orders', 'customers', 'products', 'feedback']);
  });

  it.each<[string, Role, string]>([
    ['o.csv', 'orders', 'order_id,customer_id,order_date,amount\n1,a,2026-01-05,3.5\n2,b,2026-01-06,4.5\n'],
    ['s.csv', 'orders', 'customer_id,date,amount\na,2026-01-05,3.5\nb,2026-01-06,4.5\na,2026-01-07,4.5\n'],
    ['l.csv', 'lines', 'order_id,customer_id,order_date,sku,qty,unit_price\n1,a,2026-01-05,X,1,3.5\n1,a,2026-01-05,Y,1,4.5\n'],
    ['会员.csv', 'customers', '会员编号,姓名,性别,生日,会员等级\n1,张三,女,1990-01-05,金卡\n2,李四,男,1991-02-06,银卡\n'],
    ['退款单.csv', 'refunds', '退款编号,订单号,退款金额,退款原因,申请时间\nT1,1,9.9,不喜欢,2026-01-05 10:00:00\n'],
    ['r.csv', 'refunds', 'refund_id,order_id,amount,refund_reason\nr1,1,9.9,late\nr2,3,5.0,broken\n'],
    ['c.csv', 'contacts', 'campaign_id,customer_id,sent_at,opened\n1,a,2026-01-05,1\n1,b,2026-01-05,0\n'],
    ['f.csv', 'feedback', '订单号,评分,评价内容,评价时间\n1,5,很好,2026-01-08\n2,4,不错,2026-01-09\n'],
    ['p.csv', 'products', 'sku,product_name,brand,category\nX,Cup,Acme,Home\nY,Mug,Acme,Home\n'],
    ['ads.csv', 'costs', 'Day,Campaign,Clicks,Cost\n2026-01-05,a,12,3.5\n2026-01-06,a,9,2.5\n'],
    ['推广.csv', 'costs', '月份,渠道,花费\n2026年1月,天猫,3500\n2026年2月,天猫,2500\n'],
    ['s.csv', 'orders', 'order_id,customer_id,order_date,cost\n1,a,2026-01-05,3.5\n2,b,2026-01-06,4.5\n'],
    ['a.csv', 'unknown', 'account,date,cost\na,2026-01-05,3.5\nb,2026-01-06,4.5\na,2026-01-07,4.5\n'],
    ['p.csv', 'products', 'sku,brand,cost,month\nX,Acme,3.5,2026-01\nY,Acme,4,2026-01\n'],
    ['m.csv', 'customers', 'member_id,registered_at\na,2026-01-05\nb,2026-01-06\n'],
    ['x.csv', 'unknown', 'alpha,beta\nfoo,bar\nbaz,qux\n'],
    ['h.csv', 'unknown', '__proto__,constructor\n1,2\n3,4\n'],
  ])('%s is %s', (name, role, text) => {
    expect(tableOf(name, text).role).toBe(role);
  }); // prettier-ignore
});

describe('costs of winning customers', () => {
  const roleOfHeader = (header: string): Role => {
    const names = header.split(',');
    const cell = (name: string, row: number): string =>
      /date|time|day|month|日期|时间|月份/i.test(name) ? `2026-01-0${row}` : `${row}${names.indexOf(name)}`;
    const rows = [1, 2, 3].map((row) => names.map((name) => cell(name, row)).join(','));
    return tableOf('x.csv', `${header}\n${rows.join('\n')}\n`).role;
  };

  it.each([
    'Day,Cost',
    'date,channel,spend',
    'Month,Expenses',
    '日期,渠道,花费',
    '日期,计划,展现量,点击量,消耗,销售额,投入产出比',
    'Campaign,Day,Impressions,Clicks,Cost,Conv. value',
  ])('are what %s holds', (header) => {
    expect(roleOfHeader(header)).toBe('costs');
  });

  it.each([
    '日期,门店,销售额,成本,毛利',
    'Date,Store,Revenue,Cost,Profit',
    'Date,Net sales,Cost of sales,Gross profit',
    '日期,品类,销售额,成本',
    'Date,Time,Register,Total,Cost',
    '入账时间,支付流水,收入（+元）,支出（-元）,账户余额（元）,业务类型',
    '记账日期,收入,支出,余额',
    '入库日期,款式,成本',
    '月份,部门,工资费用',
    '日期,承运商,快递费用',
    'Tenant,Month,Expenses',
    'Id,Name,Total Spent,Created At',
    'Name,Sign up date,Total spend',
    'Lead,Created date,Budget,Owner',
    'Booking date,Guest,Nights,Total cost',
    '小票流水,日期,门店,金额,成本',
    'Card No,Date,Spend',
    'Donor,Date,Spend',
  ])('are not what %s holds', (header) => {
    expect(roleOfHeader(header)).not.toBe('costs');
  });
});

describe('plans', () => {
  it('a marketplace’s tables become lines with their orders, customers and products', () => {
    const plan = planJoins(MARKET);
    expect(plan.stacks).toEqual([[0], [1], [2], [3], [4]]);
    expect(plan.base).toBe(0);
    expect(plan.joins.map(({ table, leftTable, leftColumn, rightColumn, matchShare }) => [table, leftTable, leftColumn, rightColumn, matchShare]).sort()).toEqual([
      [1, 0, 'order_id', 'order_id', 1],
      [2, 1, 'customer_id', 'customer_id', 1],
      [3, 0, 'product_id', 'product_id', 1],
    ]); // prettier-ignore
    expect(plan.unused).toEqual([{ table: 4, reason: { key: 'values_join_feedback' } }]);
    expect(plan.events).toMatchObject([{ table: 4, leftColumn: 'order_id', rightColumn: 'order_id', matchShare: 1 }]);
  }); // prettier-ignore

  it('monthly files are stacked, in whatever order their columns stand, and joined as one', () => {
    const month = (m: number, header: string, rows: string) =>
      tableOf(`2026-0${m}.csv`, `${header}\n${rows}`);
    const files = [
      month(1, 'order_id,customer_id,order_date,amount', '1,a,2026-01-05,3.5\n2,b,2026-01-06,4.5'),
      month(2, 'customer_id,order_id,order_date,amount', 'a,3,2026-02-05,3.5\nc,4,2026-02-06,4.5'),
      month(3, 'order_id,customer_id,order_date,amount,note', '5,a,2026-03-05,3.5,x\n6,d,2026-03-06,4.5,'),
      tableOf('members.csv', 'member_id,gender,birthday\na,f,1990-01-01\nb,m,1991-01-01\nc,f,1992-01-01\nd,f,1993-01-01'),
    ]; // prettier-ignore
    const plan = planJoins(files);
    expect(plan).toMatchObject({ stacks: [[0, 1, 2], [3]], base: 0, unused: [] });
    expect(plan.joins).toEqual([
      { table: 1, leftTable: 0, leftColumn: 'customer_id', rightColumn: 'member_id', matchShare: 1 },
    ]);
  });

  it('never multiplies rows: a key that repeats on the right is left out, and says so', () => {
    const plan = planJoins([
      tableOf('orders.csv', 'order_id,customer_id,order_date,amount\n1,a,2026-01-05,3.5\n2,b,2026-01-06,4.5\n'),
      tableOf('members.csv', 'customer_id,gender,birthday\na,f,1990-01-01\na,f,1990-01-01\nb,m,1991-01-01\n'),
    ]); // prettier-ignore
    expect(plan.joins).toEqual([]);
    expect(plan.unused).toEqual([
      { table: 1, reason: { key: 'values_join_many', values: { column: 'customer_id' } } },
    ]);
  });

  it('leaves out what does not match, and what has no key, and says so', () => {
    const orders = tableOf('orders.csv', 'order_id,customer_id,order_date,amount\n1,a,2026-01-05,3.5\n2,b,2026-01-06,4.5\n'); // prettier-ignore
    const others = tableOf('members.csv', 'customer_id,gender,birthday\nx,f,1990-01-01\ny,f,1990-01-01\n');
    const shops = tableOf('shops.csv', 'branch,manager\nNorth,Kim\nSouth,Lee\n');
    expect(planJoins([orders, others, shops]).unused).toEqual([
      { table: 1, reason: { key: 'values_join_few_match', values: { column: 'customer_id', n: 0, of: 2 } } },
      { table: 2, reason: { key: 'values_join_no_key' } },
    ]);
  });

  it('believes names more where only samples are known', () => {
    const ids = (from: number) => Array.from({ length: 200 }, (_, n) => `k${from + n}`);
    const orders = tableOf('orders.csv', `order_id,customer_id,order_date,amount\n${ids(0).map((id, n) => `${n},${id},2026-01-05,3.5`).join('\n')}`); // prettier-ignore
    const people = tableOf('people.csv', `customer_id,gender,birthday\n${ids(190).map((id) => `${id},f,1990-01-01`).join('\n')}`); // prettier-ignore
    expect(planJoins([orders, people]).joins).toEqual([]);
    expect(planJoins([orders, { ...people, isWhole: false }]).joins).toHaveLength(1);
  });

  it('names columns apart where two tables call them alike', () => {
    const tables = [
      tableOf('lines.csv', 'order_id,sku,quantity,price,id\n1,X,1,3.5,l1\n1,Y,2,4.5,l2\n2,X,1,3.5,l3\n'),
      tableOf('orders.csv', 'id,customer_id,order_date,price\n1,a,2026-01-05,12.5\n2,b,2026-01-06,3.5\n'),
    ].map((table, index) => ({ ...table, role: index === 0 ? ('lines' as const) : ('orders' as const) }));
    const plan = planJoins(tables);
    expect(plan.joins).toMatchObject([{ leftColumn: 'order_id', rightColumn: 'id' }]);
  });
});

const DATA = resolve(import.meta.dirname, '../../../../shared/data');
const hasData = existsSync(DATA);
if (!hasData) console.warn('Skipped: ../shared/data is not there; roles of real files are not checked.');

describe.skipIf(!hasData)('real files', () => {
  const open = (path: string) =>
    tableOf(
      path.split('/').at(-1) ?? '',
      readFileSync(resolve(DATA, path), 'utf8').split(/\r?\n/).slice(0, 400).join('\n'),
    );

  it.each<[string, Role]>([
    ['platform_exports/shopify_order_data.csv', 'orders'],
    ['platform_exports/shopify_order_line_data.csv', 'lines'],
    ['platform_exports/shopify_customer_data.csv', 'customers'],
    ['platform_exports/shopify_refund_data.csv', 'refunds'],
    ['platform_exports/shopify_order_line_refund_data.csv', 'refunds'],
    ['platform_exports/stripe_charge_data.csv', 'orders'],
    ['platform_exports/stripe_refund_data.csv', 'refunds'],
    ['platform_exports/amazon_sp_orders.csv', 'orders'],
    ['platform_exports/amazon_sp_order_item.csv', 'lines'],
    ['complete_journey/transactions_sample.csv', 'lines'],
    ['complete_journey/demographics.csv', 'customers'],
    ['complete_journey/products.csv', 'products'],
    ['complete_journey/campaigns.csv', 'contacts'],
    ['online_retail/online_retail.csv', 'lines'],
    ['rfm/rfm_data_orders.csv', 'orders'],
  ])('%s is %s', (path, role) => expect(open(path).role).toBe(role));

  it('lines, orders and customers of one shop are joined', () => {
    const tables = ['shopify_order_line_data', 'shopify_order_data', 'shopify_customer_data', 'shopify_refund_data'].map((name) => open(`platform_exports/${name}.csv`)); // prettier-ignore
    const plan = planJoins(tables);
    expect(plan.base).toBe(0);
    expect(plan.joins.map(({ table, leftTable, leftColumn, rightColumn }) => [table, leftTable, leftColumn, rightColumn])).toContainEqual([1, 0, 'order_id', 'id']);
  }); // prettier-ignore
});
