import type { RunContext } from '../../src/analyses/define';
import type { OrderFixture } from './engine';

type Grain = 'day' | 'week' | 'month' | 'quarter';
type Group = Set<string> | null;
interface Period {
  period: string;
  state: string;
  active: Set<string>;
  new: Set<string>;
  retained: Group;
  resurrected: Group;
  churned: Group;
  dormant: Group;
}

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const isoOf = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);

/** First day of the period a day lies in. */
export function beginOf(day: string, grain: Grain): string {
  if (grain === 'day') return day;
  if (grain === 'week') return isoOf(dayNumber(day) - ((((dayNumber(day) + 3) % 7) + 7) % 7));
  const month = Number(day.slice(5, 7));
  const first = grain === 'month' ? month : month - ((month - 1) % 3);
  return `${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`;
}

/** First day of the next period: walks day by day. */
export function nextBegin(begin: string, grain: Grain): string {
  let number = dayNumber(begin);
  do number += 1;
  while (beginOf(isoOf(number), grain) === begin);
  return isoOf(number);
}

/** Growth accounting with sets of customers, period after period. */
export function lifecycleOracle(
  orders: readonly OrderFixture[],
  grain: Grain,
  { window, narrowed, asOf }: RunContext,
): { periods: Period[]; sleep: [length: number, customers: number, atRisk: number, woken: number][] } {
  const through = window.observedThrough;
  const firstEver = new Map<string, string>();
  for (const { customer, at } of orders) {
    const known = firstEver.get(customer);
    if (known === undefined || at < known) firstEver.set(customer, at.slice(0, 10));
  }
  const inScope = orders.filter(
    ({ at, channel }) =>
      at <= asOf &&
      at <= through &&
      (!narrowed?.from || at >= narrowed.from) &&
      (!narrowed?.dimensions.channel || narrowed.dimensions.channel.includes(channel ?? '')),
  );
  const activeIn = new Map<string, Set<string>>();
  for (const { customer, at } of inScope) {
    const begin = beginOf(at, grain);
    activeIn.set(begin, (activeIn.get(begin) ?? new Set()).add(customer));
  }
  const periods: Period[] = [];
  const seen = new Set<string>();
  const earliest = [...activeIn.keys()].sort()[0];
  for (let begin = earliest; begin !== undefined && begin <= through; begin = nextBegin(begin, grain)) {
    const lastDay = isoOf(dayNumber(nextBegin(begin, grain)) - 1);
    const state = lastDay > through ? 'partial' : begin < window.firstDay ? 'truncated' : 'complete';
    const active = activeIn.get(begin) ?? new Set();
    const before = periods.at(-1)?.active;
    const isNew = (customer: string) => beginOf(firstEver.get(customer)!, grain) === begin;
    for (const customer of active) seen.add(customer);
    const filter = (from: Set<string>, keep: (customer: string) => boolean) =>
      new Set([...from].filter(keep));
    const isCut = periods.length === 0 && Boolean(narrowed?.from);
    const isPartial = state === 'partial';
    periods.push({
      period: begin,
      state,
      active,
      new: filter(active, isNew),
      retained: isCut ? null : filter(active, (one) => before?.has(one) ?? false),
      resurrected: isCut ? null : filter(active, (one) => !isNew(one) && !before?.has(one)),
      churned: isPartial || !before ? null : filter(before, (one) => !active.has(one)),
      dormant: isPartial ? null : filter(seen, (one) => !active.has(one)),
    });
  }
  return { periods, sleep: sleepOf(periods, seen) };
}

/** Each customer's row of active and idle complete periods, read from left to right. */
function sleepOf(periods: readonly Period[], customers: ReadonlySet<string>) {
  const complete = periods.filter(({ state }) => state !== 'partial');
  const counts = new Map<number, [customers: number, atRisk: number, woken: number]>();
  const at = (length: number) => {
    const found = counts.get(length) ?? [0, 0, 0];
    counts.set(length, found);
    return found;
  };
  for (const customer of customers) {
    let length: number | null = null;
    for (const { active } of complete) {
      const isActive = active.has(customer);
      if (length !== null) {
        at(length)[1] += 1;
        if (isActive) at(length)[2] += 1;
      }
      length = isActive ? 0 : length === null ? null : length + 1;
    }
    const isAwake = periods.some(({ state, active }) => state === 'partial' && active.has(customer));
    // A sleep that a period not yet over has ended was still watched to its last complete period.
    if (length !== null) at(length);
    at(isAwake ? 0 : (length ?? 0))[0] += 1;
  }
  const longest = Math.max(-1, ...counts.keys());
  return Array.from({ length: longest + 1 }, (_, length): [number, number, number, number] => {
    const [n, atRisk, woken] = at(length);
    return [length, n, atRisk, woken];
  });
}
