import { defineAnalysis } from '../define';
import { m } from '../../messages/speak';
import { scoringParams } from './params';
import { cutPointsQuery, customersSql, membersSql, segmentsQuery } from './queries';
import { customersShape, cutPointsShape, segmentsShape } from './results';
import { headline, notes, provenance } from './sentences';
import { variablesOf } from './settings';

export { membersSql } from './queries';
export { membersShape } from './results';

const { scheme, cut, orders, cutPoints, rules, weights, applied } = scoringParams;

const rfmSegments = defineAnalysis({
  id: 'rfm-segments',
  version: 1,
  title: m.rfm_title,
  summary: m.rfm_summary,
  needs: ['orders'],
  params: {
    scheme,
    cut,
    orders,
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
    cutPoints,
    rules,
    weights,
    applied,
  },
  steps: [
    { name: 'segments', ...segmentsQuery },
    { name: 'cut_points', ...cutPointsQuery },
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
