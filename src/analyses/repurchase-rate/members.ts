import { periodAfter } from '../periods';
import type { Members, ParamValues, RunContext, SqlLiteral } from '../define';
import membersSql from './members.sql?raw';
import { isDefinition, settingsOf, type Definition, type GroupRow } from './results';
import { lastWindows } from './windows';

/** Of what a rate is: a period of the trend, a group, or all that is in scope. */
export type Place = { kind: 'period'; period: string } | Pick<GroupRow, 'kind' | 'value'> | { kind: 'all' };
export const PARTS = ['denominator', 'numerator'] as const;
export type Part = (typeof PARTS)[number];

const KINDS = ['period', 'value', 'blank', 'others', 'all'] as const;
type Kind = (typeof KINDS)[number];
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Before and after every purchase. */
const EVER = { begins: '0001-01-01', ends: '9999-12-31', nextEnds: '9999-12-31' };
const NEVER = { begins: EVER.begins, ends: EVER.begins, nextEnds: EVER.begins };

/** The definition is only displayed, so that it stands in the mark; values may hold any character. */
export function markOf(definition: Definition, place: Place, part: Part): string {
  const key = place.kind === 'period' ? place.period : place.kind === 'value' ? place.value : null;
  return JSON.stringify([definition, place.kind, key ?? '', part]);
}

/** The customers that a rate counts; any text that is no mark stands for nobody. */
export function membersOfMark(mark: string, params: ParamValues, context: RunContext): Members {
  const [definition = '', kindText = '', key = '', part = ''] = textsOf(mark);
  const kind = KINDS.find((known) => known === kindText);
  const { within, by } = settingsOf(params);
  const { begins, ends, nextEnds } =
    kind && isDefinition(definition) ? daysOf(definition, kind, key, params, context) : NEVER;
  const variables: Record<string, SqlLiteral> = {
    p_definition: definition,
    p_part: part,
    p_kind: kind === 'period' ? 'all' : kindText,
    p_value: key,
    p_by: by ?? 'none',
    p_within: within,
    p_begins: { date: begins },
    p_ends: { date: ends },
    p_next_ends: { date: nextEnds },
  };
  return { sql: membersSql, variables };
}

function daysOf(
  definition: Definition,
  kind: Kind,
  key: string,
  params: ParamValues,
  context: RunContext,
): typeof EVER {
  const { grain } = settingsOf(params);
  if (kind === 'period') {
    if (!ISO_DAY.test(key) || Number.isNaN(Date.parse(key))) return NEVER;
    return { begins: key, ends: periodAfter(key, grain, 1), nextEnds: periodAfter(key, grain, 2) };
  }
  if (definition !== 'next_window') return EVER;
  const { window, next, end } = lastWindows(context.window.observedThrough, grain);
  return { begins: window, ends: next, nextEnds: end };
}

function textsOf(mark: string): string[] {
  try {
    const parsed: unknown = JSON.parse(mark);
    return Array.isArray(parsed) ? parsed.map(String) : [];
  } catch {
    return [];
  }
}
