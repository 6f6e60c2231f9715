import type { Assessment } from '../../engine/protocol';
import { judge, ledgerOf, type FlaggedRows } from '../../orders/judgement';
import { addExact, formatExact } from '../../orders/exact-money';
import type { Policies, SetAsideReason } from '../../intake/types';

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
    const otherwise = { ...policies, [policy]: alternative };
    return {
      policy,
      choice,
      rows: touched.reduce((sum, group) => sum + group.rows, 0),
      amount: formatExact(addExact(touched.map((group) => group.amount))),
      otherwise:
        alternative === null || touched.length === 0
          ? null
          : {
              key: sentenceOf(policy, alternative),
              values: { revenue: ledgerOf(flagged, rejected, otherwise).amountUsed },
            },
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

function sentenceOf(policy: Switch['policy'], alternative: string): string {
  if (alternative === 'setAside') return 'import_otherwise_set_aside';
  return policy === 'guests' ? 'import_otherwise_guests' : 'import_otherwise_kept';
}
