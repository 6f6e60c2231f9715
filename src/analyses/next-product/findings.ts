import { formatDay, formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { dayInProse } from '../periods';
import type { MarkedText, Note, ParamValues, Results, RowOf, RunContext } from '../define';
import type { RESULTS } from './shape';

/** Only so many products follow or are followed: the work grows with their square. */
export const MOST_PRODUCTS = 500;
/** Pairs of products in all customers together that are still counted one by one: about 2 s in a tab. */
export const MOST_PAIRS = 10_000_000;
/** Customers that recommendations are tried on: enough for a hit rate within two points. */
export const MOST_TRIED = 2000;
/** Products recommended to a customer. */
export const MOST = 5;
/** Below so many tried customers a hit rate is an anecdote. */
const FEWEST = 30;

type Row<Name extends keyof typeof RESULTS> = RowOf<(typeof RESULTS)[Name]>;
type WithNulls<Type, Names extends keyof Type> = Omit<Type, Names> & { [Name in Names]: Type[Name] | null };
export type TransitionRow = WithNulls<Row<'transitions'>, 'product_name' | 'next_product_name'>;
export type BacktestRow = WithNulls<Row<'backtest'>, 'hit_rate' | 'low' | 'high'>;
type Overview = Row<'overview'>;

const NOTHING: Overview = {
  orders: 0,
  lines: 0,
  lines_without_product: 0,
  customers: 0,
  products: 0,
  products_followed: 0,
  matured: 0,
  every_customer: 1,
};

export interface Findings {
  within: number;
  minimum: number;
  transitions: TransitionRow[];
  /** Surely more frequent than after other products, the surest first. */
  telling: TransitionRow[];
  /** Item–item and popularity; null where there was nobody to try them on. */
  itemItem: BacktestRow | null;
  popularity: BacktestRow | null;
  overview: Overview;
}

export const nameOf = (row: TransitionRow): string => row.product_name ?? row.product;
export const nextNameOf = (row: TransitionRow): string => row.next_product_name ?? row.next_product;

const sureness = (row: TransitionRow): number => row.low / row.base_share;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function findingsOf(results: Results, params: ParamValues): Findings {
  const transitions = (results.transitions ?? []) as unknown as TransitionRow[];
  const tried = ((results.backtest ?? []) as unknown as BacktestRow[]).filter((row) => row.customers > 0);
  return {
    within: Number(params.within),
    minimum: Number(params.minimum),
    transitions,
    telling: transitions
      .filter((row) => row.low > row.base_share)
      .sort(
        (a, b) =>
          sureness(b) - sureness(a) ||
          b.customers - a.customers ||
          byText(a.product, b.product) ||
          byText(a.next_product, b.next_product),
      ),
    itemItem: tried.find((row) => row.way === 'item_item') ?? null,
    popularity: tried.find((row) => row.way === 'popularity') ?? null,
    overview: ((results.overview ?? []) as unknown as Overview[])[0] ?? NOTHING,
  };
}

/** Why there is nothing to read, as one sentence with the next step; null where there is something. */
export function missing(found: Findings, context: RunContext): string | null {
  const { overview, transitions, minimum, within } = found;
  if (overview.orders === 0) return m.next_missing_orders({ day: formatDay(context.asOf) });
  if (overview.products === 0) return m.next_missing_lines();
  if (overview.products === 1) return m.next_missing_products();
  if (overview.products_followed < 2) return m.next_missing_buyers({ minimum: formatInteger(minimum) });
  if (overview.matured === 0) return m.next_missing_matured({ days: formatInteger(within) });
  if (transitions.length === 0) return m.next_missing_later({ days: formatInteger(within) });
  return null;
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const found = findingsOf(results, params);
  const nothing = missing(found, context);
  if (nothing) return nothing;
  const best = found.telling[0];
  const days = formatInteger(found.within);
  if (!best) return m.next_headline_none({ days });
  return m.next_headline({
    item: nameOf(best),
    next: nextNameOf(best),
    share: formatShare(best.share),
    base: formatShare(best.base_share),
    days,
    median: formatInteger(Math.round(best.median_days)),
  });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const found = findingsOf(results, params);
  if (missing(found, context)) return [];
  const { overview, itemItem, popularity, within, minimum } = found;
  const list: Note[] = [];
  const days = formatInteger(within);
  if (!itemItem || !popularity || itemItem.customers < FEWEST)
    list.push({ kind: 'warning', text: m.next_note_untried({ least: formatInteger(FEWEST) }) });
  else if ((popularity.hit_rate ?? 0) >= (itemItem.hit_rate ?? 0))
    list.push({ kind: 'warning', text: m.next_note_no_better() });
  list.push({
    kind: 'info',
    text: m.next_note_matured({ days, day: dayInProse(context.window.observedThrough) }),
  });
  if (overview.every_customer > 1)
    list.push({ kind: 'warning', text: m.next_note_thinned({ n: formatInteger(overview.every_customer) }) });
  if (overview.products > overview.products_followed)
    list.push({
      kind: 'info',
      text: m.next_note_products({
        n: formatInteger(overview.products_followed),
        all: formatInteger(overview.products),
        minimum: formatInteger(minimum),
      }),
    });
  if (overview.lines_without_product > 0)
    list.push({
      kind: 'warning',
      text: m.next_note_unnamed({
        count: overview.lines_without_product,
        n: formatInteger(overview.lines_without_product),
      }),
    });
  list.push({ kind: 'left-edge', text: m.next_note_left_edge({ day: formatDay(context.window.firstDay) }) });
  return list;
}

export function provenance(results: Results, params: ParamValues): string {
  const { overview, transitions } = findingsOf(results, params);
  return m.next_provenance({
    customers: m.next_customers({ count: overview.customers, n: formatInteger(overview.customers) }),
    products: m.next_products({ count: overview.products, n: formatInteger(overview.products) }),
    transitions: formatInteger(transitions.length),
  });
}

/** “×2.3” beside a share. */
export const liftText = (row: TransitionRow): string => `×${formatNumber(row.lift, 1)}`;
