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
    expect(columnsOf(text)).toMatchObject(said);
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
  ])('%s', (expected, columns) => {
    const rows = ['2024-01-05', '2024-02-06', '2024-03-20'].map((day) => columns.map(() => day));
    expect(registrationColumn(columns, rows)?.column).toBe(expected);
  });

  it('nothing where no day can be read', () => {
    expect(registrationColumn(['registered', 'birthday'], [['yes', '1990-01-01'], ['no', '1991-02-03']])).toBeNull(); // prettier-ignore
  });
});
