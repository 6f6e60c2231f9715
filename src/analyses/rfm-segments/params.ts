import { m } from '../../messages/speak';
import type { ParamDefinition } from '../define';
import { validateApplied } from './applied-scheme';
import { schemeOf, type Cut } from './schemes';
import { validateCutPoints, validateRules, validateWeights } from './settings';

const cut = (value: Cut, label: () => string) => ({
  value,
  label,
  when: (params: Record<string, unknown>) => schemeOf(params.scheme).cuts.includes(value),
});

/** What decides who is in which segment, for every analysis that scores by RFM. */
export const scoringParams = {
  scheme: {
    kind: 'choice',
    label: m.rfm_scheme,
    options: [
      { value: 'r-rfm', label: m.rfm_scheme_r_rfm },
      { value: 'r-rfm-0.2', label: m.rfm_scheme_r_rfm_0_2 },
      { value: 'eleven', label: m.rfm_scheme_eleven },
      { value: 'zh-eight', label: m.rfm_scheme_zh_eight },
      { value: 'zh-four', label: m.rfm_scheme_zh_four },
      { value: 'weighted', label: m.rfm_scheme_weighted },
    ],
    default: 'r-rfm',
  },
  cut: {
    kind: 'choice',
    label: m.rfm_cut,
    options: [
      cut('quantile', m.rfm_cut_quantile),
      cut('mean', m.rfm_cut_mean),
      cut('median', m.rfm_cut_median),
      cut('mean-of-scores', m.rfm_cut_mean_of_scores),
      cut('fixed', m.rfm_cut_fixed),
    ],
    default: 'quantile',
    defaultFor: (params) => schemeOf(params.scheme).cuts[0],
  },
  orders: {
    kind: 'choice',
    label: m.rfm_orders,
    options: [
      { value: 'each', label: m.rfm_orders_each },
      { value: 'days', label: m.rfm_orders_days },
    ],
    default: 'each',
  },
  cutPoints: { kind: 'structured', label: m.rfm_cut_points, default: null, validate: validateCutPoints },
  rules: { kind: 'structured', label: m.rfm_rules, default: null, validate: validateRules },
  weights: { kind: 'structured', label: m.rfm_weights, default: null, validate: validateWeights },
  applied: { kind: 'structured', label: m.rfm_applied, default: null, validate: validateApplied },
} satisfies Record<string, ParamDefinition>;
