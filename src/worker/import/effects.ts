import type { Assessment } from '../../engine/protocol';
import type { Policies, Reason, SetAsideReason } from '../../intake/types';
import { addExact, formatExact } from '../../orders/exact-money';
import { judge, ledgerOf, revenueOf, type FlaggedRows } from '../../orders/judgement';
import { currenciesIn, type LineFacts } from '../../orders/line-facts';

type Effect = Assessment['effects'][number];
type Switched =
  'guests' | 'refunds' | 'zeroValue' | 'duplicates' | 'overlaps' | 'unpaid' | 'testOrders' | 'nonProducts';

interface Switch {
  policy: Switched;
  reason: SetAsideReason;
  /** The choice that counts the rows. */
  counting: 'keep' | 'net';
  /** Spoken of where no row is touched as well. */
  always: boolean;
}

const SWITCHES: readonly Switch[] = [
  { policy: 'guests', reason: 'no_customer', counting: 'keep', always: true },
  { policy: 'unpaid', reason: 'unpaid', counting: 'keep', always: false },
  { policy: 'testOrders', reason: 'test_order', counting: 'keep', always: false },
  { policy: 'refunds', reason: 'refund', counting: 'net', always: true },
  { policy: 'zeroValue', reason: 'zero_value', counting: 'keep', always: true },
  { policy: 'nonProducts', reason: 'non_product', counting: 'keep', always: false },
  { policy: 'overlaps', reason: 'overlap', counting: 'keep', always: false },
  { policy: 'duplicates', reason: 'duplicate', counting: 'keep', always: true },
];

/**
 * Each policy's reach under the present choices: the rows it sets aside, or would if asked to, and the revenue the
 * other choice would give. Exact, from the flags alone.
 */
export function effectsOf(
  flagged: readonly FlaggedRows[],
  rejected: number,
  policies: Policies,
  totals: { orders: number; purchase_days: number },
  facts: Pick<LineFacts, 'statuses' | 'currencies'>,
): Effect[] {
  const effects = SWITCHES.flatMap((one) => {
    const effect = effectOf(one, flagged, rejected, policies);
    return one.always || effect.rows > 0 ? [effect] : [];
  });
  const merged = policies.sameDay === 'merge';
  effects.push({
    policy: 'sameDay',
    choice: policies.sameDay,
    rows: 0,
    amount: '0.0000',
    otherwise: merged
      ? null
      : { key: 'import_otherwise_merged', values: { days: totals.purchase_days, orders: totals.orders } },
  });
  if (facts.statuses.length > 0)
    effects.push(listEffect('statuses', 'status', policies.statuses.join(', '), flagged, policies));
  if (currenciesIn(facts).length > 1)
    effects.push(listEffect('currency', 'currency', policies.currency ?? '', flagged, policies));
  return effects;
}

function effectOf(
  { policy, reason, counting }: Switch,
  flagged: readonly FlaggedRows[],
  rejected: number,
  policies: Policies,
): Effect {
  const strict = { ...policies, [policy]: 'setAside' };
  const touched = flagged.filter((group) => judge(group, strict) === reason);
  const isGivenBack = policy === 'refunds' && flagged.some((group) => group.given_back_rows > 0);
  const alternative = policies[policy] === 'setAside' ? counting : 'setAside';
  return {
    policy,
    choice: policies[policy],
    ...sumOf(touched),
    otherwise:
      touched.length > 0 || isGivenBack ? otherwise(policy, alternative, flagged, rejected, policies) : null,
  };
}

/** A policy that is a list or a name has no one other choice. */
function listEffect(
  policy: 'statuses' | 'currency',
  reason: SetAsideReason,
  choice: string,
  flagged: readonly FlaggedRows[],
  policies: Policies,
): Effect {
  const touched = flagged.filter((group) => judge(group, policies) === reason);
  return { policy, choice, ...sumOf(touched), otherwise: null };
}

function sumOf(groups: readonly FlaggedRows[]): { rows: number; amount: string } {
  return {
    rows: groups.reduce((sum, group) => sum + group.rows, 0),
    amount: formatExact(addExact(groups.map((group) => group.amount))),
  };
}

/** What the other choice would give. */
function otherwise(
  policy: Switched,
  alternative: string,
  flagged: readonly FlaggedRows[],
  rejected: number,
  policies: Policies,
): Reason {
  const revenue = revenueOf(ledgerOf(flagged, rejected, { ...policies, [policy]: alternative }));
  const [changed, unchanged] = sentencesOf(policy, alternative);
  return revenue === revenueOf(ledgerOf(flagged, rejected, policies))
    ? { key: unchanged }
    : { key: changed, values: { revenue } };
}

function sentencesOf(policy: Switched, alternative: string): [changed: string, unchanged: string] {
  if (alternative === 'setAside')
    return ['import_otherwise_set_aside', 'import_otherwise_set_aside_unchanged'];
  if (alternative === 'net') return ['policies_otherwise_net', 'policies_otherwise_net_unchanged'];
  if (policy === 'guests') return ['import_otherwise_guests', 'import_otherwise_guests_unchanged'];
  return ['import_otherwise_kept', 'import_otherwise_kept_unchanged'];
}
