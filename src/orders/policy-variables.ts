import type { SqlLiteral } from './literals';
import type { Mapping, Policies, Readings } from '../intake/types';

/** The variables that judged.sql, grouped.sql and data-window.sql read. */
export function policyVariables(
  mapping: Mapping,
  readings: Readings,
  policies: Policies,
): Record<string, SqlLiteral> {
  return {
    p_refunds: policies.refunds,
    p_zero_value: policies.zeroValue,
    p_duplicates: policies.duplicates,
    p_guests: policies.guests,
    p_same_day: policies.sameDay,
    p_statuses: policies.statuses,
    p_currency: policies.currency,
    p_cancelled_prefix: readings.cancelledPrefix ?? null,
    p_has_order: mapping.order !== undefined,
    p_exported_on: policies.exportedOn === null ? null : { date: policies.exportedOn },
  };
}
