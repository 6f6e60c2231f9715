import { m } from '../../messages/speak';
import type { Members } from '../define';
import { periodAfter, periodBegin, type Grain } from '../periods';
import membersSql from './members.sql?raw';
import type { PeriodRow } from './results';
import { named } from './sentences';

/** Customers of a period: everyone who ordered in it, by whether it was their first, and those who did so again in it. */
export type Group = 'all' | 'new' | 'returning' | 'repeat';

/** The groups that the figure offers, each with its count in a period's row. */
export const GROUPS: readonly { group: Group; words: () => string; count: (row: PeriodRow) => number }[] = [
  { group: 'all', words: m.overview_offer_all, count: (row) => row.customers },
  { group: 'new', words: m.overview_offer_new, count: (row) => row.new_customers },
  { group: 'returning', words: m.overview_offer_returning, count: (row) => row.returning_customers },
  { group: 'repeat', words: m.overview_offer_repeat, count: (row) => row.repeaters },
];

/** `month/2011-11-01/new`: the grain too, for a week and a month may begin on one day. */
export const markOf = (group: Group, { period }: Pick<PeriodRow, 'period'>, grain: Grain): string =>
  `${grain}/${period}/${group}`;

const MARK = /^(week|month|quarter)\/(\d{4}-\d{2}-\d{2})\/(all|new|returning|repeat)$/;

/** The customers of a mark, whatever the params are by now; any other text stands for nobody. */
export function membersOfMark(mark: string): Members {
  const [, grain, begins = '', group = ''] = MARK.exec(mark) ?? [];
  const isPeriod = !Number.isNaN(Date.parse(begins)) && periodBegin(begins, grain as Grain) === begins;
  return {
    sql: membersSql,
    variables: {
      p_begins: isPeriod ? begins : null,
      p_next_begins: isPeriod ? periodAfter(begins, grain as Grain, 1) : null,
      p_group: group,
    },
  };
}

export function titleOf(group: Group, { period }: Pick<PeriodRow, 'period'>, grain: Grain): string {
  const inputs = { period: named(period, grain) };
  return {
    all: m.overview_group_all,
    new: m.overview_group_new,
    returning: m.overview_group_returning,
    repeat: m.overview_group_repeat,
  }[group](inputs);
}
