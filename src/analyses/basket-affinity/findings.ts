import { formatDay, formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RowOf, RunContext } from '../define';
import { basketOf, type BasketOf, type RESULTS } from './shape';

/** So many pairs are listed, so much work is done: 20 million pairs in baskets take about 3 s in a tab. */
export const MOST_ROWS = 20_000;
export const MOST_PAIRS = 20_000_000;

export type PairRow = Omit<RowOf<(typeof RESULTS)['pairs']>, 'a_name' | 'b_name'> & {
  a_name: string | null;
  b_name: string | null;
};
type Overview = Omit<RowOf<(typeof RESULTS)['overview']>, 'largest_counted'> & {
  largest_counted: number | null;
};

const RANKS = ['lift', 'count', 'confidence', 'leverage'] as const;
export type Rank = (typeof RANKS)[number];

/** A pair read in its more telling direction: baskets with `from` also hold `to`. */
export interface Rule {
  pair: PairRow;
  from: string;
  to: string;
  confidence: number;
  /** Share of all baskets with `to`: what to expect of baskets that have nothing to do with `from`. */
  base: number;
}

export interface Findings {
  basket: BasketOf;
  minimum: number;
  pairs: PairRow[];
  /** Best first by the chosen measure. */
  rules: Rule[];
  overview: Overview;
}

const NOTHING: Overview = {
  orders: 0,
  lines: 0,
  lines_without_product: 0,
  products: 0,
  frequent_products: 0,
  baskets: 0,
  baskets_of_several: 0,
  baskets_left_out: 0,
  largest_counted: null,
};

export const nameA = (pair: PairRow): string => pair.a_name ?? pair.a;
export const nameB = (pair: PairRow): string => pair.b_name ?? pair.b;

function ruleOf(pair: PairRow): Rule {
  // support ÷ confidence is the share of baskets with the antecedent.
  return pair.confidence >= pair.confidence_back
    ? {
        pair,
        from: nameA(pair),
        to: nameB(pair),
        confidence: pair.confidence,
        base: pair.support / pair.confidence_back,
      }
    : {
        pair,
        from: nameB(pair),
        to: nameA(pair),
        confidence: pair.confidence_back,
        base: pair.support / pair.confidence,
      };
}

const MEASURE: Record<Rank, (rule: Rule) => number> = {
  lift: ({ pair }) => pair.lift,
  count: ({ pair }) => pair.count,
  confidence: (rule) => rule.confidence,
  leverage: ({ pair }) => pair.leverage,
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Best first; ties go to the more frequent pair, then by code, so that the order never depends on the run. */
export function ranked(pairs: readonly PairRow[], rank: Rank): Rule[] {
  const measure = MEASURE[rank];
  return pairs
    .map(ruleOf)
    .sort(
      (x, y) =>
        measure(y) - measure(x) ||
        y.pair.count - x.pair.count ||
        byText(x.pair.a, y.pair.a) ||
        byText(x.pair.b, y.pair.b),
    );
}

export function findingsOf(results: Results, params: ParamValues): Findings {
  const pairs = (results.pairs ?? []) as unknown as PairRow[];
  return {
    basket: basketOf(params),
    minimum: Number(params.minimum),
    pairs,
    rules: ranked(pairs, RANKS.find((rank) => rank === params.rank) ?? 'lift'),
    overview: ((results.overview ?? []) as unknown as Overview[])[0] ?? NOTHING,
  };
}

/** Why there is no pair, as one sentence with the next step; null where there are some. */
export function missing({ overview, pairs, basket, minimum }: Findings, context: RunContext): string | null {
  if (overview.orders === 0) return m.basket_missing_orders({ day: formatDay(context.asOf) });
  if (overview.products === 0) return m.basket_missing_lines();
  if (overview.products === 1) return m.basket_missing_products();
  if (overview.baskets_of_several === 0)
    return basket === 'order' ? m.basket_missing_baskets() : m.basket_missing_customers();
  if (pairs.length === 0) return m.basket_missing_pairs({ minimum: formatInteger(minimum), basket });
  return null;
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const found = findingsOf(results, params);
  const nothing = missing(found, context);
  if (nothing) return nothing;
  const best = found.rules.find(({ pair }) => pair.lift > 1);
  if (!best) return m.basket_headline_none({ basket: found.basket });
  return m.basket_headline({
    from: best.from,
    to: best.to,
    share: formatShare(best.confidence),
    base: formatShare(best.base),
    lift: formatNumber(best.pair.lift, 1),
    basket: found.basket,
  });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const found = findingsOf(results, params);
  const { overview, pairs, basket, minimum } = found;
  if (missing(found, context)) return [];
  const list: Note[] = [];
  if (overview.baskets_left_out > 0)
    list.push({
      kind: 'warning',
      text: m.basket_note_left_out({
        count: overview.baskets_left_out,
        n: formatInteger(overview.baskets_left_out),
        size: formatInteger(overview.largest_counted),
        basket,
      }),
    });
  if (pairs.length >= MOST_ROWS)
    list.push({
      kind: 'warning',
      text: m.basket_note_cut({
        n: formatInteger(MOST_ROWS),
        least: formatInteger(pairs.at(-1)?.count ?? minimum),
      }),
    });
  list.push({
    kind: 'info',
    text: m.basket_note_minimum({ minimum: formatInteger(minimum), basket }),
  });
  if (basket === 'customer') list.push({ kind: 'info', text: m.basket_note_customers() });
  if (overview.lines_without_product > 0)
    list.push({
      kind: 'warning',
      text: m.basket_note_unnamed({
        count: overview.lines_without_product,
        n: formatInteger(overview.lines_without_product),
      }),
    });
  return list;
}

export function provenance(results: Results, params: ParamValues): string {
  const { overview, pairs, basket } = findingsOf(results, params);
  return m.basket_provenance({
    baskets: m.basket_baskets({ count: overview.baskets, n: formatInteger(overview.baskets), basket }),
    products: m.basket_products({ count: overview.products, n: formatInteger(overview.products) }),
    pairs: m.basket_pairs({ count: pairs.length, n: formatInteger(pairs.length) }),
  });
}
