import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import type { Members, ParamValues, SqlLiteral } from '../define';
import { nameOf, type Findings } from './findings';
import { buyersSql, firstBuyersSql } from './queries';

/** Matured buyers of an item by whether they bought again, and matured first purchases with it by what followed. */
export type Group = 'again' | 'not_again' | 'started' | 'came_back' | 'stayed_away';

type Item = Parameters<typeof nameOf>[0];

/** `again:SKU-1`: a group and an item, which may hold any character. */
export const markOf = (group: Group, { item }: Item): string => `${group}:${item}`;

const MARK = /^(again|not_again|started|came_back|stayed_away):([^]*)$/;

export const variablesOf = (params: ParamValues): Record<string, SqlLiteral> => ({
  p_level: String(params.level),
  p_again: String(params.again),
  p_within: Number(params.within),
});

/** The customers of a mark; any other text stands for nobody. */
export function membersOfMark(mark: string, params: ParamValues): Members {
  const [, group = 'nobody', item = ''] = MARK.exec(mark) ?? [];
  const isOfBuyers = group === 'again' || group === 'not_again';
  return {
    sql: isOfBuyers ? buyersSql : firstBuyersSql,
    variables: { ...variablesOf(params), p_group: group, p_item: item },
  };
}

export function titleOf(group: Group, row: Item, { again, within }: Findings): string {
  const inputs = { item: nameOf(row), days: formatInteger(within), again };
  return {
    again: m.product_group_again,
    not_again: m.product_group_not_again,
    started: m.product_group_started,
    came_back: m.product_group_came_back,
    stayed_away: m.product_group_stayed_away,
  }[group](inputs);
}
