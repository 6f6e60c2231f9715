import { m } from '../../messages/speak';
import { formatShare } from '../../messages/format';
import { defineAnalysis } from '../define';
import { beginning } from '../steps';
import { headline, notes, provenance } from './findings';
import { membersOfMark } from './members';
import { FROM, RESULTS } from './shape';
import { DIMENSIONS } from '../../document/types';
import { normalQuantile } from '../../statistics/normal';
import { DIMENSION_NAMES, dimensionOf, MOST_GROUPS, VIEW_NAMES, VIEWS, viewOf } from './views';
import byOrderNumberSql from './by-order-number.sql?raw';
import gapsSql from './gaps.sql?raw';
import groupEventsSql from './group-events.sql?raw';
import overviewSql from './overview.sql?raw';
import purchaseDaysSql from './purchase-days.sql?raw';
import regularitySql from './regularity.sql?raw';
import summarySql from './summary.sql?raw';
import survivalEventsSql from './survival-events.sql?raw';

const purchaseDays = { cte: 'purchase_days', sql: purchaseDaysSql };

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
    by: {
      kind: 'choice',
      label: m.interval_param_by,
      options: [
        { value: 'none', label: m.interval_by_none },
        ...DIMENSIONS.map((dimension) => ({ value: dimension, label: DIMENSION_NAMES[dimension] })),
      ],
      default: 'none',
    },
    view: {
      kind: 'choice',
      label: m.interval_param_view,
      options: VIEWS.map((view) =>
        view === 'groups'
          ? { value: view, label: VIEW_NAMES[view], when: (params) => dimensionOf(params) !== null }
          : { value: view, label: VIEW_NAMES[view] },
      ),
      default: 'curve',
      defaultFor: (params) => (dimensionOf(params) === null ? 'curve' : 'groups'),
      displayOnly: true,
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
      when: (params) => viewOf(params) === 'curve',
    },
  },
  steps: [
    { name: 'overview', ...beginning(purchaseDays, overviewSql) },
    { name: 'gaps', ...beginning(purchaseDays, gapsSql) },
    { name: 'summary', ...beginning(purchaseDays, summarySql) },
    { name: 'by_order_number', ...beginning(purchaseDays, byOrderNumberSql) },
    { name: 'survival_events', ...beginning(purchaseDays, survivalEventsSql) },
    { name: 'survival', kernel: 'kaplan-meier', input: 'survival_events' },
    { name: 'returns_by_week', kernel: 'weeks-of-returns', input: 'survival_events' },
    { name: 'contact_window', kernel: 'contact-window', input: 'survival_events' },
    { name: 'regularity', ...beginning(purchaseDays, regularitySql) },
    { name: 'group_events', sql: groupEventsSql },
    { name: 'survival_by_group', kernel: 'grouped-kaplan-meier', input: 'group_events' },
    { name: 'group_test', kernel: 'log-rank', input: 'group_events' },
  ],
  variables: (params) => ({
    p_step: Number(params.from),
    p_confidence: Number(params.band) / 100,
    p_z: normalQuantile((1 + Number(params.band) / 100) / 2),
    p_by: dimensionOf(params) ?? 'none',
    p_most_groups: MOST_GROUPS,
  }),
  results: RESULTS,
  resultTitles: {
    survival: m.interval_result_survival,
    summary: m.interval_result_summary,
    gaps: m.interval_result_gaps,
    by_order_number: m.interval_result_by_order_number,
    overview: m.interval_result_overview,
    survival_events: m.interval_result_survival_events,
    returns_by_week: m.interval_result_returns_by_week,
    contact_window: m.interval_result_contact_window,
    regularity: m.interval_result_regularity,
    survival_by_group: m.interval_result_survival_by_group,
    group_test: m.interval_result_group_test,
    group_events: m.interval_result_group_events,
  },
  headline,
  notes,
  provenance,
  mainResult: 'survival',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
