import { m } from '../../messages/speak';
import { formatShare } from '../../messages/format';
import { defineAnalysis } from '../define';
import { headline, notes, provenance } from './findings';
import { FROM, RESULTS } from './shape';
import byOrderNumberSql from './by-order-number.sql?raw';
import gapsSql from './gaps.sql?raw';
import overviewSql from './overview.sql?raw';
import purchaseDaysSql from './purchase-days.sql?raw';
import summarySql from './summary.sql?raw';
import survivalEventsSql from './survival-events.sql?raw';

const BANDS = ['90', '95', '99'] as const;

/** Days from one purchase day to the next: the Kaplan–Meier estimate beside the usual means. */
export default defineAnalysis({
  id: 'repurchase-interval',
  version: 1,
  title: m.interval_title,
  summary: m.interval_summary,
  needs: ['orders'],
  params: {
    from: {
      kind: 'choice',
      label: m.interval_param_from,
      options: FROM.map((step) => ({ value: String(step), label: () => m.interval_from_to({ step }) })),
      default: '1',
    },
    band: {
      kind: 'choice',
      label: m.interval_param_band,
      options: BANDS.map((band) => ({ value: band, label: () => formatShare(Number(band) / 100, 0) })),
      default: '95',
    },
    gapsBy: {
      kind: 'choice',
      label: m.interval_param_gaps_by,
      options: [
        { value: 'week', label: m.interval_gaps_by_week },
        { value: 'day', label: m.interval_gaps_by_day },
        { value: 'order', label: m.interval_gaps_by_order },
      ],
      default: 'week',
      displayOnly: true,
    },
  },
  steps: [
    { name: 'overview', sql: purchaseDaysSql + overviewSql },
    { name: 'gaps', sql: purchaseDaysSql + gapsSql },
    { name: 'summary', sql: purchaseDaysSql + summarySql },
    { name: 'by_order_number', sql: purchaseDaysSql + byOrderNumberSql },
    { name: 'survival_events', sql: purchaseDaysSql + survivalEventsSql },
    { name: 'survival', kernel: 'kaplan-meier', input: 'survival_events' },
  ],
  variables: (params) => ({
    p_step: Number(params.from),
    p_confidence: Number(params.band) / 100,
  }),
  results: RESULTS,
  resultTitles: {
    survival: m.interval_result_survival,
    summary: m.interval_result_summary,
    gaps: m.interval_result_gaps,
    by_order_number: m.interval_result_by_order_number,
    overview: m.interval_result_overview,
    survival_events: m.interval_result_survival_events,
  },
  headline,
  notes,
  provenance,
  mainResult: 'survival',
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
