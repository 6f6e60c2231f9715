import { m } from '../../messages/speak';
import { defineAnalysis, type ParamValues, type RunContext } from '../define';
import averagesSql from './averages.sql?raw';
import cellsSql from './cells.sql?raw';
import { membersOfMark } from './members';
import { grainOf } from './period';
import { AVERAGES, CELLS } from './results';
import { headline, notes, provenance } from './sentences';

const isCustomers = (params: ParamValues): boolean => params['measure'] === 'customers';

export default defineAnalysis({
  id: 'cohort-retention',
  version: 1,
  title: () => m.cohort_title(),
  summary: () => m.cohort_summary(),
  needs: ['orders'],
  params: {
    grain: {
      kind: 'choice',
      label: () => m.cohort_param_grain(),
      options: [
        { value: 'week', label: () => m.cohort_grain_week() },
        { value: 'month', label: () => m.cohort_grain_month() },
        { value: 'quarter', label: () => m.cohort_grain_quarter() },
      ],
      default: 'month',
    },
    measure: {
      kind: 'choice',
      label: () => m.cohort_param_measure(),
      options: [
        { value: 'customers', label: () => m.cohort_measure_customers() },
        { value: 'orders', label: () => m.cohort_measure_orders() },
        { value: 'revenue', label: () => m.cohort_measure_revenue() },
      ],
      default: 'customers',
      displayOnly: true,
    },
    show: {
      kind: 'choice',
      label: () => m.cohort_param_show(),
      options: [
        { value: 'percent', label: () => m.cohort_show_percent() },
        { value: 'count', label: () => m.cohort_show_count() },
      ],
      default: 'percent',
      displayOnly: true,
      when: isCustomers,
    },
    per: {
      kind: 'choice',
      label: () => m.cohort_param_show(),
      options: [
        { value: 'customer', label: () => m.cohort_per_customer() },
        { value: 'cohort', label: () => m.cohort_per_cohort() },
      ],
      default: 'customer',
      displayOnly: true,
      when: (params) => !isCustomers(params),
    },
    mode: {
      kind: 'choice',
      label: () => m.cohort_param_mode(),
      options: [
        { value: 'in-period', label: () => m.cohort_mode_in_period() },
        { value: 'cumulative', label: () => m.cohort_mode_cumulative() },
      ],
      default: 'in-period',
      displayOnly: true,
    },
    firstColumn: {
      kind: 'choice',
      label: () => m.cohort_param_first_column(),
      options: [
        { value: '0', label: () => '0' },
        { value: '1', label: () => '1' },
      ],
      default: '0',
      displayOnly: true,
    },
  },
  steps: [
    { name: 'cells', sql: cellsSql },
    { name: 'averages', sql: averagesSql },
  ],
  variables: (params: ParamValues, context: RunContext) => ({
    p_grain: grainOf(params),
    p_first_day: { date: context.window.firstDay },
  }),
  results: { cells: CELLS, averages: AVERAGES },
  resultTitles: { cells: m.cohort_result_cells, averages: m.cohort_result_averages },
  headline,
  notes,
  provenance,
  mainResult: 'cells',
  members: membersOfMark,
  figure: () => import('./Cohort.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});

export { MEMBERS, membersSql, membersVariables } from './members';
