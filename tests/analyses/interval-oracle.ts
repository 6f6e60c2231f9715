import { shareReturned, type Expected } from './repurchase-oracle';
import { inScope, purchaseDays, quotient, type Shop } from './purchase-oracle';

/** When customers come back, worked out from plain arrays of waits: loops over persons, definitions as written. */
export type Wait = Expected['waits'][number] & { group: string; customer: string };

/** One wait a customer who reached the n-th purchase day, under the channel of that day's first order. */
export function waitsOf(
  shop: Pick<Shop, 'orders' | 'asOf' | 'narrowed'>,
  observed: number,
  from: number,
): Wait[] {
  return inScope(shop.orders, shop.asOf, shop.narrowed).flatMap((history) => {
    const seen = purchaseDays(history).filter(({ day }) => day <= observed);
    const at = seen.findIndex(({ dayNumber }) => dayNumber === from);
    const [start, next] = [seen[at], seen[at + 1]];
    if (at < 0 || !start) return [];
    const days = (next?.day ?? observed) - start.day;
    return [{ days, back: next !== undefined, group: start.channel ?? '', customer: start.customer }];
  });
}

/** Last two gaps in scope of each customer with two: last ÷ sum, and k by Var = 1 ÷ (4(2k + 1)) about ½. */
export function regularityOf(shop: Pick<Shop, 'orders' | 'asOf' | 'narrowed'>): {
  customers: number;
  variance: number | null;
  k: number | null;
} {
  const balances = inScope(shop.orders, shop.asOf, shop.narrowed).flatMap((history) => {
    const [before, middle, last] = purchaseDays(history)
      .slice(-3)
      .map(({ day }) => day);
    if (before === undefined || middle === undefined || last === undefined) return [];
    return [(last - middle) / (last - before)];
  });
  const variance = quotient(
    balances.reduce((sum, balance) => sum + (balance - 0.5) ** 2, 0),
    balances.length,
  );
  const k = variance === null || variance === 0 ? null : (1 / (4 * variance) - 1) / 2;
  return { customers: balances.length, variance, k };
}

/** The last day on which, by the estimate for censoring, at least a tenth of all were still watched. */
export function horizonOf(waits: readonly Wait[]): number | null {
  if (waits.length === 0) return null;
  const lastDay = Math.max(...waits.map(({ days }) => days));
  let watched = 1;
  for (let day = 0; day <= lastDay; day += 1) {
    const ended = waits.filter((wait) => wait.days === day && !wait.back).length;
    const others = waits.filter((wait) => wait.days > day).length;
    if (ended > 0) watched *= 1 - ended / (ended + others);
    if (watched < 0.1) return day;
  }
  return lastDay;
}

export interface ExpectedTiming {
  horizon: number;
  returned: number;
  hazards: (number | null)[];
  smoothed: (number | null)[];
  shares: number[];
  atRisk: number[];
  most: number;
  /** Weeks of the shortest run that holds half of the returns; null where no whole weeks do. */
  length: number | null;
}

export function timingOf(waits: readonly Wait[]): ExpectedTiming | null {
  const horizon = horizonOf(waits);
  if (horizon === null) return null;
  const surviving = (day: number): number => 1 - shareReturned([...waits], day);
  const weeks = Array.from({ length: Math.floor(horizon / 7) }, (_, index) => index);
  const hazards = weeks.map((week) =>
    surviving(7 * week) > 1e-9 ? 1 - surviving(7 * week + 7) / surviving(7 * week) : null,
  );
  const atRisk = weeks.map((week) => waits.filter(({ days }) => days > 7 * week).length);
  const smoothed = weeks.map((week) => {
    const near = [week - 1, week, week, week + 1].filter((one) => one in hazards && hazards[one] !== null);
    const weight = near.reduce((sum, one) => sum + atRisk[one]!, 0);
    return quotient(
      near.reduce((sum, one) => sum + atRisk[one]! * hazards[one]!, 0),
      weight,
    );
  });
  const shares = weeks.map((week) => surviving(7 * week) - surviving(7 * week + 7));
  const total = 1 - surviving(horizon);
  let most = 0;
  while (1 - surviving(most) < 0.8 * total - 1e-9) most += 1;
  const lengths = weeks.flatMap((first) =>
    weeks
      .filter((last) => last >= first)
      .filter((last) => surviving(7 * first) - surviving(7 * last + 7) >= 0.5 * total - 1e-9)
      .map((last) => last - first + 1),
  );
  return {
    horizon,
    returned: waits.filter(({ back, days }) => back && days <= horizon).length,
    ...{ hazards, smoothed, shares, atRisk, most },
    length: lengths.length === 0 ? null : Math.min(...lengths),
  };
}

/** The two-group log-rank χ² as textbooks print it: (Σ O − E)² ÷ Σ V over the days with returns, of the first group. */
export function twoGroupChiSquare(waits: readonly Wait[], group: string): number | null {
  let [difference, variance] = [0, 0];
  for (const day of new Set(waits.filter(({ back }) => back).map(({ days }) => days))) {
    const atRisk = waits.filter(({ days }) => days >= day);
    const own = atRisk.filter((wait) => wait.group === group).length;
    const back = atRisk.filter((wait) => wait.back && wait.days === day);
    const [n, d] = [atRisk.length, back.length];
    difference += back.filter((wait) => wait.group === group).length - (d * own) / n;
    if (n > 1) variance += (d * (own / n) * (1 - own / n) * (n - d)) / (n - 1);
  }
  return variance > 1e-9 ? difference ** 2 / variance : null;
}
