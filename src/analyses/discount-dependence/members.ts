import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import type { Members, ParamValues } from '../define';
import { membersSql } from './queries';

/** Customers by their use of discounts, and matured customers by their first order. */
export type Use = 'never' | 'sometimes' | 'always';
export type FirstOrder = 'discounted' | 'full_price';
/** What either is divided into. */
export type UsePart = 'all' | 'repeat';
export type FirstPart = 'all' | 'returned' | 'not_returned';

const MARK =
  /^(?:(never|sometimes|always)\/(all|repeat)|(discounted|full_price)\/(all|returned|not_returned))$/;

export const markOfUse = (use: Use, part: UsePart): string => `${use}/${part}`;
export const markOfFirst = (first: FirstOrder, part: FirstPart): string => `${first}/${part}`;

/** The customers of a mark; any other text stands for nobody. */
export function membersOfMark(mark: string, params: ParamValues): Members {
  const [, use, usePart, first = '', firstPart = ''] = MARK.exec(mark) ?? [];
  return {
    sql: membersSql,
    variables: {
      p_kind: use ?? first,
      p_part: usePart ?? firstPart,
      p_within: Number(params.within),
    },
  };
}

export function titleOfUse(use: Use, part: UsePart): string {
  const group = {
    never: m.discount_group_never,
    sometimes: m.discount_group_sometimes,
    always: m.discount_group_always,
  }[use]();
  return part === 'all' ? group : m.discount_group_repeat({ group });
}

export function titleOfFirst(first: FirstOrder, part: FirstPart, within: number): string {
  const group =
    first === 'discounted' ? m.discount_group_first_discounted() : m.discount_group_first_full_price();
  const inputs = { group, days: formatInteger(within) };
  return {
    all: m.discount_group_followed,
    returned: m.discount_group_returned,
    not_returned: m.discount_group_not_returned,
  }[part](inputs);
}
