import type { Reason } from '../intake/types';
import { sameName } from './identifier';
import { COLUMN_ONLY, FUNCTION_ONLY, RESERVED } from './keywords';

/** The views that every statement can read (orders/scope.sql). */
export const CANONICAL_VIEWS = [
  'orders',
  'customers',
  'order_lines',
  'products',
  'refunds',
  'members',
  'costs',
  'data_window',
] as const;

/** Longest name, in characters: PostgreSQL's, and enough. */
const LONGEST = 63;
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Whether a result can be called so: usable in SQL without quotes, and not the name of anything else. */
export function isResultName(name: string): boolean {
  return resultNameProblem(name, []) === null;
}

/** Why a result cannot be called so, given the names of the other results; null where it can. */
export function resultNameProblem(name: string, taken: readonly string[]): Reason | null {
  const key = sameName(name);
  if (!NAME.test(name)) return { key: 'sql_name_letters' };
  if ([...name].length > LONGEST) return { key: 'sql_name_long', values: { n: LONGEST } };
  if (RESERVED.has(key) || FUNCTION_ONLY.has(key) || COLUMN_ONLY.has(key))
    return { key: 'sql_name_keyword', values: { name } };
  if ((CANONICAL_VIEWS as readonly string[]).includes(key)) return { key: 'sql_name_view', values: { name } };
  if (taken.some((other) => sameName(other) === key)) return { key: 'sql_name_taken', values: { name } };
  return null;
}
