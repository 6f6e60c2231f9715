import { formatDay, formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { daysBetween } from '../periods';
import { segmentInSentence } from '../rfm-segments/segment-names';
import { settingsOf } from '../rfm-segments/settings';
import { movesOf, totalsOf, type Move } from './results';
import { scaleOf, spanOf } from './settings';

/** Below this, a fifth of the customers is a handful. */
const FEW_CUSTOMERS = 50;
/** A shorter history at the earlier date has hardly room for a second order of most shops. */
const SHORT_HISTORY_DAYS = 365;

/** How many changed segment, and how many of the best segment stayed in it. */
export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const moves = movesOf(results);
  const totals = totalsOf(moves);
  const span = spanOf(params, context);
  const before = formatDay(span.before);
  const day = formatDay(span.after);
  if (totals.earlier === 0 && totals.later === 0) return m.migration_headline_empty({ day });
  if (totals.earlier === 0)
    return m.migration_headline_all_new({
      count: totals.later,
      n: formatInteger(totals.later),
      before,
      day,
    });
  const n = formatInteger(totals.earlier);
  const left = totals.moved + totals.gone;
  if (left === 0) return m.migration_headline_none({ count: totals.earlier, n, before, day });
  const start = m.migration_headline_start({
    count: totals.earlier,
    n,
    before,
    share: formatShare(left / totals.earlier, 0),
  });
  const best = totals.earlier > 1 ? bestSegment(moves, params) : null;
  return best ? m.migration_headline_best({ start, ...best }) : m.migration_headline_end({ start, day });
}

/** The scheme's first segment that had customers at the earlier date. */
function bestSegment(moves: readonly Move[], params: ParamValues) {
  const { segments } = settingsOf(params);
  const [first] = segments;
  const own = moves.filter((move) => first !== undefined && move.from === first.name);
  const customers = own.reduce((sum, move) => sum + move.customers, 0);
  if (!first || customers === 0) return null;
  const kept = own.find((move) => move.to === first.name)?.customers ?? 0;
  return {
    count: customers,
    of: formatInteger(customers),
    segment: segmentInSentence(first),
    kept: formatShare(kept / customers, 0),
  };
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const totals = totalsOf(movesOf(results));
  const list: Note[] = [];
  const add = (kind: Note['kind'], text: MarkedText) => list.push({ kind, text });
  const span = spanOf(params, context);
  const before = formatDay(span.before);
  const { firstDay, observedThrough } = context.window;
  if (span.dayRefused) add('warning', m.migration_note_day_refused({ before, day: formatDay(span.after) }));
  if (totals.later > 0 && span.before < firstDay)
    add('warning', m.migration_note_before_data({ first: formatDay(firstDay), before }));
  else if (totals.earlier > 0 && daysBetween(firstDay, span.before) < SHORT_HISTORY_DAYS) {
    const days = daysBetween(firstDay, span.before) + 1;
    add('left-edge', m.migration_note_short({ count: days, n: formatInteger(days), before }));
  }
  if (totals.later > 0 && observedThrough <= span.before)
    add('warning', m.migration_note_no_time({ observed: formatDay(observedThrough) }));
  else if (totals.later > 0 && observedThrough < span.after)
    add(
      'partial',
      m.migration_note_partial({ observed: formatDay(observedThrough), day: formatDay(span.after) }),
    );
  if (totals.earlier > 0) list.push(...scoringNotes(params, span.before, span.after));
  if (totals.later > 0 && totals.later < FEW_CUSTOMERS) add('info', m.migration_note_few());
  if (context.narrowed?.segment) add('info', m.migration_note_segment({ day: formatDay(span.after) }));
  return list;
}

/** By whose cut points, and by which rules. */
function scoringNotes(params: ParamValues, before: string, after: string): Note[] {
  const settings = settingsOf(params);
  const list: Note[] = [];
  const scale = scaleOf(params);
  if (settings.cut === 'fixed') list.push({ kind: 'info', text: m.migration_note_scale_fixed() });
  else if (scale === 'each') list.push({ kind: 'warning', text: m.migration_note_scale_each() });
  else {
    const day = formatDay(scale === 'later' ? after : before);
    list.push({ kind: 'info', text: m.migration_note_scale({ day }) });
  }
  if (settings.edited) list.push({ kind: 'info', text: m.rfm_note_edited() });
  if (settings.cutPointsMissing) list.push({ kind: 'info', text: m.rfm_note_fixed_missing() });
  return list;
}

/** “4,338 customers in, 61 pairs of segments out”. */
export function provenance(results: Results): string {
  const moves = movesOf(results);
  const customers = moves.reduce((sum, move) => sum + move.customers, 0);
  const pairs = m.migration_provenance_pairs({ count: moves.length, n: formatInteger(moves.length) });
  return m.migration_provenance({ count: customers, n: formatInteger(customers), pairs });
}
