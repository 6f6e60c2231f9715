import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { headline, notes, provenance } from './findings';
import { deciles, lorenz, membersOfMark, summary } from './queries';
import { RESULTS } from './shape';

/** How much of the business rests on how few customers. */
export default defineAnalysis({
  id: 'revenue-concentration',
  version: 1,
  title: m.concentration_title,
  summary: m.concentration_summary,
  needs: ['orders'],
  params: {
    measure: {
      kind: 'choice',
      label: m.concentration_param_measure,
      options: [
        { value: 'revenue', label: m.concentration_measure_revenue },
        { value: 'orders', label: m.concentration_measure_orders },
        { value: 'units', label: m.concentration_measure_units },
      ],
      default: 'revenue',
    },
  },
  steps: [
    { name: 'deciles', ...deciles },
    { name: 'summary', ...summary },
    { name: 'lorenz', ...lorenz },
  ],
  variables: (params) => ({ p_measure: String(params.measure) }),
  results: RESULTS,
  resultTitles: {
    deciles: m.concentration_result_deciles,
    summary: m.concentration_result_summary,
    lorenz: m.concentration_result_lorenz,
  },
  headline,
  notes,
  provenance,
  mainResult: 'deciles',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
