import type { Members, ParamValues, SqlLiteral } from '../define';
import type { FrequencyRow } from './results';
import membersSql from './members.sql?raw';

export const isByDay = (params: ParamValues): boolean => params['count'] !== 'order';

/** `3` for those with three purchases, `10+` for those with ten or more. */
export const markOf = ({ purchases, and_more }: FrequencyRow): string =>
  and_more ? `${purchases}+` : String(purchases);

const MARK = /^(\d{1,6})(\+?)$/;

/** Variables of `membersSql` for a mark; a text that is none stands for a number nobody has. */
function membersVariables(mark: string, params: ParamValues): Record<string, SqlLiteral> {
  const [, digits, andMore] = MARK.exec(mark) ?? [];
  const low = digits === undefined ? -1 : Number(digits);
  return { p_count: isByDay(params) ? 'day' : 'order', p_low: low, p_high: andMore === '+' ? null : low };
}

/** The customers of a row by its mark, which says all but what is counted. */
export function membersOfMark(mark: string, params: ParamValues): Members {
  return { sql: membersSql, variables: membersVariables(mark, params) };
}
