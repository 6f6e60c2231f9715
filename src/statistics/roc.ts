import { normalQuantile } from './normal';

/** Counts that share a score: how many, and how many of them said yes. */
export interface Scored {
  score: Float64Array;
  trials: Float64Array;
  successes: Float64Array;
}

export interface Area {
  /** 0…1; ½ is no better than chance. */
  area: number;
  standardError: number;
  low: number;
  high: number;
}

/** Scores closer than this are tied: rounding must not rank customers who are alike. */
const TIED = 1e-12;

/**
 * Area under the ROC curve: the chance that of two, one yes and one no, the yes has the higher score; ties count half.
 * Standard error by DeLong, the interval on the log-odds scale so that it stays within 0 and 1.
 * Source: E. R. DeLong, D. M. DeLong & D. L. Clarke-Pearson, Biometrics 44 (1988) 837–845.
 * Null where either kind has fewer than two.
 */
export function rocArea(scored: Scored, confidence = 0.95): Area | null {
  const groups = tiedGroups(scored);
  const yes = groups.reduce((sum, group) => sum + group.successes, 0);
  const no = groups.reduce((sum, group) => sum + group.trials - group.successes, 0);
  if (yes < 2 || no < 2) return null;
  // Of a yes in a group, the share of no that it beats; of a no, the share of yes that beats it.
  let [below, above, area] = [0, yes, 0];
  const places = groups.map(({ trials, successes }) => {
    const failures = trials - successes;
    above -= successes;
    const place = {
      successes,
      failures,
      ofYes: (below + failures / 2) / no,
      ofNo: (above + successes / 2) / yes,
    };
    below += failures;
    area += (successes * place.ofYes) / yes;
    return place;
  });
  const spread = (of: 'ofYes' | 'ofNo', weight: 'successes' | 'failures', count: number): number =>
    places.reduce((sum, place) => sum + place[weight] * (place[of] - area) ** 2, 0) / (count - 1) / count;
  const standardError = Math.sqrt(spread('ofYes', 'successes', yes) + spread('ofNo', 'failures', no));
  return { area, standardError, ...logitInterval(area, standardError, confidence) };
}

function logitInterval(
  share: number,
  standardError: number,
  confidence: number,
): { low: number; high: number } {
  if (share <= 0 || share >= 1 || standardError === 0) return { low: share, high: share };
  const reach = (normalQuantile((1 + confidence) / 2) * standardError) / (share * (1 - share));
  const odds = share / (1 - share);
  const at = (factor: number): number => (odds * factor) / (1 + odds * factor);
  return { low: at(Math.exp(-reach)), high: at(Math.exp(reach)) };
}

interface Group {
  score: number;
  trials: number;
  successes: number;
}

/** Counts by score, rising. */
function tiedGroups({ score, trials, successes }: Scored): Group[] {
  const order = Uint32Array.from(score.keys()).sort((a, b) => score[a]! - score[b]!);
  const groups: Group[] = [];
  for (const row of order) {
    if (trials[row] === 0) continue;
    const last = groups.at(-1);
    if (last && score[row]! - last.score <= TIED) {
      last.trials += trials[row]!;
      last.successes += successes[row]!;
    } else groups.push({ score: score[row]!, trials: trials[row]!, successes: successes[row]! });
  }
  return groups;
}

export interface CalibrationBin {
  /** Mean of the scores, and the share who said yes. */
  predicted: number;
  observed: number;
  trials: number;
  successes: number;
}

/** Up to `bins` groups of about as many each, by rising score; those with one score stay together. */
export function calibration(scored: Scored, bins: number): CalibrationBin[] {
  const groups = tiedGroups(scored);
  const all = groups.reduce((sum, { trials }) => sum + trials, 0);
  const found = new Map<number, { score: number; trials: number; successes: number }>();
  let before = 0;
  for (const { score, trials, successes } of groups) {
    const bin = Math.floor(((before + trials / 2) / all) * bins);
    const known = found.get(bin) ?? { score: 0, trials: 0, successes: 0 };
    found.set(bin, {
      score: known.score + score * trials,
      trials: known.trials + trials,
      successes: known.successes + successes,
    });
    before += trials;
  }
  return [...found.values()].map(({ score, trials, successes }) => ({
    predicted: score / trials,
    observed: successes / trials,
    trials,
    successes,
  }));
}
