import { formatInteger, formatMoney, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { dayInProse, daysBetween, periodAfter, periodInProse, type Grain } from '../periods';
import { overviewOf, PERIODS_A_YEAR, type PeriodRow } from './results';

export function grainOf(params: ParamValues): Grain {
  const grain = params['grain'];
  return grain === 'week' || grain === 'quarter' ? grain : 'month';
}

const customersText = (count: number): string => m.overview_customers({ count, n: formatInteger(count) });
const ordersText = (count: number): string => m.overview_orders({ count, n: formatInteger(count) });

/** A period named in the middle of a sentence. */
export function named(day: string, grain: Grain): string {
  const period = periodInProse(day, grain);
  return grain === 'week' ? m.overview_headline_week({ period }) : period;
}

/** +3.2%, −3.2%: the sign is always said. */
export function signed(change: number, decimals = 1): string {
  return `${change > 0 ? '+' : ''}${formatShare(change, decimals)}`;
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const { totals, latest } = overviewOf(results);
  const grain = grainOf(params);
  if (totals.orders === 0) return m.overview_headline_empty({ day: dayInProse(context.asOf) });
  if (!latest) {
    return m.overview_headline_no_period({
      grain,
      customers: customersText(totals.customers),
      orders: ordersText(totals.orders),
      revenue: formatMoney(totals.revenue, 0),
    });
  }
  const period = periodInProse(latest.period, grain);
  return m.overview_headline({
    period: grain === 'week' ? m.overview_headline_week_start({ period }) : period,
    revenue: formatMoney(latest.revenue, 0),
    orders: ordersText(latest.orders),
    share: shareClause(latest),
    comparison: comparison(latest, grain),
  });
}

function shareClause({ revenue, new_revenue, returning_revenue }: PeriodRow): string {
  // Refunds can outweigh what either kind spent: then there is no share of a whole.
  if (revenue <= 0 || new_revenue < 0 || returning_revenue < 0) return '';
  return m.overview_headline_share({ share: formatShare(returning_revenue / revenue, 0) });
}

function comparison(latest: PeriodRow, grain: Grain): string {
  const before = named(periodAfter(latest.period, grain, -1), grain);
  const yearBefore = named(periodAfter(latest.period, grain, -PERIODS_A_YEAR[grain]), grain);
  const change = latest.revenue_previous_change;
  const yearChange = latest.revenue_year_change;
  if (change !== null && yearChange !== null) {
    const inputs = { change: signed(change), before, yearChange: signed(yearChange), yearBefore };
    return m.overview_headline_both(inputs);
  }
  if (change !== null) return m.overview_headline_previous({ change: signed(change), before });
  return yearChange === null ? '' : m.overview_headline_year({ yearChange: signed(yearChange), yearBefore });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const { periods, totals } = overviewOf(results);
  const grain = grainOf(params);
  const { window, narrowed } = context;
  if (totals.orders === 0) return [];
  const found: Note[] = [];
  const cutOff = { day: dayInProse(window.firstDay) };
  if (narrowed?.from) found.push({ kind: 'left-edge', text: m.overview_note_cut(cutOff) });
  else found.push({ kind: 'info', text: m.overview_note_truncated(cutOff) });

  const partial = periods.find((row) => row.state === 'partial');
  if (partial) {
    const from = partial.period < window.firstDay ? window.firstDay : partial.period;
    found.push({
      kind: 'partial',
      text: m.overview_note_partial({
        grain,
        period: periodInProse(partial.period, grain),
        has: formatInteger(Math.max(0, daysBetween(from, window.observedThrough) + 1)),
        of: formatInteger(daysBetween(partial.period, periodAfter(partial.period, grain, 1))),
      }),
    });
  }
  const count = totals.refund_only_customers;
  if (count > 0)
    found.push({ kind: 'info', text: m.overview_note_refunds({ count, n: formatInteger(count) }) });
  if (totals.units === null) found.push({ kind: 'info', text: m.overview_note_units() });
  if (Object.keys(narrowed?.dimensions ?? {}).length > 0)
    found.push({ kind: 'info', text: m.overview_note_narrowed() });
  return found;
}

export function provenance(results: Results): string {
  const { periods, totals } = overviewOf(results);
  return m.overview_provenance({
    customers: customersText(totals.customers),
    orders: ordersText(totals.orders),
    periods: m.overview_periods({ count: periods.length, n: formatInteger(periods.length) }),
  });
}
