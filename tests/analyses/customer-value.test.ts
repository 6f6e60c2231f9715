import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import customerValue from '../../src/analyses/customer-value';
import { markOf, membersOfMark } from '../../src/analyses/customer-value/members';
import { MEMBERS, type GroupRow } from '../../src/analyses/customer-value/results';
import { cohortGrain } from '../../src/analyses/customer-value/settings';
import type { Results, Row } from '../../src/analyses/define';
import { stepsFor } from '../../src/analyses/steps';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { MODELS } from '../../src/statistics/btyd/model';
import { TestEngine } from './engine';
import { cdnowSample, hasOrderFiles } from './order-files';
import { dayOf, inScope, isoOf, periodOf, purchaseDays, shops } from './purchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const sum = (rows: readonly Row[], column: string): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0);
const ofKind = (results: Results, kind: string): Row[] => results.groups!.filter((row) => row.kind === kind);

/** Value of one history, formula by formula: no code of ours but E(t), which is tested against published numbers. */
function valueOf(
  x: number,
  tx: number,
  T: number,
  mean: number,
  parameters: number[],
  spend: number[],
): number {
  const month = 365 / 12 / 7;
  const history = { x, tx: tx / 7, T: T / 7 };
  let orders = 0;
  for (let i = 1; i <= 12; i += 1) {
    const by = (k: number) => (k === 0 ? 0 : MODELS['bg-nbd'].expectedOrders(parameters, history, k * month));
    orders += (by(i) - by(i - 1)) / 1.01 ** i;
  }
  const [p, q, gamma] = spend as [number, number, number];
  const population = (p * gamma) / (q - 1);
  const weight = (p * x) / (p * x + q - 1);
  return orders * ((1 - weight) * population + weight * mean);
}

describe.skipIf(!hasOrderFiles)('CDNOW sample as of 1997-09-30', () => {
  beforeAll(() => engine.loadOrders(cdnowSample()));

  test('Gamma-Gamma as published, each customer by the formula, groups and curve add up', () => {
    const { results, params, context } = engine.run(customerValue, { model: 'bg-nbd' }, '1997-09-30');
    const [spend] = results.spend!;
    expect(spend!.p).toBeCloseTo(6.2496, 4);
    expect(spend!.q).toBeCloseTo(3.7442, 4);
    expect(spend!.gamma).toBeCloseTo(15.4435, 3);
    expect(spend!.log_likelihood).toBeCloseTo(-4055.9177, 4);
    expect(spend).toMatchObject({ status: 'fitted', customers: 946, excluded_customers: 0 });
    const parameters = results.parameters!.map(({ value }) => Number(value));
    const model = [spend!.p, spend!.q, spend!.gamma].map(Number);
    const expected = new Map(
      inScope(cdnowSample(), dayOf('1997-09-30')).map((history) => {
        const days = new Map<number, number>();
        for (const { day, amount } of history) days.set(day, (days.get(day) ?? 0) + amount);
        const [first, ...repeats] = [...days.keys()].sort((a, b) => a - b);
        const mean = repeats.reduce((total, day) => total + days.get(day)!, 0) / repeats.length;
        const span = (repeats.at(-1) ?? first!) - first!;
        const T = dayOf('1997-09-30') - first!;
        const value = valueOf(repeats.length, span, T, repeats.length > 0 ? mean : 0, parameters, model);
        return [history[0]!.customer, value] as const;
      }),
    );
    expect(results.customers!.length).toBe(2357);
    for (const row of results.customers!)
      expect(Number(row.value)).toBeCloseTo(expected.get(String(row.customer_key))!, 6);
    const [total] = ofKind(results, 'total');
    expect(total!.value).toBeCloseTo(sum(results.customers!, 'value'), 4);
    expect(total!.value_share).toBe(1);
    expect(ofKind(results, 'cohort').map(({ name }) => name)).toEqual([
      '1997-01-01',
      '1997-02-01',
      '1997-03-01',
    ]);
    for (const kind of ['frequency', 'cohort']) {
      expect(sum(ofKind(results, kind), 'customers')).toBe(2357);
      expect(sum(ofKind(results, kind), 'value_share')).toBeCloseTo(1, 9);
    }
    expect(results.top).toEqual(results.customers!.slice(0, 15));
    const first = results.concentration!.slice(0, 10);
    const most = results.customers!.slice(0, sum(first, 'customers'));
    expect(first[9]!.value_share).toBeCloseTo(sum(most, 'value') / Number(total!.value), 9);
    expect(customerValue.headline(results, params, context)).toMatch(
      /2,357 customers of today.*\*\*\d\d%\*\*/,
    );
    const weights = results.shrinkage!.map(({ own_weight }) => Number(own_weight));
    expect(weights).toEqual(weights.toSorted((a, b) => a - b));
  });

  test('margin scales value, discount lowers it, and a longer horizon raises it', () => {
    const totalOf = (params: object) =>
      Number(ofKind(engine.run(customerValue, { ...params }, '1997-09-30').results, 'total')[0]!.value);
    const plain = totalOf({});
    expect(totalOf({ margin: 40 })).toBeCloseTo(0.4 * plain, 6);
    expect(totalOf({ discount: 0 })).toBeGreaterThan(plain);
    expect(totalOf({ months: 18 })).toBeGreaterThan(plain);
  });
});

test('on any shop: every customer is there, groups and curve add up, values are never below 0', () => {
  fc.assert(
    fc.property(shops(), ({ orders, asOf, narrowed }) => {
      engine.loadOrders(orders);
      const { results, context } = engine.run(customerValue, { months: 6 }, isoOf(asOf), narrowed);
      const end = dayOf(context.window.observedThrough);
      const histories = inScope(orders, end, narrowed).map((history) => purchaseDays(history));
      const customers = results.customers!;
      expect(customers.map((row) => row.customer_key).toSorted()).toEqual(
        histories.map(([first]) => first!.customer).toSorted(),
      );
      expect(sum(results.shrinkage!, 'customers') + sum(results.spend!, 'excluded_customers')).toBe(
        histories.filter((days) => days.length > 1).length,
      );
      const [total] = ofKind(results, 'total');
      expect(total === undefined).toBe(histories.length === 0);
      if (!total || total.value === null) {
        for (const row of customers) expect(row.value).toBeNull();
        return;
      }
      for (const row of customers) expect(row.value).toBeGreaterThanOrEqual(0);
      for (const rows of [
        customers,
        results.concentration!,
        ofKind(results, 'frequency'),
        ofKind(results, 'cohort'),
      ])
        expect(sum(rows, 'value')).toBeCloseTo(Number(total.value), 5);
      const shares = results.concentration!.map(({ value_share }) => Number(value_share));
      if (Number(total.value) > 0) expect(shares.at(-1)).toBeCloseTo(1, 9);
      const values = customers.map(({ value }) => Number(value));
      expect(values).toEqual(values.toSorted((a, b) => b - a));
    }),
    { numRuns: 12 },
  );
});

const membersOf = (mark: string): Row[] => {
  const { sql, variables } = membersOfMark(mark);
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), MEMBERS);
};
const bandOf = (repeats: number): string => {
  if (repeats <= 3) return String(repeats);
  if (repeats <= 6) return '4-6';
  return repeats <= 12 ? '7-12' : '13+';
};

test('on any shop: the customers of a group are those that plain arrays put there, as many as the figure says', () => {
  const spans = fc.constantFrom(200, 900).chain((days) => shops(days));
  fc.assert(
    fc.property(spans, ({ orders, refunds, asOf, narrowed }) => {
      engine.loadOrders(orders, refunds);
      const asked = { ...customerValue, steps: stepsFor(customerValue, 'groups') };
      const { results, context } = engine.run(asked, { months: 3 }, isoOf(asOf), narrowed);
      const end = dayOf(context.window.observedThrough);
      const people = inScope(orders, Math.min(end, asOf), narrowed).map((history) => {
        const days = purchaseDays(history);
        const cohort = isoOf(periodOf(days[0]!.day, cohortGrain(context)));
        return { key: days[0]!.customer, x: days.length - 1, band: bandOf(days.length - 1), cohort };
      });
      const groups = [...ofKind(results, 'frequency'), ...ofKind(results, 'cohort')];
      for (const row of groups as unknown as GroupRow[]) {
        const members = membersOf(markOf(row, context));
        expect(members).toHaveLength(row.customers);
        const own = people.filter(({ band, cohort }) => [band, cohort].includes(row.name));
        const pairs = members.map(({ customer_key, x }) => `${customer_key} ${x}`);
        expect(pairs.toSorted()).toEqual(own.map(({ key, x }) => `${key} ${x}`).toSorted());
      }
      // In a segment the mark of a month is read whatever the length of the data is by then.
      const [first] = people;
      if (!first) return;
      for (const grain of ['month', 'quarter'] as const) {
        const inPeriod = inScope(orders, Math.min(end, asOf), narrowed).filter(
          ([one]) => periodOf(one!.day, grain) === periodOf(dayOf(first.cohort), grain),
        );
        const mark = `${grain}|${isoOf(periodOf(dayOf(first.cohort), grain))}`;
        expect(
          membersOf(mark)
            .map((row) => row.customer_key)
            .toSorted(),
        ).toEqual(inPeriod.map(([one]) => one!.customer).toSorted());
      }
    }),
    { numRuns: 12 },
  );
});

test('a mark that is none is nobody', () => {
  engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 5 }]);
  engine.run(customerValue);
  expect(membersOf('frequency|0')).toMatchObject([{ customer_key: 'a', orders: 1, revenue: 5 }]);
  for (const mark of [
    'anything',
    'frequency|',
    'frequency|x',
    'month|2020-13-01',
    'week|2020-01-01',
    'total',
  ])
    expect(membersOf(mark)).toEqual([]);
});
