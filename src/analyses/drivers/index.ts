import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import designSql from './design.sql?raw';
import { headline, notes, provenance } from './findings';
import { RESULTS } from './shape';

/** What of a first order goes with a return: logistic regression on its attributes. */
export default defineAnalysis({
  id: 'drivers',
  version: 1,
  title: m.drivers_title,
  summary: m.drivers_summary,
  needs: ['orders'],
  params: {
    within: {
      kind: 'number',
      label: m.drivers_param_within,
      default: 90,
      minimum: 1,
      maximum: 1095,
      step: 1,
    },
    goods: {
      kind: 'choice',
      label: m.drivers_param_goods,
      options: [
        { value: 'auto', label: m.drivers_goods_auto },
        { value: 'category', label: m.drivers_goods_category },
        { value: 'product', label: m.drivers_goods_product },
        { value: 'both', label: m.drivers_goods_both },
        { value: 'none', label: m.drivers_goods_none },
      ],
      default: 'auto',
    },
    levels: {
      kind: 'number',
      label: m.drivers_param_levels,
      default: 6,
      minimum: 2,
      maximum: 20,
      step: 1,
    },
  },
  steps: [
    { name: 'design', sql: designSql, inner: true },
    { name: 'effects', kernel: 'factor-effects', input: 'design' },
    { name: 'attributes', kernel: 'factor-tests', input: 'design' },
    { name: 'fit', kernel: 'factor-fit', input: 'design' },
    { name: 'calibration', kernel: 'factor-calibration', input: 'design' },
  ],
  variables: (params) => ({
    p_within: Number(params['within']),
    p_goods: String(params['goods']),
    p_levels: Number(params['levels']),
  }),
  results: RESULTS,
  resultTitles: {
    effects: m.drivers_result_effects,
    attributes: m.drivers_result_attributes,
    fit: m.drivers_result_fit,
    calibration: m.drivers_result_calibration,
  },
  headline,
  notes,
  provenance,
  mainResult: 'effects',
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
