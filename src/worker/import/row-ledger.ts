import type { Ledger } from '../../document/types';
import { SET_ASIDE_REASONS, type AsideReason, type Policies } from '../../intake/types';
import { ledgerOf, type FlaggedRows } from '../../orders/judgement';
import type { NettedAtBuild } from './build';

/** What the used rows come to: columns of totals.sql and built-totals.sql. */
export interface LedgerTotals {
  orders: number;
  customers: number;
  first_day: string | null;
  last_day: string | null;
  customers_without_orders: number;
}

/**
 * The whole reconciliation: rows judged by the engine and lines that were no rows before it saw them.
 * Rows read = rows used + rows set aside, to the cent.
 */
export function rowLedger(
  flagged: readonly FlaggedRows[],
  aside: ReadonlyMap<AsideReason, number>,
  policies: Policies,
  totals: LedgerTotals,
  netted: NettedAtBuild = { restated: null, lastRefundedOn: null },
): Ledger {
  const judged = ledgerOf(flagged, aside.get('malformed') ?? 0, policies);
  const others = [...aside].filter(([reason]) => reason !== 'malformed');
  const setAside = [
    ...judged.setAside,
    ...others.map(([reason, rows]) => ({ reason, rows, amount: '0.0000' })),
  ].sort((a, b) => rank(a.reason) - rank(b.reason));
  return {
    ...judged,
    rowsRead: others.reduce((sum, [, rows]) => sum + rows, judged.rowsRead),
    setAside,
    orders: totals.orders,
    customers: totals.customers,
    firstDay: totals.first_day,
    lastDay: later(totals.last_day, netted.lastRefundedOn),
    ...(judged.netting && {
      netting: {
        ...judged.netting,
        ...(netted.restated && { restated: netted.restated }),
        customersWithoutOrders: totals.customers_without_orders,
      },
    }),
  };
}

function rank(reason: string): number {
  return SET_ASIDE_REASONS.findIndex((known) => known === reason);
}

/** The later of two ISO days. */
function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? b : a;
}
