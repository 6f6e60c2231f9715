import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import type { Policies } from '../../src/intake/types';
import { judge, ledgerOf, type FlaggedRows } from '../../src/orders/judgement';
import { setVariables } from '../../src/orders/literals';
import { policyVariables } from '../../src/orders/policy-variables';
import copiesSql from '../../src/orders/copies.sql?raw';
import flagsSql from '../../src/orders/flags.sql?raw';
import judgedSql from '../../src/orders/judged.sql?raw';
import { ImportEngine } from './import-engine';

/** judged.sql and judgement.ts say the same of every combination of flags under every policy. */
const FLAGS = ['malformed', 'unreadable_date', 'unreadable_amount', 'guest', 'other_status', 'other_currency', 'refund', 'zero', 'copied'] as const; // prettier-ignore
type Flags = Record<(typeof FLAGS)[number], boolean>;

/** A row without an amount cannot be of zero value. */
const COMBINATIONS: Flags[] = Array.from(
  { length: 2 ** FLAGS.length },
  (_, bits) => Object.fromEntries(FLAGS.map((name, index) => [name, Boolean(bits & (1 << index))])) as Flags,
).filter((flags) => !(flags.unreadable_amount && flags.zero));

const choices = <T extends string>(...given: T[]): T[] => given;
const POLICIES: Policies[] = choices('setAside', 'net', 'restate').flatMap((refunds) =>
  choices('setAside', 'keep').flatMap((zeroValue) =>
    choices('keep', 'setAside').flatMap((duplicates) =>
      choices('setAside', 'keep').flatMap((guests) =>
        choices('separate', 'merge').map((sameDay) => ({
          ...DEFAULT_POLICIES, refunds, zeroValue, duplicates, guests, sameDay, statuses: ['paid'], currency: 'CNY',
        })),
      ),
    ),
  ),
); // prettier-ignore

let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
  const rows = COMBINATIONS.flatMap((flags, index) => {
    const refundBy = index % 3;
    const amount = flags.unreadable_amount
      ? 'null'
      : flags.zero
        ? '0'
        : flags.refund && refundBy === 0
          ? '-5'
          : '5';
    const byNumber =
      flags.refund && (refundBy === 1 || (refundBy === 0 && (flags.zero || flags.unreadable_amount)));
    const line = `(${flags.guest ? 'null' : "'a'"}, '${byNumber ? 'C1' : '1'}', ${flags.unreadable_date ? "'1969-12-31'" : "'2024-01-05'"}::timestamp,
      ${amount}::decimal(18, 4), ${flags.refund && refundBy === 2 ? -1 : 1}::double, ${flags.other_status ? 'null' : "'paid'"},
      ${flags.other_currency ? 'null' : "'CNY'"}, ${flags.malformed}, ${index}::ubigint)`;
    // The first of a kind is no copy: it stands in front and is told apart by its place.
    return flags.copied ? [line, line] : [line];
  });
  engine.engine.execute(`create or replace table staging.lines as
    select *, null::varchar as product, null::varchar as product_name from (values ${rows.join(',\n')})
      t(customer_key, order_key, ordered_at, amount, quantity, status, currency, is_malformed, row_hash)`);
  engine.engine.execute(copiesSql);
  engine.engine.execute(judgedSql);
});
afterAll(() => engine.close());

const keyOf = (flags: Flags): string => FLAGS.map((name) => Number(flags[name])).join('');

it('every combination of flags, under every policy', () => {
  for (const policies of POLICIES) {
    engine.engine.execute(setVariables(policyVariables({ order: 'o' }, { cancelledPrefix: 'C' }, policies)));
    const flagged = engine.rows<FlaggedRows & Flags>(flagsSql);
    expect(new Set(flagged.map(keyOf))).toEqual(new Set(COMBINATIONS.map(keyOf)));
    const inSql = engine.rows<{ reason: string | null; rows: number; amount: string }>(`
      select reason, count(*)::integer as rows, coalesce(sum(amount), 0)::decimal(38, 4)::varchar as amount
      from staging.judged group by reason order by reason`);
    const ledger = ledgerOf(flagged, 0, policies);
    const used = { reason: null, rows: ledger.rowsUsed, amount: ledger.amountUsed };
    const byReason = (rows: { reason: string | null }[]) => new Map(rows.map((row) => [row.reason, row]));
    expect(byReason(inSql)).toEqual(
      byReason(ledger.rowsUsed > 0 ? [used, ...ledger.setAside] : ledger.setAside),
    );
    const rowByRow = engine.rows<{ hash: number; nth: number; reason: string | null }>(`
      select row_hash::integer as hash, (row_number() over (partition by row_hash order by row_id))::integer as nth, reason
      from staging.judged order by row_id`);
    for (const { hash, nth, reason } of rowByRow) {
      const flags = { ...COMBINATIONS[hash]!, copied: nth > 1 };
      expect([keyOf(flags), reason]).toEqual([
        keyOf(flags),
        judge({ ...flags, rows: 1, amount: '0' }, policies),
      ]);
    }
  }
});

it('no statuses and no currency chosen: nothing is set aside for them', () => {
  const policies = { ...DEFAULT_POLICIES, refunds: 'net' as const };
  engine.engine.execute(setVariables(policyVariables({}, {}, policies)));
  const flagged = engine.rows<FlaggedRows & Flags>(flagsSql);
  expect(flagged.some((group) => group.other_status || group.other_currency)).toBe(false);
  const reasons = engine.rows<{ reason: string | null }>('select distinct reason from staging.judged');
  expect(reasons.map(({ reason }) => reason)).not.toContain('status');
  expect(reasons.map(({ reason }) => reason)).not.toContain('currency');
});
