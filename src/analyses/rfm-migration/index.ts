import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { scoringParams } from '../rfm-segments/params';
import { membersOfMark } from './marks';
import { customersSql, movesSql } from './queries';
import { customersShape, movesShape } from './results';
import { headline, notes, provenance } from './sentences';
import { DEFAULT_MONTHS, MOST_MONTHS, validateDay, variablesOf } from './settings';

const { scheme, cut, orders, cutPoints, rules, weights, applied } = scoringParams;

/** Who went from which RFM segment to which between two dates. */
export default defineAnalysis({
  id: 'rfm-migration',
  version: 1,
  title: m.migration_title,
  summary: m.migration_summary,
  needs: ['orders'],
  params: {
    months: {
      kind: 'number',
      label: m.migration_param_months,
      default: DEFAULT_MONTHS,
      minimum: 1,
      maximum: MOST_MONTHS,
      step: 1,
      when: (params) => !params.day,
    },
    scheme,
    cut,
    orders,
    scale: {
      kind: 'choice',
      label: m.migration_param_scale,
      options: [
        { value: 'later', label: m.migration_scale_later },
        { value: 'earlier', label: m.migration_scale_earlier },
        { value: 'each', label: m.migration_scale_each },
      ],
      default: 'later',
      when: (params) => params.cut !== 'fixed',
    },
    history: {
      kind: 'choice',
      label: m.migration_param_history,
      options: [
        { value: 'all', label: m.migration_history_all },
        { value: '24', label: () => m.migration_history_months({ n: 24 }) },
        { value: '12', label: () => m.migration_history_months({ n: 12 }) },
        { value: '6', label: () => m.migration_history_months({ n: 6 }) },
      ],
      default: 'all',
    },
    measure: {
      kind: 'choice',
      label: m.migration_param_measure,
      options: [
        { value: 'customers', label: m.migration_measure_customers },
        { value: 'share', label: m.migration_measure_share },
        { value: 'revenue_before', label: m.migration_measure_revenue_before },
        { value: 'revenue_after', label: m.migration_measure_revenue_after },
      ],
      default: 'customers',
      displayOnly: true,
    },
    day: { kind: 'structured', label: m.migration_day_label, default: null, validate: validateDay },
    cutPoints,
    rules,
    weights,
    applied,
  },
  steps: [
    { name: 'moves', sql: movesSql },
    { name: 'customers', sql: customersSql, lazy: true },
  ],
  variables: variablesOf,
  results: { moves: movesShape, customers: customersShape },
  resultTitles: { moves: m.migration_result_moves, customers: m.migration_result_customers },
  headline,
  notes,
  provenance,
  mainResult: 'moves',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
