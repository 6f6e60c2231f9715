import type { Assessment } from '../../engine/protocol';
import type { ChargeEvidence } from '../../intake/order-sums';
import type { Policies } from '../../intake/types';
import { addExact, formatExact } from '../../orders/exact-money';
import { CHARGES, judge, ledgerOf, revenueOf, type Charge, type FlaggedRows } from '../../orders/judgement';
import type { LineFacts } from '../../orders/line-facts';
import { zonesOf } from './clock';
import type { Choices } from './importer';

type Effect = Assessment['effects'][number];

/** Tax and shipping where the file has them: used rows that bear them, how much, and the revenue of the other choice. */
export function chargeEffects(
  flagged: readonly FlaggedRows[],
  policies: Policies,
  evidence: Record<Charge, ChargeEvidence | null>,
): Effect[] {
  return CHARGES.flatMap((charge): Effect[] => {
    if (!flagged.some((group) => group[`${charge}_rows`] > 0)) return [];
    const used = flagged.filter((group) => judge(group, policies) === null);
    const told = evidence[charge];
    const moved = told?.contained === false ? 'in' : 'out';
    const other = policies[charge] === 'asIs' ? moved : 'asIs';
    const revenue = revenueOf(ledgerOf(flagged, 0, { ...policies, [charge]: other }));
    return [
      {
        policy: charge,
        choice: policies[charge],
        rows: used.reduce((sum, group) => sum + group[`${charge}_rows`], 0),
        amount: formatExact(addExact(used.map((group) => group[charge]))),
        otherwise: { key: OTHERWISE[other], values: { revenue } },
        ...(told && { evidence: told.reason }),
      },
    ];
  });
}

const OTHERWISE = {
  asIs: 'charges_otherwise_as_is',
  out: 'charges_otherwise_out',
  in: 'charges_otherwise_in',
} as const;

/** What the shop's time zone does; nothing is said before one is chosen. */
export function clockEffects(
  { mapping, policies }: Pick<Choices, 'mapping' | 'policies'>,
  { otherDay }: Pick<LineFacts, 'otherDay'>,
): Effect[] {
  const zones = zonesOf(mapping, policies);
  if (!zones && policies.fileTimeZone === null) return [];
  const n = otherDay?.orders ?? 0;
  return [
    {
      policy: 'timeZone',
      choice: policies.timeZone ?? '',
      rows: otherDay?.rows ?? 0,
      amount: '0.0000',
      otherwise: otherDay
        ? { key: 'clock_other_day', values: { count: n, n } }
        : { key: zones ? 'clock_no_stamps' : 'clock_choose_shop' },
    },
  ];
}
