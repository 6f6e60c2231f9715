import { afterEach, describe, expect, test } from 'vitest';
import cohortRetention from '../../../src/analyses/cohort-retention';
import { choosable, selectionOf } from '../../../src/analyses/cohort-retention/chosen';
import type { Results, Row } from '../../../src/analyses/define';
import { paramsWithDefaults } from '../../../src/analyses/params';
import { overwriteGetLocale } from '../../../src/messages/speak';

afterEach(() => overwriteGetLocale(() => 'en'));

const cell = (age: number, state: string, customers: number | null): Row => ({
  cohort: '2011-01-01',
  age,
  state,
  size: 40,
  customers,
  rate: customers === null ? null : customers / 40,
  orders: 60,
  revenue: 1200,
  cumulative_customers: age === 0 ? 0 : 15,
  cumulative_rate: age === 0 ? 0 : 15 / 40,
  cumulative_orders: 100,
  cumulative_revenue: 2000,
});
const results: Results = {
  cells: [
    cell(0, 'complete', 40),
    cell(1, 'complete', 0),
    cell(2, 'complete', 6),
    cell(3, 'partial', 10),
    cell(4, 'future', null),
  ],
};

function at(age: number, given: Record<string, unknown> = {}) {
  return choosable(results, paramsWithDefaults(cohortRetention, given), '2011-01-01', age);
}
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');

describe('a cell to choose', () => {
  test('within a period', () => {
    const chosen = at(2);
    expect(chosen).toMatchObject({ mark: '2011-01-01/2', customers: 6 });
    expect(plain(chosen?.title)).toBe('Jan 2011 cohort, month 2');
    expect(plain(chosen?.detail)).toBe('in Mar 2011, 15.0% of the cohort');
    expect(plain(chosen?.words)).toBe('Jan 2011 cohort, month 2: 15.0%, 6 of 40 customers');
  });

  test('the size, a partial cell, an empty one, the future and what is not there', () => {
    expect(plain(at(0)?.title)).toBe('Jan 2011 cohort');
    expect(at(0)).toMatchObject({ mark: '2011-01-01/0', customers: 40 });
    expect(plain(at(0)?.detail)).toBe('in Jan 2011');
    expect(at(3)?.words).toContain('Part of the period only');
    expect(at(1)).toMatchObject({ customers: 0 });
    expect(at(4)).toBeNull();
    expect(at(5)).toBeNull();
  });

  test('up to a period: those who came back, or all whose orders are summed', () => {
    expect(at(2, { mode: 'cumulative' })).toMatchObject({ mark: '2011-01-01/1-2', customers: 15 });
    expect(plain(at(2, { mode: 'cumulative' })?.title)).toBe('Jan 2011 cohort, up to month 2');
    const revenue = { mode: 'cumulative', measure: 'revenue' };
    expect(at(2, revenue)).toMatchObject({ mark: '2011-01-01/0-2', customers: 40 });
    expect(plain(at(2, revenue)?.detail)).toBe('up to and including Mar 2011');
    // First orders are the same customers however they are counted.
    for (const given of [{}, { mode: 'cumulative' }, revenue])
      expect(at(0, given)).toMatchObject({ mark: '2011-01-01/0', customers: 40 });
  });

  test('the number is that of the column’s heading', () => {
    expect(plain(at(2, { firstColumn: '1' })?.title)).toBe('Jan 2011 cohort, month 3');
    expect(at(2, { firstColumn: '1' })?.mark).toBe('2011-01-01/2');
  });

  test('in Chinese', () => {
    overwriteGetLocale(() => 'zh-CN');
    expect(at(2)).toMatchObject({
      title: '2011年1月首单的客户，第2个月',
      detail: '2011年3月下单，占该批15.0%',
      words: '2011年1月首单的客户，第2个月：15.0%，40位中的6位',
    });
  });
});

describe('what is handed on', () => {
  const row = (customer_key: string, name: string | null, revenue: number) => ({
    customer_key,
    name,
    revenue,
  });

  test('the revenue is that of the rows', () => {
    const chosen = at(2);
    if (!chosen) throw new Error('no cell');
    const rows = [row('a', 'Ada', 12.5), row('b', null, -2.5)];
    expect(selectionOf(chosen, rows)).toMatchObject({ mark: chosen.mark, revenue: 10, rows });
    expect(Object.keys(selectionOf(chosen, rows).shape)).toContain('name');
  });

  test('no column of names where the file has none', () => {
    const chosen = at(2);
    if (!chosen) throw new Error('no cell');
    const shape = selectionOf(chosen, [row('a', 'a', 1), row('b', null, 1)]).shape;
    expect(Object.keys(shape)).not.toContain('name');
    expect(Object.keys(shape)).toContain('customer_key');
  });
});
