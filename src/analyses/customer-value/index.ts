import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { backTestSteps, METHODS_COMPARED } from '../hold-out';
import purchaseHistoriesSql from '../purchase-histories.sql?raw';
import { beginning } from '../steps';
import concentrationSql from './concentration.sql?raw';
import customersSql from './customers.sql?raw';
import { FIT, PARAMETERS } from './fit';
import groupsSql from './groups.sql?raw';
import historiesSql from './histories.sql?raw';
import { membersOfMark } from './members';
import { CONCENTRATION, CUSTOMERS, DISCOUNTED, GROUPS, SHRINKAGE, SPEND } from './results';
import { headline, notes, provenance } from './sentences';
import { holdOut, LONGEST_MONTHS, optionsOf, variablesOf } from './settings';
import spendsSql from './spends.sql?raw';
import topSql from './top.sql?raw';
import valuedSql from './valued.sql?raw';

const valued = { cte: 'valued', sql: purchaseHistoriesSql + valuedSql };
const reads = ['discounted', 'spend'];

/** What customers are still expected to bring: discounted expected orders times expected spend. */
export default defineAnalysis({
  id: 'customer-value',
  version: 1,
  title: m.customer_value_title,
  summary: m.customer_value_summary,
  needs: ['orders'],
  params: {
    model: {
      kind: 'choice',
      label: m.customer_value_param_model,
      options: [
        { value: 'mbg-nbd', label: m.customer_value_model_mbg },
        { value: 'bg-nbd', label: m.customer_value_model_bg },
        { value: 'pareto-nbd', label: m.customer_value_model_pareto },
      ],
      default: 'mbg-nbd',
    },
    months: {
      kind: 'number',
      label: m.customer_value_param_months,
      default: 12,
      minimum: 1,
      maximum: LONGEST_MONTHS,
      step: 1,
    },
    margin: {
      kind: 'number',
      label: m.customer_value_param_margin,
      default: 100,
      minimum: 0,
      maximum: 100,
      step: 1,
    },
    discount: {
      kind: 'number',
      label: m.customer_value_param_discount,
      default: 1,
      minimum: 0,
      maximum: 20,
      step: 0.1,
    },
  },
  steps: [
    { name: 'histories', sql: purchaseHistoriesSql + historiesSql, inner: true },
    { name: 'spends', sql: purchaseHistoriesSql + spendsSql, inner: true },
    { name: 'estimates', kernel: 'btyd-fit', input: 'histories', options: optionsOf, inner: true },
    {
      name: 'discounted',
      kernel: 'discounted-orders',
      input: 'histories',
      and: ['estimates'],
      options: optionsOf,
      asTable: true,
      inner: true,
    },
    { name: 'spend', kernel: 'spend-fit', input: 'spends', asTable: true },
    { name: 'shrinkage', kernel: 'spend-shrinkage', input: 'spends', and: ['spend'] },
    {
      name: 'fit',
      kernel: 'btyd-totals',
      input: 'histories',
      and: ['estimates', 'discounted'],
      options: optionsOf,
    },
    { name: 'parameters', kernel: 'btyd-parameters', input: 'estimates' },
    { name: 'groups', ...beginning(valued, groupsSql), reads },
    { name: 'concentration', ...beginning(valued, concentrationSql), reads },
    { name: 'top', ...beginning(valued, topSql), reads },
    ...backTestSteps(holdOut, optionsOf),
    { name: 'customers', ...beginning(valued, customersSql), reads, lazy: true },
  ],
  variables: variablesOf,
  results: {
    groups: GROUPS,
    top: CUSTOMERS,
    concentration: CONCENTRATION,
    spend: SPEND,
    shrinkage: SHRINKAGE,
    fit: FIT,
    parameters: PARAMETERS,
    back_test: METHODS_COMPARED,
    customers: CUSTOMERS,
    discounted: DISCOUNTED,
  },
  resultTitles: {
    groups: m.customer_value_result_groups,
    top: m.customer_value_result_top,
    concentration: m.customer_value_result_concentration,
    spend: m.customer_value_result_spend,
    shrinkage: m.customer_value_result_shrinkage,
    fit: m.customer_value_result_fit,
    parameters: m.customer_value_result_parameters,
    back_test: m.back_test_beside_title,
    customers: m.customer_value_result_customers,
    discounted: m.customer_value_result_discounted,
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
