import { m } from '../../messages/speak';
import { defineAnalysis, type ParamValues, type RunContext } from '../define';
import cellsSql from './cells.sql?raw';
import costsSql from './costs.sql?raw';
import { membersOfMark } from './members';
import { RESULTS } from './results';
import { grainOf, headline, notes, provenance } from './sentences';
import { acquisitionCostOf, marginOf } from './settings';

const options = (params: ParamValues) => ({ margin: marginOf(params), cost: acquisitionCostOf(params) });

export default defineAnalysis({
  id: 'cohort-value',
  version: 1,
  title: () => m.cohort_value_title(),
  summary: () => m.cohort_value_summary(),
  needs: ['orders'],
  params: {
    grain: {
      kind: 'choice',
      label: () => m.cohort_value_param_grain(),
      options: [
        { value: 'week', label: () => m.cohort_value_grain_week() },
        { value: 'month', label: () => m.cohort_value_grain_month() },
        { value: 'quarter', label: () => m.cohort_value_grain_quarter() },
      ],
      default: 'month',
    },
    margin: {
      kind: 'number',
      label: () => m.cohort_value_param_margin(),
      default: 100,
      minimum: 0,
      maximum: 100,
      step: 1,
    },
    acquisitionCost: {
      kind: 'number',
      label: () => m.cohort_value_param_cost(),
      default: 0,
      minimum: 0,
      maximum: 1_000_000,
      step: 1,
    },
  },
  steps: [
    { name: 'cells', sql: cellsSql },
    { name: 'averages', kernel: 'value-by-age', input: 'cells', options },
    { name: 'projected', kernel: 'projected-value', input: 'cells', options },
    { name: 'costs', sql: costsSql },
    { name: 'payback', kernel: 'cohort-payback', input: 'cells', and: ['costs'], options },
  ],
  variables: (params: ParamValues, context: RunContext) => ({
    p_grain: grainOf(params),
    p_margin: marginOf(params),
    p_first_day: { date: context.window.firstDay },
  }),
  results: RESULTS,
  resultTitles: {
    cells: m.cohort_value_result_cells,
    averages: m.cohort_value_result_averages,
    projected: m.cohort_value_result_projected,
    costs: m.cohort_value_result_costs,
    payback: m.cohort_value_result_payback,
  },
  headline,
  notes,
  provenance,
  mainResult: 'payback',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
