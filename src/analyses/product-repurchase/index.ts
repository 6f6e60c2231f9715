import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { headline, notes, provenance } from './findings';
import { membersOfMark, variablesOf } from './members';
import { curves, firstPurchases, items, overview } from './queries';
import { RESULTS } from './shape';

/** What is bought again, how soon, and what first purchases are followed by. */
export default defineAnalysis({
  id: 'product-repurchase',
  version: 1,
  title: m.product_title,
  summary: m.product_summary,
  needs: ['orders', 'order_lines'],
  params: {
    level: {
      kind: 'choice',
      label: m.product_param_level,
      options: [
        { value: 'product', label: m.product_level_product },
        { value: 'category', label: m.product_level_category },
      ],
      default: 'product',
    },
    again: {
      kind: 'choice',
      label: m.product_param_again,
      options: [
        { value: 'same', label: m.product_again_same },
        {
          value: 'category',
          label: m.product_again_category,
          when: (params) => params.level !== 'category',
        },
        { value: 'any', label: m.product_again_any },
      ],
      default: 'same',
    },
    within: {
      kind: 'number',
      label: m.product_param_within,
      default: 90,
      minimum: 1,
      maximum: 1095,
      step: 1,
    },
    minimum: {
      kind: 'number',
      label: m.product_param_minimum,
      default: 30,
      minimum: 1,
      maximum: 10_000,
      step: 1,
      displayOnly: true,
    },
  },
  steps: [
    { name: 'items', ...items },
    { name: 'curves', ...curves },
    { name: 'first_purchases', ...firstPurchases },
    { name: 'overview', ...overview },
  ],
  variables: variablesOf,
  results: RESULTS,
  resultTitles: {
    items: m.product_result_items,
    curves: m.product_result_curves,
    first_purchases: m.product_result_first_purchases,
    overview: m.product_result_overview,
  },
  headline,
  notes,
  provenance,
  mainResult: 'items',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
