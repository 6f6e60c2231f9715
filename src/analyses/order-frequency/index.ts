import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { beginning } from '../steps';
import countedSql from './counted.sql?raw';
import frequenciesTail from './frequencies.sql?raw';
import { isByDay, membersOfMark } from './members';
import { RESULTS } from './results';
import { headline, notes, provenance } from './sentences';
import summaryTail from './summary.sql?raw';

const counted = { cte: 'counted', sql: countedSql };

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
    { name: 'frequencies', ...beginning(counted, frequenciesTail) },
    { name: 'summary', ...beginning(counted, summaryTail) },
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
