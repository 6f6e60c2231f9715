import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { headline, notes, provenance } from './findings';
import { membersOfMark } from './members';
import { RESULTS } from './shape';
import calendarSql from './calendar.sql?raw';
import daysCoveredSql from './days-covered.sql?raw';
import hoursSql from './hours.sql?raw';
import overviewSql from './overview.sql?raw';

/** When customers order: weekday by hour, season, days of the month. */
export default defineAnalysis({
  id: 'purchase-timing',
  version: 1,
  title: m.timing_title,
  summary: m.timing_summary,
  needs: ['orders'],
  params: {
    which: {
      kind: 'choice',
      label: m.timing_param_which,
      options: [
        { value: 'all', label: m.timing_which_all },
        { value: 'first', label: m.timing_which_first },
        { value: 'repeat', label: m.timing_which_repeat },
      ],
      default: 'all',
    },
    measure: {
      kind: 'choice',
      label: m.timing_param_measure,
      options: [
        { value: 'orders', label: m.timing_measure_orders },
        { value: 'revenue', label: m.timing_measure_revenue },
      ],
      default: 'orders',
      displayOnly: true,
    },
  },
  steps: [
    { name: 'hours', sql: daysCoveredSql + hoursSql },
    { name: 'calendar', sql: daysCoveredSql + calendarSql },
    { name: 'overview', sql: daysCoveredSql + overviewSql },
  ],
  variables: (params) => ({ p_which: String(params.which) }),
  results: RESULTS,
  resultTitles: {
    hours: m.timing_result_hours,
    calendar: m.timing_result_calendar,
    overview: m.timing_result_overview,
  },
  headline,
  notes,
  provenance,
  mainResult: 'hours',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
