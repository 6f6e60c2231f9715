import { formatDay, formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { dayInProse } from '../periods';
import type { MarkedText, Note, ParamValues, Results, RowOf, RunContext } from '../define';
import type { RESULTS } from './shape';

type Row<Name extends keyof typeof RESULTS> = RowOf<(typeof RESULTS)[Name]>;
type WithNulls<Type, Names extends keyof Type> = Omit<Type, Names> & { [Name in Names]: Type[Name] | null };
export type ProductRow = WithNulls<
  Row<'products'>,
  'product_name' | 'category' | 'p25' | 'median_days' | 'p75'
>;
/** A product bought often enough again to have a usual interval. */
export type UsualRow = ProductRow & { p25: number; median_days: number; p75: number };
type Overview = Row<'overview'>;

const NOTHING: Overview = { orders: 0, lines: 0, lines_without_product: 0, products: 0 };

export interface Findings {
  minimum: number;
  purchases: number;
  products: ProductRow[];
  /** In the order of what falls due. */
  usual: UsualRow[];
  /** Customer–product pairs of all products together. */
  totals: Record<'overdue' | 'this_week' | 'next_week' | 'lapsed', number>;
  overview: Overview;
}

export const nameOf = (row: { product: string; product_name: string | null }): string =>
  row.product_name ?? row.product;

const isUsual = (row: ProductRow): row is UsualRow => row.median_days !== null;

export function findingsOf(results: Results, params: ParamValues): Findings {
  const products = (results.products ?? []) as unknown as ProductRow[];
  const total = (name: 'overdue' | 'this_week' | 'next_week' | 'lapsed'): number =>
    products.reduce((sum, row) => sum + row[name], 0);
  return {
    minimum: Number(params.minimum),
    purchases: Number(params.purchases),
    products,
    usual: products.filter(isUsual),
    totals: {
      overdue: total('overdue'),
      this_week: total('this_week'),
      next_week: total('next_week'),
      lapsed: total('lapsed'),
    },
    overview: ((results.overview ?? []) as unknown as Overview[])[0] ?? NOTHING,
  };
}

/** Why there is nothing to read, as one sentence with the next step; null where there is something. */
export function missing(found: Findings, context: RunContext): string | null {
  const { overview, products, usual, minimum } = found;
  if (overview.orders === 0) return m.replenish_missing_orders({ day: formatDay(context.asOf) });
  if (overview.products === 0) return m.replenish_missing_lines();
  if (!products.some((row) => row.repeat_buyers > 0)) return m.replenish_missing_repeats();
  if (usual.length === 0) {
    const most = Math.max(...products.map((row) => row.repeat_buyers));
    return m.replenish_missing_usual({ minimum: formatInteger(minimum), most: formatInteger(most) });
  }
  return null;
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const found = findingsOf(results, params);
  const nothing = missing(found, context);
  if (nothing) return nothing;
  const { totals, usual } = found;
  const day = dayInProse(context.window.observedThrough);
  const count = totals.this_week;
  const start = m.replenish_headline_start({ count, n: formatInteger(count), day });
  const mostDue = [...usual].sort((a, b) => b.this_week - a.this_week)[0];
  if (!mostDue || mostDue.this_week === 0)
    return m.replenish_headline_quiet({ start, overdue: formatInteger(totals.overdue) });
  return m.replenish_headline({
    start,
    overdue: formatInteger(totals.overdue),
    item: nameOf(mostDue),
    days: formatInteger(Math.round(mostDue.median_days)),
  });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const found = findingsOf(results, params);
  if (missing(found, context)) return [];
  const { overview, products, usual, minimum, totals, purchases } = found;
  const list: Note[] = [];
  const end = context.window.observedThrough;
  if (context.asOf > end)
    list.push({
      kind: 'warning',
      text: m.replenish_note_end({ day: dayInProse(end), asOf: dayInProse(context.asOf) }),
    });
  list.push({ kind: 'info', text: m.replenish_note_censored() });
  if (purchases === 1) {
    const buyers = usual.reduce((sum, row) => sum + row.buyers, 0);
    const share = usual.reduce((sum, row) => sum + row.repeat_buyers, 0) / buyers;
    list.push({ kind: 'warning', text: m.replenish_note_one_time({ share: formatShare(share, 0) }) });
  }
  if (totals.lapsed > 0)
    list.push({
      kind: 'info',
      text: m.replenish_note_lapsed({ count: totals.lapsed, n: formatInteger(totals.lapsed) }),
    });
  const few = products.length - usual.length;
  if (few > 0)
    list.push({
      kind: 'info',
      text: m.replenish_note_few({ count: few, n: formatInteger(few), minimum: formatInteger(minimum) }),
    });
  if (overview.lines_without_product > 0)
    list.push({
      kind: 'warning',
      text: m.replenish_note_unnamed({
        count: overview.lines_without_product,
        n: formatInteger(overview.lines_without_product),
      }),
    });
  if (context.narrowed) list.push({ kind: 'info', text: m.replenish_note_narrowed() });
  return list;
}

export function provenance(results: Results, params: ParamValues): string {
  const { overview, usual } = findingsOf(results, params);
  return m.replenish_provenance({
    lines: m.replenish_lines({ count: overview.lines, n: formatInteger(overview.lines) }),
    products: m.replenish_products({ count: overview.products, n: formatInteger(overview.products) }),
    usual: formatInteger(usual.length),
  });
}
