import type { OrderFixture } from './engine';

/** The repurchase interval worked out from plain arrays: sets of days, loops over persons, no SQL. */

const DAY = 86_400_000;
export const dayOf = (order: OrderFixture): number => Date.parse(order.at.slice(0, 10)) / DAY;
export const isoOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** Sorted distinct purchase days of each customer, up to and with a day. */
export function purchaseDays(orders: readonly OrderFixture[], upTo: number): Map<string, number[]> {
  const days = new Map<string, Set<number>>();
  for (const order of orders) {
    const day = dayOf(order);
    if (day > upTo) continue;
    days.set(order.customer, (days.get(order.customer) ?? new Set()).add(day));
  }
  return new Map([...days].map(([customer, set]) => [customer, [...set].sort((a, b) => a - b)]));
}

const gapsOf = (days: readonly number[]): number[] => days.slice(1).map((day, index) => day - days[index]!);
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** R type 7. */
export function quantile(values: readonly number[], p: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)]!;
  return below + (position - Math.floor(position)) * (sorted[Math.ceil(position)]! - below);
}

export interface Expected {
  gaps: { days: number; count: number }[];
  summary: Record<string, number[]>;
  steps: Map<number, number[]>;
  overview: Record<string, number>;
  /** One wait a customer who reached the n-th purchase day. */
  waits: { days: number; back: boolean }[];
}

export function expectedOf(
  orders: readonly OrderFixture[],
  asOf: number,
  observed: number,
  from: number,
): Expected {
  const histories = [...purchaseDays(orders, asOf).values()];
  const all = histories.flatMap(gapsOf);
  const steps = new Map<number, number[]>();
  for (const days of histories)
    gapsOf(days).forEach((gap, index) => steps.set(index + 1, [...(steps.get(index + 1) ?? []), gap]));
  const waits = [...purchaseDays(orders, observed).values()]
    .filter((days) => days.length >= from)
    .map((days) => {
      const start = days[from - 1]!;
      const next = days[from];
      return next === undefined
        ? { days: observed - start, back: false }
        : { days: next - start, back: true };
    });
  const waiting = waits.filter((wait) => !wait.back);
  return {
    gaps: [...new Set(all)]
      .sort((a, b) => a - b)
      .map((days) => ({ days, count: all.filter((gap) => gap === days).length })),
    summary: {
      all_gaps: all,
      first_to_second: steps.get(1) ?? [],
      customer_mean: histories.filter((days) => days.length > 1).map((days) => mean(gapsOf(days))!),
      from_first_order: histories.flatMap((days) => days.slice(1).map((day) => day - days[0]!)),
    },
    steps,
    overview: {
      customers: histories.length,
      purchase_days: histories.reduce((sum, days) => sum + days.length, 0),
      repeaters: histories.filter((days) => days.length > 1).length,
      started: waits.length,
      returned: waits.length - waiting.length,
      waiting: waiting.length,
      waiting_recent: waiting.filter((wait) => wait.days < 60).length,
    },
    waits,
  };
}

/** 1 − S(day) from its definition. */
export function shareReturned(waits: Expected['waits'], day: number): number {
  let surviving = 1;
  for (const event of new Set(
    waits.filter((wait) => wait.back && wait.days <= day).map((wait) => wait.days),
  )) {
    const atRisk = waits.filter((wait) => wait.days >= event).length;
    surviving *= 1 - waits.filter((wait) => wait.back && wait.days === event).length / atRisk;
  }
  return 1 - surviving;
}
