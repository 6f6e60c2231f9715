import type { Assessment } from '../../engine/protocol';
import { RATE_LIMITS } from '../../intake/policies';
import type { Policies, Reason } from '../../intake/types';
import type { ImportState } from '../../state/contracts';

/** The policies chosen from a list. */
export type ChosenPolicy =
  | 'guests'
  | 'unpaid'
  | 'testOrders'
  | 'refunds'
  | 'zeroValue'
  | 'nonProducts'
  | 'overlaps'
  | 'duplicates'
  | 'sameDay'
  | 'tax'
  | 'shipping';

/** The choices of each; the first is the default. */
export const CHOICES: { readonly [Name in ChosenPolicy]: readonly Policies[Name][] } = {
  guests: ['setAside', 'keep'],
  unpaid: ['setAside', 'keep'],
  testOrders: ['setAside', 'keep'],
  refunds: ['setAside', 'net', 'restate'],
  zeroValue: ['setAside', 'keep'],
  nonProducts: ['keep', 'setAside'],
  overlaps: ['setAside', 'keep'],
  duplicates: ['keep', 'setAside'],
  sameDay: ['separate', 'merge'],
  tax: ['asIs', 'out', 'in'],
  shipping: ['asIs', 'out', 'in'],
};

/** One line of “What to do with the awkward rows”. */
export interface PolicyRow {
  policy: keyof Policies;
  effect: Assessment['effects'][number];
  /** False for `sameDay`, which sets no row aside: it only changes how orders are counted. */
  touchesRows: boolean;
}

const ORDER: readonly (keyof Policies)[] = [
  'currency',
  'guests',
  'statuses',
  'unpaid',
  'testOrders',
  'refunds',
  'zeroValue',
  'nonProducts',
  'tax',
  'shipping',
  'overlaps',
  'duplicates',
  'sameDay',
];

export function isChosen(policy: keyof Policies): policy is ChosenPolicy {
  return policy in CHOICES;
}

/** The policies an assessment speaks of, always in the same order. */
export function policyRows(effects: Assessment['effects']): PolicyRow[] {
  return ORDER.flatMap((policy) => {
    const effect = effects.find((candidate) => candidate.policy === policy);
    return effect ? [{ policy, effect, touchesRows: policy !== 'sameDay' }] : [];
  });
}

/** What a change of the shop's zone did to days, where one is chosen. */
export function clockEffect(effects: Assessment['effects']): Reason | null {
  return effects.find(({ policy }) => policy === 'timeZone')?.otherwise ?? null;
}

/** Sets a policy to the value of a select; a value that is not one of its choices is not set. */
export function choosePolicy<Name extends ChosenPolicy>(
  imports: Pick<ImportState, 'setPolicy'>,
  policy: Name,
  choice: string,
): void {
  const choices: readonly Policies[Name][] = CHOICES[policy];
  const value = choices.find((candidate) => candidate === choice);
  if (value !== undefined) imports.setPolicy(policy, value);
}

const REVENUE_SENTENCES = [
  'import_otherwise_guests',
  'import_otherwise_kept',
  'import_otherwise_set_aside',
  'policies_otherwise_net',
];

/** What the other choice would give, said as “unchanged” where that is the `revenue` of the present one. Exact decimals. */
export function unlessUnchanged(otherwise: Reason, revenue: string): Reason {
  const unchanged = REVENUE_SENTENCES.includes(otherwise.key) && otherwise.values?.revenue === revenue;
  return unchanged ? { key: `${otherwise.key}_unchanged` } : otherwise;
}

type Status = Assessment['statuses'][number];

/** How a status is written in `Policies.statuses`: a blank one is empty text. */
const written = (status: Status): string => status.value ?? '';

/** Whether rows of a status count: by the list of those that do, and without one by what the status says. */
export function statusCounts(status: Status, policies: Policies): boolean {
  if (policies.statuses.length > 0) return policies.statuses.includes(written(status));
  switch (status.kind) {
    case 'cancelled':
      return false;
    case 'unpaid':
      return policies.unpaid === 'keep';
    case 'test':
      return policies.testOrders === 'keep';
    case 'refunded':
      return policies.refunds !== 'setAside';
    default:
      return true;
  }
}

/** The list of statuses that count after one was ticked or unticked; null where none would be left. */
export function withStatus(
  statuses: readonly Status[],
  policies: Policies,
  changed: Status,
  counts: boolean,
): string[] | null {
  const left = statuses.filter((status) => (status === changed ? counts : statusCounts(status, policies)));
  return left.length === 0 ? null : left.map(written);
}

/** Rates with one set from what was typed; without it where nothing was; null where that is no rate. */
export function withRate(rates: Policies['rates'], code: string, typed: string): Policies['rates'] | null {
  const others = Object.fromEntries(Object.entries(rates).filter(([other]) => other !== code));
  if (typed.trim() === '') return others;
  const rate = Number(typed);
  return rate >= RATE_LIMITS.least && rate <= RATE_LIMITS.most ? { ...others, [code]: rate } : null;
}
