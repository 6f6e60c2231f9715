import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { headline, MOST, MOST_PAIRS, MOST_PRODUCTS, MOST_TRIED, notes, provenance } from './findings';
import { backtest, overview, recommendations, transitions } from './queries';
import { membersOfMark, RESULTS } from './shape';

/** What customers buy after a product and when, and what to offer each of them next. */
export default defineAnalysis({
  id: 'next-product',
  version: 1,
  title: m.next_title,
  summary: m.next_summary,
  needs: ['orders', 'order_lines'],
  params: {
    within: {
      kind: 'number',
      label: m.next_param_within,
      default: 90,
      minimum: 1,
      maximum: 1095,
      step: 1,
    },
    minimum: {
      kind: 'number',
      label: m.next_param_minimum,
      default: 30,
      minimum: 1,
      maximum: 100_000,
      step: 1,
    },
  },
  steps: [
    { name: 'transitions', ...transitions },
    { name: 'backtest', ...backtest },
    { name: 'overview', ...overview },
    { name: 'recommendations', sql: recommendations, lazy: true },
  ],
  variables: (params) => ({
    p_within: Number(params.within),
    p_minimum: Number(params.minimum),
    p_most_products: MOST_PRODUCTS,
    p_most_pairs: MOST_PAIRS,
    p_most_tried: MOST_TRIED,
    p_most: MOST,
  }),
  results: RESULTS,
  resultTitles: {
    transitions: m.next_result_transitions,
    backtest: m.next_result_backtest,
    recommendations: m.next_result_recommendations,
    overview: m.next_result_overview,
  },
  headline,
  notes,
  provenance,
  mainResult: 'transitions',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
