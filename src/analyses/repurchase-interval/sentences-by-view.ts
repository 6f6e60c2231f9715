import { formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { ENOUGH_RETURNS } from '../../statistics/return-timing';
import type { MarkedText, Note, ParamValues, Results } from '../define';
import type { Findings } from './findings';
import { extremesOf, groupName, groupsOf, isMissing, LEVEL } from './groups';
import { marketDefinitions } from './market-definitions';
import { timingOf } from './timing';
import { dimensionOf, viewOf } from './views';

/** “= 0.012”, “< 0.001”. */
export function probability(p: number): string {
  return p < 0.001
    ? m.interval_p_less({ p: formatNumber(0.001, 3) })
    : m.interval_p_is({ p: formatNumber(p, 3) });
}

/** The headline of a view other than the first, where there is something to say; else the first view's stands. */
export function headlineOfView(
  results: Results,
  params: ParamValues,
  findings: Findings,
  estimate: string,
): MarkedText | null {
  switch (viewOf(params)) {
    case 'curve':
      return null;
    case 'contact':
      return contactHeadline(results, findings);
    case 'groups':
      return groupsHeadline(results, params, findings);
    case 'definitions': {
      const days = marketDefinitions(findings).flatMap(({ days: length }) => length ?? []);
      if (days.length === 0) return null;
      return m.interval_definitions_headline({
        least: formatNumber(Math.min(...days), 0),
        most: formatNumber(Math.max(...days), 0),
        estimate,
      });
    }
  }
}

function contactHeadline(results: Results, { from }: Findings): MarkedText | null {
  const { contact } = timingOf(results);
  if (!contact) return null;
  if (contact.returned < ENOUGH_RETURNS)
    return m.interval_contact_headline_few({ count: contact.returned, n: formatInteger(contact.returned) });
  const { window_from, window_to, window_share, most_returned_day, horizon } = contact;
  if (most_returned_day === null) return m.interval_contact_headline_short();
  const most = { horizon: formatInteger(horizon), most: formatInteger(most_returned_day) };
  if (window_from === null) return m.interval_contact_headline_most(most);
  return m.interval_contact_headline({
    ...most,
    buyers: m.interval_buyers({ step: from }),
    from: formatInteger(window_from),
    to: formatInteger(window_to),
    share: formatShare(window_share),
  });
}

function groupsHeadline(results: Results, params: ParamValues, { from }: Findings): MarkedText | null {
  const compared = groupsOf(results);
  const { groups, test } = compared;
  if (groups.length === 0) return null;
  const dimension = m.interval_dimension({ dimension: dimensionOf(params) ?? '' });
  const buyers = m.interval_buyers({ step: from });
  if (isMissing(compared)) return m.interval_groups_headline_missing({ dimension });
  if (groups.length === 1)
    return m.interval_groups_headline_one({ buyers, value: groupName(groups[0]?.group ?? '') });
  if (!test) return m.interval_groups_headline_untested({ dimension });
  const p = probability(test.p);
  if (test.p >= LEVEL) return m.interval_groups_headline_alike({ dimension, buyers, p });
  const extremes = extremesOf(compared);
  if (!extremes) return m.interval_groups_headline_differ_only({ dimension, buyers, p });
  const { day, best, worst } = extremes;
  return m.interval_groups_headline_differ({
    ...{ dimension, buyers, p, day: formatInteger(day) },
    ...{ best: best.name, best_share: formatShare(best.share) },
    ...{ worst: worst.name, worst_share: formatShare(worst.share) },
  });
}

/** What to be careful about in a view other than the first. */
export function notesOfView(results: Results, params: ParamValues, findings: Findings): Note[] {
  const view = viewOf(params);
  if (view === 'contact') {
    const { contact } = timingOf(results);
    if (!contact || contact.returned < ENOUGH_RETURNS) return [];
    return [{ kind: 'info', text: m.interval_note_horizon({ day: formatInteger(contact.horizon) }) }];
  }
  if (view !== 'groups') return [];
  const compared = groupsOf(results);
  const { groups } = compared;
  if (groups.length < 2 || isMissing(compared)) return [];
  const order = m.interval_order({ step: findings.from });
  const list: Note[] = [{ kind: 'info', text: m.interval_note_groups_value({ order }) }];
  const left = findings.overview.started - groups.reduce((sum, { customers }) => sum + customers, 0);
  if (left > 0) {
    const inputs = { count: left, n: formatInteger(left), groups: formatInteger(groups.length) };
    list.push({ kind: 'warning', text: m.interval_note_groups_left_out(inputs) });
  }
  return list;
}
