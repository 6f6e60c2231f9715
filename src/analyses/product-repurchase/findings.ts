import { formatDay, formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RowOf, RunContext } from '../define';
import type { RESULTS } from './shape';

type Row<Name extends keyof typeof RESULTS> = RowOf<(typeof RESULTS)[Name]>;
type WithNulls<Type, Names extends keyof Type> = Omit<Type, Names> & { [Name in Names]: Type[Name] | null };
export type ItemRow = WithNulls<
  Row<'items'>,
  'item_name' | 'category' | 'rate' | 'low' | 'high' | 'median_days'
>;
export type CurveRow = WithNulls<Row<'curves'>, 'item_name'>;
export type FirstRow = WithNulls<
  Row<'first_purchases'>,
  'item_name' | 'lift' | 'one_time_share' | 'repeat_share'
>;
type Overview = WithNulls<Row<'overview'>, 'matured_rate' | 'later_revenue'>;

export type Again = 'same' | 'category' | 'any';

export interface Findings {
  isCategory: boolean;
  again: Again;
  within: number;
  /** Fewer matured buyers than this: listed and drawn pale, never named in a sentence. */
  minimum: number;
  items: ItemRow[];
  /** All items together: of every matured buyer of an item, those who bought again. */
  base: number | null;
  curves: CurveRow[];
  firsts: FirstRow[];
  overview: Overview;
}

const NOTHING: Overview = {
  orders: 0,
  lines: 0,
  lines_without_product: 0,
  lines_with_category: 0,
  matured_customers: 0,
  matured_returned: 0,
  matured_rate: null,
  later_revenue: null,
};

export function findingsOf(results: Results, params: ParamValues): Findings {
  const rows = <Type>(name: keyof typeof RESULTS): Type[] => (results[name] ?? []) as unknown as Type[];
  const items = rows<ItemRow>('items');
  const matured = items.reduce((sum, item) => sum + item.matured, 0);
  const returned = items.reduce((sum, item) => sum + item.matured_returned, 0);
  return {
    isCategory: params.level === 'category',
    again: params.again === 'any' || params.again === 'category' ? params.again : 'same',
    within: Number(params.within),
    minimum: Number(params.minimum),
    items,
    base: matured === 0 ? null : returned / matured,
    curves: rows<CurveRow>('curves'),
    firsts: rows<FirstRow>('first_purchases'),
    overview: rows<Overview>('overview')[0] ?? NOTHING,
  };
}

/** What an item is called: its name, else its code. */
export const nameOf = (item: { item: string; item_name: string | null }): string =>
  item.item === '' ? m.product_no_category() : (item.item_name ?? item.item);

/** Items with enough matured buyers, by how surely they are bought again: the lower end of the interval. */
export function surest({ items, minimum }: Findings): ItemRow[] {
  return items
    .filter((item) => item.matured >= minimum)
    .sort((a, b) => (b.low ?? 0) - (a.low ?? 0) || b.matured - a.matured);
}

/** Why there is nothing to read, as one sentence with the next step; null where there is something. */
export function missing(found: Findings, context: RunContext): string | null {
  const { overview, items, isCategory } = found;
  if (overview.orders === 0) return m.product_missing_orders({ day: formatDay(context.asOf) });
  if (overview.lines === 0 || items.length === 0) return m.product_missing_lines();
  if (isCategory && overview.lines_with_category === 0) return m.product_missing_categories();
  return null;
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const found = findingsOf(results, params);
  const nothing = missing(found, context);
  if (nothing) return nothing;
  const { base, within, again } = found;
  const days = formatInteger(within);
  if (base === null)
    return m.product_headline_too_early({ days, day: formatDay(context.window.observedThrough) });
  const best = surest(found)[0];
  const all = m.product_headline_base({ share: formatShare(base), days, again, level: levelOf(found) });
  if (!best || best.rate === null || best.matured_returned === 0) return all;
  return m.product_headline_best({
    item: nameOf(best),
    share: formatShare(best.rate),
    base: formatShare(base),
    days,
    again,
    level: levelOf(found),
  });
}

export const levelOf = ({ isCategory }: Findings): 'category' | 'product' =>
  isCategory ? 'category' : 'product';

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const found = findingsOf(results, params);
  if (missing(found, context)) return [];
  const { overview, items, minimum, within, again } = found;
  const list: Note[] = [];
  const days = formatInteger(within);
  list.push({
    kind: 'info',
    text: m.product_note_matured({ days, day: formatDay(context.window.observedThrough) }),
  });
  if (overview.lines_without_product > 0)
    list.push({
      kind: 'warning',
      text: m.product_note_unnamed({
        count: overview.lines_without_product,
        n: formatInteger(overview.lines_without_product),
      }),
    });
  if (again === 'category' && overview.lines_with_category === 0)
    list.push({ kind: 'warning', text: m.product_note_no_category() });
  const small = items.filter((item) => item.matured < minimum).length;
  if (small > 0)
    list.push({
      kind: 'info',
      text: m.product_note_small({ count: small, n: formatInteger(small), minimum: formatInteger(minimum) }),
    });
  list.push({
    kind: 'left-edge',
    text: m.product_note_left_edge({ day: formatDay(context.window.firstDay) }),
  });
  if (context.narrowed) list.push({ kind: 'info', text: m.product_note_narrowed() });
  return list;
}

export function provenance(results: Results, params: ParamValues): string {
  const { overview, items } = findingsOf(results, params);
  return m.product_provenance({
    orders: m.product_orders({ count: overview.orders, n: formatInteger(overview.orders) }),
    lines: m.product_lines({ count: overview.lines, n: formatInteger(overview.lines) }),
    items: m.product_items({ count: items.length, n: formatInteger(items.length) }),
  });
}
