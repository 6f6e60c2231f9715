import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import type { Policies } from '../../src/intake/types';
import { judge, ledgerOf, type FlaggedRows } from '../../src/orders/judgement';
import { NO_FACTS, type LineFacts } from '../../src/orders/line-facts';
import { setVariables } from '../../src/orders/literals';
import { policyVariables } from '../../src/orders/policy-variables';
import copiesSql from '../../src/orders/copies.sql?raw';
import flagsSql from '../../src/orders/flags.sql?raw';
import judgedSql from '../../src/orders/judged.sql?raw';
import { ImportEngine } from './import-engine';

/** judged.sql and judgement.ts say the same of combinations of flags, under any policies. */
const FLAGS = [
  'malformed', 'unreadable_date', 'unreadable_amount', 'guest', 'other_status', 'unpaid', 'test', 'other_currency',
  'document', 'refunded', 'zero', 'non_product', 'overlapped', 'copied',
] as const; // prettier-ignore
type Flags = Record<(typeof FLAGS)[number], boolean>;

const FACTS: LineFacts = {
  ...NO_FACTS,
  statuses: [
    { value: 'paid', rows: 1, amount: '0', kind: 'paid' },
    { value: 'pending', rows: 1, amount: '0', kind: 'unpaid' },
    { value: 'void', rows: 1, amount: '0', kind: 'cancelled' },
    { value: 'refunded', rows: 1, amount: '0', kind: 'refunded' },
  ],
  currencies: [
    { value: 'CNY', rows: 1, amount: '0' },
    { value: 'cny', rows: 1, amount: '0' },
    { value: null, rows: 1, amount: '0' },
  ],
  tests: { customers: [], emails: ['test@x.cn'], names: [], coupons: [] },
  nonProducts: { codes: ['POST'], names: [] },
  hasOverlaps: true,
  repeatedOrders: { ofSeveralCustomers: null, comingBack: null },
};

/** A row has one status, so at most one of these holds. */
const isPossible = (flags: Flags): boolean =>
  !(flags.unreadable_amount && flags.zero) &&
  [flags.other_status, flags.unpaid, flags.refunded].filter(Boolean).length <= 1;

const flags: fc.Arbitrary<Flags> = fc
  .record(Object.fromEntries(FLAGS.map((name) => [name, fc.boolean()])) as Record<keyof Flags, fc.Arbitrary<boolean>>)
  .filter(isPossible); // prettier-ignore
const none = Object.fromEntries(FLAGS.map((name) => [name, false])) as Flags;
/** Each alone, each pair, and many more. */
const COMBINATIONS: Flags[] = [
  none,
  ...FLAGS.flatMap((a) => FLAGS.map((b) => ({ ...none, [a]: true, [b]: true }))),
  ...fc.sample(flags, { numRuns: 400, seed: 7 }),
].filter(isPossible);

const policies: fc.Arbitrary<Policies> = fc
  .record({
    refunds: fc.constantFrom<Policies['refunds']>('setAside', 'net', 'restate'),
    zeroValue: fc.constantFrom<Policies['zeroValue']>('setAside', 'keep'),
    duplicates: fc.constantFrom<Policies['duplicates']>('keep', 'setAside'),
    guests: fc.constantFrom<Policies['guests']>('setAside', 'keep'),
    sameDay: fc.constantFrom<Policies['sameDay']>('separate', 'merge'),
    unpaid: fc.constantFrom<Policies['unpaid']>('setAside', 'keep'),
    testOrders: fc.constantFrom<Policies['testOrders']>('setAside', 'keep'),
    nonProducts: fc.constantFrom<Policies['nonProducts']>('keep', 'setAside'),
    overlaps: fc.constantFrom<Policies['overlaps']>('setAside', 'keep'),
    // The list that says the same as no list of the kinds at hand, but for what was refunded.
    statuses: fc.constantFrom<string[]>([], ['paid', 'pending', 'refunded']),
  })
  .map((chosen) => ({ ...DEFAULT_POLICIES, ...chosen, currency: 'CNY' }));

let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
  const rows = COMBINATIONS.flatMap((flags, index) => {
    const documentBy = index % 3;
    const amount = flags.unreadable_amount
      ? 'null'
      : flags.zero
        ? '0'
        : flags.document && documentBy === 0
          ? '-5'
          : '5';
    const byNumber =
      flags.document && (documentBy === 1 || (documentBy === 0 && (flags.zero || flags.unreadable_amount)));
    const status = flags.other_status
      ? 'void'
      : flags.unpaid
        ? 'pending'
        : flags.refunded
          ? 'refunded'
          : 'paid';
    const line = (fileNo: number) =>
      `(${fileNo}, ${flags.guest ? 'null' : "'a'"}, '${byNumber ? 'C1' : '1'}', ${flags.unreadable_date ? "'1969-12-31'" : "'2024-01-05'"}::timestamp,
      ${amount}::decimal(18, 4), ${flags.document && documentBy === 2 ? -1 : 1}::double, '${status}',
      ${flags.other_currency ? 'null' : index % 2 === 0 ? "'CNY'" : "'cny'"}, '${flags.test ? 'test@x.cn' : 'a@x.cn'}', '${flags.non_product ? 'POST' : 'tea'}',
      ${flags.malformed}, ${index}::ubigint)`;
    // The first of a kind is neither copy nor overlap: it stands in front and is told apart by its place.
    const first = flags.overlapped ? [line(1)] : [];
    const own = line(flags.overlapped ? 2 : 1);
    return flags.copied ? [...first, own, own] : [...first, own];
  });
  engine.engine.execute(`create or replace table staging.lines as
    select *, null::varchar as product_name, null::varchar as name, null::varchar as coupon,
           null::decimal(18, 4) as discount, null::decimal(18, 4) as refund,
           null::decimal(18, 4) as tax, null::decimal(18, 4) as shipping
    from (values ${rows.join(',\n')})
      t(file_no, customer_key, order_key, ordered_at, amount, quantity, status, currency, email, product, is_malformed, row_hash)`);
  engine.engine.execute(copiesSql);
  engine.engine.execute(judgedSql);
});
afterAll(() => engine.close());

const NO_MONEY = {
  paid_back: false,
  given_back_rows: 0,
  given_back: '0',
  tax_rows: 0,
  tax: '0',
  given_back_tax: '0',
  shipping_rows: 0,
  shipping: '0',
  given_back_shipping: '0',
};
const keyOf = (flags: Flags): string => FLAGS.map((name) => Number(flags[name])).join('');

it('every combination of flags, under any policies', () => {
  fc.assert(
    fc.property(policies, (chosen) => {
      const variables = policyVariables({ order: 'o' }, { cancelledPrefix: 'C' }, chosen, FACTS);
      engine.engine.execute(setVariables(variables));
      const flagged = engine.rows<FlaggedRows & Flags>(flagsSql);
      const inSql = engine.rows<{ reason: string | null; rows: number; amount: string }>(`
        select reason, count(*)::integer as rows, coalesce(sum(amount), 0)::decimal(38, 4)::varchar as amount
        from staging.judged group by reason order by reason`);
      const ledger = ledgerOf(flagged, 0, chosen);
      const used = { reason: null, rows: ledger.rowsUsed, amount: ledger.amountUsed };
      const byReason = (rows: { reason: string | null }[]) => new Map(rows.map((row) => [row.reason, row]));
      expect(byReason(inSql)).toEqual(
        byReason(ledger.rowsUsed > 0 ? [used, ...ledger.setAside] : ledger.setAside),
      );
      const rowByRow = engine.rows<{ hash: number; file: number; nth: number; reason: string | null }>(`
        select row_hash::integer as hash, file_no as file,
               (row_number() over (partition by row_hash, file_no order by row_id))::integer as nth, reason
        from staging.judged order by row_id`);
      for (const { hash, file, nth, reason } of rowByRow) {
        const given = COMBINATIONS[hash]!;
        // A list is the last word: what is on it is paid for.
        const unpaid = given.unpaid && chosen.statuses.length === 0;
        const flags = { ...given, unpaid, overlapped: file > 1, copied: nth > 1 };
        const group = { ...flags, rows: 1, amount: '0', ...NO_MONEY };
        expect([keyOf(flags), reason]).toEqual([keyOf(flags), judge(group, chosen)]);
      }
    }),
    { numRuns: 20 },
  );
});

it('nothing known of the rows and nothing chosen: nothing is set aside for status, currency or words', () => {
  const policies = { ...DEFAULT_POLICIES, refunds: 'net' as const };
  engine.engine.execute(setVariables(policyVariables({}, {}, policies)));
  const reasons = engine
    .rows<{ reason: string | null }>('select distinct reason from staging.judged')
    .map(({ reason }) => reason);
  for (const reason of ['status', 'unpaid', 'test_order', 'currency', 'non_product', 'overlap'])
    expect(reasons).not.toContain(reason);
});

it('amounts in two currencies and none chosen: no row counts; with a rate both do, converted exactly', () => {
  const facts: LineFacts = {
    ...FACTS,
    currencies: [
      { value: 'CNY', rows: 1, amount: '0' },
      { value: 'usd', rows: 1, amount: '0' },
    ],
  };
  engine.engine.execute(`create or replace temp table kept as from staging.lines;
    create or replace table staging.lines as
    select * replace (status as status) from kept limit 0;
    insert into staging.lines by name
    select 1 as file_no, 'a' as customer_key, n::varchar as order_key, timestamp '2024-01-05' as ordered_at,
           amount::decimal(18, 4) as amount, 1::double as quantity, currency, false as is_malformed, n::ubigint as row_hash,
           2.5 as refund
    from (values (1, 10.0101, 'CNY'), (2, 99999999999999.9999, 'CNY'), (3, 10.0101, 'usd'), (4, 13333333333333.3333, 'usd'), (5, 1, 'EUR'), (6, 1, null)) t(n, amount, currency);`);
  engine.engine.execute(copiesSql);
  const judged = (given: Partial<Policies>) => {
    const variables = policyVariables({ order: 'o' }, {}, { ...DEFAULT_POLICIES, ...given }, facts);
    engine.engine.execute(setVariables(variables));
    return engine
      .rows('select amount::varchar as amount, refund::varchar as refund, reason from staging.judged order by row_id')
      .map((row) => [row.amount, row.refund, row.reason]); // prettier-ignore
  };
  expect(new Set(judged({}).map(([, , reason]) => reason))).toEqual(new Set(['currency']));
  expect(judged({ currency: 'cny' }).map(([, , reason]) => reason)).toEqual([null, null, 'currency', 'currency', 'currency', 'currency']); // prettier-ignore
  expect(judged({ currency: 'CNY', rates: { USD: 7.12345678 } })).toEqual([
    ['10.0101', '2.5000', null],
    ['99999999999999.9999', '2.5000', null],
    // 71.306514…, and 94979423733333.33309…: more than 64 bits hold.
    ['71.3065', '17.8086', null],
    ['94979423733333.3331', '17.8086', null],
    ['1.0000', '2.5000', 'currency'],
    ['1.0000', '2.5000', 'currency'],
  ]);
});
