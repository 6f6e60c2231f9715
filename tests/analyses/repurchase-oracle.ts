import { expect } from 'vitest';
import type { Results, Row, RunContext } from '../../src/analyses/define';
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

/** Days are counted from the epoch. `isKept` is what filters leave beside the as-of day; numbers are of the whole history. */
export function expectedOf(
  orders: readonly OrderFixture[],
  asOf: number,
  observed: number,
  from: number,
  isKept: (order: OrderFixture) => boolean = () => true,
): Expected {
  const whole = purchaseDays(orders, asOf);
  const kept = purchaseDays(orders.filter(isKept), asOf);
  const histories = [...kept.values()];
  const all = histories.flatMap(gapsOf);
  const numberOf = (customer: string, day: number) => whole.get(customer)!.indexOf(day) + 1;
  const steps = new Map<number, number[]>();
  for (const [customer, days] of kept)
    gapsOf(days).forEach((gap, index) => {
      const number = numberOf(customer, days[index]!);
      steps.set(number, [...(steps.get(number) ?? []), gap]);
    });
  const waits = [...kept].flatMap(([customer, days]) => {
    const seen = days.filter((day) => day <= observed);
    const at = seen.findIndex((day) => numberOf(customer, day) === from);
    if (at < 0) return [];
    const [start, next] = [seen[at]!, seen[at + 1]];
    return next === undefined ? { days: observed - start, back: false } : { days: next - start, back: true };
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
      from_first_order: [...kept].flatMap(([customer, days]) =>
        days.map((day) => day - whole.get(customer)![0]!).filter((since) => since > 0),
      ),
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

export const definition = (results: Results, name: string): Row =>
  results.summary!.find((row) => row.definition === name)!;
const close = (actual: unknown, expected: number | null) =>
  expected === null ? expect(actual).toBeNull() : expect(actual).toBeCloseTo(expected, 8);

/** Every result of a run against the arrays. */
export function expectResults(
  results: Results,
  context: RunContext,
  orders: readonly OrderFixture[],
  from: number,
  isKept?: (order: OrderFixture) => boolean,
): void {
  const asOf = Date.parse(context.asOf) / 86_400_000;
  const observed = Date.parse(context.window.observedThrough) / 86_400_000;
  const expected = expectedOf(orders, asOf, observed, from, isKept);
  expect(results.gaps).toEqual(expected.gaps);
  expect(results.overview).toEqual([expected.overview]);
  expect(results.summary!.map((row) => row.definition)).toEqual(Object.keys(expected.summary));
  for (const [name, lengths] of Object.entries(expected.summary)) {
    const row = definition(results, name);
    expect(row.n).toBe(lengths.length);
    close(row.mean, mean(lengths));
    for (const p of [25, 50, 75, 90]) close(row[`p${p}`], quantile(lengths, p / 100));
  }
  expect(results.by_order_number!.map((row) => row.from_order)).toEqual(
    [...expected.steps.keys()].sort((a, b) => a - b),
  );
  for (const row of results.by_order_number!) {
    const lengths = expected.steps.get(Number(row.from_order))!;
    expect(row.n).toBe(lengths.length);
    close(row.mean, mean(lengths));
    for (const p of [25, 50, 75]) close(row[`p${p}`], quantile(lengths, p / 100));
  }
  const { waits } = expected;
  expect(results.survival_events!.map((row) => row.day)).toEqual(
    [...new Set(waits.map((wait) => wait.days))].sort((a, b) => a - b),
  );
  for (const row of results.survival!) {
    close(row.share_returned, shareReturned(waits, Number(row.day)));
    expect(row.at_risk).toBe(waits.filter((wait) => wait.days >= Number(row.day)).length);
  }
  expect(results.survival!.length === 0).toBe(waits.length === 0);
}
