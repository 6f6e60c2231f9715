import { m } from '../../messages/speak';
import { calendarGrainOf } from '../periods';
import { defineAnalysis, type ParamValues } from '../define';
import { membersOfMark } from './groups';
import periodsSql from './periods.sql?raw';
import { PERIODS, SLEEP } from './results';
import { headline, notes, provenance } from './sentences';
import sleepSql from './sleep.sql?raw';
import visitsSql from './visits.sql?raw';

/** Growth accounting: who is new, stays, comes back and stays away, and how long those away have slept. */
export default defineAnalysis({
  id: 'member-lifecycle',
  version: 1,
  title: m.lifecycle_title,
  summary: m.lifecycle_summary,
  needs: ['orders'],
  params: {
    grain: {
      kind: 'choice',
      label: m.lifecycle_param_grain,
      options: [
        { value: 'day', label: m.lifecycle_grain_day },
        { value: 'week', label: m.lifecycle_grain_week },
        { value: 'month', label: m.lifecycle_grain_month },
        { value: 'quarter', label: m.lifecycle_grain_quarter },
      ],
      default: 'month',
    },
  },
  steps: [
    { name: 'periods', sql: visitsSql + periodsSql },
    { name: 'sleep', sql: visitsSql + sleepSql },
  ],
  variables: (params: ParamValues) => ({ p_grain: calendarGrainOf(params.grain) }),
  results: { periods: PERIODS, sleep: SLEEP },
  resultTitles: { periods: m.lifecycle_result_periods, sleep: m.lifecycle_result_sleep },
  headline,
  notes,
  provenance,
  mainResult: 'periods',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
