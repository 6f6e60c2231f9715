import type { Row } from '../analyses/define';
import { cholesky, quadraticForm } from './cholesky';
import { chiSquareTail } from './chi-square';
import type { SurvivalInput } from './kaplan-meier';

export interface LogRank {
  /** Of each group, in the order given: customers, those who came back, and how many would have if all waited alike. */
  groups: { customers: number; observed: number; expected: number }[];
  /** Null where there is nothing to compare: fewer than two groups at risk together when somebody came back. */
  chi_square: number | null;
  /** Groups that could be compared, less one. */
  degrees: number;
  /** Probability of so large a χ² where the groups wait alike. */
  p: number | null;
}

/**
 * The log-rank test of k groups: do they wait alike?
 *
 * On each day the events of a group are compared with its share of those at risk: E = Σ d·nᵍ ÷ n; the variance is that of
 * the hypergeometric distribution, Σ d·(nᵍ ÷ n)·(δ − nʰ ÷ n)·(n − d) ÷ (n − 1). χ² = (O − E)ᵀ·V⁻·(O − E).
 * Rows of each group as for {@link kaplanMeier}: one row a day, rising. Someone censored on a day counts as at risk on it.
 * Source: N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163–170; Kalbfleisch & Prentice, 2nd ed., §1.5.
 */
export function logRank(groups: readonly (readonly SurvivalInput[])[]): LogRank {
  const size = groups.length;
  const customers = groups.map((rows) => rows.reduce((sum, row) => sum + row.events + row.censored, 0));
  const observed = groups.map((rows) => rows.reduce((sum, row) => sum + row.events, 0));
  const expected = new Float64Array(size);
  const variance = new Float64Array(size * size);
  const atRisk = Float64Array.from(customers);
  const places = new Int32Array(size);
  for (const day of daysOf(groups)) {
    const leaving = groups.map((rows, group) => {
      const row = rows[places[group]!];
      if (row?.day !== day) return null;
      places[group]! += 1;
      return row;
    });
    const events = leaving.reduce((sum, row) => sum + (row?.events ?? 0), 0);
    if (events > 0) addDay(expected, variance, atRisk, events);
    leaving.forEach((row, group) => (atRisk[group]! -= (row?.events ?? 0) + (row?.censored ?? 0)));
  }
  const factor = cholesky(variance, size);
  const degrees = factor.aliased.filter((isAliased) => !isAliased).length;
  const chiSquare =
    degrees === 0
      ? null
      : quadraticForm(
          factor,
          observed.map((count, group) => count - expected[group]!),
        );
  return {
    groups: customers.map((count, group) => ({
      customers: count,
      observed: observed[group]!,
      expected: expected[group]!,
    })),
    chi_square: chiSquare,
    degrees,
    p: chiSquare === null ? null : chiSquareTail(Math.max(0, chiSquare), degrees),
  };
}

function daysOf(groups: readonly (readonly SurvivalInput[])[]): number[] {
  return [...new Set(groups.flatMap((rows) => rows.map(({ day }) => day)))].sort((a, b) => a - b);
}

function addDay(expected: Float64Array, variance: Float64Array, atRisk: Float64Array, events: number): void {
  const size = atRisk.length;
  const all = atRisk.reduce((sum, count) => sum + count, 0);
  const spread = all > 1 ? (events * (all - events)) / (all - 1) : 0;
  for (let one = 0; one < size; one += 1) {
    const share = atRisk[one]! / all;
    expected[one]! += events * share;
    for (let other = 0; other < size; other += 1)
      variance[one * size + other]! += spread * share * ((one === other ? 1 : 0) - atRisk[other]! / all);
  }
}

/**
 * The kernel step: rows `{group, day, events, censored}`, by group and rising day → one row a group with `group`,
 * `customers`, `observed`, `expected`, and the test of all groups, the same in each row: `chi_square`, `degrees`, `p`.
 */
export function logRankRows(rows: Row[]): Row[] {
  const groups = new Map<Row[string], SurvivalInput[]>();
  for (const row of rows) {
    const name = row['group'] ?? null;
    const known = groups.get(name) ?? [];
    known.push({
      day: Number(row['day']),
      events: Number(row['events']),
      censored: Number(row['censored']),
    });
    groups.set(name, known);
  }
  const { groups: counted, ...test } = logRank([...groups.values()]);
  return [...groups.keys()].map((group, index) => ({ group, ...counted[index]!, ...test }));
}
