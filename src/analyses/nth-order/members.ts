import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import type { Members, ParamValues } from '../define';
import membersSql from './members.sql?raw';
import { settingsOf, type Step } from './results';
import { daysText } from './sentences';

/** Customers of a step: everyone who reached it, or those observed long enough, each in two. */
export type Group = 'reached' | 'went_on' | 'not_yet' | 'matured' | 'went_on_within' | 'not_within';

/** The group of each count in a step's row; which of them depends on whom the rate is of. */
export interface GroupsOfStep {
  customers: Group;
  returned: Group;
  waiting: Group;
}

export const groupsOf = (params: ParamValues): GroupsOfStep =>
  settingsOf(params).isMatured
    ? { customers: 'matured', returned: 'went_on_within', waiting: 'not_within' }
    : { customers: 'reached', returned: 'went_on', waiting: 'not_yet' };

/** `went_on/2`: a group and an order number. */
export const markOf = (group: Group, { from }: Step): string => `${group}/${from}`;

const MARK = /^(reached|went_on|not_yet|matured|went_on_within|not_within)\/(\d{1,6})$/;

/** The customers of a mark; any other text stands for nobody. */
export function membersOfMark(mark: string, params: ParamValues): Members {
  const [, group = 'nobody', number = '0'] = MARK.exec(mark) ?? [];
  const { isByDay, within } = settingsOf(params);
  return {
    sql: membersSql,
    variables: {
      p_count: isByDay ? 'day' : 'order',
      p_within: within,
      p_group: group,
      p_number: Number(number),
    },
  };
}

export function titleOf(group: Group, { from }: Step, params: ParamValues): string {
  const inputs = { n: formatInteger(from), days: daysText(settingsOf(params).within) };
  return {
    reached: m.nth_group_reached,
    went_on: m.nth_group_went_on,
    not_yet: m.nth_group_not_yet,
    matured: m.nth_group_matured,
    went_on_within: m.nth_group_went_on_within,
    not_within: m.nth_group_not_within,
  }[group](inputs);
}
