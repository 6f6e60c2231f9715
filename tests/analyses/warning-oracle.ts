import type { OrderFixture } from './engine';

export interface Judged {
  customer: string;
  level: string;
  reasons: string[];
  flagged: boolean;
  valueAtStake: number;
  expectedGap: number | null;
  chance: number | null;
  waiting: number;
}
export interface Line {
  customer: string;
  product: number;
  at: string;
  order?: string;
}

const numberOf = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / 86_400_000;
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Chance that an Erlang wait of integer shape and mean 1 is longer than `ratio`: integrates the density numerically. */
function longerThan(ratio: number, shape: number): number {
  const factorial = Array.from({ length: shape - 1 }, (_, index) => index + 1).reduce((a, b) => a * b, 1);
  const density = (t: number) => (shape ** shape * t ** (shape - 1) * Math.exp(-shape * t)) / factorial;
  const end = ratio + 40;
  const steps = 6_000;
  const step = (end - ratio) / steps;
  let sum = density(ratio) + density(end);
  for (let index = 1; index < steps; index += 1) sum += density(ratio + index * step) * (index % 2 ? 4 : 2);
  return (sum * step) / 3;
}

/** Each customer judged on one day with nothing but arrays. */
export function warningOracle(
  orders: readonly OrderFixture[],
  lines: readonly Line[],
  day: string,
): {
  judged: Judged[];
  populationGap: number | null;
  priorWeight: number | null;
  regularity: number | null;
} {
  const today = numberOf(day);
  const known = orders.filter((order) => numberOf(order.at) <= today);
  const customers = [...new Set(known.map((order) => order.customer))].sort();
  const daysOf = new Map(
    customers.map((customer) => {
      const days = known.filter((order) => order.customer === customer).map((order) => numberOf(order.at));
      return [customer, [...new Set(days)].sort((a, b) => a - b)] as const;
    }),
  );
  const gapsOf = (customer: string): number[] => {
    const days = daysOf.get(customer)!;
    return days.slice(1).map((at, index) => at - days[index]!);
  };
  const repeaters = customers.map(gapsOf).filter((gaps) => gaps.length > 0);
  const { mean, weight } = credibility(repeaters);
  const regularity = wheatMorrison(repeaters);
  const k = Math.min(6, Math.max(1, regularity ?? 1));
  const judged = customers.map((customer): Judged => {
    const days = daysOf.get(customer)!;
    const gaps = gapsOf(customer);
    const rows = known.filter((order) => order.customer === customer);
    const waiting = today - days.at(-1)!;
    const expectedGap =
      gaps.length === 0 || mean === null
        ? null
        : weight === null
          ? mean
          : (total(gaps) + weight * mean) / (gaps.length + weight);
    const chance =
      expectedGap === null
        ? null
        : (1 - (k - Math.floor(k))) * longerThan(waiting / expectedGap, Math.floor(k)) +
          (k - Math.floor(k)) * longerThan(waiting / expectedGap, Math.ceil(k));
    const level =
      chance === null
        ? 'one_time'
        : chance > 0.2
          ? 'steady'
          : chance > 0.05
            ? 'watch'
            : chance > 0.005
              ? 'at_risk'
              : 'lost';
    const recent = (at: number) => at > today - 91;
    const earlier = (at: number) => at > today - 182 && at <= today - 91;
    const amount = (keep: (at: number) => boolean) =>
      total(rows.filter((row) => keep(numberOf(row.at))).map((row) => row.amount));
    const [now, before] = [days.filter(recent).length, days.filter(earlier).length];
    const products = (keep: (at: number) => boolean) =>
      new Set(
        lines
          .filter((line) => line.customer === customer && numberOf(line.at) <= today)
          .filter((line) => keep(numberOf(line.at)))
          .map((line) => line.product),
      ).size;
    const tests: [string, boolean][] = [
      ['overdue', level === 'at_risk'],
      ['fewer_orders', days[0]! <= today - 182 && before >= 3 && now * 2 <= before],
      [
        'smaller_orders',
        before >= 2 &&
          now >= 2 &&
          amount(earlier) > 0 &&
          amount(recent) / now <= (0.7 * amount(earlier)) / before + 1e-9,
      ],
      ['narrower_range', now >= 1 && products(earlier) >= 4 && products(recent) * 2 <= products(earlier)],
    ];
    const reasons = tests.filter(([, holds]) => holds).map(([name]) => name);
    const revenue = total(rows.map((row) => row.amount));
    const yearly = expectedGap === null ? 0 : ((revenue / days.length) * 365) / expectedGap;
    return {
      ...{ customer, level, reasons, expectedGap, chance, waiting },
      flagged: level === 'at_risk' || (['steady', 'watch'].includes(level) && reasons.length > 0),
      valueAtStake: Math.max(0, Math.min(yearly, revenue)),
    };
  });
  return { judged, populationGap: mean, priorWeight: weight, regularity };
}

/** Bühlmann–Straub with unit weights, from each customer's list of gaps. */
function credibility(lists: readonly (readonly number[])[]): { mean: number | null; weight: number | null } {
  if (lists.length === 0) return { mean: null, weight: null };
  const count = total(lists.map((gaps) => gaps.length));
  const overall = total(lists.map((gaps) => total(gaps))) / count;
  const meanOf = (gaps: readonly number[]) => total(gaps) / gaps.length;
  const free = count - lists.length;
  const within =
    free === 0
      ? null
      : total(lists.map((gaps) => total(gaps.map((gap) => (gap - meanOf(gaps)) ** 2)))) / free;
  const divisor = count - total(lists.map((gaps) => gaps.length ** 2)) / count;
  if (within === null || divisor === 0) return { mean: overall, weight: null };
  const spread = total(lists.map((gaps) => gaps.length * (meanOf(gaps) - overall) ** 2));
  const between = (spread - (lists.length - 1) * within) / divisor;
  if (!(between > 1e-9)) return { mean: overall, weight: null };
  const weight = within / between;
  const shares = lists.map((gaps) => gaps.length / (gaps.length + weight));
  return { mean: total(lists.map((gaps, index) => meanOf(gaps) * shares[index]!)) / total(shares), weight };
}

function wheatMorrison(lists: readonly (readonly number[])[]): number | null {
  const shares = lists
    .filter((gaps) => gaps.length >= 2)
    .map((gaps) => gaps.at(-1)! / (gaps.at(-1)! + gaps.at(-2)!));
  if (shares.length < 30) return null;
  const mean = total(shares) / shares.length;
  const variance = total(shares.map((share) => (share - mean) ** 2)) / (shares.length - 1);
  return variance > 0 ? (1 - 4 * variance) / (8 * variance) : null;
}
