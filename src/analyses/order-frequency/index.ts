import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import frequenciesSql from './frequencies.sql?raw';
import { isByDay, membersOfMark } from './members';
import { RESULTS } from './results';
import { headline, notes, provenance } from './sentences';
import summarySql from './summary.sql?raw';

/** Customers by number of purchases, with their shares of orders and revenue. */
export default defineAnalysis({
  id: 'order-frequency',
  version: 1,
  title: m.freq_title,
  summary: m.freq_summary,
  needs: ['orders'],
  params: {
    count: {
      kind: 'choice',
      label: m.freq_param_count,
      options: [
        { value: 'day', label: m.freq_count_day },
        { value: 'order', label: m.freq_count_order },
      ],
      default: 'day',
    },
    most: { kind: 'number', label: m.freq_param_most, default: 10, minimum: 3, maximum: 50, step: 1 },
  },
  steps: [
    { name: 'frequencies', sql: frequenciesSql },
    { name: 'summary', sql: summarySql },
  ],
  variables: (params) => ({
    p_count: isByDay(params) ? 'day' : 'order',
    p_most: typeof params['most'] === 'number' ? params['most'] : 10,
  }),
  results: RESULTS,
  resultTitles: { frequencies: m.freq_result_frequencies, summary: m.freq_result_summary },
  headline,
  notes,
  provenance,
  mainResult: 'frequencies',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
