import type { CohortCell } from './results';

/** How many times larger than its successors a first cohort may be before it is doubted. */
const LARGEST_PLAUSIBLE = 1.5;
const SUCCESSORS = 3;

/**
 * The first cohort where it probably holds old customers whose first orders lie before the file: its period began before
 * the first covered day, or it is more than 1.5 × the median of the next (up to) three complete cohorts. Else null.
 * The wrong rise of a file that starts mid-life is described for Online Retail II: its December 2010 cohort has 885
 * customers alone and 77 with the year before.
 */
export function doubtfulCohort(cohorts: readonly CohortCell[]): CohortCell | null {
  const first = cohorts[0];
  if (!first) return null;
  if (first.state === 'truncated') return first;
  const sizes = cohorts
    .slice(1)
    .filter((cohort) => cohort.state === 'complete')
    .slice(0, SUCCESSORS)
    .map((cohort) => cohort.size);
  return sizes.length > 0 && first.size > LARGEST_PLAUSIBLE * median(sizes) ? first : null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
