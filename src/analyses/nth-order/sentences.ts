import { formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { dayInProse } from '../periods';
import { settingsOf, stepsOf, THIN, type Step } from './results';

const customersText = (count: number): string => m.nth_customers({ count, n: formatInteger(count) });
export const daysText = (count: number): string => m.nth_days({ count, n: formatInteger(count) });

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const steps = stepsOf(results, params);
  const { isMatured, within } = settingsOf(params);
  const [first] = steps;
  if (!first) return m.nth_headline_empty({ day: dayInProse(context.asOf) });
  const days = daysText(within);
  if (first.rate === null) return m.nth_headline_immature({ days });
  const inputs = { rate: formatShare(first.rate), customers: customersText(first.customers), days };
  if (first.from > 1) return m.nth_headline_none_first({ ...inputs, n: first.from });
  const last = lastSolid(steps);
  if (!last || last.rate === null)
    return isMatured ? m.nth_headline_first_matured(inputs) : m.nth_headline_first(inputs);
  const both = { ...inputs, n: last.from, later: formatShare(last.rate) };
  return isMatured ? m.nth_headline_matured(both) : m.nth_headline(both);
}

/** The furthest step after the first that enough customers stand on to be quoted. */
function lastSolid(steps: readonly Step[]): Step | undefined {
  return steps.findLast((step) => step.from > 1 && step.customers >= THIN);
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const steps = stepsOf(results, params);
  const { isMatured, isByDay, within } = settingsOf(params);
  const [first] = steps;
  if (!first) return [];
  const found: Note[] = [];
  if (isMatured) {
    const count = first.row.customers - first.row.matured;
    const inputs = { count, n: formatInteger(count), days: daysText(within) };
    if (count > 0 && first.from === 1) found.push({ kind: 'warning', text: m.nth_note_matured(inputs) });
  } else if (first.from === 1 && first.row.waiting > 0 && !context.narrowed) {
    const inputs = { count: first.row.waiting, n: formatInteger(first.row.waiting) };
    found.push({ kind: 'warning', text: m.nth_note_waiting(inputs) });
  }
  if (steps.length > 1) found.push({ kind: 'info', text: m.nth_note_survivors() });
  if (isByDay) found.push({ kind: 'info', text: m.nth_note_days() });
  if (context.narrowed) found.push({ kind: 'info', text: m.nth_note_scope() });
  else {
    const day = dayInProse(context.window.firstDay);
    found.push({ kind: 'info', text: m.nth_note_left_edge({ day }) });
  }
  return found;
}

export function provenance(results: Results, params: ParamValues): string {
  const steps = stepsOf(results, params);
  return m.nth_provenance({
    customers: customersText(steps[0]?.row.customers ?? 0),
    count: steps.length,
    n: formatInteger(steps.length),
  });
}
