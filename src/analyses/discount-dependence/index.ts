import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { headline, notes, provenance } from './findings';
import { membersOfMark } from './members';
import { firstOrders, groups, months, overview } from './queries';
import { RESULTS } from './shape';

/** Who buys only with a discount, and what a discounted first order is followed by. */
export default defineAnalysis({
  id: 'discount-dependence',
  version: 1,
  title: m.discount_title,
  summary: m.discount_summary,
  needs: ['orders'],
  params: {
    within: {
      kind: 'number',
      label: m.discount_param_within,
      default: 90,
      minimum: 1,
      maximum: 1095,
      step: 1,
    },
  },
  steps: [
    { name: 'groups', ...groups },
    { name: 'first_orders', ...firstOrders },
    { name: 'months', ...months },
    { name: 'overview', ...overview },
  ],
  variables: (params) => ({ p_within: Number(params.within) }),
  results: RESULTS,
  resultTitles: {
    groups: m.discount_result_groups,
    first_orders: m.discount_result_first_orders,
    months: m.discount_result_months,
    overview: m.discount_result_overview,
  },
  headline,
  notes,
  provenance,
  mainResult: 'groups',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
