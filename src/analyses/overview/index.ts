import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { membersOfMark } from './members';
import { RESULTS } from './results';
import { grainOf, headline, notes, provenance } from './sentences';
import periodsSql from './periods.sql?raw';
import totalsSql from './totals.sql?raw';

/** The shop by period: orders, customers, revenue, new and returning, against the period and the year before. */
export default defineAnalysis({
  id: 'overview',
  version: 1,
  title: m.overview_title,
  summary: m.overview_summary,
  needs: ['orders'],
  params: {
    grain: {
      kind: 'choice',
      label: m.overview_param_grain,
      options: [
        { value: 'week', label: m.overview_grain_week },
        { value: 'month', label: m.overview_grain_month },
        { value: 'quarter', label: m.overview_grain_quarter },
      ],
      default: 'month',
    },
  },
  steps: [
    { name: 'periods', sql: periodsSql },
    { name: 'totals', sql: totalsSql },
  ],
  variables: (params) => ({ p_grain: grainOf(params) }),
  results: RESULTS,
  resultTitles: { periods: m.overview_result_periods, totals: m.overview_result_totals },
  headline,
  notes,
  provenance,
  mainResult: 'periods',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
