import { formatInteger, formatMoney, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { dayInProse, daysBetween } from '../periods';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { backTestNotes } from '../hold-out';
import { foundIn } from './results';
import { DAYS_A_MONTH, holdOut, horizonOf, marginOf, modelIdOf, rateOf } from './settings';

/** Correlation of orders and spend from which the model's independence is in doubt. */
const DOUBTFUL = 0.3;

/** What can be said in place of a figure; null where there is one. */
export function missing(results: Results, context: RunContext): string | null {
  const { total, hasOrders } = foundIn(results);
  const day = dayInProse(context.window.observedThrough);
  if (!total) return m.customer_value_headline_empty({ day });
  if (!hasOrders) return m.customer_value_headline_no_repeats({ day });
  return total.value === null ? m.customer_value_headline_no_spend() : null;
}

/** Whole money from a thousand up. */
export const money = (value: number | null): string =>
  formatMoney(value, Math.abs(value ?? 0) >= 1000 ? 0 : 2);

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const { total, topTenth } = foundIn(results);
  const nothing = missing(results, context);
  if (nothing !== null || !total) return nothing ?? '';
  const months = horizonOf(params);
  const said = {
    count: total.customers,
    n: formatInteger(total.customers),
    value: money(total.value),
    months: m.customer_value_months({ count: months, n: formatInteger(months) }),
  };
  if (topTenth === null) return m.customer_value_headline(said);
  return m.customer_value_headline_top({ ...said, share: formatShare(topTenth, 0) });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const { spend, shrinkage } = foundIn(results);
  const list: Note[] = [];
  if (missing(results, context) !== null || !spend) return list;
  list.push(...backTestNotes(results, holdOut(params, context)));
  if (results.fit?.[0]?.status === 'loose')
    list.push({ kind: 'warning', text: m.customer_value_note_loose() });
  const known = daysBetween(context.window.firstDay, context.window.observedThrough) + 1;
  if (horizonOf(params) * DAYS_A_MONTH > known)
    list.push({ kind: 'warning', text: m.customer_value_note_horizon({ known: formatInteger(known) }) });
  if (spend.correlation !== null && Math.abs(spend.correlation) > DOUBTFUL) {
    const text = m.customer_value_note_correlation({ r: formatNumber(spend.correlation, 2) });
    list.push({ kind: 'warning', text });
  }
  if (modelIdOf(params) === 'bg-nbd') list.push({ kind: 'warning', text: m.customer_value_note_bg() });
  const mean = formatMoney(spend.population_mean);
  const first = shrinkage.find(({ repeat_orders }) => repeat_orders === 1);
  if (spend.status === 'alike') list.push({ kind: 'warning', text: m.customer_value_note_alike({ mean }) });
  else if (first) {
    const text = m.customer_value_note_shrinkage({ mean, first: formatShare(first.own_weight, 0) });
    list.push({ kind: 'info', text });
  }
  const excluded = spend.excluded_customers;
  if (excluded > 0) {
    const text = m.customer_value_note_excluded({ count: excluded, n: formatInteger(excluded) });
    list.push({ kind: 'warning', text });
  }
  const value = { margin: formatShare(marginOf(params), 0), rate: formatShare(rateOf(params)) };
  list.push({ kind: 'info', text: m.customer_value_note_value(value) });
  list.push({ kind: 'info', text: m.customer_value_note_new() });
  if (context.narrowed) list.push({ kind: 'info', text: m.customer_value_note_narrowed() });
  return list;
}

export function provenance(results: Results, _params: ParamValues, context: RunContext): string {
  const { total, repeatOrders } = foundIn(results);
  const count = total?.customers ?? 0;
  return m.customer_value_provenance({
    count,
    n: formatInteger(count),
    orders: formatInteger(repeatOrders),
    day: dayInProse(context.window.observedThrough),
  });
}
