import { DIMENSIONS } from '../document/types';
import type { RunContext, SqlLiteral } from './define';

/** The variables that every analysis may read and that the views over the canonical tables narrow by (orders/scope.sql). */
export function contextVariables({ asOf, window, narrowed }: RunContext): Record<string, SqlLiteral> {
  const dimensions = DIMENSIONS.map((dimension) => {
    // An empty list narrows nothing: an untyped null would not bind where a list is expected.
    return [`p_${dimension}`, narrowed?.dimensions[dimension] ?? []] as const;
  });
  return {
    p_as_of: { date: asOf },
    p_observed_through: { date: window.observedThrough },
    p_first_day: { date: window.firstDay },
    p_from: dayOrNull(narrowed?.from),
    p_to: dayOrNull(narrowed?.to),
    ...Object.fromEntries(dimensions),
    p_in_segment: Boolean(narrowed?.segment),
    p_narrowed: Boolean(narrowed),
  };
}

function dayOrNull(day: string | null | undefined): SqlLiteral {
  return day === null || day === undefined ? null : { date: day };
}
