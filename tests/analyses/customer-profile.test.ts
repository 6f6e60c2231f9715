import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import customerProfile from '../../src/analyses/customer-profile';
import { distinctive, findingsOf } from '../../src/analyses/customer-profile/findings';
import { markOf, membersOfMark, offeredOf } from '../../src/analyses/customer-profile/members';
import { MEMBERS } from '../../src/analyses/customer-profile/shape';
import type { ParamValues, Row } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { wilsonInterval } from '../../src/statistics/wilson';
import { TestEngine, type OrderFixture } from './engine';
import { dayOf, isoOf } from './repurchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const run = (params: Record<string, string | number> = {}, asOf?: string) =>
  engine.run(customerProfile, params, asOf);

const membersOf = (mark: string, params: ParamValues): Row[] => {
  const { sql, variables } = membersOfMark(mark, params);
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), MEMBERS);
};

test('random shops, against plain arrays: every value of every attribute, any group, any as-of day', () => {
  const order = fc
    .record({
      customer: fc.constantFrom(...'abcdefghijklm'),
      offset: fc.integer({ min: 0, max: 60 }),
      minute: fc.integer({ min: 10, max: 59 }),
      cents: fc.integer({ min: 1, max: 1_000_000 }),
      channel: fc.option(fc.constantFrom('web', 'shop'), { nil: undefined }),
      region: fc.option(fc.constantFrom('North', '华东'), { nil: undefined }),
    })
    .map(({ offset, minute, cents, channel, region, ...rest }): OrderFixture => ({
      ...rest,
      at: `${isoOf(14_600 + offset)} 10:${minute}:00`,
      amount: cents / 100,
      ...(channel ? { channel } : {}),
      ...(region ? { region } : {}),
    }));
  fc.assert(
    fc.property(
      fc.uniqueArray(order, { minLength: 1, maxLength: 40, selector: (one) => `${one.customer} ${one.at}` }),
      fc.constantFrom('returned', 'top', 'active'),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 70 }),
      (orders, split, within, offset) => {
        engine.loadOrders(orders);
        const asOf = 14_600 + offset;
        const observed = Math.min(asOf, Math.max(...orders.map(dayOf)));
        const seen = orders.filter((one) => dayOf(one) <= asOf);
        const histories = [...new Set(seen.map((one) => one.customer))]
          .map((customer) =>
            seen.filter((one) => one.customer === customer).sort((a, b) => (a.at < b.at ? -1 : 1)),
          )
          .filter((own) => split === 'top' || dayOf(own[0]!) + within <= observed);
        const spent = (own: readonly OrderFixture[]) =>
          Math.round(own.reduce((sum, one) => sum + one.amount * 100, 0));
        const ranked = [...histories].sort(
          (a, b) => spent(b) - spent(a) || (a[0]!.customer < b[0]!.customer ? -1 : 1),
        );
        const top = new Set(ranked.slice(0, Math.ceil(ranked.length / 10)));
        const isMember = (own: readonly OrderFixture[]): boolean => {
          const first = dayOf(own[0]!);
          const later = own.map(dayOf).filter((day) => day > first);
          if (split === 'top') return top.has(own as OrderFixture[]);
          return later.some((day) =>
            split === 'returned' ? day <= first + within : day > observed - within,
          );
        };
        const members = histories.filter(isMember);
        const { results, params } = run({ split, within }, isoOf(asOf));
        expect(results.overview).toEqual([
          {
            customers: histories.length,
            members: members.length,
            share: histories.length === 0 ? null : members.length / histories.length,
          },
        ]);
        for (const attribute of ['channel', 'region'] as const) {
          const rows = results.profile!.filter((row) => row.attribute === attribute);
          const valueOf = (own: readonly OrderFixture[]) => own[0]![attribute] ?? '';
          const values = new Set(histories.map(valueOf));
          if ([...values].every((value) => value === '')) {
            expect(rows).toEqual([]);
            continue;
          }
          expect(rows.map((row) => row.value).sort()).toEqual([...values].sort());
          for (const row of rows) {
            const own = histories.filter((one) => valueOf(one) === row.value);
            const inGroup = own.filter((one) => members.includes(one)).length;
            const interval = wilsonInterval(inGroup, own.length)!;
            expect(row).toMatchObject({ customers: own.length, members: inGroup });
            expect(row.share).toBeCloseTo(inGroup / own.length, 9);
            expect(row.low).toBeCloseTo(interval.low, 9);
            expect(row.high).toBeCloseTo(interval.high, 9);
            if (members.length === 0) expect(row.lift).toBeNull();
            else {
              const lift = inGroup / own.length / (members.length / histories.length);
              expect(row.lift).toBeCloseTo(lift, 9);
              expect(Number(row.member_share) / Number(row.customer_share)).toBeCloseTo(lift, 9);
            }
          }
        }
        expect(
          results.profile!.filter((row) => !['channel', 'region'].includes(String(row.attribute))),
        ).toEqual([]);

        const found = findingsOf(results, params);
        for (const { place, counts } of offeredOf(found, found.rows)) {
          const own = histories.filter(([first]) => {
            if (!place) return true;
            const { attribute } = place;
            return (
              (attribute === 'channel' || attribute === 'region') && (first![attribute] ?? '') === place.value
            );
          });
          const rowsOf = (people: readonly OrderFixture[][]) =>
            people
              .map((one) => [one[0]!.customer, members.includes(one), one.length, spent(one)].join())
              .sort();
          const parts = {
            all: own,
            members: own.filter((one) => members.includes(one)),
            others: own.filter((one) => !members.includes(one)),
          };
          for (const part of ['all', 'members', 'others'] as const) {
            const rows = membersOf(markOf(place, part), params);
            expect(rows).toHaveLength(counts[part]);
            const said = rows.map((row) =>
              [row.customer_key, row.is_member, row.orders, Math.round(Number(row.revenue) * 100)].join(),
            );
            expect(said.sort()).toEqual(rowsOf(parts[part]));
          }
        }
      },
    ),
    { numRuns: 12 },
  );
});

test('a mark that is none is nobody; values hold any character', () => {
  engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 1, channel: '["\'|' }]);
  const { params } = run({ split: 'top' });
  const place = { attribute: 'channel', value: '["\'|' } as const;
  expect(membersOf(markOf(place, 'members'), params)).toMatchObject([{ customer_key: 'a', is_member: true }]);
  for (const mark of [
    '',
    'anything',
    '["channel',
    '["channel"]',
    '["sex","","all"]',
    '["everyone","","x"]',
    '7',
  ])
    expect(membersOf(mark, params)).toEqual([]);
});

describe('what it says', () => {
  /** 100 customers a channel; of the first `back` of them each comes back ten days later. */
  const shop = (back: Record<string, number>) =>
    engine.loadOrders([
      ...Object.entries(back).flatMap(([channel, count]) =>
        Array.from({ length: 100 }, (_, index): OrderFixture[] => {
          const customer = `${channel}${index}`;
          const first = { customer, at: '2020-01-01', amount: 1, channel };
          return index < count
            ? [first, { customer, at: '2020-01-11', amount: 1, channel: 'other' }]
            : [first];
        }).flat(),
      ),
      { customer: 'late', at: '2020-12-01', amount: 1, channel: 'rare' },
      { customer: 'rare', at: '2020-01-01', amount: 1, channel: 'rare' },
      { customer: 'rare', at: '2020-01-02', amount: 1, channel: 'rare' },
    ]);
  const said = () => {
    const { results, params, context } = run();
    return {
      headline: customerProfile.headline(results, params, context),
      notes: customerProfile.notes(results, params, context).map((note) => note.text),
      apart: distinctive(findingsOf(results, params)).map((row) => row.value),
    };
  };

  test('the channel that surely brings more, not the one with one customer', () => {
    shop({ web: 60, shop: 20 });
    expect(said().headline).toMatch(
      /^Of customers with “Channel: web”, \*\*60\.0%\*\* come back within 90 days/,
    );
    expect(said().apart).toEqual(['shop', 'web']);
    expect(said().notes.join(' ')).toContain('Store, Region, Coupon, First category, First product');
  });

  test('no difference is said to be none', () => {
    shop({ web: 40, shop: 41 });
    expect(said().headline).toContain('no attribute of the first order tells them clearly apart');
  });

  test('the next step where orders carry no attribute, or nobody is matured', () => {
    engine.loadOrders([
      { customer: 'a', at: '2020-01-01', amount: 1 },
      { customer: 'b', at: '2020-12-01', amount: 1 },
    ]);
    expect(said().headline).toContain('map one of these columns');
    engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 1 }]);
    expect(said().headline).toContain('choose fewer days');
  });
});
