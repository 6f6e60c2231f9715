import { m } from '../messages/speak';
import type { AnalysisDefinition } from './define';

/** Analyses that answer one question of the reader, in the order in which they are met. */
export interface Family {
  id: string;
  title: () => string;
  analyses: readonly AnalysisDefinition[];
}

/** By the folder's name. The first of all three-cell templates stand first in theirs. */
const MEMBERS: readonly { id: string; title: () => string; analyses: readonly string[] }[] = [
  {
    id: 'returning',
    title: m.shell_family_returning,
    analyses: [
      'cohort-retention',
      'overview',
      'repurchase-rate',
      'nth-order',
      'cohort-value',
      'member-lifecycle',
      'member-board',
    ],
  },
  {
    id: 'customers',
    title: m.shell_family_customers,
    analyses: [
      'rfm-segments',
      'rfm-migration',
      'customer-profile',
      'revenue-concentration',
      'order-frequency',
      'discount-dependence',
    ],
  },
  {
    id: 'time',
    title: m.shell_family_time,
    analyses: ['repurchase-interval', 'purchase-timing', 'early-warning'],
  },
  {
    id: 'products',
    title: m.shell_family_products,
    analyses: ['product-repurchase', 'basket-affinity', 'next-product', 'replenishment'],
  },
  {
    id: 'next',
    title: m.shell_family_next,
    analyses: ['expected-orders', 'customer-value', 'back-test', 'drivers'],
  },
];

/** Every analysis in its family; what belongs to none comes last, under the last family's name. */
export function familiesOf(analyses: readonly AnalysisDefinition[]): Family[] {
  const known = new Map(analyses.map((analysis) => [analysis.id, analysis]));
  const named = new Set(MEMBERS.flatMap((family) => family.analyses));
  const rest = analyses.filter(({ id }) => !named.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return MEMBERS.map(({ id, title, analyses: ids }, index) => ({
    id,
    title,
    analyses: [
      ...ids.flatMap((member) => known.get(member) ?? []),
      ...(index === MEMBERS.length - 1 ? rest : []),
    ],
  })).filter((family) => family.analyses.length > 0);
}
