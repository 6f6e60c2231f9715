import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import dueDatesSql from './due-dates.sql?raw';
import dueSql from './due.sql?raw';
import { headline, notes, provenance } from './findings';
import intervalsSql from './intervals.sql?raw';
import overviewSql from './overview.sql?raw';
import productsSql from './products.sql?raw';
import { membersOfMark, RESULTS, variablesOf } from './shape';

/** How long what is bought again usually lasts, and who is due for it. */
export default defineAnalysis({
  id: 'replenishment',
  version: 1,
  title: m.replenish_title,
  summary: m.replenish_summary,
  needs: ['orders', 'order_lines'],
  params: {
    minimum: {
      kind: 'number',
      label: m.replenish_param_minimum,
      default: 10,
      minimum: 1,
      maximum: 100_000,
      step: 1,
    },
    purchases: {
      kind: 'number',
      label: m.replenish_param_purchases,
      default: 2,
      minimum: 1,
      maximum: 20,
      step: 1,
    },
  },
  steps: [
    { name: 'products', sql: intervalsSql + dueDatesSql + productsSql },
    { name: 'overview', sql: overviewSql },
    { name: 'due', sql: intervalsSql + dueDatesSql + dueSql, lazy: true },
  ],
  variables: variablesOf,
  results: RESULTS,
  resultTitles: {
    products: m.replenish_result_products,
    due: m.replenish_result_due,
    overview: m.replenish_result_overview,
  },
  headline,
  notes,
  provenance,
  mainResult: 'products',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
