import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { backTestSteps, METHODS_COMPARED } from '../hold-out';
import purchaseHistoriesSql from '../purchase-histories.sql?raw';
import byFrequencySql from './by-frequency.sql?raw';
import customersSql from './customers.sql?raw';
import gridSql from './grid.sql?raw';
import historiesSql from './histories.sql?raw';
import {
  BY_FREQUENCY,
  CALIBRATION,
  CUSTOMERS,
  FIT,
  GRID,
  membersOfMark,
  PARAMETERS,
  SCORES,
} from './results';
import { headline, notes, provenance } from './sentences';
import { holdOut, LONGEST_HORIZON, optionsOf, variablesOf } from './settings';
import topSql from './top.sql?raw';

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Who is still a customer, and how many orders to expect of whom: BG/NBD, MBG/NBD and Pareto/NBD. */
export default defineAnalysis({
  id: 'expected-orders',
  version: 1,
  title: m.expected_title,
  summary: m.expected_summary,
  needs: ['orders'],
  params: {
    model: {
      kind: 'choice',
      label: m.expected_param_model,
      options: [
        { value: 'mbg-nbd', label: m.expected_model_mbg },
        { value: 'bg-nbd', label: m.expected_model_bg },
        { value: 'pareto-nbd', label: m.expected_model_pareto },
      ],
      default: 'mbg-nbd',
    },
    horizonDays: {
      kind: 'number',
      label: m.expected_param_horizon,
      default: 90,
      minimum: 1,
      maximum: LONGEST_HORIZON,
      step: 1,
    },
    until: {
      kind: 'structured',
      label: m.expected_param_until,
      default: null,
      validate: (value) => {
        if (typeof value === 'string' && ISO_DAY.test(value) && !Number.isNaN(Date.parse(value)))
          return value;
        throw new Error(m.expected_param_until_invalid());
      },
    },
  },
  steps: [
    { name: 'histories', sql: purchaseHistoriesSql + historiesSql, inner: true },
    { name: 'estimates', kernel: 'btyd-fit', input: 'histories', options: optionsOf, inner: true },
    { name: 'parameters', kernel: 'btyd-parameters', input: 'estimates' },
    {
      name: 'scores',
      kernel: 'btyd-scores',
      input: 'histories',
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
    {
      name: 'calibration',
      kernel: 'btyd-counts',
      input: 'histories',
      and: ['estimates'],
      options: optionsOf,
    },
    { name: 'by_frequency', sql: byFrequencySql, reads: ['scores'] },
    { name: 'grid', sql: gridSql, reads: ['scores'] },
    { name: 'top', sql: purchaseHistoriesSql + topSql, reads: ['scores'] },
    ...backTestSteps(holdOut, optionsOf),
    { name: 'customers', sql: purchaseHistoriesSql + customersSql, reads: ['scores'], lazy: true },
  ],
  variables: variablesOf,
  results: {
    fit: FIT,
    by_frequency: BY_FREQUENCY,
    grid: GRID,
    top: CUSTOMERS,
    parameters: PARAMETERS,
    calibration: CALIBRATION,
    back_test: METHODS_COMPARED,
    customers: CUSTOMERS,
    scores: SCORES,
  },
  resultTitles: {
    fit: m.expected_result_fit,
    by_frequency: m.expected_result_by_frequency,
    grid: m.expected_result_grid,
    top: m.expected_result_top,
    parameters: m.expected_result_parameters,
    calibration: m.expected_result_calibration,
    back_test: m.back_test_beside_title,
    customers: m.expected_result_customers,
    scores: m.expected_result_scores,
  },
  headline,
  notes,
  provenance,
  mainResult: 'by_frequency',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
