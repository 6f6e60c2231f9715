import type { Ledger } from '../document/types';
import { SET_ASIDE_REASONS, type Policies, type SetAsideReason } from '../intake/types';
import { addExact, formatExact, parseExact } from './exact-money';

/** One combination of flags in a file, with its rows and exact amount: a row of flags.sql. */
export interface FlaggedRows {
  malformed: boolean;
  unreadable_date: boolean;
  unreadable_amount: boolean;
  guest: boolean;
  other_status: boolean;
  other_currency: boolean;
  refund: boolean;
  zero: boolean;
  copied: boolean;
  rows: number;
  /** Exact decimal, four places. */
  amount: string;
}

/** The one reason a row is set aside for, or null where it is used. Says what judged.sql says. */
export function judge(flags: FlaggedRows, policies: Policies): SetAsideReason | null {
  if (flags.malformed) return 'malformed';
  if (flags.unreadable_date) return 'unreadable_date';
  if (flags.unreadable_amount) return 'unreadable_amount';
  if (flags.guest && policies.guests === 'setAside') return 'no_customer';
  if (flags.other_status) return 'status';
  if (flags.other_currency) return 'currency';
  if (flags.refund && policies.refunds === 'setAside') return 'refund';
  if (flags.zero && policies.zeroValue === 'setAside') return 'zero_value';
  if (flags.copied && policies.duplicates === 'setAside') return 'duplicate';
  return null;
}

export type RowLedger = Pick<Ledger, 'rowsRead' | 'amountRead' | 'setAside' | 'rowsUsed' | 'amountUsed'>;

/**
 * The ledger of any policies, by arithmetic over the flags: rows read = rows used + rows set aside, to the cent.
 *
 * @param rejected rows that could not be read as fields at all; they carry no amount
 */
export function ledgerOf(flagged: readonly FlaggedRows[], rejected: number, policies: Policies): RowLedger {
  const reasons = new Map<SetAsideReason, { rows: number; amount: bigint }>();
  let used = { rows: 0, amount: 0n };
  for (const group of flagged) {
    const reason = judge(group, policies);
    const amount = parseExact(group.amount);
    if (reason === null) {
      used = { rows: used.rows + group.rows, amount: used.amount + amount };
      continue;
    }
    const sum = reasons.get(reason) ?? { rows: 0, amount: 0n };
    reasons.set(reason, { rows: sum.rows + group.rows, amount: sum.amount + amount });
  }
  if (rejected > 0) {
    const sum = reasons.get('malformed') ?? { rows: 0, amount: 0n };
    reasons.set('malformed', { rows: sum.rows + rejected, amount: sum.amount });
  }
  return {
    rowsRead: flagged.reduce((sum, group) => sum + group.rows, rejected),
    amountRead: formatExact(addExact(flagged.map((group) => group.amount))),
    setAside: SET_ASIDE_REASONS.flatMap((reason) => {
      const sum = reasons.get(reason);
      return sum ? [{ reason, rows: sum.rows, amount: formatExact(sum.amount) }] : [];
    }),
    rowsUsed: used.rows,
    amountUsed: formatExact(used.amount),
  };
}
