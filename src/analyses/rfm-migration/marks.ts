import type { Members, ParamValues, RunContext } from '../define';
import { membersSql } from './queries';
import { variablesOf } from './settings';

/** `["Champions","At Risk"]`: segments at the earlier and the later date, null where not a customer. */
export function markOf(from: string | null, to: string | null): string {
  return JSON.stringify([from, to]);
}

const isEnd = (value: unknown): value is string | null => value === null || typeof value === 'string';

/** The pair of a mark; a text that is none stands for nobody. */
function pairOf(mark: string): [from: string | null, to: string | null] {
  let pair: unknown;
  try {
    pair = JSON.parse(mark);
  } catch {
    return [null, null];
  }
  if (!Array.isArray(pair)) return [null, null];
  const [from, to] = pair as unknown[];
  return isEnd(from) && isEnd(to) ? [from, to] : [null, null];
}

/** Nobody is without a segment at both dates, so that a pair of nulls picks no one. */
export function membersOfMark(mark: string, params: ParamValues, context: RunContext): Members {
  const [from, to] = pairOf(mark);
  return {
    sql: membersSql,
    variables: { ...variablesOf(params, context), p_from_segment: from ?? '', p_to_segment: to ?? '' },
  };
}
