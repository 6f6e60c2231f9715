import type { KernelOptions, Row } from '../analyses/define';

/** A cohort's amounts so far, by age from 0, as far as they are complete. */
export interface Development {
  size: number;
  cumulative: readonly number[];
}

/**
 * Age-to-age growth, pooled: element a is Σ amount at age a ÷ Σ amount at age a − 1 over the cohorts complete at age a.
 * Null at age 0, where no cohort is complete, and where the amounts before are not above 0.
 * These are the development factors of the chain ladder (T. Mack, ASTIN Bulletin 23 (1993) 213–225).
 */
export function developmentFactors(cohorts: readonly Development[]): (number | null)[] {
  const ages = Math.max(0, ...cohorts.map(({ cumulative }) => cumulative.length));
  return Array.from({ length: ages }, (_, age) => {
    if (age === 0) return null;
    let [before, after] = [0, 0];
    for (const { cumulative } of cohorts) {
      const [from, to] = [cumulative[age - 1], cumulative[age]];
      if (from === undefined || to === undefined) continue;
      before += from;
      after += to;
    }
    return before > 0 ? after / before : null;
  });
}

/**
 * The amounts a cohort reaches after its last complete age if it grows as older cohorts have, up to the last age any has
 * completed, or up to the first age without a factor. Empty for a cohort without a complete age or without an amount above 0.
 */
export function projectedAmounts({ cumulative }: Development, factors: readonly (number | null)[]): number[] {
  const projected: number[] = [];
  let amount = cumulative.at(-1) ?? 0;
  if (!(amount > 0)) return projected;
  for (const factor of factors.slice(cumulative.length)) {
    if (factor === null) return projected;
    amount *= factor;
    projected.push(amount);
  }
  return projected;
}

/** How many times larger than its successors a first cohort may be before it is doubted. */
const LARGEST_PLAUSIBLE = 1.5;
const SUCCESSORS = 3;

/**
 * True where a first cohort probably holds old customers whose first orders lie before the file: it is more than 1.5 × the
 * median of the next (up to) three. Old customers buy more, so it would raise every average it is in.
 */
export function isDoubtfulFirst([first, ...next]: readonly number[]): boolean {
  const sorted = next.slice(0, SUCCESSORS).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (first === undefined || upper === undefined) return false;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
  return first > LARGEST_PLAUSIBLE * median;
}

interface Cohort extends Development {
  cohort: string;
}

/** Rows of one cohort and age, in this order, with `cohort`, `age`, `size`, `state` and `cumulative_revenue`. */
function developments(rows: readonly Row[]): Cohort[] {
  const cohorts = new Map<string, { cohort: string; size: number; cumulative: number[] }>();
  for (const row of rows) {
    const name = String(row['cohort']);
    const known = cohorts.get(name) ?? { cohort: name, size: Number(row['size']), cumulative: [] };
    cohorts.set(name, known);
    if (row['state'] === 'complete') known.cumulative.push(Number(row['cumulative_revenue']));
  }
  return [...cohorts.values()];
}

/** The cohorts that averages and growth stand on: all with a complete age, but a doubtful first one. */
function pool(cohorts: readonly Cohort[]): Cohort[] {
  const complete = cohorts.filter(({ cumulative }) => cumulative.length > 0);
  const isFirst = complete[0] !== undefined && complete[0] === cohorts[0];
  return isFirst && isDoubtfulFirst(complete.map(({ size }) => size)) ? complete.slice(1) : complete;
}

/**
 * One row an age that any cohort of the pool has completed: `n` customers of the `cohorts` that have, their revenue and margin per
 * customer by then, and the growth from the age before. `margin` is the share of revenue that is kept.
 */
export function valueByAgeRows(rows: Row[], { margin = 1 }: KernelOptions): Row[] {
  const cohorts = pool(developments(rows));
  return developmentFactors(cohorts).map((growth, age) => {
    const lived = cohorts.filter(({ cumulative }) => cumulative.length > age);
    const n = lived.reduce((sum, { size }) => sum + size, 0);
    const revenue = lived.reduce((sum, { cumulative }) => sum + (cumulative[age] ?? 0), 0) / n;
    return {
      age,
      n,
      cohorts: lived.length,
      revenue_per_customer: revenue,
      margin_per_customer: revenue * margin,
      growth,
    };
  });
}

/** One row a cohort and age after its last complete one: what it reaches per customer if it grows as older cohorts have. */
export function projectedValueRows(rows: Row[], { margin = 1 }: KernelOptions): Row[] {
  const cohorts = developments(rows);
  const factors = developmentFactors(pool(cohorts));
  return cohorts.flatMap((cohort) =>
    projectedAmounts(cohort, factors).map((amount, index) => ({
      cohort: cohort.cohort,
      age: cohort.cumulative.length + index,
      size: cohort.size,
      cumulative_revenue: amount,
      revenue_per_customer: amount / cohort.size,
      margin_per_customer: (amount / cohort.size) * margin,
    })),
  );
}

/**
 * One row a cohort: its last complete age and what it has brought by then, the first age by which the margin per customer
 * reaches what winning one has cost, observed or else projected, and the projection's end. Null where there is none.
 *
 * The cost of a customer is `cost` where that is above 0; else what the rows of `costs` (`cohort`, `cost`) say of the cohort
 * ÷ its size. Without either, and where it is 0, there is no payback.
 */
export function paybackRows(
  rows: Row[],
  { margin = 1, cost = 0 }: KernelOptions,
  [costs = []]: readonly Row[][] = [],
): Row[] {
  const spent = new Map(costs.map((row) => [String(row['cohort']), Number(row['cost'])]));
  const cohorts = developments(rows);
  const factors = developmentFactors(pool(cohorts));
  return cohorts.map((cohort) => {
    const { size, cumulative } = cohort;
    const projected = projectedAmounts(cohort, factors);
    const ofCohort = spent.get(cohort.cohort);
    const each = cost > 0 ? cost : ofCohort === undefined ? null : ofCohort / size;
    const reaches = (amount: number) => each !== null && each > 0 && (amount / size) * margin >= each;
    const [paid, willPay] = [cumulative.findIndex(reaches), projected.findIndex(reaches)];
    const last = cumulative.at(-1);
    const end = projected.at(-1);
    return {
      cohort: cohort.cohort,
      size,
      last_age: last === undefined ? null : cumulative.length - 1,
      revenue_per_customer: last === undefined ? null : last / size,
      margin_per_customer: last === undefined ? null : (last / size) * margin,
      cost_per_customer: each,
      payback_age: paid < 0 ? null : paid,
      projected_payback_age: paid >= 0 || willPay < 0 ? null : cumulative.length + willPay,
      projected_age: end === undefined ? null : cumulative.length + projected.length - 1,
      projected_revenue_per_customer: end === undefined ? null : end / size,
      projected_margin_per_customer: end === undefined ? null : (end / size) * margin,
    };
  });
}
