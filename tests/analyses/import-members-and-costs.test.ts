import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedTable } from '../../src/engine/opening-protocol';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import type { Policies } from '../../src/intake/types';
import { Importer } from '../../src/worker/import/importer';
import { openText } from '../../src/worker/opening/text';
import { readSnapshot, writeSnapshot } from '../../src/worker/snapshot';
import { ImportEngine } from './import-engine';

/** Files that stand beside the orders: who registered, and what winning customers cost. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());
const silent = () => undefined;

const file = (name: string, rows: readonly (readonly string[])[]): Promise<OpenedTable> => {
  const text = rows.map((row) => `${row.join(',')}\n`).join('');
  return openText(new File([text], name), { path: [name], bytes: text.length }, {});
};

async function imported(tables: OpenedTable[], policies: Partial<Policies> = {}) {
  const importer = Importer.open(engine.database, tables);
  const given = { policies };
  const staged = await importer.stage(engine.lane, given, false, silent);
  const choices = {
    mapping: staged.mapping,
    readings: staged.readings,
    policies: { ...DEFAULT_POLICIES, ...policies },
  };
  const { ledger } = await importer.assess(engine.lane, choices, silent);
  const { warnings } = await importer.build(engine.lane, choices, silent);
  return { staged, ledger, warnings };
}

const ORDERS = [
  ['order_id', 'customer_id', 'order_date', 'amount', 'channel'],
  ['1', 'a', '2024-01-05', '10', 'web'],
  ['2', 'b', '2024-01-20', '20', 'shop'],
  ['3', 'a', '2024-02-11', '30', 'web'],
  ['4', 'z', '2024-02-25', '40', 'web'],
];
const members = () =>
  engine.rows<{ member_key: string; customer_key: string | null; registered_on: string | null }>(
    `select m.member_key, c.customer_key, m.registered_on::varchar as registered_on from shop.members as m left join shop.customers as c using (customer_id) order by member_key, registered_on`,
  );
const costs = () =>
  engine.rows(
    'select from_day::varchar as from_day, through_day::varchar as through_day, channel, amount::varchar as amount from shop.costs',
  );

describe('a file of members', () => {
  it('is kept whole: those who never ordered, and those whose day cannot be read', async () => {
    const { ledger, warnings, staged } = await imported([
      await file('orders.csv', ORDERS),
      await file('members.csv', [
        ['member_id', 'gender', 'registered_at'],
        ['a', 'f', '2023-12-31 10:00:00'],
        ['b', 'm', '2024-01-21 09:30:00'],
        ['c', 'm', '2024-01-25 11:00:00'],
        ['d', 'f', 'soon'],
        ...Array.from({ length: 12 }, (_, index) => [`n${index + 10}`, 'f', '2024-02-01 08:00:00']),
      ]),
    ]);
    expect(staged.unused).toEqual([]);
    expect(ledger).toMatchObject({ rowsRead: 4, rowsUsed: 4, customers: 3 });
    expect(members().slice(0, 4)).toEqual([
      { member_key: 'a', customer_key: 'a', registered_on: '2023-12-31' },
      { member_key: 'b', customer_key: 'b', registered_on: '2024-01-21' },
      { member_key: 'c', customer_key: null, registered_on: '2024-01-25' },
      { member_key: 'd', customer_key: null, registered_on: null },
    ]);
    expect(members()).toHaveLength(16);
    expect(warnings).toContainEqual({
      key: 'values_members_read',
      values: { file: 'members.csv', column: 'registered_at', n: 16 },
    });
    expect(warnings).toContainEqual({
      key: 'values_members_undated',
      values: { file: 'members.csv', n: 1, of: 16 },
    });
  });

  it('counts who has no key of the orders’ kind, too', async () => {
    await imported([
      await file('orders.csv', [
        ['order_id', 'email', 'order_date', 'amount'],
        ['1', 'a@x.org', '2024-01-05', '10'],
        ['2', 'b@x.org', '2024-01-20', '20'],
      ]),
      await file('members.csv', [
        ['email', 'gender', 'registered_at'],
        ['a@x.org', 'f', '2023-12-31'],
        ['b@x.org', 'f', '2023-12-30'],
        ['', 'm', '2024-01-21'],
        ['', 'f', '2024-01-22'],
        ['', '', ''],
      ]),
    ]);
    expect(members().map(({ customer_key, registered_on }) => [customer_key, registered_on])).toEqual([
      ['a@x.org', '2023-12-31'],
      ['b@x.org', '2023-12-30'],
      [null, '2024-01-21'],
      [null, '2024-01-22'],
    ]);
  });

  it('a second file that says when people joined is told, and not read', async () => {
    const { warnings } = await imported([
      await file('orders.csv', ORDERS),
      await file('pos.csv', [['customer_id', 'gender', 'registered_at'], ['a', 'f', '2023-12-01'], ['b', 'm', '2023-12-02'], ['z', 'm', '2023-12-03']]),
      await file('web.csv', [['customer_id', 'tier', 'joined'], ['a', '1', '2023-11-01'], ['b', '2', '2023-11-02'], ['z', '1', '2023-11-03']]),
    ]);
    const told = warnings.filter(({ key }) => key.startsWith('values_members'));
    expect(told.map(({ key }) => key)).toEqual(['values_members_read', 'values_members_other']);
    expect([told[0]?.values?.file, told[1]?.values?.file].sort()).toEqual(['pos.csv', 'web.csv']);
  }); // prettier-ignore

  it('under the as-of day and under filters', async () => {
    await imported([
      await file('orders.csv', ORDERS),
      await file('members.csv', [
        ['member_id', 'registered_at'],
        ['a', '2023-12-31'],
        ['b', '2024-01-21'],
        ['c', '2024-01-25'],
        ['q', '2024-02-27'],
      ]),
    ]);
    const keys = () => engine.rows('select member_key from members').map(({ member_key }) => member_key);
    engine.engine.execute(`set variable p_as_of = date '2024-01-25'`);
    expect(keys()).toEqual(['a', 'b', 'c']);
    engine.engine.execute(`set variable p_narrowed = true; set variable p_channel = ['shop']`);
    expect(keys()).toEqual(['b']);
    engine.engine.execute('reset variable p_narrowed; reset variable p_channel; reset variable p_as_of');
  });

  it('days that read both ways are read as the orders’, not the other way round', async () => {
    await imported([
      await file('orders.csv', [
        ['order_id', 'customer_id', 'order_date', 'amount'],
        ['1', 'a', '25/01/2024', '10'],
        ['2', 'b', '26/02/2024', '20'],
      ]),
      await file('members.csv', [
        ['member_id', 'registered_at'],
        ['a', '03/04/2024'],
        ['b', '05/06/2024'],
      ]),
    ]);
    expect(members().map(({ registered_on }) => registered_on)).toEqual(['2024-04-03', '2024-06-05']);
  });

  it('knows its customers where ids of several files are stitched to one person', async () => {
    await imported(
      [
        await file('orders.csv', [
          ['order_id', 'customer_id', 'email', 'order_date', 'amount'],
          ['1', 'web-1', 'kim@x.org', '2024-01-05', '10'],
          ['2', 'web-2', 'kim@x.org', '2024-01-20', '20'],
          ['3', 'web-3', 'lee@x.org', '2024-01-21', '20'],
        ]),
        await file('members.csv', [
          ['customer_id', 'registered_at'],
          ['web-1', '2023-05-01'],
          ['web-2', '2023-06-01'],
          ['web-3', '2023-07-01'],
          ['web-9', '2023-08-01'],
        ]),
      ],
      { identity: { by: 'stitch', normalise: false } },
    );
    const [first, second, third, fourth] = members();
    expect(first?.customer_key).toBe(second?.customer_key);
    expect(third?.customer_key).not.toBe(first?.customer_key);
    expect(fourth?.customer_key).toBeNull();
  });

  it('of any shop: every member once, tied to the customer of the same key', async () => {
    const day = fc
      .integer({ min: 0, max: 700 })
      .map((n) => new Date(Date.UTC(2023, 0, 1 + n)).toISOString().slice(0, 10));
    const key = fc.integer({ min: 0, max: 30 }).map((n) => `k${n}`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ customer: key, day }), { minLength: 3, maxLength: 40 }),
        fc.dictionary(key, day, { minKeys: 20, maxKeys: 31 }),
        async (orders, registered) => {
          const known = orders.filter(({ customer }) => customer in registered);
          fc.pre(new Set(known.map(({ customer }) => customer)).size * 2 >= new Set(orders.map(({ customer }) => customer)).size && known.length > 0); // prettier-ignore
          const { ledger } = await imported([
            await file('orders.csv', [
              ['order_id', 'customer_id', 'order_date', 'amount'],
              ...orders.map((order, index) => [`${index}`, order.customer, order.day, '5']),
            ]),
            await file('members.csv', [['member_id', 'registered_at'], ...Object.entries(registered)]),
          ]);
          expect(ledger.rowsUsed).toBe(orders.length);
          const buyers = new Set(orders.map(({ customer }) => customer));
          expect(members()).toEqual(
            Object.entries(registered)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([member, on]) => ({
                member_key: member,
                customer_key: buyers.has(member) ? member : null,
                registered_on: on,
              })),
          );
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('a file of costs', () => {
  it('by month and channel: a month is spent over all its days; totals are none, and what cannot be read is told', async () => {
    const { warnings, ledger, staged } = await imported([
      await file('orders.csv', ORDERS),
      await file('推广.csv', [
        ['月份', '渠道', '花费'],
        ['2024年1月', 'web', '3100'],
        ['2024年1月', 'shop', '310.50'],
        ['2024年2月', 'web', '2900'],
        ['2024年2月', 'shop', '待定'],
        ['合计', '', '6310.50'],
      ]),
    ]);
    expect(staged.unused).toEqual([]);
    expect(ledger).toMatchObject({ rowsRead: 4, rowsUsed: 4 });
    expect(costs()).toEqual([
      { from_day: '2024-01-01', through_day: '2024-01-31', channel: 'shop', amount: '310.5000' },
      { from_day: '2024-01-01', through_day: '2024-01-31', channel: 'web', amount: '3100.0000' },
      { from_day: '2024-02-01', through_day: '2024-02-29', channel: 'web', amount: '2900.0000' },
    ]);
    expect(warnings).toContainEqual({
      key: 'values_costs_read_month',
      values: { file: '推广.csv', day: '月份', amount: '花费', n: 3 },
    });
    expect(warnings).toContainEqual({
      key: 'values_costs_unread',
      values: { file: '推广.csv', n: 1, of: 4 },
    });
    engine.engine.execute(`set variable p_as_of = date '2024-01-31'`);
    expect(engine.rows('select amount::integer as amount from costs')).toHaveLength(2);
    engine.engine.execute(`set variable p_narrowed = true`);
    expect(engine.rows('from costs')).toEqual([]);
    engine.engine.execute('reset variable p_narrowed; reset variable p_as_of');
  });

  it.each([
    ['days', ['day', 'cost'], [['2024-01-05', '7'], ['2024-01-06', '8']], [['2024-01-05', '2024-01-05'], ['2024-01-06', '2024-01-06']]],
    ['weeks', ['week', 'cost'], [['2024-01-01', '7'], ['2024-01-08', '8'], ['2024-01-15', '8']], [['2024-01-01', '2024-01-07'], ['2024-01-08', '2024-01-14'], ['2024-01-15', '2024-01-21']]],
    ['ranges', ['start date', 'end date', 'spend'], [['2024-01-01', '2024-01-10', '7'], ['2024-01-11', '2024-01-31', '8']], [['2024-01-01', '2024-01-10'], ['2024-01-11', '2024-01-31']]],
  ])('by %s', async (_, header, rows, spans) => {
    await imported([await file('orders.csv', ORDERS), await file('ads.csv', [header, ...rows])]);
    expect(costs().map(({ from_day, through_day }) => [from_day, through_day])).toEqual(spans);
  }); // prettier-ignore

  it('rows with fields too many, and totals of a month, are no costs and are told', async () => {
    const { warnings } = await imported([
      await file('orders.csv', ORDERS),
      await file('ads.csv', [
        ['month', 'channel', 'spend'],
        ['2024-01', 'web', '3', '100'],
        ['2024-01', 'shop', '50'],
        ['2024-01', 'Total', '3150'],
        ['2024-02', 'web', '40'],
      ]),
    ]);
    expect(costs().map(({ channel, amount }) => [channel, amount])).toEqual([
      ['shop', '50.0000'],
      ['web', '40.0000'],
    ]);
    expect(warnings).toContainEqual({ key: 'values_costs_unread', values: { file: 'ads.csv', n: 2, of: 4 } });
  });

  it('a row that two files share counts once; of one header each file has its own span', async () => {
    const { warnings } = await imported([
      await file('orders.csv', ORDERS),
      await file('ads-1.csv', [['date', 'cost'], ['2024-01-01', '100'], ['2024-02-01', '200']]),
      await file('ads-2.csv', [['date', 'cost'], ['2024-02-01', '200'], ['2024-03-01', '300']]),
      await file('ads-3.csv', [['date', 'cost'], ['2024-04-01', '7'], ['2024-04-02', '8'], ['2024-04-03', '8']]),
    ]);
    expect(costs().map(({ from_day, through_day, amount }) => [from_day, through_day, Number(amount)])).toEqual([
      ['2024-01-01', '2024-01-31', 100],
      ['2024-02-01', '2024-02-29', 200],
      ['2024-03-01', '2024-03-31', 300],
      ['2024-04-01', '2024-04-01', 7],
      ['2024-04-02', '2024-04-02', 8],
      ['2024-04-03', '2024-04-03', 8],
    ]);
    expect(warnings).toContainEqual({ key: 'values_costs_shared', values: { file: 'ads-2.csv', n: 1 } });
  }); // prettier-ignore

  it('months whose days read both ways are read as the orders’, and are months', async () => {
    await imported([
      await file('orders.csv', [
        ['order_id', 'customer_id', 'order_date', 'amount'],
        ['1', 'a', '25/01/2024', '10'],
        ['2', 'b', '26/02/2024', '20'],
      ]),
      await file('ads.csv', [['date', 'cost'], ['01/01/2024', '100'], ['01/02/2024', '200'], ['01/03/2024', '200']]),
    ]);
    expect(costs().map(({ from_day, through_day }) => [from_day, through_day])).toEqual([
      ['2024-01-01', '2024-01-31'],
      ['2024-02-01', '2024-02-29'],
      ['2024-03-01', '2024-03-31'],
    ]);
  }); // prettier-ignore

  it('without a day or an amount is left out, and said', async () => {
    const { staged } = await imported([
      await file('orders.csv', ORDERS),
      await file('ads.csv', [
        ['month', 'cost'],
        ['January', 'much'],
        ['February', 'more'],
      ]),
    ]);
    expect(staged.unused).toEqual([{ path: ['ads.csv'], reason: { key: 'values_join_costs' } }]);
    expect(costs()).toEqual([]);
  });

  it('beside refunds, people and lines in one drop, and gone with the next import', async () => {
    const { staged } = await imported(
      [
        await file('ads.csv', [['month', 'spend'], ['2024-01', '100'], ['2024-02', '50']]),
        await file('members.csv', [['customer_id', 'gender', 'registered_at'], ['a', 'f', '2023-12-01'], ['b', 'm', '2023-12-02'], ['z', 'm', '2023-12-03'], ['y', 'm', '2023-12-04']]),
        await file('orders.csv', ORDERS),
        await file('refunds.csv', [['refund_id', 'order_id', 'refunded_at', 'refund_amount', 'refund_reason'], ['r1', '3', '2024-02-20', '5', 'late']]),
      ],
      { refunds: 'net' },
    ); // prettier-ignore
    expect(staged.unused).toEqual([]);
    expect(costs()).toHaveLength(2);
    expect(members()).toHaveLength(4);
    expect(engine.rows('select amount::varchar as amount from shop.refunds')).toEqual([{ amount: '-5.0000' }]); // prettier-ignore
    const parts = await writeSnapshot(engine.lane);
    await imported([await file('orders.csv', ORDERS)]);
    expect([members(), costs()]).toEqual([[], []]);
    await readSnapshot(engine.lane, parts);
    expect([members().length, costs().length]).toEqual([4, 2]);
  });
});
