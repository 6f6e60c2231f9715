import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { headline, notes, provenance } from './findings';
import { RESULTS } from './shape';
import customersByUseSql from './customers-by-use.sql?raw';
import discountedOrdersSql from './discounted-orders.sql?raw';
import firstOrdersSql from './first-orders.sql?raw';
import monthsSql from './months.sql?raw';
import overviewSql from './overview.sql?raw';

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
    { name: 'groups', sql: discountedOrdersSql + customersByUseSql },
    { name: 'first_orders', sql: discountedOrdersSql + firstOrdersSql },
    { name: 'months', sql: discountedOrdersSql + monthsSql },
    { name: 'overview', sql: discountedOrdersSql + overviewSql },
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
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
