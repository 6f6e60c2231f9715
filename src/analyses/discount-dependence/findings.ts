import { formatDay, formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RowOf, RunContext } from '../define';
import type { FirstOrder, Use } from './members';
import type { RESULTS } from './shape';

type Row<Name extends keyof typeof RESULTS> = RowOf<(typeof RESULTS)[Name]>;
type Nullable<Type, Kept extends keyof Type> = { [Name in keyof Type]: Type[Name] | null } & Pick<Type, Kept>;
export type GroupRow = Nullable<
  Row<'groups'>,
  'use' | 'customers' | 'orders' | 'revenue' | 'repeat_customers'
> & { use: Use };
export type FirstRow = Nullable<Row<'first_orders'>, 'first_order' | 'customers' | 'returned'> & {
  first_order: FirstOrder;
};
export type MonthRow = Row<'months'>;

export interface Findings {
  within: number;
  groups: GroupRow[];
  discounted: FirstRow | null;
  fullPrice: FirstRow | null;
  months: MonthRow[];
  overview: Row<'overview'> | null;
}

export function findingsOf(results: Results, params: ParamValues): Findings {
  const rows = <Type>(name: keyof typeof RESULTS): Type[] => (results[name] ?? []) as unknown as Type[];
  const firsts = rows<FirstRow>('first_orders');
  return {
    within: Number(params.within),
    groups: rows<GroupRow>('groups'),
    discounted: firsts.find((row) => row.first_order === 'discounted') ?? null,
    fullPrice: firsts.find((row) => row.first_order === 'full_price') ?? null,
    months: rows<MonthRow>('months'),
    overview: rows<Row<'overview'>>('overview')[0] ?? null,
  };
}

/** Why there is nothing to read, as one sentence with the next step; null where there is something. */
export function missing({ overview }: Findings, context: RunContext): string | null {
  if (!overview || overview.orders === 0) return m.discount_missing_orders({ day: formatDay(context.asOf) });
  return overview.discounted_orders === 0 ? m.discount_missing_discounts() : null;
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const found = findingsOf(results, params);
  const nothing = missing(found, context);
  if (nothing) return nothing;
  const { discounted, fullPrice, within } = found;
  const share = formatShare(found.overview?.share ?? null);
  const { low, high } = discounted ?? { low: null, high: null };
  const [fullLow, fullHigh] = [fullPrice?.low ?? null, fullPrice?.high ?? null];
  if (low === null || high === null || fullLow === null || fullHigh === null) {
    const always = found.groups.find((row) => row.use === 'always')?.customer_share ?? null;
    return m.discount_headline_share({ share, always: formatShare(always) });
  }
  const inputs = {
    share,
    days: formatInteger(within),
    discounted: formatShare(discounted?.rate ?? null),
    full: formatShare(fullPrice?.rate ?? null),
  };
  // Intervals that lie apart: a stricter test than that of the difference, so “alike” is said rather too often.
  if (high < fullLow) return m.discount_headline_less(inputs);
  return low > fullHigh ? m.discount_headline_more(inputs) : m.discount_headline_alike(inputs);
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const found = findingsOf(results, params);
  const { overview, groups, months } = found;
  if (!overview || missing(found, context)) return [];
  const list: Note[] = [{ kind: 'warning', text: m.discount_note_cause() }];
  const customers = groups.reduce((sum, row) => sum + row.customers, 0);
  const once = groups.reduce((sum, row) => sum + row.customers - row.repeat_customers, 0);
  list.push({
    kind: 'info',
    text: m.discount_note_once({ n: formatInteger(once), all: formatInteger(customers) }),
  });
  list.push({ kind: 'info', text: m.discount_note_sometimes() });
  list.push({
    kind: 'info',
    text: m.discount_note_matured({
      days: formatInteger(found.within),
      day: formatDay(context.window.observedThrough),
    }),
  });
  if (overview.reduced_orders === 0) list.push({ kind: 'info', text: m.discount_note_only_coupon() });
  if (months.some((row) => row.state === 'partial'))
    list.push({ kind: 'partial', text: m.discount_note_partial() });
  return list;
}

export function provenance(results: Results, params: ParamValues): string {
  const { overview, groups } = findingsOf(results, params);
  const orders = overview?.orders ?? 0;
  const customers = groups.reduce((sum, row) => sum + row.customers, 0);
  return m.discount_provenance({
    orders: m.discount_orders({ count: orders, n: formatInteger(orders) }),
    customers: m.discount_customers({ count: customers, n: formatInteger(customers) }),
  });
}
