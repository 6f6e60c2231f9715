import type { AnalysisDefinition, Askable, MarkedText, Results, RowOf, RunContext } from '../analyses/define';
import type { SavedSegment } from '../document/types';
import { formatDay, formatInteger, formatMoney, formatNumber, formatShare } from '../messages/format';
import { m } from '../messages/speak';
import customersSql from './customers.sql?raw';
import overviewSql from './overview.sql?raw';

/** A saved segment as something that can be asked, shown and exported like an analysis; its run carries the members. */
export type SegmentAsked = Askable & Pick<AnalysisDefinition, 'method'>;

const RESULTS = {
  customers: {
    customer_key: { type: 'text', label: m.filters_column_customer_key },
    name: { type: 'text', label: m.filters_column_name },
    first_ordered_on: { type: 'date', label: m.filters_column_first },
    last_ordered_on: { type: 'date', label: m.filters_column_last },
    orders: { type: 'integer', label: m.filters_column_orders },
    revenue: { type: 'money', label: m.filters_column_revenue },
  },
  overview: {
    customers: { type: 'integer', label: m.filters_column_customers },
    customer_share: { type: 'share', label: m.filters_column_customer_share },
    orders: { type: 'integer', label: m.filters_column_orders },
    revenue: { type: 'money', label: m.filters_column_revenue },
    revenue_share: { type: 'share', label: m.filters_column_revenue_share },
    median_days: { type: 'number', label: m.filters_column_median_days },
  },
} as const satisfies Askable['results'];

type Overview = {
  [Column in keyof RowOf<typeof RESULTS.overview>]: number | null;
};

export function segmentAsked(segment: SavedSegment): SegmentAsked {
  return {
    id: 'segment',
    version: 1,
    title: () => segment.name,
    summary: m.filters_segment_summary,
    params: {},
    steps: [
      { name: 'customers', sql: customersSql },
      { name: 'overview', sql: overviewSql },
    ],
    variables: () => ({}),
    results: RESULTS,
    resultTitles: { customers: m.filters_column_customers, overview: m.filters_segment_overview },
    headline: (results, _params, context) => headline(results, context),
    notes: () => [],
    provenance: (results) => {
      const { customers, orders } = overviewOf(results);
      return m.filters_segment_provenance({
        customers: customerWords(customers ?? 0),
        orders: orderWords(orders ?? 0),
      });
    },
    mainResult: 'customers',
    method: {
      en: () => import('./method.en.md?raw'),
      'zh-CN': () => import('./method.zh-CN.md?raw'),
    },
  };
}

const NOBODY: Overview = {
  customers: 0,
  customer_share: null,
  orders: 0,
  revenue: 0,
  revenue_share: null,
  median_days: null,
};

function overviewOf(results: Results): Overview {
  return (results.overview?.[0] as Overview | undefined) ?? NOBODY;
}

function headline(results: Results, context: RunContext): MarkedText {
  const overview = overviewOf(results);
  const { customers, customer_share, orders, revenue, revenue_share, median_days } = overview;
  if (!customers || median_days === null)
    return m.filters_segment_headline_nobody({ day: formatDay(context.asOf) });
  const inputs = {
    customers: `**${customerWords(customers)}**`,
    share: formatShare(customer_share),
    orders: orderWords(orders ?? 0),
    revenue: `**${formatMoney(revenue, 0)}**`,
    days: Number.isInteger(median_days) ? formatInteger(median_days) : formatNumber(median_days),
    count: Math.ceil(median_days),
  };
  return revenue_share === null
    ? m.filters_segment_headline({ ...inputs })
    : m.filters_segment_headline_share({ ...inputs, revenueShare: `**${formatShare(revenue_share)}**` });
}

const customerWords = (count: number): string => m.filters_customer_count({ count, n: formatInteger(count) });
const orderWords = (count: number): string => m.filters_value_count({ count, n: formatInteger(count) });
