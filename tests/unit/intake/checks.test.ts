import { describe, expect, it } from 'vitest';
import {
  duplicateRows,
  leftEdge,
  partialLastMonth,
  repeatedOrderTotal,
  severalCurrencies,
} from '../../../src/intake/checks';

describe('checks', () => {
  it('counts copies', () => {
    expect(duplicateRows(5268)?.values).toEqual({ count: 5268, n: 5268 });
    expect(duplicateRows(0)).toBeNull();
  });

  it('tells an unfinished month', () => {
    expect(partialLastMonth('2011-12-09')?.values).toEqual({ month: '2011-12-01', n: 9, of: 31 });
    expect(partialLastMonth('2012-02-28')?.values).toEqual({ month: '2012-02-01', n: 28, of: 29 });
    for (const last of ['2011-12-31', '2011-02-28', '2012-02-29', '2011-06-30', '2000-02-29'])
      expect(partialLastMonth(last)).toBeNull();
  });

  it('tells a file that starts mid-life, as Online Retail does', () => {
    expect(leftEdge('2010-12-01', 885, 417)?.values).toEqual({ month: '2010-12-01', n: 885, m: 417 });
    expect(leftEdge('2010-12-01', 800, 400)).toBeNull();
    expect(leftEdge('2010-12-01', 10, 0)).toBeNull();
  });

  it('names currencies', () => {
    expect(severalCurrencies(['USD', 'usd ', 'EUR', ''])?.values).toEqual({ list: 'EUR, USD' });
    expect(severalCurrencies(['USD', 'usd', ''])).toBeNull();
  });
});

describe('repeatedOrderTotal', () => {
  const columns = ['order', 'sku', 'total', 'line'];
  const rows = [1, 2, 3, 4].flatMap((order) => [
    [`${order}`, 'a', `${order}00.00`, '40'],
    [`${order}`, 'b', `${order}00.0`, '60'],
  ]);
  it('sees a total on every line of several orders', () => {
    const found = repeatedOrderTotal(columns, { order: 'order', product: 'sku', amount: 'total' }, rows);
    expect(found).toEqual({ key: 'intake_warn_repeated_total', values: { column: 'total' } });
  });
  it('leaves amounts of lines alone', () => {
    expect(repeatedOrderTotal(columns, { order: 'order', product: 'sku', amount: 'line' }, rows)).toBeNull();
    expect(repeatedOrderTotal(columns, { order: 'order', amount: 'total' }, rows)).toBeNull();
    expect(
      repeatedOrderTotal(columns, { order: 'order', product: 'sku', amount: 'total' }, rows.slice(0, 4)),
    ).toBeNull();
  });
});
