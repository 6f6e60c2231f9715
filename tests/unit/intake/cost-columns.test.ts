import { describe, expect, it } from 'vitest';
import { costColumns } from '../../../src/intake/cost-columns';
import { registrationColumn } from '../../../src/intake/registration';

const columnsOf = (text: string) => {
  const [header = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return costColumns(header, rows);
};

describe('what a table of costs says', () => {
  it.each([
    [
      'an advertising export by day',
      'Day,Campaign,Platform,Clicks,Avg. CPC,Cost\n2024-01-01,a,Google,10,0.5,5.00\n2024-01-02,a,Google,12,0.5,6.00\n2024-01-03,b,Meta,9,1,9.00\n',
      { from: 'Day', through: null, amount: 'Cost', channel: 'Platform', span: 'day' },
    ],
    [
      'months',
      'month,spend\n2024-01,500\n2024-02,600.50\n',
      { from: 'month', amount: 'spend', channel: null, span: 'month' },
    ],
    [
      'Chinese months, with a line of totals',
      '月份,渠道,推广费\n2024年1月,天猫,500\n2024年2月,天猫,600\n合计,,1100\n',
      { from: '月份', amount: '推广费', channel: '渠道', span: 'month' },
    ],
    [
      'first days of months',
      'date,cost\n2024-01-01,500\n2024-02-01,600\n2024-03-01,600\n',
      { span: 'month' },
    ],
    ['Mondays', 'date,cost\n2024-01-01,500\n2024-01-08,600\n2024-01-15,600\n', { span: 'week' }],
    [
      'from a day to another',
      'Reporting starts,Reporting ends,Amount spent (USD)\n2024-01-01,2024-01-14,90\n2024-01-15,2024-01-31,80\n',
      { from: 'Reporting starts', through: 'Reporting ends', amount: 'Amount spent (USD)' },
    ],
  ])('%s', (_, text, said) => {
    const { readings, ...found } = columnsOf(text)!;
    expect({ ...found, span: readings[0]?.span }).toMatchObject(said);
  });

  it.each([
    ['Day,Campaign,Budget,Cost\n2024-01-01,a,50,12\n2024-01-02,a,50,13\n', 'Cost'],
    ['Campaign,Day,Cost / conv.,Cost\na,2024-01-01,50,12\na,2024-01-02,50,13\n', 'Cost'],
    ['Reporting starts,Ad set budget,Impressions,Amount spent (USD)\n2024-01-01,9,5,12\n2024-01-02,9,5,13\n', 'Amount spent (USD)'],
    ['日期,转化成本(元),点击成本,消耗(元)\n2024-01-01,9,5,12\n2024-01-02,9,5,13\n', '消耗(元)'],
    ['月份,新客数,获客成本,花费\n2024-01,9,5,12\n2024-02,9,5,13\n', '花费'],
    ['月份,广告费用,达人费用,总费用\n2024-01,9,5,14\n2024-02,9,5,14\n', '总费用'],
  ])('of several amounts what was spent in all: %s', (text, amount) => {
    expect(columnsOf(text)?.amount).toBe(amount);
  }); // prettier-ignore

  it.each([
    ['01/01/2024\n01/02/2024\n01/03/2024', 'month', 2],
    ['2024-01-01\n2024-04-01\n2024-07-01\n2024-10-01', 'quarter', 1],
    ['2024-01-31\n2024-02-29\n2024-03-31', 'month', 1],
    ['2024-01-01\n2024-01-15\n2024-01-29', 'day', 1],
    ['2024-01-01\n2024-01-02\n2024-01-03', 'day', 1],
  ])('days that lie so are of spans: %s', (days, span, ways) => {
    const found = columnsOf(`date,cost\n${days.split('\n').map((day) => `${day},5`).join('\n')}`);
    expect(found?.readings[0]?.span).toBe(span);
    expect(found?.readings).toHaveLength(ways);
  }); // prettier-ignore

  it('numbers of weeks are no months', () => {
    expect(columnsOf('week,cost\n202401,5\n202402,6\n202403,6\n')).toBeNull();
    expect(columnsOf('period,cost\n2024-13,5\n2024-14,6\n')).toBeNull();
  });

  it.each([
    ['no day', 'campaign,cost\na,5\nb,6\n'],
    ['no amount', 'month,owner\n2024-01,Kim\n2024-02,Lee\n'],
    ['the price of a click only', 'day,cost per click\n2024-01-01,0.5\n2024-01-02,0.6\n'],
    ['an amount in words', 'day,cost\n2024-01-01,much\n2024-01-02,little\n'],
  ])('nothing where there is %s', (_, text) => {
    expect(columnsOf(text)).toBeNull();
  });
});

describe('when people became members', () => {
  it.each([
    ['registered_at', ['registered_at', 'created_at']],
    ['注册时间', ['更新时间', '注册渠道', '注册时间']],
    ['Sign Up', ['Last Active', 'Sign Up']],
    ['Customer Since', ['Birthday', 'Customer Since']],
    ['created', ['created', 'birth_date']],
    ['注册时间', ['最近订单创建时间', '加入购物车时间', '注册时间']],
  ])('%s', (expected, columns) => {
    const rows = ['2024-01-05', '2024-02-06', '2024-03-20'].map((day) => columns.map(() => day));
    expect(registrationColumn(columns, rows)?.column).toBe(expected);
  });

  it.each([
    'last_order_created_at',
    '最近订单创建时间',
    'last_opened',
    '加入购物车时间',
    'registration_expires',
  ])('never %s', (name) => {
    expect(registrationColumn([name], [['2024-01-05'], ['2024-02-06']])).toBeNull();
  });

  it('nothing where no day can be read', () => {
    expect(registrationColumn(['registered', 'birthday'], [['yes', '1990-01-01'], ['no', '1991-02-03']])).toBeNull(); // prettier-ignore
  });
});
