import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import overview from '../../src/analyses/overview';
import { panelsOf } from '../../src/analyses/overview/panels';
import type { Row, RunContext } from '../../src/analyses/define';
import { overwriteGetLocale } from '../../src/messages/speak';
import { TestEngine } from './engine';
import { hasOrderFiles, onlineRetailClean, truthOf } from './order-files';
import {
  dayOf,
  histories,
  inScope,
  isoOf,
  nextPeriod,
  periodOf,
  quotient,
  refundsInScope,
  rounded,
  shops,
  type Shop,
} from './purchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

/** One row a period from plain arrays; changes are checked apart. */
function expectedPeriods(shop: Shop, grain: string, { window }: RunContext): Row[] {
  const customers = inScope(shop.orders, shop.asOf, shop.narrowed);
  const refunds = refundsInScope(shop);
  const firstDays = new Map([...histories(shop.orders)].map(([key, history]) => [key, history[0]!.day]));
  const days = [...customers.flat().map(({ day }) => day), ...refunds.map(({ day }) => day)];
  if (days.length === 0) return [];
  const observed = dayOf(window.observedThrough);
  const last = periodOf(Math.max(observed, ...days), grain);
  const rows: Row[] = [];
  for (let begins = periodOf(Math.min(...days), grain); begins <= last; begins = nextPeriod(begins, grain)) {
    const next = nextPeriod(begins, grain);
    const within = (day: number | undefined): boolean => day !== undefined && day >= begins && day < next;
    const buyers = customers
      .map((history) => history.filter(({ day }) => within(day)))
      .filter((history) => history.length > 0);
    const orders = buyers.flat();
    const given = refunds.filter(({ day }) => within(day));
    const revenue =
      orders.reduce((sum, { amount }) => sum + amount, 0) +
      given.reduce((sum, { refund }) => sum + refund.amount, 0);
    const newRevenue =
      orders.filter(({ firstDay }) => within(firstDay)).reduce((sum, { amount }) => sum + amount, 0) +
      given
        .filter(({ refund }) => within(firstDays.get(refund.customer)))
        .reduce((sum, { refund }) => sum + refund.amount, 0);
    const fresh = buyers.filter(([order]) => within(order!.firstDay)).length;
    const repeaters = buyers.filter((history) => history.length > 1).length;
    rows.push({
      period: isoOf(begins),
      state: next - 1 > observed ? 'partial' : begins < dayOf(window.firstDay) ? 'truncated' : 'complete',
      revenue,
      new_revenue: newRevenue,
      returning_revenue: revenue - newRevenue,
      orders: orders.length,
      customers: buyers.length,
      new_customers: fresh,
      returning_customers: buyers.length - fresh,
      average_order_value: quotient(revenue, orders.length),
      units: orders.length === 0 ? null : orders.length,
      units_per_order: orders.length === 0 ? null : 1,
      repeaters,
      repurchase_rate: quotient(repeaters, buyers.length),
    });
  }
  return rows;
}

/** (this − that) ÷ that between complete periods, of every measure. */
function expectedChanges(rows: readonly Row[], index: number, ago: number, name: string): Row {
  const [row, that] = [rows[index]!, rows[index - ago]];
  const isPair = row.state === 'complete' && that?.state === 'complete';
  const change = (column: string): number | null => {
    const [now, then] = [row[column], that?.[column]];
    if (!isPair || typeof now !== 'number' || typeof then !== 'number') return null;
    if (column === 'repurchase_rate') return now - then;
    return then > 0 ? now / then - 1 : null;
  };
  const columns = [
    'revenue',
    'orders',
    'customers',
    'average_order_value',
    'units_per_order',
    'repurchase_rate',
  ];
  return Object.fromEntries(columns.map((column) => [`${column}_${name}_change`, change(column)]));
}

test('random shops, against plain arrays: every period, its changes, and the whole', () => {
  fc.assert(
    fc.property(shops(500), fc.constantFrom('week', 'month', 'quarter'), (shop, grain) => {
      engine.loadOrders(shop.orders, shop.refunds);
      const { results, context } = engine.run(overview, { grain }, isoOf(shop.asOf), shop.narrowed);
      const expected = expectedPeriods(shop, grain, context);
      const year = { week: 52, month: 12, quarter: 4 }[grain]!;
      const withChanges = expected.map((row, index) => ({
        ...row,
        ...expectedChanges(expected, index, 1, 'previous'),
        ...expectedChanges(expected, index, year, 'year'),
      }));
      expect(rounded(results.periods)).toEqual(rounded(withChanges));

      const sum = (name: string) => results.periods!.reduce((total, row) => total + Number(row[name]), 0);
      const customers = inScope(shop.orders, shop.asOf, shop.narrowed);
      expect(rounded(results.totals![0])).toMatchObject({
        orders: sum('orders'),
        customers: customers.length,
        revenue: rounded(sum('revenue')),
        repeaters: customers.filter((history) => history.length > 1).length,
      });
      expect(sum('new_customers')).toBeLessThanOrEqual(customers.length);
    }),
    { numRuns: 12 },
  );
});

test('a period without orders is there, and what is still filling is compared with nothing', () => {
  engine.loadOrders([
    { customer: 'a', at: '2020-01-01', amount: 100 },
    { customer: 'a', at: '2020-03-31', amount: 50 },
    { customer: 'b', at: '2020-04-02', amount: 70 },
  ]);
  const { results, context, params } = engine.run(overview);
  expect(
    results.periods!.map((row) => [row.period, row.state, row.revenue, row.revenue_previous_change]),
  ).toEqual([
    ['2020-01-01', 'complete', 100, null],
    ['2020-02-01', 'complete', 0, -1],
    ['2020-03-01', 'complete', 50, null],
    ['2020-04-01', 'partial', 70, null],
  ]);
  expect(overview.headline(results, params, context)).toBe(
    'March\u00a02020 brought **50** from 1 order, **100%** of it from returning customers.',
  );
  expect(overview.notes(results, params, context).map((note) => note.kind)).toEqual(['info', 'partial']);
  overwriteGetLocale(() => 'zh-CN');
  expect(overview.headline(results, params, context)).toBe(
    '2020年3月1单，销售额**50**，其中**100%**来自老客。',
  );
  overwriteGetLocale(() => 'en');
});

describe.skipIf(!hasOrderFiles)('UCI Online Retail', () => {
  test('the whole and the revenue of each month are the published ones; the headline speaks of November', () => {
    const { clean } = truthOf<{ clean: { revenue_by_month: Record<string, string> } }>('online_retail');
    engine.loadOrders(onlineRetailClean());
    const { results, context, params } = engine.run(overview);
    expect(results.totals![0]).toMatchObject({ customers: 4338, orders: 18_532, repeaters: 2845 });
    expect(results.totals![0]!.revenue).toBeCloseTo(8_911_407.904, 3);
    expect(results.totals![0]!.repurchase_rate).toBeCloseTo(0.6558321807, 9);
    expect(
      results.periods!.map((row) => [String(row.period).slice(0, 7), Number(row.revenue).toFixed(2)]),
    ).toEqual(
      Object.entries(clean.revenue_by_month).map(([month, revenue]) => [month, Number(revenue).toFixed(2)]),
    );
    // Customers and new customers of a month are the sums and the diagonal of the published cohort triangle.
    expect(results.periods!.map((row) => row.new_customers)).toEqual([
      885, 417, 380, 452, 300, 284, 242, 188, 169, 299, 358, 323, 41,
    ]);
    expect(results.periods![1]).toMatchObject({ customers: 741, returning_customers: 324 });
    expect(results.periods!.at(-1)).toMatchObject({ state: 'partial', revenue_previous_change: null });
    expect(overview.headline(results, params, context)).toMatch(
      /^November\s2011 brought \*\*1,161,817\*\* from 2,657 orders, \*\*\d+%\*\* of it from returning customers; that is \*\*\+11\.8%\*\* on October\s2011\.$/,
    );
    const [revenue, orders] = panelsOf(results, params);
    expect(revenue).toMatchObject({ metric: 'revenue', value: '1,161,817', mark: 'bar' });
    expect(orders!.points.at(-1)).toMatchObject({ isPartial: true });
  });
});
if (!hasOrderFiles)
  console.warn('Skipped: ../shared/data is not there, so the overview was not checked on it.');
