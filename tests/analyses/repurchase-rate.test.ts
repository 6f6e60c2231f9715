import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import repurchaseRate from '../../src/analyses/repurchase-rate';
import type { ParamValues, Row, RunContext } from '../../src/analyses/define';
import { markOf, membersOfMark, type Place } from '../../src/analyses/repurchase-rate/members';
import { DEFINITIONS, MEMBERS, ratesOf } from '../../src/analyses/repurchase-rate/results';
import { decodeTable } from '../../src/engine/decode';
import { overwriteGetLocale } from '../../src/messages/speak';
import { setVariables } from '../../src/orders/literals';
import { wilsonInterval } from '../../src/statistics/wilson';
import { TestEngine } from './engine';
import { cdnowSample, hasOrderFiles, onlineRetailClean } from './order-files';
import {
  dayOf,
  inScope,
  isoOf,
  nextPeriod,
  periodOf,
  purchaseDays,
  quotient,
  rounded,
  shops,
  type NumberedOrder,
} from './purchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

type Fraction = [numerator: number, denominator: number];

/** Whether a customer's next purchase day in scope after the first of all came within so many days; null: too young. */
function cameBack(history: readonly NumberedOrder[], within: number, observed: number): boolean | null {
  const days = purchaseDays(history);
  const [first, next] = days;
  if (first?.dayNumber !== 1 || first.day + within > observed) return null;
  return next !== undefined && next.day - first.day <= within;
}

/** The six fractions of some customers' purchases; the window is told apart from them. */
function fractions(
  people: readonly NumberedOrder[][],
  all: readonly NumberedOrder[][],
  within: number,
  observed: number,
): Fraction[] {
  const orders = people.flat();
  const days = people.flatMap(purchaseDays);
  const began = all.map((history) => cameBack(history, within, observed)).filter((back) => back !== null);
  return [
    [people.filter((history) => history.length > 1).length, people.length],
    [people.filter((history) => purchaseDays(history).length > 1).length, people.length],
    [orders.filter(({ number }) => number > 1).length, orders.length],
    [days.filter(({ dayNumber }) => dayNumber > 1).length, days.length],
    [began.filter(Boolean).length, began.length],
  ];
}

const IDS = ['customer_orders', 'customer_days', 'order_orders', 'order_days', 'within_days', 'next_window'];

function rated(place: number, [numerator, denominator]: Fraction): Row {
  const interval = place === 2 || place === 3 ? null : wilsonInterval(numerator, denominator);
  return {
    definition: IDS[place]!,
    numerator,
    denominator,
    rate: quotient(numerator, denominator),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}

const within = (history: readonly NumberedOrder[], from: number, before: number): NumberedOrder[] =>
  history.filter(({ day }) => day >= from && day < before);

function nextWindow(customers: readonly NumberedOrder[][], from: number, grain: string): Fraction {
  const next = nextPeriod(from, grain);
  const there = customers.filter((history) => within(history, from, next).length > 0);
  const end = nextPeriod(next, grain);
  return [there.filter((history) => within(history, next, end).length > 0).length, there.length];
}

function expectedTrend(
  customers: readonly NumberedOrder[][],
  { window }: RunContext,
  grain: string,
  days: number,
): Row[] {
  const observed = dayOf(window.observedThrough);
  const all = customers.flat().map(({ day }) => day);
  if (all.length === 0) return [];
  const rows: Row[] = [];
  const last = periodOf(Math.max(observed, ...all), grain);
  for (let begins = periodOf(Math.min(...all), grain); begins <= last; begins = nextPeriod(begins, grain)) {
    const next = nextPeriod(begins, grain);
    const people = customers.map((one) => within(one, begins, next)).filter((one) => one.length > 0);
    const begun = customers.filter(([first]) => within([first!], begins, next).length > 0);
    const found = [
      ...fractions(people, begun, days, observed),
      nextWindow(customers, begins, grain),
    ] satisfies Fraction[];
    found.forEach((fraction, place) => {
      const from = place === 4 ? begins + days : place === 5 ? next : begins;
      const by = place === 4 ? next - 1 + days : place === 5 ? nextPeriod(next, grain) - 1 : next - 1;
      const isFuture = from > observed;
      const state = isFuture
        ? 'future'
        : by > observed
          ? 'partial'
          : begins < dayOf(window.firstDay)
            ? 'truncated'
            : 'complete';
      const nothing = { numerator: null, denominator: null, rate: null, low: null, high: null };
      rows.push({ period: isoOf(begins), ...rated(place, fraction), ...(isFuture ? nothing : {}), state });
    });
  }
  return rows;
}

test('random shops, against plain arrays: definitions, trend and groups', () => {
  const grains = fc.constantFrom('week', 'month', 'quarter');
  fc.assert(
    fc.property(shops(300), grains, fc.constantFrom('30', '90'), (shop, grain, days) => {
      engine.loadOrders(shop.orders, shop.refunds);
      const params = { grain, within: days, by: 'channel' };
      const { results, context } = engine.run(repurchaseRate, params, isoOf(shop.asOf), shop.narrowed);
      const customers = inScope(shop.orders, shop.asOf, shop.narrowed);
      const observed = dayOf(context.window.observedThrough);
      const end = periodOf(observed + 1, grain);
      const from = periodOf(periodOf(end - 1, grain) - 1, grain);

      const expected = [
        ...fractions(customers, customers, Number(days), observed),
        nextWindow(customers, from, grain),
      ].map((fraction, place) => rated(place, fraction as Fraction));
      expect(rounded(results.definitions)).toMatchObject(rounded(expected));
      expect(results.definitions![4]!.left_out).toBe(
        customers.filter(([first]) => first!.dayNumber === 1 && first!.day + Number(days) > observed).length,
      );
      expect(rounded(results.trend)).toEqual(rounded(expectedTrend(customers, context, grain, Number(days))));

      // A customer belongs to the channel of the first order in scope; groups add up to the whole.
      for (const value of new Set(results.groups!.map((row) => row.value))) {
        const people = customers.filter(([first]) => first!.channel === value);
        const rows = results.groups!.filter((row) => row.value === value);
        expect(rows.map(({ numerator, denominator }) => [numerator, denominator])).toEqual([
          ...fractions(people, people, Number(days), observed),
          nextWindow(people, from, grain),
        ]);
      }
      for (const row of customers.length > 0 ? results.definitions! : []) {
        const groups = results.groups!.filter(({ definition }) => definition === row.definition);
        const sum = (name: string) => groups.reduce((total, group) => total + Number(group[name]), 0);
        expect([sum('numerator'), sum('denominator')]).toEqual([row.numerator, row.denominator]);
      }
    }),
    { numRuns: 12 },
  );
});

const membersOf = (mark: string, params: ParamValues, context: RunContext): Row[] => {
  const { sql, variables } = membersOfMark(mark, params, context);
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), MEMBERS);
};

/** Whether a customer is in a definition's denominator, and in its numerator, over the days from, before, after. */
function isCounted(
  definition: string,
  history: readonly NumberedOrder[],
  [from, before, after]: readonly [number, number, number],
  days: number,
  observed: number,
): [boolean, boolean] {
  const own = within(history, from, before);
  const hasOrdered = own.length > 0;
  switch (definition) {
    case 'customer_orders':
      return [hasOrdered, own.length > 1];
    case 'customer_days':
      return [hasOrdered, purchaseDays(own).length > 1];
    case 'order_orders':
      return [hasOrdered, own.some(({ number }) => number > 1)];
    case 'order_days':
      return [hasOrdered, own.some(({ dayNumber }) => dayNumber > 1)];
    case 'within_days': {
      const back = within([history[0]!], from, before).length > 0 ? cameBack(history, days, observed) : null;
      return [back !== null, back === true];
    }
    default:
      return [hasOrdered, hasOrdered && within(history, before, after).length > 0];
  }
}

test('the customers behind every number, against plain arrays, as many as the figure says', () => {
  const grains = fc.constantFrom('week', 'month', 'quarter');
  fc.assert(
    fc.property(shops(300), grains, fc.constantFrom('30', '90'), (shop, grain, days) => {
      engine.loadOrders(shop.orders, shop.refunds);
      const asked = { grain, within: days, by: 'channel' };
      const { results, context, params } = engine.run(repurchaseRate, asked, isoOf(shop.asOf), shop.narrowed);
      const { definitions, trend, groups } = ratesOf(results);
      const customers = inScope(shop.orders, shop.asOf, shop.narrowed);
      const observed = dayOf(context.window.observedThrough);
      const end = periodOf(observed + 1, grain);
      const next = periodOf(end - 1, grain);
      const window = [periodOf(next - 1, grain), next, end] as const;
      const ever = [-Infinity, Infinity, Infinity] as const;

      const check = (
        row: { definition: (typeof DEFINITIONS)[number]; numerator: number; denominator: number },
        place: Place,
        people: readonly NumberedOrder[][],
        span: readonly [number, number, number],
      ) => {
        const { definition } = row;
        for (const [index, part] of (['denominator', 'numerator'] as const).entries()) {
          const members = membersOf(markOf(definition, place, part), params, context);
          const own = people.filter((one) => isCounted(definition, one, span, Number(days), observed)[index]);
          expect(members.map((member) => member.customer_key).sort()).toEqual(
            own.map(([first]) => first!.customer).sort(),
          );
          const total = (column: string) => members.reduce((sum, one) => sum + Number(one[column]), 0);
          if (definition === 'order_orders' || definition === 'order_days') {
            const column = definition === 'order_orders' ? 'orders' : 'purchase_days';
            if (part === 'denominator') expect(total(column)).toBe(row.denominator);
          } else expect(members).toHaveLength(row[part]);
          for (const member of members) {
            const history = people.find(([first]) => first!.customer === member.customer_key)!;
            const inSpan = within(history, span[0], span[1]);
            expect([member.orders, member.purchase_days]).toEqual([
              inSpan.length,
              purchaseDays(inSpan).length,
            ]);
            expect(member.is_repeat).toBe(isCounted(definition, history, span, Number(days), observed)[1]);
          }
        }
      };
      for (const row of definitions)
        check(row, { kind: 'all' }, customers, row.definition === 'next_window' ? window : ever);
      for (const row of groups) {
        const people = customers.filter(([first]) => first!.channel === row.value);
        check(row, row, people, row.definition === 'next_window' ? window : ever);
      }
      // As many of the periods as take no more than a moment, spread over all.
      const known = trend.filter(({ denominator }) => denominator !== null && denominator > 0);
      const every = Math.ceil(known.length / 12);
      for (const row of known.filter((_, index) => index % every === 0)) {
        const begins = dayOf(row.period);
        const ends = nextPeriod(begins, grain);
        const counts = { numerator: row.numerator!, denominator: row.denominator! };
        const span = [begins, ends, nextPeriod(ends, grain)] as const;
        check({ ...row, ...counts }, { kind: 'period', period: row.period }, customers, span);
      }
    }),
    { numRuns: 6 },
  );
});

test('a mark that is none is nobody', () => {
  engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 1 }]);
  const { params, context } = engine.run(repurchaseRate);
  const all = markOf('customer_orders', { kind: 'all' }, 'denominator');
  expect(membersOf(all, params, context)).toMatchObject([{ customer_key: 'a', is_repeat: false }]);
  const none = [
    ...['', 'anything', '7', '["customer_orders', '["customer_orders"]', '["other","all","","denominator"]'],
    ...['["customer_orders","all","","x"]', '["customer_orders","period","2020-13-01","denominator"]'],
    '["customer_orders","period","2020-02-01","denominator"]',
  ];
  for (const mark of none) expect(membersOf(mark, params, context)).toEqual([]);
});

test('more than fifty values stand together, and a dimension that is not there is said to be missing', () => {
  engine.loadOrders(
    Array.from({ length: 60 }, (_, index) => ({
      customer: `c${index}`,
      at: '2020-01-01',
      amount: 1,
      channel: `v${String(index).padStart(2, '0')}`,
    })),
  );
  const { results, params, context } = engine.run(repurchaseRate, { by: 'channel' });
  const groups = results.groups!.filter((row) => row.definition === 'customer_orders');
  expect(groups.length).toBe(51);
  expect(groups.at(-1)).toMatchObject({ kind: 'others', value: null, customers: 10 });
  const others = markOf('customer_orders', { kind: 'others', value: null }, 'denominator');
  expect(membersOf(others, params, context).map((row) => row.customer_key)).toEqual(
    Array.from({ length: 10 }, (_, index) => `c${50 + index}`),
  );
  // In a segment a value stays itself when others overtake it.
  const overtaken = markOf('customer_orders', { kind: 'value', value: 'v55' }, 'denominator');
  expect(membersOf(overtaken, params, context)).toMatchObject([{ customer_key: 'c55' }]);
  const missing = engine.run(repurchaseRate, { by: 'coupon' });
  const notes = repurchaseRate.notes(missing.results, missing.params, missing.context);
  expect(notes.map(({ text }) => text).join(' ')).toContain('No order says its Coupon');
});

describe.skipIf(!hasOrderFiles)('published and independent numbers', () => {
  test('CDNOW to 30 September 1997: four readings of one word, and the matured 90-day rate', () => {
    engine.loadOrders(cdnowSample());
    const { results, params, context } = engine.run(repurchaseRate, {}, '1997-09-30');
    const rows = results.definitions!;
    expect(rows.slice(0, 4).map((row) => (Number(row.rate) * 100).toFixed(1))).toEqual([
      '40.7',
      '40.1',
      '52.5',
      '51.0',
    ]);
    expect(rows[1]).toMatchObject({ numerator: 946, denominator: 2357 });
    expect(rows[3]).toMatchObject({ numerator: 2457, denominator: 4814 });
    expect(rows[4]).toMatchObject({ numerator: 687, denominator: 2357, left_out: 0 });
    expect(Number(rows[4]!.rate)).toBeCloseTo(0.2915, 4);
    expect(repurchaseRate.headline(results, params, context)).toBe(
      '**40.7%** of 2,357 customers have ordered again; what else is called the repurchase rate runs from __40.1%__ to __52.5%__ on the same orders; of those with 90 days to do so, **29.1%** were back within them.',
    );
    overwriteGetLocale(() => 'zh-CN');
    expect(repurchaseRate.headline(results, params, context)).toBe(
      '2,357位客户中**40.7%**再次下单；同一批订单，其他也叫“复购率”的口径从__40.1%__到__52.5%__不等；已观察满90天的首购客户中，**29.1%**在90天内再次购买。',
    );
    overwriteGetLocale(() => 'en');
  });

  test('Online Retail: the next-month rate is the first step of the cohort triangle where all customers are new', () => {
    engine.loadOrders(onlineRetailClean());
    const { results } = engine.run(repurchaseRate);
    const next = results.trend!.filter((row) => row.definition === 'next_window');
    // December 2010: everyone is new, so 324 of 885 as published.
    expect(next[0]).toMatchObject({ numerator: 324, denominator: 885, state: 'complete' });
    // November is followed by nine days of December only, and December by nothing.
    expect(next.slice(-2).map((row) => row.state)).toEqual(['partial', 'future']);
    expect(results.definitions![5]).toMatchObject({ of_window: '2011-10-01' });
    expect(results.definitions![0]!.rate).toBeCloseTo(0.6558321807, 9);
    expect(results.definitions![1]!.rate).toBeCloseTo(0.643153527, 9);
  });
});
if (!hasOrderFiles)
  console.warn('Skipped: ../shared/data is not there, so the repurchase rate was not checked on it.');
