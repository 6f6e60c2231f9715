import { m } from '../../messages/speak';
import { estimateAt, quantileOf, type SurvivalRow } from '../../statistics/kaplan-meier';
import type { Results } from '../define';

/** One value of the dimension, with its curve and its place in the log-rank test. */
export interface Group {
  /** `''` for customers without a value. */
  group: string;
  customers: number;
  observed: number;
  expected: number;
  survival: SurvivalRow[];
  half: number | null;
}

export interface GroupComparison {
  /** Largest first. */
  groups: Group[];
  /** Null where there is nothing to test. */
  test: { chi_square: number; degrees: number; p: number } | null;
}

/** Days at which groups may be compared in a sentence, and the fewest customers whose share is worth one. */
const MILESTONES = [365, 180, 90, 60, 30, 7] as const;
const THIN = 20;
/** The level at which groups are said to differ. */
export const LEVEL = 0.05;

type TestRow = Omit<Group, 'survival' | 'half'> & {
  chi_square: number | null;
  degrees: number;
  p: number | null;
};

export const groupName = (group: string): string => (group === '' ? m.interval_group_blank() : group);

export function groupsOf(results: Results): GroupComparison {
  const tested = (results['group_test'] ?? []) as unknown as TestRow[];
  const curves = new Map<string, SurvivalRow[]>(tested.map(({ group }) => [group, []]));
  for (const row of (results['survival_by_group'] ?? []) as unknown as (SurvivalRow & { group: string })[])
    curves.get(row.group)?.push(row);
  const groups = tested.map(({ group, customers, observed, expected }) => {
    const survival = curves.get(group) ?? [];
    return { group, customers, observed, expected, survival, half: quantileOf(survival, 0.5) };
  });
  const { chi_square = null, degrees = 0, p = null } = tested[0] ?? {};
  return { groups, test: chi_square === null || p === null ? null : { chi_square, degrees, p } };
}

/** True where no order has a value: every customer is in the empty one. */
export const isMissing = ({ groups }: GroupComparison): boolean =>
  groups.length === 1 && groups[0]?.group === '';

export interface Extremes {
  day: number;
  best: { name: string; share: number };
  worst: { name: string; share: number };
}

/** The groups with most and with fewest back, at the latest usual day that all have been followed to. */
export function extremesOf({ groups }: GroupComparison): Extremes | null {
  const large = groups.filter(({ customers }) => customers >= THIN);
  if (large.length < 2) return null;
  for (const day of MILESTONES) {
    const shares = large.flatMap(({ group, survival }) => {
      const row = estimateAt(survival, day);
      return row ? [{ name: groupName(group), share: row.share_returned }] : [];
    });
    const [first, ...rest] = shares;
    if (!first || shares.length < large.length) continue;
    const best = rest.reduce((most, one) => (one.share > most.share ? one : most), first);
    const worst = rest.reduce((least, one) => (one.share < least.share ? one : least), first);
    return best.share > worst.share ? { day, best, worst } : null;
  }
  return null;
}
