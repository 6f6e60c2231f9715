import {
  duplicateRows,
  leftEdge,
  partialLastMonth,
  repeatedOrderTotal,
  severalCurrencies,
} from '../../intake/checks';
import { scientificIds } from '../../intake/identifiers';
import { suggestStitching } from '../../intake/identity-suggest';
import { linesAgainstSubtotal } from '../../intake/order-sums';
import type { Mapping, Policies, Reason } from '../../intake/types';
import { valueReason } from '../../intake/value-reasons';
import { CHARGES } from '../../orders/judgement';
import { currenciesIn, isCurrencyOpen, type CountedExample, type LineFacts } from '../../orders/line-facts';
import type { Choices } from './importer';
import type { Inspection } from './inspect';
import type { Staging } from './staging';

/** Counts over the used rows: columns of totals.sql and built-totals.sql. */
export interface Totals {
  orders: number;
  customers: number;
  first_day: string | null;
  last_day: string | null;
  first_month: string | null;
  first_month_customers: number;
  second_month_customers: number;
}

/** What the reader should know before trusting the numbers, most serious first. */
export function warningsOf(
  totals: Totals,
  copies: number,
  {
    unread,
    refundNotes,
    besideNotes,
    facts: { repeatedOrders, doubtfulCharges },
  }: Pick<Staging, 'unread' | 'refundNotes' | 'besideNotes' | 'facts'>,
  { mapping, policies }: Pick<Choices, 'mapping' | 'policies'>,
  { tables, read, rows }: Pick<Inspection, 'tables' | 'read' | 'rows'>,
): Reason[] {
  const warnings = [
    ...tables.flatMap((table) => table.notes),
    ...refundNotes,
    ...besideNotes,
    ...(refundNotes.length > 0 ? refundCharges(mapping, policies) : []),
    suggestStitching(read.columns, mapping, rows, policies.identity),
    unread > 0 ? { key: 'import_warn_unread_lines', values: { count: unread, n: unread } } : null,
    ...shortenedIds(read.columns, mapping, rows),
    repeatedOrderTotal(read.columns, mapping, rows),
    linesAgainstSubtotal(read.columns, mapping, rows),
    ...doubtfulCharges.map((charge) =>
      valueReason('values_warn_charge_shape', { column: mapping[charge] ?? '' }),
    ),
    repeatedOrderNumbers('policies_warn_numbers_of_several', repeatedOrders.ofSeveralCustomers),
    repeatedOrderNumbers('policies_warn_numbers_coming_back', repeatedOrders.comingBack),
    totals.last_day === null ? null : partialLastMonth(totals.last_day),
    totals.first_month === null
      ? null
      : leftEdge(totals.first_month, totals.first_month_customers, totals.second_month_customers),
    duplicateRows(copies),
  ];
  return warnings.filter((warning) => warning !== null);
}

/** What tax and shipping do to the rows of tables of refunds, where they do something and refunds count. */
function refundCharges(mapping: Mapping, policies: Policies): Reason[] {
  if (policies.refunds === 'setAside') return [];
  const moved = CHARGES.filter((charge) => mapping[charge] !== undefined && policies[charge] !== 'asIs');
  return [
    ...moved
      .filter((charge) => policies[charge] === 'out')
      .map((charge) => valueReason(`values_refunds_${charge}_out`)),
    ...(moved.some((charge) => policies[charge] === 'in') ? [valueReason('values_refunds_charge_in')] : []),
  ];
}

/** Ids that a spreadsheet has shortened: whoever shares what is left of them looks like one. */
function shortenedIds(
  columns: readonly string[],
  mapping: Mapping,
  rows: readonly string[][],
): (Reason | null)[] {
  return [mapping.customer, mapping.order].map((column) => {
    const at = column === undefined ? -1 : columns.indexOf(column);
    if (column === undefined || at < 0) return null;
    return scientificIds(
      column,
      rows.map((row) => row[at] ?? ''),
    );
  });
}

function repeatedOrderNumbers(
  key: 'policies_warn_numbers_of_several' | 'policies_warn_numbers_coming_back',
  found: CountedExample | null,
): Reason | null {
  return found && { key, values: { count: found.n, n: found.n, example: found.example } };
}

/** What has to be answered before the rows can be used: amounts in several currencies are never added. */
export function questionsOf(facts: LineFacts, policies: Policies): Reason[] {
  const question = isCurrencyOpen(facts, policies) ? severalCurrencies(currenciesIn(facts)) : null;
  return question ? [question] : [];
}
