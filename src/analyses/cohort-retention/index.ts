import { m } from '../../messages/speak';
import { defineAnalysis, type ParamValues, type RunContext } from '../define';
import averagesTail from './averages.sql?raw';
import bracketsSql from './brackets.sql?raw';
import cellsTail from './cells.sql?raw';
import { areLastAges, bracketNumbers, dimensionOf, MOST_GROUPS, rollingDays } from './division';
import filledSql from './filled.sql?raw';
import groupsSql from './groups.sql?raw';
import { membersOfMark } from './members';
import { grainOf } from '../periods';
import { beginning } from '../steps';
import { AVERAGES, BRACKETS, CELLS, GROUPS } from './results';
import { headline, notes, provenance } from './sentences';

const filled = { cte: 'filled', sql: filledSql };

const isByPeriod = (params: ParamValues): boolean => dimensionOf(params) === null;
const isCustomers = (params: ParamValues): boolean => params['measure'] === 'customers';

export default defineAnalysis({
  id: 'cohort-retention',
  version: 1,
  title: () => m.cohort_title(),
  summary: () => m.cohort_summary(),
  needs: ['orders'],
  params: {
    grain: {
      kind: 'choice',
      label: () => m.cohort_param_grain(),
      options: [
        { value: 'week', label: () => m.cohort_grain_week() },
        { value: 'month', label: () => m.cohort_grain_month() },
        { value: 'quarter', label: () => m.cohort_grain_quarter() },
      ],
      default: 'month',
    },
    by: {
      kind: 'choice',
      label: () => m.cohort_param_by(),
      options: [
        { value: 'period', label: () => m.cohort_by_period() },
        { value: 'first_product', label: () => m.cohort_by_first_product() },
        { value: 'category', label: () => m.cohort_by_category() },
        { value: 'channel', label: () => m.cohort_by_channel() },
        { value: 'store', label: () => m.cohort_by_store() },
        { value: 'region', label: () => m.cohort_by_region() },
        { value: 'coupon', label: () => m.cohort_by_coupon() },
      ],
      default: 'period',
    },
    clock: {
      kind: 'choice',
      label: () => m.cohort_param_clock(),
      options: [
        { value: 'calendar', label: () => m.cohort_clock_calendar() },
        { value: 'rolling', label: () => m.cohort_clock_rolling() },
      ],
      default: 'calendar',
    },
    measure: {
      kind: 'choice',
      label: () => m.cohort_param_measure(),
      options: [
        { value: 'customers', label: () => m.cohort_measure_customers() },
        { value: 'orders', label: () => m.cohort_measure_orders() },
        { value: 'revenue', label: () => m.cohort_measure_revenue() },
      ],
      default: 'customers',
      displayOnly: true,
      when: isByPeriod,
    },
    show: {
      kind: 'choice',
      label: () => m.cohort_param_show(),
      options: [
        { value: 'percent', label: () => m.cohort_show_percent() },
        { value: 'count', label: () => m.cohort_show_count() },
      ],
      default: 'percent',
      displayOnly: true,
      when: (params) => isByPeriod(params) && isCustomers(params),
    },
    per: {
      kind: 'choice',
      label: () => m.cohort_param_show(),
      options: [
        { value: 'customer', label: () => m.cohort_per_customer() },
        { value: 'cohort', label: () => m.cohort_per_cohort() },
      ],
      default: 'customer',
      displayOnly: true,
      when: (params) => isByPeriod(params) && !isCustomers(params),
    },
    mode: {
      kind: 'choice',
      label: () => m.cohort_param_mode(),
      options: [
        { value: 'in-period', label: () => m.cohort_mode_in_period() },
        { value: 'cumulative', label: () => m.cohort_mode_cumulative() },
        { value: 'on-or-after', label: () => m.cohort_mode_on_or_after(), when: isCustomers },
      ],
      default: 'in-period',
      displayOnly: true,
      when: isByPeriod,
    },
    columns: {
      kind: 'choice',
      label: () => m.cohort_param_columns(),
      options: [
        { value: 'ages', label: () => m.cohort_columns_ages() },
        { value: 'brackets', label: () => m.cohort_columns_brackets() },
      ],
      default: 'ages',
      when: (params) => isByPeriod(params) && isCustomers(params) && params['mode'] === 'in-period',
    },
    brackets: {
      kind: 'structured',
      label: () => m.cohort_brackets_label(),
      default: null,
      validate: (value) => {
        if (!areLastAges(value)) throw new Error(m.cohort_brackets_wrong());
        return value;
      },
    },
    firstColumn: {
      kind: 'choice',
      label: () => m.cohort_param_first_column(),
      options: [
        { value: '0', label: () => '0' },
        { value: '1', label: () => '1' },
      ],
      default: '0',
      displayOnly: true,
    },
    minimum: {
      kind: 'number',
      label: () => m.cohort_param_minimum(),
      default: 20,
      minimum: 0,
      maximum: 100_000,
      step: 1,
      displayOnly: true,
    },
    view: {
      kind: 'choice',
      label: () => m.cohort_param_view(),
      options: [
        { value: 'heatmap', label: () => m.cohort_view_heatmap() },
        { value: 'curves', label: () => m.cohort_view_curves() },
      ],
      default: 'heatmap',
      displayOnly: true,
    },
  },
  steps: [
    { name: 'cells', ...beginning(filled, cellsTail) },
    { name: 'averages', ...beginning(filled, averagesTail) },
    { name: 'brackets', sql: bracketsSql },
    { name: 'groups', sql: groupsSql },
  ],
  variables: (params: ParamValues, context: RunContext) => ({
    p_grain: grainOf(params),
    p_first_day: { date: context.window.firstDay },
    p_rolling_days: rollingDays(params),
    p_bracket_of: bracketNumbers(params),
    p_by: dimensionOf(params) ?? 'period',
    p_most_groups: MOST_GROUPS,
  }),
  results: { cells: CELLS, averages: AVERAGES, brackets: BRACKETS, groups: GROUPS },
  resultTitles: {
    cells: m.cohort_result_cells,
    averages: m.cohort_result_averages,
    brackets: m.cohort_result_brackets,
    groups: m.cohort_result_groups,
  },
  headline,
  notes,
  provenance,
  mainResult: 'cells',
  members: membersOfMark,
  figure: () => import('./Cohort.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});

export { MEMBERS, membersSql, membersVariables } from './members';
