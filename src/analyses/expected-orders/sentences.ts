import { formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { dayInProse, daysBetween } from '../periods';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { backTestNotes, orders } from '../hold-out';
import { foundIn, misplaced } from './results';
import { holdOut, horizonOf, modelIdOf, observedThrough } from './settings';

/** Share of customers at another number of repeat orders than the model says, from which it is a rough picture. */
const ROUGH = 0.1;

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const { fit, forecast } = foundIn(results);
  const day = dayInProse(observedThrough(params, context));
  if (!fit || fit.customers === 0) return m.expected_headline_empty({ day });
  if (!forecast) return m.expected_headline_no_repeats({ day });
  const said = {
    count: forecast.customers,
    n: formatInteger(forecast.customers),
    orders: orders(forecast.expected_orders),
    days: formatInteger(horizonOf(params)),
    active: orders(forecast.active_customers),
  };
  if (forecast.low === null || forecast.high === null) return m.expected_headline(said);
  return m.expected_headline_range({ ...said, low: orders(forecast.low), high: orders(forecast.high) });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const found = foundIn(results);
  const { forecast } = found;
  const list: Note[] = [];
  const through = observedThrough(params, context);
  if (through < context.window.observedThrough)
    list.push({ kind: 'info', text: m.expected_note_until({ day: dayInProse(through) }) });
  if (!forecast) return list;
  list.push(...backTestNotes(results, holdOut(params, context)));
  if (forecast.status === 'loose') list.push({ kind: 'warning', text: m.expected_note_loose() });
  const wrong = misplaced(found);
  if (wrong !== null && wrong > ROUGH)
    list.push({ kind: 'warning', text: m.expected_note_misplaced({ share: formatShare(wrong, 0) }) });
  const known = daysBetween(context.window.firstDay, through) + 1;
  if (horizonOf(params) > known) {
    const days = { days: formatInteger(horizonOf(params)), known: formatInteger(known) };
    list.push({ kind: 'warning', text: m.expected_note_horizon(days) });
  }
  if (modelIdOf(params) === 'bg-nbd') list.push({ kind: 'warning', text: m.expected_note_bg() });
  if (forecast.low !== null) list.push({ kind: 'info', text: m.expected_note_range() });
  list.push({ kind: 'info', text: m.expected_note_day() });
  if (context.narrowed) list.push({ kind: 'info', text: m.expected_note_narrowed() });
  return list;
}

export function provenance(results: Results, params: ParamValues, context: RunContext): string {
  const { fit } = foundIn(results);
  return m.expected_provenance({
    count: fit?.customers ?? 0,
    n: formatInteger(fit?.customers ?? 0),
    orders: formatInteger(fit?.repeat_orders ?? 0),
    day: dayInProse(observedThrough(params, context)),
  });
}

/** What the parameters say about customers, a sentence each. */
export function parametersInWords(results: Results, params: ParamValues): string[] {
  const { parameters, forecast } = foundIn(results);
  const [first, second, third, fourth] = parameters.map(({ value }) => value);
  if (!forecast || first === undefined || second === undefined || !third || !fourth) return [];
  const rate = m.expected_rate({
    weeks: formatNumber(second / first, 1),
    r: formatNumber(first, 2),
  });
  if (modelIdOf(params) !== 'pareto-nbd') {
    const start = modelIdOf(params) === 'mbg-nbd' ? m.expected_start_any() : m.expected_start_repeat();
    return [rate, m.expected_leave_after({ start, share: formatShare(third / (third + fourth), 0) })];
  }
  const half = fourth * (2 ** (1 / third) - 1);
  return [
    rate,
    half < 5000 ? m.expected_leave_half({ weeks: formatNumber(half, 1) }) : m.expected_leave_long(),
  ];
}
