import { m } from '../../messages/speak';
import type { ResultShape, Results } from '../define';
import { nameInAnyScheme } from '../rfm-segments/segment-names';

const MOVES: Record<string, () => string> = {
  stayed: m.migration_move_stayed,
  moved: m.migration_move_moved,
  new: m.migration_move_new,
  gone: m.migration_move_gone,
};

const segments = {
  from_segment: { type: 'text', label: m.migration_column_from, value: nameInAnyScheme },
  to_segment: { type: 'text', label: m.migration_column_to, value: nameInAnyScheme },
} satisfies ResultShape;

/** One row a pair of segments. */
export const movesShape = {
  ...segments,
  move: { type: 'text', label: m.migration_column_move, value: (id: string) => MOVES[id]?.() ?? id },
  customers: { type: 'integer', label: m.migration_column_customers, sums: true },
  share_of_from: { type: 'share', label: m.migration_column_share },
  revenue_before: { type: 'money', label: m.migration_column_revenue_before, sums: true },
  revenue_after: { type: 'money', label: m.migration_column_revenue_after, sums: true },
} satisfies ResultShape;

const scores = {
  r_before: { type: 'integer', label: m.migration_column_r_before },
  f_before: { type: 'integer', label: m.migration_column_f_before },
  m_before: { type: 'integer', label: m.migration_column_m_before },
  r_after: { type: 'integer', label: m.migration_column_r_after },
  f_after: { type: 'integer', label: m.migration_column_f_after },
  m_after: { type: 'integer', label: m.migration_column_m_after },
  frequency_before: { type: 'integer', label: m.migration_column_frequency_before, sums: true },
  frequency_after: { type: 'integer', label: m.migration_column_frequency_after, sums: true },
  revenue_before: { type: 'money', label: m.migration_column_revenue_before, sums: true },
  revenue_after: { type: 'money', label: m.migration_column_revenue_after, sums: true },
  last_ordered_on: { type: 'date', label: m.migration_column_last_ordered },
} satisfies ResultShape;

/** One row a customer. */
export const customersShape = {
  customer_key: { type: 'text', label: m.migration_column_customer },
  ...segments,
  ...scores,
} satisfies ResultShape;

/** One row a customer of one pair, with what the file tells about how to reach them. */
export const membersShape = {
  customer_key: { type: 'text', label: m.migration_column_customer },
  name: { type: 'text', label: m.migration_column_name },
  email: { type: 'text', label: m.migration_column_email },
  phone: { type: 'text', label: m.migration_column_phone },
  ...scores,
} satisfies ResultShape;

export interface Move {
  /** Names as in results; null where not a customer at that date. */
  from: string | null;
  to: string | null;
  kind: string;
  customers: number;
  share: number | null;
  revenueBefore: number;
  revenueAfter: number;
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export function movesOf(results: Results): Move[] {
  return (results.moves ?? []).map((row) => ({
    from: text(row.from_segment),
    to: text(row.to_segment),
    kind: String(row.move),
    customers: Number(row.customers),
    share: typeof row.share_of_from === 'number' ? row.share_of_from : null,
    revenueBefore: Number(row.revenue_before),
    revenueAfter: Number(row.revenue_after),
  }));
}

/** Customers at each date and between. */
export interface Totals {
  earlier: number;
  later: number;
  stayed: number;
  moved: number;
  new: number;
  gone: number;
}

export function totalsOf(moves: readonly Move[]): Totals {
  const sum = (test: (move: Move) => boolean): number =>
    moves.reduce((total, move) => total + (test(move) ? move.customers : 0), 0);
  const of = (kind: string): number => sum((move) => move.kind === kind);
  return {
    earlier: sum((move) => move.from !== null),
    later: sum((move) => move.to !== null),
    stayed: of('stayed'),
    moved: of('moved'),
    new: of('new'),
    gone: of('gone'),
  };
}
