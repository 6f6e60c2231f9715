import { formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { dayInProse } from '../periods';
import { DIMENSION_NAMES, ratesOf, settingsOf, type Definition, type DefinitionRow } from './results';

const customersText = (count: number): string => m.rate_customers({ count, n: formatInteger(count) });

function byId(results: Results): (id: Definition) => DefinitionRow | undefined {
  const { definitions } = ratesOf(results);
  return (id) => definitions.find(({ definition }) => definition === id);
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const row = byId(results);
  const main = row('customer_orders');
  if (!main || main.rate === null) return m.rate_headline_empty({ day: dayInProse(context.asOf) });
  const { within } = settingsOf(params);
  const rate = formatShare(main.rate);
  const matured = row('within_days');
  const inputs = {
    rate,
    customers: customersText(main.denominator),
    within:
      matured && matured.rate !== null
        ? m.rate_headline_within({ count: within, days: within, rate: formatShare(matured.rate) })
        : '',
  };
  // The other counts of all that is in scope: they answer the same question, and differ.
  const others = (['customer_days', 'order_orders', 'order_days'] as const).flatMap((id) => {
    const value = row(id)?.rate ?? null;
    return value === null ? [] : [value];
  });
  const low = formatShare(Math.min(...others));
  const high = formatShare(Math.max(...others));
  if (others.length === 0 || (low === rate && high === rate)) return m.rate_headline_one(inputs);
  return m.rate_headline({ ...inputs, low, high });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const row = byId(results);
  const { trend, groups } = ratesOf(results);
  const { within, grain, by, definition } = settingsOf(params);
  if ((row('customer_orders')?.denominator ?? 0) === 0) return [];
  const found: Note[] = [];
  const count = row('within_days')?.left_out ?? 0;
  if (count > 0) {
    const text = m.rate_note_young({ count, n: formatInteger(count), days: within });
    found.push({ kind: 'warning', text });
  }
  found.push({ kind: 'info', text: m.rate_note_running({ days: within }) });
  if (row('next_window')?.denominator === 0)
    found.push({ kind: 'info', text: m.rate_note_window({ grain }) });
  if (trend.some((one) => one.definition === definition && one.state === 'partial'))
    found.push({ kind: 'partial', text: m.rate_note_partial() });
  if (by && groups.every(({ kind }) => kind === 'blank')) {
    found.push({ kind: 'warning', text: m.rate_note_blank({ dimension: DIMENSION_NAMES[by]() }) });
  }
  const text = m.rate_note_left_edge({ day: dayInProse(context.window.firstDay) });
  if (!context.narrowed?.from) found.push({ kind: 'info', text });
  return found;
}

export function provenance(results: Results): string {
  const row = byId(results);
  const orders = row('order_orders')?.denominator ?? 0;
  return m.rate_provenance({
    customers: customersText(row('customer_orders')?.denominator ?? 0),
    orders: m.rate_orders({ count: orders, n: formatInteger(orders) }),
  });
}
