import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { beginning } from '../steps';
import alikeSql from './counted-alike.sql?raw';
import headSql from './customers-by-point.sql?raw';
import flagsSql from './flags.sql?raw';
import metricsSql from './metrics.sql?raw';
import numbersSql from './numbers.sql?raw';
import pointsSql from './points.sql?raw';
import registeredSql from './registered.sql?raw';
import { headline, notes, provenance } from './sentences';
import { membersOfMark, METRIC_ROWS, STICKINESS, variablesOf } from './settings';
import stickinessSql from './stickiness.sql?raw';

const numbers = { cte: 'numbers', sql: pointsSql + headSql + alikeSql + flagsSql + numbersSql };

/** The metrics that membership programmes report, each with its definition, on one board. */
export default defineAnalysis({
  id: 'member-board',
  version: 1,
  title: m.board_title,
  summary: m.board_summary,
  needs: ['orders'],
  params: {
    grain: {
      kind: 'choice',
      label: m.board_param_grain,
      options: [
        { value: 'day', label: m.board_grain_day },
        { value: 'week', label: m.board_grain_week },
        { value: 'month', label: m.board_grain_month },
      ],
      default: 'month',
    },
    loyal: { kind: 'number', label: m.board_param_loyal, default: 3, minimum: 2, maximum: 12, step: 1 },
    highValue: {
      kind: 'number',
      label: m.board_param_high_value,
      default: 2,
      minimum: 1,
      maximum: 20,
      step: 0.5,
    },
  },
  steps: [
    { name: 'metrics', ...beginning(numbers, metricsSql) },
    { name: 'stickiness', ...beginning(numbers, stickinessSql) },
    { name: 'registered', sql: pointsSql + registeredSql },
  ],
  variables: variablesOf,
  results: { metrics: METRIC_ROWS, stickiness: STICKINESS, registered: METRIC_ROWS },
  resultTitles: {
    metrics: m.board_result_metrics,
    stickiness: m.board_result_stickiness,
    registered: m.board_result_registered,
  },
  headline,
  notes,
  provenance,
  mainResult: 'metrics',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
