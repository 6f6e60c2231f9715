import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import productRepurchase from '../../src/analyses/product-repurchase';
import { findingsOf } from '../../src/analyses/product-repurchase/findings';
import { markOf, membersOfMark, titleOf, type Group } from '../../src/analyses/product-repurchase/members';
import { CUSTOMERS } from '../../src/analyses/product-repurchase/shape';
import type { Narrowing, ParamValues, Row } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { TestEngine } from './engine';
import { loadLines, type LineFixture } from './line-fixtures';
import { dayOf, isoOf, rounded } from './purchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

/** Customers of a mark, as the list shows them. */
function membersOf(mark: string, params: ParamValues): Row[] {
  const { sql, variables } = membersOfMark(mark, params);
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), CUSTOMERS);
}

const START = 14_600;
const CATEGORY: Record<string, string | undefined> = { tea: 'drinks', coffee: 'drinks', 'cup:xl': 'things' };
const line = fc
  .record({
    customer: fc.constantFrom('a', 'b', 'c', "d'é"),
    offset: fc.integer({ min: 0, max: 60 }),
    hour: fc.constantFrom('08', '17'),
    product: fc.constantFrom('tea', 'coffee', 'cup:xl', 'odd', null),
    amount: fc.integer({ min: -5, max: 90 }),
  })
  .map(({ customer, offset, hour, product, amount }): LineFixture => {
    const category = product === null ? undefined : CATEGORY[product];
    const at = `${isoOf(START + offset)} ${hour}:00:00`;
    return { customer, at, product, amount, ...(category ? { category } : {}) };
  });

interface Shop {
  lines: LineFixture[];
  asOf: number;
  observed: number;
  from: number | null;
}
interface Question {
  level: 'product' | 'category';
  again: 'same' | 'category' | 'any';
  within: number;
}

const day = ({ at }: LineFixture): number => dayOf(at);
const itemOf = ({ product, category }: LineFixture, { level }: Question): string | null =>
  product === null ? null : level === 'category' ? (category ?? '') : product;

interface Buyer {
  /** In scope. */
  own: LineFixture[];
  /** First day of all, in scope or not. */
  beganOn: number;
}

function buyersOf({ lines, asOf, from }: Shop): Buyer[] {
  return [...new Set(lines.map(({ customer }) => customer))].flatMap((customer) => {
    const all = lines.filter((one) => one.customer === customer);
    const own = all.filter((one) => day(one) <= asOf && day(one) >= (from ?? 0));
    return own.length > 0 ? [{ own, beganOn: Math.min(...all.map(day)) }] : [];
  });
}

const told = (own: readonly LineFixture[], boughtOn: number, next: readonly LineFixture[]): Row => ({
  ...{ customer_key: own[0]!.customer, name: own[0]!.customer },
  bought_on: isoOf(boughtOn),
  next_on: next.length > 0 ? isoOf(Math.min(...next.map(day))) : null,
  orders: new Set(own.map(({ at }) => at)).size,
  revenue: own.reduce((sum, { amount }) => sum + amount, 0),
  last_ordered_on: isoOf(Math.max(...own.map(day))),
});

interface Judged {
  row: Row;
  isBack: boolean;
}

const judged = (row: Row, { within }: Question): Judged => {
  const isBack = row.next_on !== null && dayOf(String(row.next_on)) - dayOf(String(row.bought_on)) <= within;
  return { row, isBack };
};

/** Matured buyers of an item, from plain arrays. */
function expectedBuyers(shop: Shop, item: string, question: Question): Judged[] {
  return buyersOf(shop).flatMap(({ own }) => {
    const withItem = own.filter((one) => itemOf(one, question) === item);
    const first = Math.min(...withItem.map(day));
    if (!(first + question.within <= shop.observed)) return [];
    const { category } = withItem[0]!;
    const isTarget = (one: LineFixture): boolean =>
      question.again === 'any' ||
      (one.product !== null &&
        (question.again === 'category' ? one.category === category : itemOf(one, question) === item));
    const next = own.filter((one) => day(one) > first && day(one) <= shop.observed && isTarget(one));
    return [judged(told(own, first, next), question)];
  });
}

/** Customers whose first purchase has matured and held an item, from plain arrays. */
function expectedStarters(shop: Shop, item: string, question: Question): Judged[] {
  return buyersOf(shop).flatMap(({ own, beganOn }) => {
    const first = own.filter((one) => day(one) === beganOn);
    const isMatured = beganOn + question.within <= shop.observed;
    if (!isMatured || !first.some((one) => itemOf(one, question) === item)) return [];
    const later = own.filter((one) => day(one) > beganOn);
    return [judged(told(own, beganOn, later), question)];
  });
}

const byKey = (a: Row, b: Row): number => (String(a.customer_key) < String(b.customer_key) ? -1 : 1);
const rowsOf = (found: readonly Judged[]): Row[] => found.map(({ row }) => row);

test('random shops, against plain arrays: the customers behind each count are those it counts', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 40 }),
      fc.record({
        level: fc.constantFrom<Question['level']>('product', 'category'),
        again: fc.constantFrom<Question['again']>('same', 'category', 'any'),
        within: fc.integer({ min: 1, max: 30 }),
      }),
      fc.integer({ min: 0, max: 70 }),
      fc.constantFrom(null, null, 10, 25),
      (lines, asked, offset, from) => {
        const question =
          asked.level === 'category' && asked.again === 'category'
            ? { ...asked, again: 'same' as const }
            : asked;
        loadLines(engine, lines);
        const asOf = START + offset;
        const shop: Shop = {
          ...{ lines, asOf, from: from === null ? null : START + from },
          observed: Math.min(asOf, Math.max(...lines.map(day))),
        };
        const narrowed: Narrowing | undefined =
          shop.from === null
            ? undefined
            : { from: isoOf(shop.from), to: null, dimensions: {}, segment: null };
        const { results, params } = engine.run(productRepurchase, { ...question }, isoOf(asOf), narrowed);
        const { items, firsts } = findingsOf(results, params);

        const expectMembers = (group: Group, item: string, expected: Row[], count: number): void => {
          const rows = membersOf(markOf(group, { item, item_name: null }), params);
          expect(rounded([...rows].sort(byKey))).toEqual(rounded(expected.sort(byKey)));
          expect(rows).toHaveLength(count);
        };
        for (const { item, matured, matured_returned } of items) {
          const buyers = expectedBuyers(shop, item, question);
          const [back, not] = [buyers.filter(({ isBack }) => isBack), buyers.filter(({ isBack }) => !isBack)];
          expectMembers('again', item, rowsOf(back), matured_returned);
          expectMembers('not_again', item, rowsOf(not), matured - matured_returned);
        }
        for (const { item, customers, returned } of firsts) {
          const starters = expectedStarters(shop, item, question);
          const [back, not] = [
            starters.filter(({ isBack }) => isBack),
            starters.filter(({ isBack }) => !isBack),
          ];
          expectMembers('started', item, rowsOf(starters), customers);
          expectMembers('came_back', item, rowsOf(back), returned);
          expectMembers('stayed_away', item, rowsOf(not), customers - returned);
        }
      },
    ),
    { numRuns: 12 },
  );
});

test('a mark says whom it counts, and one that is none is nobody', () => {
  const at = (month: number): string => `2020-0${month}-01`;
  loadLines(engine, [
    { customer: 'a', at: at(1), product: 'tea', amount: 5 },
    { customer: 'a', at: at(2), product: 'tea', amount: 5 },
    { customer: 'b', at: at(1), product: 'tea', amount: 7 },
    { customer: 'b', at: at(2), product: 'cup', amount: 1 },
    { customer: 'c', at: at(1), product: 'tea', amount: 3 },
    { customer: 'd', at: at(6), product: 'cup', amount: 3 },
  ]);
  const { results, params } = engine.run(productRepurchase, { within: 60 });
  const found = findingsOf(results, params);
  const tea = { item: 'tea', item_name: 'Tea' };
  const said = (group: Group) => [
    titleOf(group, tea, found),
    ...membersOf(markOf(group, tea), params).map((row) => row.customer_key),
  ];
  expect(said('again')).toEqual(['Tea, bought again within 60 days', 'a']);
  expect(said('not_again')).toEqual(['Tea, not bought again within 60 days', 'b', 'c']);
  expect(said('started')).toEqual(['Tea in the first purchase', 'a', 'b', 'c']);
  expect(said('came_back')).toEqual(['Tea in the first purchase, back within 60 days', 'a', 'b']);
  expect(said('stayed_away')).toEqual(['Tea in the first purchase, not back within 60 days', 'c']);
  for (const mark of ['', 'tea', 'again', 'again:', 'nobody:tea', 'again:te', 'started:'])
    expect(membersOf(mark, params)).toEqual([]);
});
