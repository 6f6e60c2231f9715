import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import countsSql from './counts.sql?raw';
import definitionsSql from './definitions.sql?raw';
import groupsSql from './groups.sql?raw';
import { membersOfMark } from './members';
import { DEFINITIONS, DIMENSION_NAMES, DIMENSIONS, RESULTS, settingsOf, WITHIN } from './results';
import { headline, notes, provenance } from './sentences';
import trendSql from './trend.sql?raw';
import { lastWindows } from './windows';

/** Of the normal distribution, for intervals of 95 %. */
const Z = 1.959963984540054;

/** Every reading of the repurchase rate side by side, the chosen one over time and by group. */
export default defineAnalysis({
  id: 'repurchase-rate',
  version: 1,
  title: m.rate_title,
  summary: m.rate_summary,
  needs: ['orders'],
  params: {
    within: {
      kind: 'choice',
      label: m.rate_param_within,
      options: WITHIN.map((days) => ({ value: days, label: () => m.rate_within_days({ n: days }) })),
      default: '90',
    },
    grain: {
      kind: 'choice',
      label: m.rate_param_grain,
      options: [
        { value: 'week', label: m.rate_grain_week },
        { value: 'month', label: m.rate_grain_month },
        { value: 'quarter', label: m.rate_grain_quarter },
      ],
      default: 'month',
    },
    by: {
      kind: 'choice',
      label: m.rate_param_by,
      options: [
        { value: 'none', label: m.rate_by_none },
        ...DIMENSIONS.map((dimension) => ({ value: dimension, label: DIMENSION_NAMES[dimension] })),
      ],
      default: 'none',
    },
    definition: {
      kind: 'choice',
      label: m.rate_param_definition,
      options: DEFINITIONS.map((definition) => ({
        value: definition,
        label: () => RESULTS.definitions.definition.value(definition),
      })),
      default: 'within_days',
      displayOnly: true,
    },
  },
  steps: [
    { name: 'definitions', sql: definitionsSql },
    { name: 'trend', sql: countsSql + trendSql },
    { name: 'groups', sql: groupsSql },
  ],
  variables: (params, { window }) => {
    const { within, grain, by } = settingsOf(params);
    const windows = lastWindows(window.observedThrough, grain);
    return {
      p_within: within,
      p_grain: grain,
      p_by: by ?? 'none',
      p_z: Z,
      p_window: { date: windows.window },
      p_next_window: { date: windows.next },
      p_window_end: { date: windows.end },
    };
  },
  results: RESULTS,
  resultTitles: {
    definitions: m.rate_result_definitions,
    trend: m.rate_result_trend,
    groups: m.rate_result_groups,
  },
  headline,
  notes,
  provenance,
  mainResult: 'definitions',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
