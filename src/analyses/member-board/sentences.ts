import { formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { dayAfter, dayInProse, periodAfter, periodInProse, type CalendarGrain } from '../periods';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { boardOf, settingsOf } from './settings';

/** First day of the last period whose days are all over by the last observed one. */
export function lastCompletePeriod(grain: CalendarGrain, { window }: RunContext): string {
  const next = dayAfter(window.observedThrough, 1);
  if (grain === 'day') return window.observedThrough;
  if (grain === 'week') {
    const monday = dayAfter(next, -((new Date(`${next}T00:00:00Z`).getUTCDay() + 6) % 7));
    return periodAfter(monday, grain, -1);
  }
  return periodAfter(`${next.slice(0, 7)}-01`, grain, -1);
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const { metrics } = boardOf(results);
  const { grain, loyal, window } = settingsOf(params);
  const value = (id: string): number | null => metrics.get(id)?.value ?? null;
  const customers = value('customers');
  const active = value('active');
  const isLoyal = value('loyal');
  if (customers === null || active === null || isLoyal === null)
    return m.board_headline_too_early({ grain, day: dayInProse(context.window.observedThrough) });
  if (customers === 0) return m.board_headline_empty({ day: dayInProse(context.asOf) });
  return m.board_headline({
    active: formatInteger(active),
    customers: formatInteger(customers),
    share: formatShare(active / customers),
    period: periodInProse(lastCompletePeriod(grain, context), grain),
    grain,
    loyal: formatInteger(isLoyal),
    loyalShare: formatShare(isLoyal / customers),
    from: formatInteger(loyal),
    window: formatInteger(window),
  });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const { metrics, hasRegistration } = boardOf(results);
  const { grain, window } = settingsOf(params);
  const last = lastCompletePeriod(grain, context);
  const list: Note[] = [];
  if ((metrics.get('customers')?.value ?? 0) === 0) return list;
  if (periodAfter(last, grain, 1 - window) < context.window.firstDay) {
    const day = dayInProse(context.window.firstDay);
    list.push({
      kind: 'left-edge',
      text: m.board_note_window({ day, window: formatInteger(window), grain }),
    });
  }
  const end = dayAfter(periodAfter(last, grain, 1), -1);
  if (end < context.window.observedThrough)
    list.push({ kind: 'partial', text: m.board_note_partial({ day: dayInProse(end), grain }) });
  if (Object.keys(context.narrowed?.dimensions ?? {}).length > 0)
    list.push({ kind: 'info', text: m.board_note_narrowed() });
  const registration = hasRegistration ? m.board_note_members() : m.board_note_registered();
  list.push({ kind: 'info', text: registration });
  return list;
}

export function provenance(results: Results): string {
  const { metrics } = boardOf(results);
  const customers = metrics.get('customers')?.value ?? 0;
  return m.board_provenance({
    count: customers,
    n: formatInteger(customers),
    metrics: formatInteger(metrics.size),
  });
}
