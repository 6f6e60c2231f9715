import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import type { Members, ParamValues, ResultShape, Results } from '../define';
import { groupName } from './groups';
import membersSql from './members.sql?raw';
import { dimensionOf } from './views';

/** Columns of members.sql. */
export const MEMBERS = {
  customer_key: { type: 'text', label: m.interval_column_customer },
  name: { type: 'text', label: m.interval_column_name },
  started_on: { type: 'date', label: m.interval_column_started_on },
  returned_on: { type: 'date', label: m.interval_column_returned_on },
  waited_days: { type: 'integer', label: m.interval_column_waited_days },
  orders: { type: 'integer', label: m.interval_column_orders, sums: true },
  revenue: { type: 'money', label: m.interval_column_revenue, sums: true },
  last_ordered_on: { type: 'date', label: m.interval_column_last_ordered_on },
} as const satisfies ResultShape;

/** A length of wait in days, both ends included; without an end where `to` is null. */
export interface WaitSpan {
  from: number;
  to: number | null;
}

/** `waiting/8-42`, `waiting/43-`: those who have not come back yet. */
export const markOfWait = ({ from, to }: WaitSpan): string => `waiting/${from}-${to ?? ''}`;
/** `group/web`: those who began to wait with this value of the dimension. */
export const markOfGroup = (group: string): string => `group/${group}`;

const MARK = /^(?:waiting\/(\d{1,6})-(\d{0,6})|group\/([^]*))$/;

/** The customers of a mark; any other text stands for nobody. */
export function membersOfMark(mark: string, params: ParamValues): Members {
  const [, from, to, group] = MARK.exec(mark) ?? [];
  const isGroup = group !== undefined && dimensionOf(params) !== null;
  return {
    sql: membersSql,
    variables: {
      p_step: Number(params['from']),
      p_by: dimensionOf(params) ?? 'none',
      p_waiting: !isGroup,
      p_from_day: isGroup || from === undefined ? NEVER : Number(from),
      p_to_day: to ? Number(to) : null,
      p_group: isGroup ? group : null,
    },
  };
}

/** Longer than any wait. */
const NEVER = 9_999_999;

export function titleOfWait({ from, to }: WaitSpan): string {
  return to === null
    ? m.interval_chosen_waiting_from({ from: formatInteger(from) })
    : m.interval_chosen_waiting({ from: formatInteger(from), to: formatInteger(to) });
}

export const titleOfGroup = (group: string): string => m.interval_chosen_group({ group: groupName(group) });

/** How many customers of the run are waiting so long and have not come back yet. */
export function countWaiting(results: Results, { from, to }: WaitSpan): number {
  const events = (results['survival_events'] ?? []) as unknown as { day: number; censored: number }[];
  return events
    .filter(({ day }) => day >= from && (to === null || day <= to))
    .reduce((sum, { censored }) => sum + censored, 0);
}
