import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../../src/intake/policies';
import { SET_ASIDE_REASONS, type Policies } from '../../../src/intake/types';
import { addExact, formatExact, parseExact } from '../../../src/orders/exact-money';
import { judge, ledgerOf, revenueOf, type FlaggedRows } from '../../../src/orders/judgement';

const text = (units: bigint): string =>
  `${units < 0n ? '-' : ''}${(units < 0n ? -units : units) / 10_000n}.${String((units < 0n ? -units : units) % 10_000n).padStart(4, '0')}`;

const flag = fc.boolean();
const flagged: fc.Arbitrary<FlaggedRows> = fc.record({
  malformed: flag,
  unreadable_date: flag,
  unreadable_amount: flag,
  guest: flag,
  other_status: flag,
  unpaid: flag,
  test: flag,
  other_currency: flag,
  document: flag,
  paid_back: flag,
  refunded: flag,
  zero: flag,
  non_product: flag,
  overlapped: flag,
  copied: flag,
  rows: fc.integer({ min: 1, max: 2_000_000_000 }),
  amount: fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }).map(text),
  given_back_rows: fc.integer({ min: 0, max: 2_000_000_000 }),
  given_back: fc.bigInt({ min: 0n, max: 10n ** 22n }).map(text),
  tax_rows: fc.integer({ min: 0, max: 2_000_000_000 }),
  tax: fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }).map(text),
  given_back_tax: fc.bigInt({ min: 0n, max: 10n ** 22n }).map(text),
  shipping_rows: fc.integer({ min: 0, max: 2_000_000_000 }),
  shipping: fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }).map(text),
  given_back_shipping: fc.bigInt({ min: 0n, max: 10n ** 22n }).map(text),
});
const policies: fc.Arbitrary<Policies> = fc.record({
  refunds: fc.constantFrom<Policies['refunds']>('setAside', 'net', 'restate'),
  zeroValue: fc.constantFrom<Policies['zeroValue']>('setAside', 'keep'),
  duplicates: fc.constantFrom<Policies['duplicates']>('keep', 'setAside'),
  guests: fc.constantFrom<Policies['guests']>('setAside', 'keep'),
  unpaid: fc.constantFrom<Policies['unpaid']>('setAside', 'keep'),
  testOrders: fc.constantFrom<Policies['testOrders']>('setAside', 'keep'),
  nonProducts: fc.constantFrom<Policies['nonProducts']>('setAside', 'keep'),
  overlaps: fc.constantFrom<Policies['overlaps']>('setAside', 'keep'),
  statuses: fc.constantFrom<string[]>([], ['paid']),
}).map((chosen) => ({ ...DEFAULT_POLICIES, ...chosen })); // prettier-ignore

describe('ledgerOf', () => {
  it('ties: read = used + set aside, in rows and to the last place of money, whatever the policies', () => {
    fc.assert(
      fc.property(fc.array(flagged), fc.nat(1000), policies, (groups, rejected, chosen) => {
        const ledger = ledgerOf(groups, rejected, chosen);
        const aside = ledger.setAside.reduce((sum, { rows }) => sum + rows, 0);
        expect(ledger.rowsRead).toBe(groups.reduce((sum, { rows }) => sum + rows, rejected));
        expect(ledger.rowsUsed + aside).toBe(ledger.rowsRead);
        const units = (amount: string) => BigInt(amount.replace('.', ''));
        const read = groups.reduce((sum, { amount }) => sum + units(amount), 0n);
        expect(units(ledger.amountRead)).toBe(read);
        expect(
          ledger.setAside.reduce((sum, { amount }) => sum + units(amount), units(ledger.amountUsed)),
        ).toBe(read);
      }),
    );
  });

  it('netted, purchases + refunds + what was given back = revenue, each used row in one of them', () => {
    fc.assert(
      fc.property(fc.array(flagged), policies, (groups, chosen) => {
        const ledger = ledgerOf(groups, 0, chosen);
        expect(ledger.netting === undefined).toBe(chosen.refunds === 'setAside');
        if (!ledger.netting) {
          expect(revenueOf(ledger)).toBe(ledger.amountUsed);
          return;
        }
        const { purchases, refunds, refunded, revenue } = ledger.netting;
        expect(purchases.rows + refunds.rows).toBe(ledger.rowsUsed);
        const units = (amount: string) => BigInt(amount.replace('.', ''));
        expect(units(purchases.amount) + units(refunds.amount) + units(refunded.amount)).toBe(units(revenue));
        expect(revenueOf(ledger)).toBe(revenue);
        const used = groups.filter((group) => judge(group, chosen) === null);
        const expected = used.reduce(
          (sum, group) => sum + (group.document ? 0n : units(group.amount)) - units(group.given_back),
          0n,
        );
        expect(units(revenue)).toBe(expected);
      }),
    );
  });

  it('names each reason once, in the order of the reasons', () => {
    fc.assert(
      fc.property(fc.array(flagged), fc.nat(3), policies, (groups, rejected, chosen) => {
        const named = ledgerOf(groups, rejected, chosen).setAside.map(({ reason }) => reason);
        expect(named).toEqual(SET_ASIDE_REASONS.filter((reason) => named.includes(reason)));
      }),
    );
  });

  it('counts rows that could not be read at all as malformed, without an amount', () => {
    expect(ledgerOf([], 3, DEFAULT_POLICIES)).toEqual({
      rowsRead: 3,
      amountRead: '0.0000',
      rowsUsed: 0,
      amountUsed: '0.0000',
      setAside: [{ reason: 'malformed', rows: 3, amount: '0.0000' }],
    });
  });
});

/** Reasons that are judged; the others are known before. */
const JUDGED = SET_ASIDE_REASONS.slice(SET_ASIDE_REASONS.indexOf('malformed'));

describe('judge', () => {
  it('gives the first reason that holds; a policy that keeps gives none', () => {
    const holds = (group: FlaggedRows, chosen: Policies): boolean[] => [
      group.malformed,
      group.unreadable_date,
      group.unreadable_amount,
      group.guest && chosen.guests === 'setAside',
      group.other_status,
      group.unpaid && chosen.unpaid === 'setAside',
      group.test && chosen.testOrders === 'setAside',
      group.other_currency,
      (group.document || (group.refunded && chosen.statuses.length === 0)) && chosen.refunds === 'setAside',
      group.zero && chosen.zeroValue === 'setAside',
      group.non_product && chosen.nonProducts === 'setAside',
      group.overlapped && chosen.overlaps === 'setAside',
      group.copied && chosen.duplicates === 'setAside',
    ];
    fc.assert(
      fc.property(flagged, policies, (group, chosen) => {
        expect(judge(group, chosen)).toBe(JUDGED[holds(group, chosen).indexOf(true)] ?? null);
      }),
    );
  });
});

describe('exact money', () => {
  it('goes to text and back', () => {
    fc.assert(
      fc.property(fc.bigInt(), (units) => {
        expect(formatExact(units)).toBe(text(units));
        expect(parseExact(formatExact(units))).toBe(units);
      }),
    );
  });

  it('adds what floats cannot', () => {
    expect(formatExact(addExact(Array.from({ length: 10 }, () => '0.1')))).toBe('1.0000');
    expect(formatExact(addExact(['99999999999999.9999', '0.0001', '-0.5']))).toBe('99999999999999.5000');
  });

  it.each(['', '1.23456', '1e3', '1,5', 'NaN', '--1'])('refuses %j', (given) => {
    expect(() => parseExact(given)).toThrow(RangeError);
  });
});
