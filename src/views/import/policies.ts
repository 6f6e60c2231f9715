import type { Assessment } from '../../engine/protocol';
import type { Policies, Reason } from '../../intake/types';
import type { ImportState } from '../../state/contracts';

/** The policies chosen from a list. */
export type ChosenPolicy = 'guests' | 'refunds' | 'zeroValue' | 'duplicates' | 'sameDay';

/** The choices the engine carries out; the first is the default. Fewer than two: nothing to choose, shown as text. */
export const CHOICES: { readonly [Name in ChosenPolicy]: readonly Policies[Name][] } = {
  guests: ['setAside', 'keep'],
  refunds: ['setAside'],
  zeroValue: ['setAside', 'keep'],
  duplicates: ['keep', 'setAside'],
  sameDay: ['separate', 'merge'],
};

/** One line of “What to do with the awkward rows”. */
export interface PolicyRow {
  policy: keyof Policies;
  effect: Assessment['effects'][number];
  /** False for `sameDay`, which sets no row aside: it only changes how orders are counted. */
  touchesRows: boolean;
}

const ORDER: readonly (keyof Policies)[] = [
  'guests',
  'refunds',
  'zeroValue',
  'duplicates',
  'statuses',
  'sameDay',
  'currency',
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

const REVENUE_SENTENCES = ['import_otherwise_guests', 'import_otherwise_kept', 'import_otherwise_set_aside'];

/** What the other choice would give, said as “unchanged” where that is the `revenue` of the present one. Exact decimals. */
export function unlessUnchanged(otherwise: Reason, revenue: string): Reason {
  const unchanged = REVENUE_SENTENCES.includes(otherwise.key) && otherwise.values?.revenue === revenue;
  return unchanged ? { key: `${otherwise.key}_unchanged` } : otherwise;
}
