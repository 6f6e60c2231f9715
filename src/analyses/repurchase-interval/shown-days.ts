import type { SurvivalRow } from '../../statistics/kaplan-meier';
import type { Findings } from './findings';

/** A year is always shown whole; beyond it only as far as nearly all that happens reaches. */
const A_YEAR = 364;
const NEARLY_ALL = 0.99;

/**
 * The last day of the x scale that both plots share, in whole weeks so that the last bar is whole. Years of a level
 * curve and of single gaps would squeeze all that happens; what lies beyond is counted in a note, never hidden.
 */
export function lastShownDay({ survival, gaps }: Pick<Findings, 'survival' | 'gaps'>): number {
  const whole = Math.max(survival.at(-1)?.day ?? 0, gaps.at(-1)?.days ?? 0);
  const busy = Math.max(dayOfNearlyAllReturns(survival), dayOfNearlyAllGaps(gaps)) * 1.1;
  return Math.max(7, Math.ceil(Math.min(Math.max(busy, A_YEAR), whole) / 7) * 7);
}

/** Gaps longer than the scale shows. */
export function gapsBeyond({ survival, gaps }: Pick<Findings, 'survival' | 'gaps'>): {
  gaps: number;
  day: number;
} {
  const day = lastShownDay({ survival, gaps });
  return { day, gaps: gaps.reduce((sum, gap) => (gap.days > day ? sum + gap.count : sum), 0) };
}

function dayOfNearlyAllReturns(survival: readonly SurvivalRow[]): number {
  const returned = (survival.at(-1)?.share_returned ?? 0) * NEARLY_ALL;
  return survival.find((row) => row.share_returned >= returned)?.day ?? 0;
}

function dayOfNearlyAllGaps(gaps: Findings['gaps']): number {
  let left = gaps.reduce((sum, gap) => sum + gap.count, 0) * (1 - NEARLY_ALL);
  for (let index = gaps.length - 1; index >= 0; index -= 1) {
    const gap = gaps[index];
    left -= gap?.count ?? 0;
    if (left < 0) return gap?.days ?? 0;
  }
  return 0;
}
