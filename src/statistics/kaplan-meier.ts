import type { Row } from '../analyses/define';
import { normalQuantile } from './normal';

/** Customers leaving the wait on one day: `events` came back, `censored` were last seen still waiting. */
export interface SurvivalInput {
  /** Whole days since the start, 0 or more. */
  day: number;
  events: number;
  censored: number;
}

export interface SurvivalRow {
  day: number;
  /** Estimated share who have returned by the end of this day, 0…1: 1 − S(day). */
  share_returned: number;
  /** Band around it, 0…1; `null` where the estimate is 1 and the band is undefined. */
  low: number | null;
  high: number | null;
  /** Customers still waiting at the start of this day: all whose wait lasted this long or longer. */
  at_risk: number;
}

/** S(day) is a product of fractions; 1 − ½ may come out as 0.49999999999999994. */
const ROUNDING = 1e-12;

/**
 * Kaplan–Meier estimate of the share returned, with a pointwise log(−log) band.
 *
 * Rows in: sorted by day, one row a day. Rows out: day 0 (with everyone at risk), then each day of the input.
 * Someone censored on a day counts as at risk on that day: the wait was at least this long.
 * Variance of log S by Greenwood's sum; the band is S^exp(±z·se/log S), which stays within 0 and 1
 * (Kalbfleisch & Prentice, “The Statistical Analysis of Failure Time Data”, 2nd ed., §1.4).
 * Throws a RangeError on unsorted or negative input.
 */
export function kaplanMeier(input: readonly SurvivalInput[], confidence = 0.95): SurvivalRow[] {
  if (input.length === 0) return [];
  checkSorted(input);
  const z = normalQuantile((1 + confidence) / 2);
  let atRisk = input.reduce((sum, row) => sum + row.events + row.censored, 0);
  let surviving = 1;
  let greenwood = 0;
  const rows: SurvivalRow[] = [];
  if (input[0]?.day !== 0) rows.push({ day: 0, share_returned: 0, low: 0, high: 0, at_risk: atRisk });
  for (const { day, events, censored } of input) {
    if (events > 0) {
      surviving *= 1 - events / atRisk;
      greenwood += events / (atRisk * (atRisk - events));
    }
    rows.push({ day, share_returned: 1 - surviving, ...band(surviving, greenwood, z), at_risk: atRisk });
    atRisk -= events + censored;
  }
  return rows;
}

function band(surviving: number, greenwood: number, z: number): { low: number | null; high: number | null } {
  if (surviving === 1) return { low: 0, high: 0 };
  if (surviving === 0) return { low: null, high: null };
  const reach = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(surviving));
  return { low: 1 - surviving ** Math.exp(-reach), high: 1 - surviving ** Math.exp(reach) };
}

function checkSorted(input: readonly SurvivalInput[]): void {
  let previous = -1;
  for (const { day, events, censored } of input) {
    if (!(day > previous)) throw new RangeError(`Days must rise from 0: ${day} follows ${previous}`);
    if (!(events >= 0 && censored >= 0)) throw new RangeError(`Negative count on day ${day}`);
    previous = day;
  }
}

/** First day by which at least the share `p` has returned; `null` where the data ends before. */
export function quantileOf(rows: readonly SurvivalRow[], p: number): number | null {
  return rows.find((row) => row.share_returned >= p - ROUNDING)?.day ?? null;
}

/** The estimate on a day: that of the last row up to it. `null` before the first row and beyond the last wait seen. */
export function estimateAt(rows: readonly SurvivalRow[], day: number): SurvivalRow | null {
  const last = rows.at(-1);
  if (!last || day > last.day) return null;
  return rows.findLast((row) => row.day <= day) ?? null;
}

/** Customers still waiting at the start of a day: nobody leaves between rows, so the next row knows. */
export function atRiskOn(rows: readonly SurvivalRow[], day: number): number {
  return rows.find((row) => row.day >= day)?.at_risk ?? 0;
}

/**
 * The kernel step: rows `{day, events, censored, confidence?}` → rows of {@link SurvivalRow}.
 * The band's level is a param, and params reach a run only as SQL variables: SQL hands it on in its rows.
 */
export function kaplanMeierRows(rows: Row[], options: Record<string, number>): Row[] {
  const confidence = Number(rows[0]?.confidence ?? options.confidence ?? 0.95);
  const input = rows.map((row) => ({
    day: Number(row.day),
    events: Number(row.events),
    censored: Number(row.censored),
  }));
  return kaplanMeier(input, confidence).map((row) => ({ ...row }));
}

/**
 * The kernel step for several groups: rows `{group, day, events, censored, confidence?}`, by group and rising day → the
 * rows of {@link SurvivalRow} of each group, with its `group`.
 */
export function groupedKaplanMeierRows(rows: Row[], options: Record<string, number>): Row[] {
  const groups = new Map<Row[string], Row[]>();
  for (const row of rows) {
    const group = row['group'] ?? null;
    const known = groups.get(group);
    if (known) known.push(row);
    else groups.set(group, [row]);
  }
  return [...groups].flatMap(([group, ofGroup]) =>
    kaplanMeierRows(ofGroup, options).map((row) => ({ group, ...row })),
  );
}
