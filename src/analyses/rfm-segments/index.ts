import { defineAnalysis } from '../define';
import { m } from '../../messages/speak';
import { cutPointsSql, customersSql, membersSql, segmentsSql } from './queries';
import { customersShape, cutPointsShape, segmentsShape } from './results';
import { schemeOf, type Cut } from './schemes';
import { headline, notes, provenance } from './sentences';
import { validateCutPoints, validateRules, variablesOf } from './settings';

export { membersSql } from './queries';
export { membersShape } from './results';

const cut = (value: Cut, label: () => string) => ({
  value,
  label,
  when: (params: Record<string, unknown>) => schemeOf(params.scheme).cuts.includes(value),
});

const rfmSegments = defineAnalysis({
  id: 'rfm-segments',
  version: 1,
  title: m.rfm_title,
  summary: m.rfm_summary,
  needs: ['orders'],
  params: {
    scheme: {
      kind: 'choice',
      label: m.rfm_scheme,
      options: [
        { value: 'r-rfm', label: m.rfm_scheme_r_rfm },
        { value: 'r-rfm-0.2', label: m.rfm_scheme_r_rfm_0_2 },
        { value: 'eleven', label: m.rfm_scheme_eleven },
        { value: 'zh-eight', label: m.rfm_scheme_zh_eight },
        { value: 'zh-four', label: m.rfm_scheme_zh_four },
      ],
      default: 'r-rfm',
    },
    cut: {
      kind: 'choice',
      label: m.rfm_cut,
      options: [
        cut('quantile', m.rfm_cut_quantile),
        cut('mean', m.rfm_cut_mean),
        cut('median', m.rfm_cut_median),
        cut('mean-of-scores', m.rfm_cut_mean_of_scores),
        cut('fixed', m.rfm_cut_fixed),
      ],
      default: 'quantile',
      defaultFor: (params) => schemeOf(params.scheme).cuts[0],
    },
    orders: {
      kind: 'choice',
      label: m.rfm_orders,
      options: [
        { value: 'each', label: m.rfm_orders_each },
        { value: 'days', label: m.rfm_orders_days },
      ],
      default: 'each',
    },
    area: {
      kind: 'choice',
      label: m.rfm_area,
      options: [
        { value: 'customers', label: m.rfm_area_customers },
        { value: 'revenue', label: m.rfm_area_revenue },
      ],
      default: 'customers',
      displayOnly: true,
    },
    cutPoints: { kind: 'structured', label: m.rfm_cut_points, default: null, validate: validateCutPoints },
    rules: { kind: 'structured', label: m.rfm_rules, default: null, validate: validateRules },
  },
  steps: [
    { name: 'segments', sql: segmentsSql },
    { name: 'cut_points', sql: cutPointsSql },
    { name: 'customers', sql: customersSql, lazy: true },
  ],
  variables: variablesOf,
  results: { segments: segmentsShape, cut_points: cutPointsShape, customers: customersShape },
  resultTitles: {
    segments: m.rfm_result_segments,
    cut_points: m.rfm_result_cut_points,
    customers: m.rfm_result_customers,
  },
  headline,
  notes,
  provenance,
  mainResult: 'segments',
  members: (mark, params) => ({ sql: membersSql, variables: { ...variablesOf(params), p_segment: mark } }),
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});

export { rfmSegments };
export default rfmSegments;
