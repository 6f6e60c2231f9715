import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { membersOfMark } from './members';
import { RESULTS, settingsOf, WITHIN } from './results';
import { headline, notes, provenance } from './sentences';
import stepsSql from './steps.sql?raw';

/** Of the normal distribution, for intervals of 95 %. */
const Z = 1.959963984540054;

/** How many customers go on from each order to the next, how soon, and what the order is worth. */
export default defineAnalysis({
  id: 'nth-order',
  version: 1,
  title: m.nth_title,
  summary: m.nth_summary,
  needs: ['orders'],
  params: {
    count: {
      kind: 'choice',
      label: m.nth_param_count,
      options: [
        { value: 'day', label: m.nth_count_day },
        { value: 'order', label: m.nth_count_order },
      ],
      default: 'day',
    },
    rate: {
      kind: 'choice',
      label: m.nth_param_rate,
      options: [
        { value: 'all', label: m.nth_rate_all },
        { value: 'matured', label: m.nth_rate_matured },
      ],
      default: 'all',
      displayOnly: true,
    },
    within: {
      kind: 'choice',
      label: m.nth_param_within,
      options: WITHIN.map((days) => ({ value: days, label: () => m.nth_within_days({ n: days }) })),
      default: '90',
      when: (params) => params['rate'] === 'matured',
    },
    most: { kind: 'number', label: m.nth_param_most, default: 10, minimum: 2, maximum: 30, step: 1 },
  },
  steps: [{ name: 'steps', sql: stepsSql }],
  variables: (params) => {
    const { isByDay, within, most } = settingsOf(params);
    return { p_count: isByDay ? 'day' : 'order', p_within: within, p_most: most, p_z: Z };
  },
  results: RESULTS,
  resultTitles: { steps: m.nth_result_steps },
  headline,
  notes,
  provenance,
  mainResult: 'steps',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
