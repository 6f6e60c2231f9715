import type { Assessment } from '../../engine/protocol';
import { judge, ledgerOf, type FlaggedRows } from '../../orders/judgement';
import { addExact, formatExact } from '../../orders/exact-money';
import type { Policies, Reason, SetAsideReason } from '../../intake/types';

type Effect = Assessment['effects'][number];
interface Switch {
  policy: 'guests' | 'refunds' | 'zeroValue' | 'duplicates';
  reason: SetAsideReason;
  /** The policy's other choice that this version carries out; null where there is none. */
  alternatives: Record<string, string | null>;
}

const SWITCHES: readonly Switch[] = [
  { policy: 'guests', reason: 'no_customer', alternatives: { setAside: 'keep', keep: 'setAside' } },
  { policy: 'refunds', reason: 'refund', alternatives: { setAside: null } },
  { policy: 'zeroValue', reason: 'zero_value', alternatives: { setAside: 'keep', keep: 'setAside' } },
  { policy: 'duplicates', reason: 'duplicate', alternatives: { keep: 'setAside', setAside: 'keep' } },
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
): Effect[] {
  const effects = SWITCHES.map(({ policy, reason, alternatives }): Effect => {
    const strict = { ...policies, [policy]: 'setAside' };
    const touched = flagged.filter((group) => judge(group, strict) === reason);
    const choice = policies[policy];
    const alternative = alternatives[choice] ?? null;
    return {
      policy,
      choice,
      rows: touched.reduce((sum, group) => sum + group.rows, 0),
      amount: formatExact(addExact(touched.map((group) => group.amount))),
      otherwise: touched.length === 0 ? null : otherwise(policy, alternative, flagged, rejected, policies),
    };
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
  return effects;
}

/** What the other choice would give; null where this version carries out no other. */
function otherwise(
  policy: Switch['policy'],
  alternative: string | null,
  flagged: readonly FlaggedRows[],
  rejected: number,
  policies: Policies,
): Reason | null {
  if (alternative === null) return null;
  const revenue = ledgerOf(flagged, rejected, { ...policies, [policy]: alternative }).amountUsed;
  const [changed, unchanged] = sentencesOf(policy, alternative);
  return revenue === ledgerOf(flagged, rejected, policies).amountUsed
    ? { key: unchanged }
    : { key: changed, values: { revenue } };
}

function sentencesOf(policy: Switch['policy'], alternative: string): [changed: string, unchanged: string] {
  if (alternative === 'setAside')
    return ['import_otherwise_set_aside', 'import_otherwise_set_aside_unchanged'];
  if (policy === 'guests') return ['import_otherwise_guests', 'import_otherwise_guests_unchanged'];
  return ['import_otherwise_kept', 'import_otherwise_kept_unchanged'];
}
