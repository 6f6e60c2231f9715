import { formatInteger, formatMoney, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { dayAfter, dayInProse, daysBetween } from '../periods';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { warningsOf, type BacktestRow } from './results';

/** Below so many on either side a share of the back-test is an anecdote. */
const FEWEST = 30;
const QUARTER = 91;

const isTold = (row: BacktestRow | null): row is BacktestRow & { share: number } =>
  row !== null && row.share !== null && row.customers >= FEWEST;

export function headline(results: Results, _params: ParamValues, context: RunContext): MarkedText {
  const found = warningsOf(results);
  const flagged = found.group('flagged');
  const oneTime = found.group('one_time')?.customers ?? 0;
  if (found.customers === 0) return m.warning_headline_empty({ day: dayInProse(context.asOf) });
  if (oneTime === found.customers) return m.warning_headline_no_rhythm();
  const count = flagged?.customers ?? 0;
  if (count === 0) return m.warning_headline_nobody();
  const start = m.warning_headline_start({
    count,
    n: formatInteger(count),
    value: formatMoney(flagged?.value_at_stake ?? 0, 0),
  });
  const [then, others] = [found.then('flagged'), found.then('not_flagged')];
  if (!isTold(then) || !isTold(others)) return m.warning_headline_end({ start });
  const shares = { start, share: formatShare(then.share, 0), others: formatShare(others.share, 0) };
  return m.warning_headline_backtest(shares);
}

export function notes(results: Results, _params: ParamValues, context: RunContext): Note[] {
  const found = warningsOf(results);
  const list: Note[] = [];
  if (found.customers === 0) return list;
  const [then, others] = [found.then('flagged'), found.then('not_flagged')];
  if (!isTold(then) || !isTold(others)) {
    list.push({ kind: 'warning', text: m.warning_note_backtest_few({ least: formatInteger(FEWEST) }) });
  } else if (then.share >= others.share) {
    list.push({ kind: 'warning', text: m.warning_note_backtest_fails() });
  }
  const known = daysBetween(context.window.firstDay, context.window.observedThrough) + 1;
  if (known < 3 * QUARTER) {
    const day = dayInProse(dayAfter(context.window.observedThrough, -QUARTER));
    list.push({ kind: 'left-edge', text: m.warning_note_short({ day, days: formatInteger(known) }) });
  }
  const rhythm = found.group('steady');
  const regularity = rhythm?.regularity ?? null;
  if (regularity === null) list.push({ kind: 'info', text: m.warning_note_no_regularity() });
  else if (regularity < 0.8)
    list.push({ kind: 'warning', text: m.warning_note_bursty({ k: formatNumber(regularity, 2) }) });
  const oneTime = found.group('one_time')?.customers ?? 0;
  if (oneTime > 0) {
    list.push({ kind: 'info', text: m.warning_note_one_time({ count: oneTime, n: formatInteger(oneTime) }) });
  }
  if (found.group('narrower_range')?.customers === null)
    list.push({ kind: 'info', text: m.warning_note_no_lines() });
  if (Object.keys(context.narrowed?.dimensions ?? {}).length > 0)
    list.push({ kind: 'info', text: m.warning_note_narrowed() });
  return list;
}

export function provenance(results: Results): string {
  const found = warningsOf(results);
  const flagged = found.group('flagged')?.customers ?? 0;
  return m.warning_provenance({
    count: found.customers,
    n: formatInteger(found.customers),
    flagged: formatInteger(flagged),
  });
}
