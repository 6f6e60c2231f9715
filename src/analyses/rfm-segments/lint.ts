import { EQUAL_WEIGHTS, weightedScore, type SegmentRule, type Weights } from './schemes';

/** A combination of scores. */
export interface ScoreCell {
  r: number;
  f: number;
  m: number;
}

export interface CountedCell extends ScoreCell {
  customers: number;
}

/** Combinations several rows fit. The one that stands first wins. */
export interface Overlap {
  /** Indexes into the table. */
  winner: number;
  loser: number;
  cells: number;
  customers: number;
}

export interface LintReport {
  /** Combinations no row fits, with their customers; most customers first. */
  gaps: CountedCell[];
  gapCustomers: number;
  /** By pair of rows, in the order of the table. */
  overlaps: Overlap[];
  /** Rows that fit something, but nothing that an earlier row leaves over. */
  unreachable: number[];
  /** Rows that fit no combination at all. */
  empty: number[];
  /** Index of the winning row for each combination, or null; keyed by `cellKey`. */
  winners: Map<string, number | null>;
}

/** A weighted score so near an edge is at it: weights are seldom binary fractions. As in scores.sql. */
const NEAR = 1e-9;

export const cellKey = ({ r, f, m }: ScoreCell): string => `${r}-${f}-${m}`;

/** True where a row of a segment table fits a combination of scores, whatever stands before it. */
export function fits(rule: SegmentRule, { r, f, m }: ScoreCell, weights: Weights = EQUAL_WEIGHTS): boolean {
  const within = (value: number, range: readonly [number, number] | undefined) =>
    range === undefined || (value >= range[0] - NEAR && value <= range[1] + NEAR);
  return (
    within(r, rule.r) &&
    within(f, rule.f) &&
    within(m, rule.m) &&
    within((f + m) / 2, rule.fm) &&
    within(weightedScore({ r, f, m }, weights), rule.score)
  );
}

/**
 * Checks a segment table over every combination of scores from 1 to `levels`: what no row fits, what several fit and
 * who wins, and rows that can never win. `counts` gives the customers of a combination; those not given have none.
 */
export function lintRules(
  rules: readonly SegmentRule[],
  levels: number,
  counts: readonly CountedCell[] = [],
  weights: Weights = EQUAL_WEIGHTS,
): LintReport {
  const customersAt = new Map(counts.map((cell) => [cellKey(cell), cell.customers]));
  const gaps: CountedCell[] = [];
  const overlaps = new Map<string, Overlap>();
  const fitting = new Set<number>();
  const winning = new Set<number>();
  const winners = new Map<string, number | null>();
  for (const cell of scoreCells(levels)) {
    const customers = customersAt.get(cellKey(cell)) ?? 0;
    const rows = rules.flatMap((rule, index) => (fits(rule, cell, weights) ? [index] : []));
    const [winner, ...losers] = rows;
    winners.set(cellKey(cell), winner ?? null);
    if (winner === undefined) {
      gaps.push({ ...cell, customers });
      continue;
    }
    winning.add(winner);
    for (const row of rows) fitting.add(row);
    for (const loser of losers) addOverlap(overlaps, winner, loser, customers);
  }
  gaps.sort((a, b) => b.customers - a.customers || b.r - a.r || b.f - a.f || b.m - a.m);
  const rows = rules.map((_, index) => index);
  return {
    gaps,
    gapCustomers: gaps.reduce((sum, cell) => sum + cell.customers, 0),
    overlaps: [...overlaps.values()].sort((a, b) => a.winner - b.winner || a.loser - b.loser),
    unreachable: rows.filter((row) => fitting.has(row) && !winning.has(row)),
    empty: rows.filter((row) => !fitting.has(row)),
    winners,
  };
}

function addOverlap(overlaps: Map<string, Overlap>, winner: number, loser: number, customers: number): void {
  const key = `${winner} ${loser}`;
  const overlap = overlaps.get(key) ?? { winner, loser, cells: 0, customers: 0 };
  overlap.cells += 1;
  overlap.customers += customers;
  overlaps.set(key, overlap);
}

function* scoreCells(levels: number): Generator<ScoreCell> {
  for (let r = 1; r <= levels; r += 1) {
    for (let f = 1; f <= levels; f += 1) {
      for (let m = 1; m <= levels; m += 1) yield { r, f, m };
    }
  }
}

/** A block of combinations: every r, f and m within the ranges. */
export interface ScoreBox {
  r: [number, number];
  f: [number, number];
  m: [number, number];
  customers: number;
}

/** Combinations gathered into blocks that do not overlap, so that a gap reads as a row would. Not always the fewest. */
export function blocksOf(cells: readonly CountedCell[]): ScoreBox[] {
  const left = new Map(cells.map((cell) => [cellKey(cell), cell]));
  const blocks: ScoreBox[] = [];
  for (const { r, f, m } of [...cells].sort((a, b) => a.r - b.r || a.f - b.f || a.m - b.m)) {
    if (!left.has(cellKey({ r, f, m }))) continue;
    const block: ScoreBox = { r: [r, r], f: [f, f], m: [m, m], customers: 0 };
    for (const dimension of ['m', 'f', 'r'] as const) {
      for (;;) {
        const next = block[dimension][1] + 1;
        const slice = cellsOf({ ...block, [dimension]: [next, next] });
        if (!slice.every((cell) => left.has(cellKey(cell)))) break;
        block[dimension] = [block[dimension][0], next];
      }
    }
    for (const cell of cellsOf(block)) {
      block.customers += left.get(cellKey(cell))?.customers ?? 0;
      left.delete(cellKey(cell));
    }
    blocks.push(block);
  }
  return blocks.sort((a, b) => b.customers - a.customers);
}

/** Every combination of a block. */
export function cellsOf(block: Pick<ScoreBox, 'r' | 'f' | 'm'>): ScoreCell[] {
  const cells: ScoreCell[] = [];
  for (let r = block.r[0]; r <= block.r[1]; r += 1) {
    for (let f = block.f[0]; f <= block.f[1]; f += 1) {
      for (let m = block.m[0]; m <= block.m[1]; m += 1) cells.push({ r, f, m });
    }
  }
  return cells;
}
