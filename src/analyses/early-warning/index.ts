import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { beginning } from '../steps';
import backtestSql from './backtest.sql?raw';
import customersSql from './customers.sql?raw';
import groupsSql from './groups.sql?raw';
import { BACKTEST, CUSTOMERS, GROUPS, membersOfMark } from './results';
import rhythmsSql from './rhythms.sql?raw';
import { headline, notes, provenance } from './sentences';
import topSql from './top.sql?raw';
import warnedSql from './warned.sql?raw';

const warned = { cte: 'warned', sql: rhythmsSql + warnedSql };

/** Each customer against their own rhythm: who is late, why, how much is at stake, and whether such warnings came true. */
export default defineAnalysis({
  id: 'early-warning',
  version: 1,
  title: m.warning_title,
  summary: m.warning_summary,
  needs: ['orders'],
  params: {},
  steps: [
    { name: 'groups', ...beginning(warned, groupsSql) },
    { name: 'top', ...beginning(warned, topSql) },
    { name: 'backtest', ...beginning(warned, backtestSql) },
    { name: 'customers', sql: rhythmsSql + customersSql, lazy: true },
  ],
  variables: () => ({}),
  results: { groups: GROUPS, top: CUSTOMERS, backtest: BACKTEST, customers: CUSTOMERS },
  resultTitles: {
    groups: m.warning_result_groups,
    top: m.warning_result_top,
    backtest: m.warning_result_backtest,
    customers: m.warning_result_customers,
  },
  headline,
  notes,
  provenance,
  mainResult: 'groups',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
