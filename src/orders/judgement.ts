import type { Ledger, Netting, RowsAndAmount } from '../document/types';
import { SET_ASIDE_REASONS, type Policies, type SetAsideReason } from '../intake/types';
import { addExact, formatExact, parseExact } from './exact-money';

/** One combination of flags in a file, with its rows and exact amount: a row of flags.sql. */
export interface FlaggedRows {
  malformed: boolean;
  unreadable_date: boolean;
  unreadable_amount: boolean;
  guest: boolean;
  other_status: boolean;
  unpaid: boolean;
  test: boolean;
  other_currency: boolean;
  /** A refund or cancellation, and no purchase. */
  document: boolean;
  /** A row of a table of refunds: money that went back, tax and shipping in it. */
  paid_back: boolean;
  /** An order whose status says that all of it was given back. */
  refunded: boolean;
  zero: boolean;
  non_product: boolean;
  overlapped: boolean;
  copied: boolean;
  rows: number;
  /** Exact decimal, four places; as the file's amounts have it. */
  amount: string;
  /** Rows of which something was given back: of documents all that is not zero. */
  given_back_rows: number;
  /** Exact decimal, at or above zero. */
  given_back: string;
  /** Rows with tax, its sum with the sign of their amounts, and of what was given back whole the tax in it. */
  tax_rows: number;
  tax: string;
  given_back_tax: string;
  /** The same of postage and delivery. */
  shipping_rows: number;
  shipping: string;
  given_back_shipping: string;
}

/** The one reason a row is set aside for, or null where it is used. Says what judged.sql says. */
export function judge(flags: FlaggedRows, policies: Policies): SetAsideReason | null {
  const isListed = policies.statuses.length > 0;
  if (flags.malformed) return 'malformed';
  if (flags.unreadable_date) return 'unreadable_date';
  if (flags.unreadable_amount) return 'unreadable_amount';
  if (flags.guest && policies.guests === 'setAside') return 'no_customer';
  if (flags.other_status) return 'status';
  if (flags.unpaid && policies.unpaid === 'setAside') return 'unpaid';
  if (flags.test && policies.testOrders === 'setAside') return 'test_order';
  if (flags.other_currency) return 'currency';
  if ((flags.document || (flags.refunded && !isListed)) && policies.refunds === 'setAside') return 'refund';
  if (flags.zero && policies.zeroValue === 'setAside') return 'zero_value';
  if (flags.non_product && policies.nonProducts === 'setAside') return 'non_product';
  if (flags.overlapped && policies.overlaps === 'setAside') return 'overlap';
  if (flags.copied && policies.duplicates === 'setAside') return 'duplicate';
  return null;
}

export type RowLedger = Pick<
  Ledger,
  'rowsRead' | 'amountRead' | 'setAside' | 'rowsUsed' | 'amountUsed' | 'netting'
>;

class Sum {
  private rows = 0;
  private units = 0n;

  add(rows: number, units: bigint): void {
    this.rows += rows;
    this.units += units;
  }

  get total(): RowsAndAmount {
    return { rows: this.rows, amount: formatExact(this.units) };
  }
}

/**
 * The ledger of any policies, by arithmetic over the flags: rows read = rows used + rows set aside, to the cent.
 *
 * @param rejected rows that could not be read as fields at all; they carry no amount
 */
export function ledgerOf(flagged: readonly FlaggedRows[], rejected: number, policies: Policies): RowLedger {
  const reasons = new Map<SetAsideReason | null, Sum>();
  const add = (reason: SetAsideReason | null, rows: number, units: bigint): void => {
    const sum = reasons.get(reason) ?? new Sum();
    sum.add(rows, units);
    reasons.set(reason, sum);
  };
  for (const group of flagged) add(judge(group, policies), group.rows, parseExact(group.amount));
  if (rejected > 0) add('malformed', rejected, 0n);
  const used = (reasons.get(null) ?? new Sum()).total;
  return {
    rowsRead: flagged.reduce((sum, group) => sum + group.rows, rejected),
    amountRead: formatExact(addExact(flagged.map((group) => group.amount))),
    setAside: SET_ASIDE_REASONS.flatMap((reason) => {
      const sum = reasons.get(reason);
      return sum ? [{ reason, ...sum.total }] : [];
    }),
    rowsUsed: used.rows,
    amountUsed: used.amount,
    ...(policies.refunds === 'setAside' && movedCharges(flagged, policies).length === 0
      ? {}
      : { netting: nettingOf(flagged, policies) }),
  };
}

/** Money beside the amounts that can be taken off them or added to them. */
export const CHARGES = ['tax', 'shipping'] as const;
export type Charge = (typeof CHARGES)[number];

const SIGN = { asIs: 0n, out: -1n, in: 1n } as const;

/** The charges that change revenue: there are some, and they do not stay as the file has them. */
function movedCharges(flagged: readonly FlaggedRows[], policies: Policies): Charge[] {
  return CHARGES.filter(
    (charge) => policies[charge] !== 'asIs' && flagged.some((group) => group[`${charge}_rows`] > 0),
  );
}

/** What revenue is made of where refunds count. Customers without an order are not known from flags. */
function nettingOf(flagged: readonly FlaggedRows[], policies: Policies): Netting {
  const [purchases, refunds, refunded] = [new Sum(), new Sum(), new Sum()];
  const moved = movedCharges(flagged, policies).map((charge) => ({ charge, sum: new Sum() }));
  for (const group of flagged.filter((candidate) => judge(candidate, policies) === null)) {
    const givenBack = policies.refunds === 'setAside' ? 0n : givenBackOf(group, policies);
    if (group.document) refunds.add(group.rows, -givenBack);
    else {
      purchases.add(group.rows, parseExact(group.amount));
      for (const { charge, sum } of moved)
        sum.add(group[`${charge}_rows`], SIGN[policies[charge]] * parseExact(group[charge]));
      refunded.add(policies.refunds === 'setAside' ? 0 : group.given_back_rows, -givenBack);
    }
  }
  const parts = {
    purchases: purchases.total,
    ...Object.fromEntries(moved.map(({ charge, sum }) => [charge, sum.total])),
    refunds: refunds.total,
    refunded: refunded.total,
  };
  return {
    ...parts,
    revenue: formatExact(addExact(Object.values(parts).map(({ amount }) => amount))),
    customersWithoutOrders: 0,
  };
}

/** What was given back, with or without tax and shipping as the policies have it. */
function givenBackOf(group: FlaggedRows, policies: Policies): bigint {
  return CHARGES.reduce((sum, charge) => {
    const isInIt = group.paid_back && policies[charge] === 'in';
    return isInIt ? sum : sum + SIGN[policies[charge]] * parseExact(group[`given_back_${charge}`]);
  }, parseExact(group.given_back));
}

/** Revenue of a ledger: what the used rows come to, and what is left of it where refunds count. Exact decimal. */
export function revenueOf(ledger: Pick<Ledger, 'amountUsed' | 'netting'>): string {
  return ledger.netting?.revenue ?? ledger.amountUsed;
}
