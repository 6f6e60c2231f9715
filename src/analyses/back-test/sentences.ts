import { formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { ModelId } from '../../statistics/btyd/model';
import { dayInProse, daysBetween } from '../periods';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { methodName, orders, type MethodRow } from '../hold-out';
import { foundIn } from './results';
import { modelIdOf, monthsOf, splitOf } from './settings';

/** Below this share of the actual number a total is right for all purposes. */
const RIGHT = 0.01;
/** Differences of rank correlations below this are nothing to speak of. */
const NOTABLE = 0.01;
const YEAR = 365;

const MODEL_NAMES: Record<ModelId, () => string> = {
  'mbg-nbd': m.back_test_model_mbg,
  'bg-nbd': m.back_test_model_bg,
  'pareto-nbd': m.back_test_model_pareto,
};
export const modelName = (params: ParamValues): string => MODEL_NAMES[modelIdOf(params)]();

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const { fit, model } = foundIn(results);
  const day = dayInProse(splitOf(params, context));
  const months = m.back_test_last({ count: monthsOf(params), n: formatInteger(monthsOf(params)) });
  if (!fit || fit.customers === 0) return m.back_test_headline_empty({ day, months });
  if (!model) return m.back_test_headline_no_repeats({ day });
  const said = { model: modelName(params), months, expected: orders(model.predicted) };
  if (model.bias === null) return m.back_test_headline_none_came(said);
  const compared = {
    ...said,
    actual: formatInteger(model.actual),
    share: formatShare(Math.abs(model.bias)),
  };
  if (Math.abs(model.bias) < RIGHT) return m.back_test_headline_right(compared);
  return model.bias < 0 ? m.back_test_headline_under(compared) : m.back_test_headline_over(compared);
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const { fit, model, guesses, months } = foundIn(results);
  const list: Note[] = [];
  if (!fit || !model) return list;
  const split = splitOf(params, context);
  const day = dayInProse(split);
  const known = daysBetween(context.window.firstDay, split) + 1;
  const days = daysBetween(split, context.window.observedThrough);
  if (known < days) {
    const text = m.back_test_note_short({ known: formatInteger(known), days: formatInteger(days) });
    list.push({ kind: 'warning', text });
  } else if (known < YEAR) list.push({ kind: 'left-edge', text: m.back_test_note_first_year() });
  if (fit.status === 'loose') list.push({ kind: 'warning', text: m.back_test_note_loose({ day }) });
  if (fit.low !== null && fit.high !== null && (model.actual < fit.low || model.actual > fit.high)) {
    const range = { low: orders(fit.low), high: orders(fit.high) };
    list.push({ kind: 'warning', text: m.back_test_note_range_missed(range) });
  }
  list.push(...comparisons(model, guesses));
  const fromNew = months.reduce((sum, month) => sum + month.new_customer_orders, 0);
  if (fromNew > 0) {
    const text = m.back_test_note_new({ count: fromNew, n: formatInteger(fromNew), day });
    list.push({ kind: 'info', text });
  }
  list.push({ kind: 'info', text: m.back_test_note_day() });
  if (context.narrowed) list.push({ kind: 'info', text: m.back_test_note_narrowed() });
  return list;
}

/** The nearest guess in total, and the one that ranks customers better than the model, if there is one. */
function comparisons(model: MethodRow, guesses: readonly MethodRow[]): Note[] {
  const list: Note[] = [];
  const [nearest] = guesses.toSorted((a, b) => Math.abs(a.error) - Math.abs(b.error));
  if (nearest && nearest.bias !== null) {
    const said = { method: methodName(nearest.method), share: formatShare(Math.abs(nearest.bias)) };
    if (Math.abs(nearest.error) < Math.abs(model.error))
      list.push({ kind: 'warning', text: m.back_test_note_beaten(said) });
    else list.push({ kind: 'info', text: m.back_test_note_beats(said) });
  }
  const own = model.rank_correlation ?? 0;
  const [best] = guesses.toSorted((a, b) => (b.rank_correlation ?? -1) - (a.rank_correlation ?? -1));
  if (best && best.rank_correlation !== null && best.rank_correlation > own + NOTABLE) {
    const said = {
      method: methodName(best.method),
      other: formatNumber(best.rank_correlation, 2),
      own: formatNumber(own, 2),
    };
    list.push({ kind: 'warning', text: m.back_test_note_ranks_worse(said) });
  }
  return list;
}

export function provenance(results: Results, params: ParamValues, context: RunContext): string {
  const { fit } = foundIn(results);
  const count = fit?.customers ?? 0;
  return m.back_test_provenance({
    count,
    n: formatInteger(count),
    split: dayInProse(splitOf(params, context)),
    day: dayInProse(context.window.observedThrough),
  });
}
