import type { SqlLiteral } from './literals';
import { currencyCode, isCurrencyOpen, NO_FACTS, type LineFacts } from './line-facts';
import type { StatusKind } from '../intake/order-status';
import type { Mapping, Policies, Readings } from '../intake/types';

/** The variables that judged.sql, grouped.sql and data-window.sql read. */
export function policyVariables(
  mapping: Mapping,
  readings: Readings,
  policies: Policies,
  facts: LineFacts = NO_FACTS,
): Record<string, SqlLiteral> {
  return {
    p_refunds: policies.refunds,
    p_zero_value: policies.zeroValue,
    p_duplicates: policies.duplicates,
    p_overlaps: policies.overlaps,
    p_guests: policies.guests,
    p_same_day: policies.sameDay,
    p_unpaid: policies.unpaid,
    p_test_orders: policies.testOrders,
    p_non_products: policies.nonProducts,
    p_tax: policies.tax,
    p_shipping: policies.shipping,
    p_has_tax: mapping.tax !== undefined,
    p_has_shipping: mapping.shipping !== undefined,
    ...statusVariables(policies, facts),
    ...currencyVariables(policies, facts),
    p_test_customers: facts.tests.customers,
    p_test_emails: facts.tests.emails,
    p_test_names: facts.tests.names,
    p_test_coupons: facts.tests.coupons,
    p_non_product_codes: facts.nonProducts.codes,
    p_non_product_names: facts.nonProducts.names,
    p_has_overlaps: facts.hasOverlaps,
    p_cancelled_prefix: readings.cancelledPrefix ?? null,
    p_has_order: mapping.order !== undefined,
    p_has_refund: mapping.refund !== undefined,
    p_exported_on: policies.exportedOn === null ? null : { date: policies.exportedOn },
  };
}

/** A list of statuses is the last word on each; without one they count by what they say. */
function statusVariables({ statuses }: Policies, facts: LineFacts): Record<string, SqlLiteral> {
  const saying = (kind: StatusKind): string[] =>
    facts.statuses.flatMap((status) => (status.kind === kind && status.value !== null ? [status.value] : []));
  const unlessListed = (values: string[]): string[] => (statuses.length > 0 ? [] : values);
  return {
    p_statuses: statuses,
    p_cancelled_statuses: unlessListed(saying('cancelled')),
    p_unpaid_statuses: unlessListed(saying('unpaid')),
    p_test_statuses: unlessListed(saying('test')),
    // How much was given back is a matter of money, whatever counts as an order.
    p_refunded_statuses: saying('refunded'),
  };
}

/** `p_currencies`: the currencies whose rows count, as the file writes them; null where all do. */
function currencyVariables(policies: Policies, facts: LineFacts): Record<string, SqlLiteral> {
  const none = { p_currencies: null, p_rate_codes: [], p_rate_values: [] };
  if (isCurrencyOpen(facts, policies)) return { ...none, p_currencies: [] };
  if (policies.currency === null || facts.currencies.length === 0) return none;
  const chosen = currencyCode(policies.currency);
  const rates = new Map(Object.entries(policies.rates).map(([code, rate]) => [currencyCode(code), rate]));
  const written = facts.currencies.flatMap(({ value }) => (value === null ? [] : [value]));
  const converted = written.filter(
    (value) => currencyCode(value) !== chosen && rates.has(currencyCode(value)),
  );
  return {
    p_currencies: written.filter((value) => currencyCode(value) === chosen).concat(converted),
    p_rate_codes: converted,
    // As text: the engine reads decimals from it, and multiplies exactly.
    p_rate_values: converted.map((value) => (rates.get(currencyCode(value)) ?? 1).toFixed(8)),
  };
}
