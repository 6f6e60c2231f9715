import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { headline, MOST_PAIRS, MOST_ROWS, notes, provenance } from './findings';
import { overview, pairs, rules } from './queries';
import { basketOf, membersOfPair, RESULTS } from './shape';

/** What is bought together more often than by chance: pairs and rules. */
export default defineAnalysis({
  id: 'basket-affinity',
  version: 1,
  title: m.basket_title,
  summary: m.basket_summary,
  needs: ['orders', 'order_lines'],
  params: {
    basket: {
      kind: 'choice',
      label: m.basket_param_basket,
      options: [
        { value: 'order', label: m.basket_basket_order },
        { value: 'customer', label: m.basket_basket_customer },
      ],
      default: 'order',
    },
    minimum: {
      kind: 'number',
      label: m.basket_param_minimum,
      default: 20,
      minimum: 2,
      maximum: 100_000,
      step: 1,
    },
    rank: {
      kind: 'choice',
      label: m.basket_param_rank,
      options: [
        { value: 'lift', label: m.basket_rank_lift },
        { value: 'count', label: m.basket_rank_count },
        { value: 'confidence', label: m.basket_rank_confidence },
        { value: 'leverage', label: m.basket_rank_leverage },
      ],
      default: 'lift',
      displayOnly: true,
    },
  },
  steps: [
    { name: 'pairs', ...pairs },
    { name: 'overview', ...overview },
    { name: 'rules', ...rules, lazy: true },
  ],
  variables: (params) => ({
    p_basket: basketOf(params),
    p_minimum: Number(params.minimum),
    p_most_pairs: MOST_PAIRS,
    p_most_rows: MOST_ROWS,
  }),
  results: RESULTS,
  resultTitles: {
    pairs: m.basket_result_pairs,
    rules: m.basket_result_rules,
    overview: m.basket_result_overview,
  },
  headline,
  notes,
  provenance,
  mainResult: 'pairs',
  members: membersOfPair,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
