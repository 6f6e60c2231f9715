import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { METHODS_COMPARED } from '../hold-out';
import splitHistoriesSql from '../split-histories.sql?raw';
import outcomesSql from '../split-outcomes.sql?raw';
import arrivalsSql from './arrivals.sql?raw';
import customersSql from './customers.sql?raw';
import { CUSTOMERS, DECILES, FIT, MONTHS, PARAMETERS, SCORES } from './results';
import { headline, notes, provenance } from './sentences';
import { MOST_MONTHS, optionsOf, variablesOf } from './settings';

/** Would the forecast have come true? The last months are hidden, forecast, and set against what came. */
export default defineAnalysis({
  id: 'back-test',
  version: 1,
  title: m.back_test_title,
  summary: m.back_test_summary,
  needs: ['orders'],
  params: {
    model: {
      kind: 'choice',
      label: m.back_test_param_model,
      options: [
        { value: 'mbg-nbd', label: m.back_test_model_mbg },
        { value: 'bg-nbd', label: m.back_test_model_bg },
        { value: 'pareto-nbd', label: m.back_test_model_pareto },
      ],
      default: 'mbg-nbd',
    },
    months: {
      kind: 'number',
      label: m.back_test_param_months,
      default: 3,
      minimum: 1,
      maximum: MOST_MONTHS,
      step: 1,
    },
  },
  steps: [
    { name: 'outcomes', sql: splitHistoriesSql + outcomesSql, inner: true },
    { name: 'arrivals', sql: splitHistoriesSql + arrivalsSql, inner: true },
    { name: 'histories', kernel: 'back-test-histories', input: 'outcomes', inner: true },
    { name: 'estimates', kernel: 'btyd-fit', input: 'histories', options: optionsOf, inner: true },
    {
      name: 'scores',
      kernel: 'back-test-scores',
      input: 'outcomes',
      and: ['estimates'],
      options: optionsOf,
      asTable: true,
      inner: true,
    },
    {
      name: 'fit',
      kernel: 'btyd-totals',
      input: 'histories',
      and: ['estimates', 'scores'],
      options: optionsOf,
    },
    { name: 'parameters', kernel: 'btyd-parameters', input: 'estimates' },
    { name: 'methods', kernel: 'back-test-methods', input: 'scores' },
    {
      name: 'months',
      kernel: 'back-test-months',
      input: 'scores',
      and: ['estimates', 'arrivals'],
      options: optionsOf,
    },
    { name: 'deciles', kernel: 'back-test-deciles', input: 'scores' },
    { name: 'customers', sql: splitHistoriesSql + customersSql, reads: ['scores'], lazy: true },
  ],
  variables: variablesOf,
  results: {
    methods: METHODS_COMPARED,
    months: MONTHS,
    deciles: DECILES,
    fit: FIT,
    parameters: PARAMETERS,
    customers: CUSTOMERS,
    scores: SCORES,
  },
  resultTitles: {
    methods: m.back_test_result_methods,
    months: m.back_test_result_months,
    deciles: m.back_test_result_deciles,
    fit: m.back_test_result_fit,
    parameters: m.back_test_result_parameters,
    customers: m.back_test_result_customers,
    scores: m.back_test_result_scores,
  },
  headline,
  notes,
  provenance,
  mainResult: 'methods',
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
