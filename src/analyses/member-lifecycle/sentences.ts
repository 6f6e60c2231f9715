import { formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { calendarGrainOf, dayInProse, daysBetween, periodAfter, periodInProse } from '../periods';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { doubtfulFirst, lifecycleOf, type PeriodRow } from './results';

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const { periods, last } = lifecycleOf(results);
  const grain = calendarGrainOf(params.grain);
  if (periods.length === 0) return m.lifecycle_headline_empty({ day: dayInProse(context.asOf) });
  if (!last || last.retained === null || last.change === null || last.churned === null) {
    return m.lifecycle_headline_too_early({ grain, day: dayInProse(context.window.observedThrough) });
  }
  const inputs = {
    period: periodInProse(last.period, grain),
    grain,
    count: last.active,
    active: formatInteger(last.active),
    change: formatInteger(Math.abs(last.change)),
    churned: formatInteger(last.churned),
  };
  const start =
    last.change === 0
      ? m.lifecycle_headline_same(inputs)
      : last.change > 0
        ? m.lifecycle_headline_more(inputs)
        : m.lifecycle_headline_fewer(inputs);
  if (last.quick_ratio === null) return m.lifecycle_headline_nobody_lost({ start });
  return m.lifecycle_headline_ratio({ start, ratio: formatNumber(last.quick_ratio, 2) });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const { periods } = lifecycleOf(results);
  const grain = calendarGrainOf(params.grain);
  const list: Note[] = [];
  if (periods.length === 0) return list;
  const from = context.narrowed?.from;
  if (from) {
    list.push({ kind: 'left-edge', text: m.lifecycle_note_cut({ day: dayInProse(from), grain }) });
  } else if (doubtfulFirst(periods)) {
    const day = dayInProse(context.window.firstDay);
    list.push({ kind: 'left-edge', text: m.lifecycle_note_left_edge({ day, grain }) });
  }
  const partial = periods.find((row) => row.state === 'partial');
  if (partial) {
    const first = partial.period < context.window.firstDay ? context.window.firstDay : partial.period;
    list.push({
      kind: 'partial',
      text: m.lifecycle_note_partial({
        period: periodInProse(partial.period, grain),
        grain,
        has: formatInteger(daysBetween(first, context.window.observedThrough) + 1),
        of: formatInteger(daysBetween(partial.period, periodAfter(partial.period, grain, 1))),
      }),
    });
  }
  const resurrecting = shareResurrected(periods);
  if (resurrecting > 0.5) {
    list.push({
      kind: 'warning',
      text: m.lifecycle_note_short({ share: formatShare(resurrecting, 0), grain }),
    });
  }
  if (Object.keys(context.narrowed?.dimensions ?? {}).length > 0) {
    list.push({ kind: 'info', text: m.lifecycle_note_narrowed() });
  }
  list.push({ kind: 'info', text: m.lifecycle_note_churned({ grain }) });
  return list;
}

/** Of the customers who came back in complete periods, the share who had skipped one or more. */
function shareResurrected(periods: readonly PeriodRow[]): number {
  const complete = periods.filter((row) => row.state === 'complete');
  const resurrected = complete.reduce((sum, row) => sum + (row.resurrected ?? 0), 0);
  const all = complete.reduce((sum, row) => sum + (row.retained ?? 0), resurrected);
  return all > 0 ? resurrected / all : 0;
}

export function provenance(results: Results, params: ParamValues): string {
  const { periods, sleep } = lifecycleOf(results);
  const customers = sleep.reduce((sum, row) => sum + row.customers, 0);
  const grain = calendarGrainOf(params.grain);
  return m.lifecycle_provenance({
    customers: m.lifecycle_customers({ count: customers, n: formatInteger(customers) }),
    periods: m.lifecycle_periods({ count: periods.length, n: formatInteger(periods.length), grain }),
  });
}
