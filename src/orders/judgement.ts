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
  /** An order whose status says that all of it was given back. */
  refunded: boolean;
  zero: boolean;
  non_product: boolean;
  overlapped: boolean;
  copied: boolean;
  rows: number;
  /** Exact decimal, four places. */
  amount: string;
  /** Rows of which something was given back: of documents all that is not zero. */
  given_back_rows: number;
  /** Exact decimal, at or above zero. */
  given_back: string;
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
    ...(policies.refunds === 'setAside' ? {} : { netting: nettingOf(flagged, policies) }),
  };
}

/** What revenue is made of where refunds count. Customers without an order are not known from flags. */
function nettingOf(flagged: readonly FlaggedRows[], policies: Policies): Netting {
  const [purchases, refunds, refunded] = [new Sum(), new Sum(), new Sum()];
  for (const group of flagged.filter((candidate) => judge(candidate, policies) === null)) {
    const givenBack = parseExact(group.given_back);
    if (group.document) refunds.add(group.rows, -givenBack);
    else {
      purchases.add(group.rows, parseExact(group.amount));
      refunded.add(group.given_back_rows, -givenBack);
    }
  }
  const parts = { purchases: purchases.total, refunds: refunds.total, refunded: refunded.total };
  return {
    ...parts,
    revenue: formatExact(addExact(Object.values(parts).map(({ amount }) => amount))),
    customersWithoutOrders: 0,
  };
}

/** Revenue of a ledger: what the used rows come to, and what is left of it where refunds count. Exact decimal. */
export function revenueOf(ledger: Pick<Ledger, 'amountUsed' | 'netting'>): string {
  return ledger.netting?.revenue ?? ledger.amountUsed;
}
