import { m } from '../../messages/speak';
import { defineAnalysis } from '../define';
import { headline, notes, provenance } from './findings';
import { membersOfMark, variablesOf } from './members';
import { ATTRIBUTE_NAMES, ATTRIBUTES, RESULTS } from './shape';
import { beginning } from '../steps';
import countedSql from './counted.sql?raw';
import customersAcquiredSql from './customers-acquired.sql?raw';
import overviewTail from './overview.sql?raw';
import profileTail from './profile.sql?raw';

const counted = { cte: 'counted', sql: customersAcquiredSql + countedSql };

/** Which first orders good customers come from, with lift against all. */
export default defineAnalysis({
  id: 'customer-profile',
  version: 1,
  title: m.profile_title,
  summary: m.profile_summary,
  needs: ['orders'],
  params: {
    split: {
      kind: 'choice',
      label: m.profile_param_split,
      options: [
        { value: 'returned', label: m.profile_split_returned },
        { value: 'top', label: m.profile_split_top },
        { value: 'active', label: m.profile_split_active },
      ],
      default: 'returned',
    },
    within: {
      kind: 'number',
      label: m.profile_param_within,
      default: 90,
      minimum: 1,
      maximum: 1095,
      step: 1,
      when: (params) => params.split !== 'top',
    },
    attribute: {
      kind: 'choice',
      label: m.profile_param_attribute,
      options: [
        { value: 'all', label: m.profile_attribute_all },
        ...ATTRIBUTES.map((attribute) => ({ value: attribute, label: ATTRIBUTE_NAMES[attribute] })),
      ],
      default: 'all',
      displayOnly: true,
    },
    minimum: {
      kind: 'number',
      label: m.profile_param_minimum,
      default: 30,
      minimum: 1,
      maximum: 10_000,
      step: 1,
      displayOnly: true,
    },
  },
  steps: [
    { name: 'profile', ...beginning(counted, profileTail) },
    { name: 'overview', ...beginning(counted, overviewTail) },
  ],
  variables: variablesOf,
  results: RESULTS,
  resultTitles: { profile: m.profile_result_profile, overview: m.profile_result_overview },
  headline,
  notes,
  provenance,
  mainResult: 'profile',
  members: membersOfMark,
  figure: () => import('./Figure.svelte'),
  method: {
    en: () => import('./method.en.md?raw'),
    'zh-CN': () => import('./method.zh-CN.md?raw'),
  },
});
