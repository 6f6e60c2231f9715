import { formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { dayInProse } from '../periods';
import { isByDay } from './members';
import { frequenciesOf, type FrequencyRow } from './results';

const customersText = (count: number): string => m.freq_customers({ count, n: formatInteger(count) });

export function headline(results: Results, _params: ParamValues, context: RunContext): MarkedText {
  const { rows, revenue, summary } = frequenciesOf(results);
  const { customers: all, bought_once: once } = summary;
  if (all === 0) return m.freq_headline_empty({ day: dayInProse(context.asOf) });
  const customers = customersText(all);
  if (once === all) return m.freq_headline_all_once({ count: all, customers });
  if (once === 0) {
    return m.freq_headline_none_once({ customers, median: formatInteger(summary.median_purchases) });
  }
  const inputs = { customers, once: formatShare(once / all), again: formatShare(1 - once / all) };
  const ofRepeaters = rows.filter(({ purchases }) => purchases > 1);
  const brought = ofRepeaters.reduce((sum, row) => sum + row.revenue, 0);
  // Refunds can make a part larger than the whole: then there is no share.
  if (!(revenue > 0 && brought >= 0 && brought <= revenue)) return m.freq_headline_no_revenue(inputs);
  return m.freq_headline({ ...inputs, revenue: formatShare(brought / revenue) });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const { withoutOrders, summary } = frequenciesOf(results);
  if (summary.customers === 0) return [];
  const found: Note[] = [];
  const recent = summary.waiting_recent;
  if (recent > 0) {
    const text = m.freq_note_recent({ count: recent, n: formatInteger(recent) });
    found.push({ kind: 'warning', text });
  }
  if (isByDay(params)) found.push({ kind: 'info', text: m.freq_note_days() });
  if (context.narrowed) found.push({ kind: 'info', text: m.freq_note_scope() });
  else {
    const day = dayInProse(context.window.firstDay);
    found.push({ kind: 'info', text: m.freq_note_left_edge({ day }) });
  }
  if (withoutOrders > 0) {
    const text = m.freq_note_refunds({ count: withoutOrders, n: formatInteger(withoutOrders) });
    found.push({ kind: 'info', text });
  }
  return found;
}

export function provenance(results: Results): string {
  const { orders, summary } = frequenciesOf(results);
  return m.freq_provenance({
    customers: customersText(summary.customers),
    orders: m.freq_orders({ count: orders, n: formatInteger(orders) }),
    mean: formatNumber(summary.mean_purchases, 2),
    median: formatInteger(summary.median_purchases),
    most: formatInteger(summary.most_purchases),
  });
}

export function groupName({ purchases, and_more }: FrequencyRow): string {
  const n = formatInteger(purchases);
  return and_more ? m.freq_group_more({ n }) : m.freq_group({ n });
}
