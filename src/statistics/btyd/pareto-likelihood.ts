import { gaussLegendre } from '../quadrature';
import { digamma, logGamma } from '../special';
import type { LogLikelihood } from './fit';
import { byCount, ranked, type Histories } from './histories';

/** Between two times of the grid, a day apart at most, the integrand is nearly exponential: five nodes give ten digits. */
const NODES = gaussLegendre(5);
const PER_STEP = NODES.nodes.length;
const DAY = 1 / 7;

/**
 * The Pareto/NBD log-likelihood of weighted histories with its gradient in [r, α, s, β]:
 *   ln Γ(r+x) − ln Γ(r) + r ln α + s ln β − (r+x) ln(α+T) − s ln(β+T) + ln(1 + odds of having left)
 * (Fader & Hardie 2005). The odds hold ∫ from t_x to T of f(u) = (α+u)^−(r+x) (β+u)^−(s+1) du, which is the difference
 * of two ₂F₁; here it is read off running integrals over a grid of all times, one run for each count, so that the cost
 * grows with counts × days and hardly with customers. Each running integral is kept relative to f at its own time:
 * nothing under- or overflows, and the difference loses no digit that the sum could show.
 */
export function paretoLikelihood(histories: Histories): LogLikelihood {
  const { histories: sorted, groups: counts } = byCount(histories);
  const { weight } = sorted;
  const grid = dailyGrid(sorted);
  const place = new Map(Array.from(grid, (time, i) => [time, i]));
  const from = Int32Array.from(sorted.tx, (time) => place.get(time)!);
  const to = Int32Array.from(sorted.T, (time) => place.get(time)!);
  const groups = counts.map((group) => ({
    ...group,
    first: from.subarray(group.from, group.to).reduce((least, at) => Math.min(least, at), Infinity),
    last: to.subarray(group.from, group.to).reduce((most, at) => Math.max(most, at), 0),
  }));
  const running = runningIntegrals(grid.length);
  return ([r, alpha, s, beta], gradient) => {
    const at = gridTerms(grid, alpha!, beta!);
    let sum = 0;
    let [byR, byAlpha, byS, byBeta] = [0, 0, 0, 0];
    for (const { x, from: begins, to: ends, first, last } of groups) {
      const [shape, slope] = [r! + x, s! + 1];
      accumulate(running, at, shape, slope, first, last);
      const constant = logGamma(shape) - logGamma(r!) + r! * Math.log(alpha!) + s! * Math.log(beta!);
      const constantByR = digamma(shape) - digamma(r!) + Math.log(alpha!);
      for (let i = begins; i < ends; i += 1) {
        const w = weight[i]!;
        const start = from[i]!;
        const end = to[i]!;
        const logA = at.logA[end]!;
        const logB = at.logB[end]!;
        const inverseA = at.inverseA[end]!;
        const inverseB = at.inverseB[end]!;
        sum += w * (constant - shape * logA - s! * logB);
        byR += w * (constantByR - logA);
        byAlpha += w * (r! / alpha! - shape * inverseA);
        byS += w * (Math.log(beta!) - logB);
        byBeta += w * (s! / beta! - s! * inverseB);
        const fall = shape * (logA - at.logA[start]!) + slope * (logB - at.logB[start]!);
        const rest = Math.exp(-fall);
        const area = running.area[start]! - running.area[end]! * rest;
        if (!(area > 0)) continue;
        const odds = Math.log((s! * area) / (beta! + grid[end]!)) + fall;
        const e = Math.exp(-Math.abs(odds));
        const left = odds > 0 ? 1 / (1 + e) : e / (1 + e);
        sum += w * (Math.max(odds, 0) + Math.log1p(e));
        const share = (w * left) / area;
        byR += w * left * logA - share * (running.logA[start]! - running.logA[end]! * rest);
        byS += w * left * (1 / s! + logB) - share * (running.logB[start]! - running.logB[end]! * rest);
        byAlpha +=
          shape * (w * left * inverseA - share * (running.inverseA[start]! - running.inverseA[end]! * rest));
        byBeta +=
          w * left * s! * inverseB -
          slope * share * (running.inverseB[start]! - running.inverseB[end]! * rest);
      }
    }
    gradient.set([byR, byAlpha, byS, byBeta]);
    return sum;
  };
}

/** All times of the histories, and days between them, ascending. */
function dailyGrid({ tx, T }: Histories): Float64Array {
  const { values } = ranked(tx, T);
  const grid: number[] = [];
  values.forEach((time, i) => {
    const before = i === 0 ? time : values[i - 1]!;
    const steps = Math.ceil((time - before) / DAY - 1e-6);
    for (let step = 1; step < steps; step += 1) grid.push(before + ((time - before) * step) / steps);
    grid.push(time);
  });
  return Float64Array.from(grid);
}

/** ∫ from each time to the last one of f, and of f times four weights, each divided by f at that time. */
function runningIntegrals(length: number) {
  const empty = () => new Float64Array(length);
  return { area: empty(), logA: empty(), logB: empty(), inverseA: empty(), inverseB: empty() };
}

/** Logarithms and inverses of α + u and β + u at the grid's times, and at the nodes between them. */
function gridTerms(grid: Float64Array, alpha: number, beta: number) {
  const nearest = Math.min(alpha, beta);
  const u = new Float64Array((grid.length - 1) * PER_STEP);
  const weight = new Float64Array(u.length);
  for (let step = 0; step + 1 < grid.length; step += 1) {
    const from = Math.log(nearest + grid[step]!);
    const half = Math.log1p((grid[step + 1]! - grid[step]!) / (nearest + grid[step]!)) / 2;
    for (let node = 0; node < PER_STEP; node += 1) {
      const shifted = Math.exp(from + half * (1 + NODES.nodes[node]!));
      u[step * PER_STEP + node] = shifted - nearest;
      weight[step * PER_STEP + node] = NODES.weights[node]! * half * shifted;
    }
  }
  const logs = (times: Float64Array, shift: number) => times.map((time) => Math.log(shift + time));
  const inverses = (times: Float64Array, shift: number) => times.map((time) => 1 / (shift + time));
  return {
    logA: logs(grid, alpha),
    logB: logs(grid, beta),
    inverseA: inverses(grid, alpha),
    inverseB: inverses(grid, beta),
    nodes: {
      weight,
      logA: logs(u, alpha),
      logB: logs(u, beta),
      inverseA: inverses(u, alpha),
      inverseB: inverses(u, beta),
    },
  };
}

function accumulate(
  running: ReturnType<typeof runningIntegrals>,
  at: ReturnType<typeof gridTerms>,
  shape: number,
  slope: number,
  first: number,
  last: number,
): void {
  let [area, logA, logB, inverseA, inverseB] = [0, 0, 0, 0, 0];
  const { nodes } = at;
  for (let k = last; k >= first; k -= 1) {
    if (k < last) {
      const [hereA, hereB] = [at.logA[k]!, at.logB[k]!];
      const kept = Math.exp(shape * (hereA - at.logA[k + 1]!) + slope * (hereB - at.logB[k + 1]!));
      area *= kept;
      logA *= kept;
      logB *= kept;
      inverseA *= kept;
      inverseB *= kept;
      for (let node = k * PER_STEP; node < (k + 1) * PER_STEP; node += 1) {
        const f =
          nodes.weight[node]! *
          Math.exp(shape * (hereA - nodes.logA[node]!) + slope * (hereB - nodes.logB[node]!));
        area += f;
        logA += f * nodes.logA[node]!;
        logB += f * nodes.logB[node]!;
        inverseA += f * nodes.inverseA[node]!;
        inverseB += f * nodes.inverseB[node]!;
      }
    }
    running.area[k] = area;
    running.logA[k] = logA;
    running.logB[k] = logB;
    running.inverseA[k] = inverseA;
    running.inverseB[k] = inverseB;
  }
}
