import { formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results } from '../define';
import { bracketName, pooled } from './bracket-figure';
import { bracketsOf, dimensionOf, MOST_GROUPS, rollingDays } from './division';
import { groupName } from './group-figure';
import { grainOf } from '../periods';
import { bracketRows, groupRows, type GroupRow } from './results';

const bold = (text: string): string => `**${text}**`;

/** “in the following month”, or “from day 30 to day 59”. */
function nextAge(params: ParamValues): string {
  const days = rollingDays(params);
  return m.cohort_when_next({
    grain: days > 0 ? 'days' : grainOf(params),
    from: formatInteger(days),
    to: formatInteger(2 * days - 1),
  });
}

const isKnown = ({ kind }: GroupRow): boolean => kind === 'value' || kind === 'blank';

/** True where no order of the scope has a value, so that there is nothing to compare. */
export function hasNoValues(results: Results): boolean {
  const rows = groupRows(results);
  return rows.length > 0 && rows.every(({ kind }) => kind === 'blank' || kind === 'unknown');
}

/** Highest against lowest share at the next age; null where nobody has lived through it. */
export function groupHeadline(results: Results, params: ParamValues): MarkedText | null {
  const by = dimensionOf(params);
  if (!by) return null;
  if (hasNoValues(results)) return m.cohort_headline_no_values({ by });
  const enough = Math.max(1, Number(params['minimum']));
  const rows = groupRows(results).filter((row) => row.age === 1 && row.n > 0);
  if (rows.length === 0) return null;
  const when = nextAge(params);
  const compared = rows
    .filter((row) => isKnown(row) && row.n >= enough)
    .sort((a, b) => (b.rate ?? 0) - (a.rate ?? 0));
  const [best, worst] = [compared[0], compared.at(-1)];
  if (!best || !worst || best === worst) {
    const customers = rows.reduce((sum, row) => sum + row.customers, 0);
    const n = rows.reduce((sum, row) => sum + row.n, 0);
    return m.cohort_headline_group_alone({ rate: bold(formatShare(customers / n)), when });
  }
  const inputs = {
    by,
    when,
    best: groupName(best),
    rate: bold(formatShare(best.rate)),
    worst: groupName(worst),
    other: formatShare(worst.rate),
  };
  return best.rate_low > worst.rate_high
    ? m.cohort_headline_groups(inputs)
    : m.cohort_headline_groups_alike(inputs);
}

/** The share in the first bracket of several ages that a cohort has lived through; null where there is none. */
export function bracketHeadline(results: Results, params: ParamValues): MarkedText | null {
  const rows = bracketRows(results);
  const lived = (bracketsOf(params) ?? []).flatMap((bracket) => {
    const pool = pooled(rows.filter((row) => row.first_age === bracket.first));
    return pool.n > 0 ? [{ bracket, share: pool.customers / pool.n }] : [];
  });
  const quoted = lived.find(({ bracket }) => bracket.last > bracket.first) ?? lived[0];
  if (!quoted) return null;
  return m.cohort_headline_bracket({
    rate: bold(formatShare(quoted.share)),
    ages: bracketName(quoted.bracket, params),
    count: quoted.bracket.last - quoted.bracket.first + 1,
    grain: rollingDays(params) > 0 ? 'days' : grainOf(params),
    days: formatInteger(rollingDays(params)),
  });
}

/** What to know of cohorts by what the first order was. */
export function groupNotes(results: Results): Note[] {
  const rows = groupRows(results);
  if (rows.length === 0 || hasNoValues(results)) return [];
  const found: Note[] = [{ kind: 'info', text: m.cohort_note_pooled() }];
  if (rows.some(({ kind }) => kind === 'others'))
    found.push({ kind: 'info', text: m.cohort_note_others({ most: formatInteger(MOST_GROUPS) }) });
  const unknown = rows.find(({ kind }) => kind === 'unknown');
  if (unknown) {
    const text = m.cohort_note_unknown({ n: formatInteger(unknown.size), count: unknown.size });
    found.push({ kind: 'warning', text });
  }
  return found;
}

export function groupProvenance(results: Results): string {
  const first = groupRows(results).filter(({ age }) => age === 0);
  const customers = first.reduce((sum, { size }) => sum + size, 0);
  return m.cohort_provenance_groups({
    customers: m.cohort_customers({ count: customers, n: formatInteger(customers) }),
    groups: m.cohort_groups_count({ count: first.length, n: formatInteger(first.length) }),
  });
}
