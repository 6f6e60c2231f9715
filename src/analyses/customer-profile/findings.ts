import { formatDay, formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RowOf, RunContext } from '../define';
import { ATTRIBUTE_NAMES, ATTRIBUTES, valueName, type Attribute, type RESULTS } from './shape';

type Raw = RowOf<(typeof RESULTS)['profile']>;
export type ProfileRow = Omit<Raw, 'attribute' | 'lift' | 'member_share'> & {
  attribute: Attribute;
  /** Null where nobody is of the group. */
  lift: number | null;
  member_share: number | null;
};

export interface Findings {
  split: 'returned' | 'top' | 'active';
  within: number;
  minimum: number;
  attribute: Attribute | 'all';
  rows: ProfileRow[];
  customers: number;
  members: number;
  base: number | null;
}

export function findingsOf(results: Results, params: ParamValues): Findings {
  const overview = results.overview?.[0];
  return {
    split: params.split === 'top' || params.split === 'active' ? params.split : 'returned',
    within: Number(params.within),
    minimum: Number(params.minimum),
    attribute: ATTRIBUTES.find((attribute) => attribute === params.attribute) ?? 'all',
    rows: (results.profile ?? []) as unknown as ProfileRow[],
    customers: Number(overview?.customers ?? 0),
    members: Number(overview?.members ?? 0),
    base: typeof overview?.share === 'number' ? overview.share : null,
  };
}

/** “come back within 90 days”. */
export const groupText = ({ split, within }: Findings): string =>
  m.profile_group({ split, days: formatInteger(within) });

export const rowName = (row: ProfileRow): string =>
  m.profile_named({ attribute: ATTRIBUTE_NAMES[row.attribute](), value: valueName(row.value) });

/** How far the nearer end of the interval lies from the share of all, as a ratio; 0 where the interval holds it. */
function distance(row: ProfileRow, base: number): number {
  if (row.low > base) return Math.log(row.low / base);
  return row.high < base ? Math.log(base / row.high) : 0;
}

/** Values with enough customers whose interval lies beside the share of all, the farthest first. */
export function distinctive({ rows, base, minimum }: Findings): ProfileRow[] {
  if (base === null || base === 0) return [];
  return rows
    .filter((row) => row.customers >= minimum && distance(row, base) > 0)
    .sort((a, b) => distance(b, base) - distance(a, base) || b.customers - a.customers);
}

/** Rows of the figure: those of the chosen attribute by customers, else the most distinctive, else the largest. */
export function shownRows(found: Findings): ProfileRow[] {
  if (found.attribute !== 'all') return found.rows.filter((row) => row.attribute === found.attribute);
  const apart = distinctive(found);
  return apart.length > 0 ? apart : [...found.rows].sort((a, b) => b.customers - a.customers);
}

/** Why there is nothing to compare, as one sentence with the next step; null where there is something. */
export function missing(found: Findings, context: RunContext): string | null {
  if (found.customers === 0) {
    // Nobody matured yet, or nobody at all: the window tells.
    const days = formatInteger(found.within);
    return found.split === 'top' || context.window.firstDay > context.window.observedThrough
      ? m.profile_empty({ day: formatDay(context.asOf) })
      : m.profile_too_early({ days, day: formatDay(context.window.observedThrough) });
  }
  return found.rows.length === 0 ? m.profile_missing() : null;
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const found = findingsOf(results, params);
  const nothing = missing(found, context);
  if (nothing) return nothing;
  const group = groupText(found);
  const base = formatShare(found.base);
  const best = distinctive(found).find((row) => row.lift !== null && row.lift > 1);
  if (!best) return m.profile_headline_none({ base, group });
  return m.profile_headline({
    value: rowName(best),
    share: formatShare(best.share),
    group,
    base,
    lift: formatNumber(best.lift, 2),
  });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const found = findingsOf(results, params);
  if (missing(found, context)) return [];
  const list: Note[] = [];
  const absent = ATTRIBUTES.filter((attribute) => !found.rows.some((row) => row.attribute === attribute));
  if (absent.length > 0) {
    const attributes = absent.map((attribute) => ATTRIBUTE_NAMES[attribute]()).join(m.profile_note_between());
    list.push({ kind: 'info', text: m.profile_note_missing({ attributes }) });
  }
  const small = found.rows.filter((row) => row.customers < found.minimum).length;
  if (small > 0)
    list.push({
      kind: 'info',
      text: m.profile_note_small({
        count: small,
        n: formatInteger(small),
        minimum: formatInteger(found.minimum),
      }),
    });
  if (found.split !== 'top')
    list.push({ kind: 'info', text: m.profile_note_recent({ days: formatInteger(found.within) }) });
  list.push({ kind: 'warning', text: m.profile_note_chance() });
  return list;
}

export function provenance(results: Results, params: ParamValues): string {
  const { customers, rows } = findingsOf(results, params);
  return m.profile_provenance({
    customers: m.profile_customers({ count: customers, n: formatInteger(customers) }),
    values: m.profile_values({ count: rows.length, n: formatInteger(rows.length) }),
  });
}
