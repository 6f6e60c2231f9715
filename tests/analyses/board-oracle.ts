import type { RunContext } from '../../src/analyses/define';
import type { OrderFixture, RefundFixture } from './engine';
import { beginOf } from './lifecycle-oracle';

type Grain = 'day' | 'week' | 'month';
export interface Point {
  /** Null where the metric is not known. */
  values: Record<string, number | null>;
  members: Record<string, string[]>;
  /** Customers by 1, 2, 3… active periods of the window. */
  exactly: number[];
}

const WINDOWS: Record<Grain, number> = { day: 30, week: 13, month: 12 };
const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const isoOf = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const ratio = (a: number, b: number): number | null => (b === 0 ? null : a / b);

/** The metrics at the end of the last complete period and of the one before, from lists of customers. */
export function boardOracle(
  orders: readonly OrderFixture[],
  refunds: readonly RefundFixture[],
  grain: Grain,
  loyal: number,
  highValue: number,
  { window, asOf }: RunContext,
): [Point, Point] {
  const current = beginOf(isoOf(numberOf(window.observedThrough) + 1), grain);
  // begins[0] is the last complete period, begins[1] the one before it, …
  const begins: string[] = [];
  for (let begin = current; begins.length < WINDOWS[grain] + 3; begins.push(begin))
    begin = beginOf(isoOf(numberOf(begin) - 1), grain);
  const known = orders.filter(({ at }) => at <= asOf);
  const back = refunds.filter(({ at }) => at <= asOf);
  const at = (point: 0 | 1) =>
    pointOf(known, back, orders, begins.slice(point), point === 0 ? current : begins[0]!, {
      ...{ window: WINDOWS[grain], loyal, highValue, firstDay: window.firstDay },
    });
  return [at(0), at(1)];
}

interface Settings {
  window: number;
  loyal: number;
  highValue: number;
  firstDay: string;
}

function pointOf(
  known: readonly OrderFixture[],
  refunds: readonly RefundFixture[],
  all: readonly OrderFixture[],
  begins: readonly string[],
  end: string,
  { window, loyal, highValue, firstDay }: Settings,
): Point {
  const before = known.filter((order) => order.at < end);
  const customers = [...new Set(before.map((order) => order.customer))].sort();
  const ends = [end, ...begins];
  const of = (customer: string) => before.filter((order) => order.customer === customer);
  const isActive = (customer: string, back: number): boolean =>
    of(customer).some((order) => order.at >= begins[back]! && order.at < ends[back]!);
  const isNew = (customer: string): boolean =>
    all.filter((order) => order.customer === customer).every((order) => order.at >= begins[0]!);
  const lastDay = numberOf(end) - 1;
  const lastOf = (customer: string): number => Math.max(...of(customer).map((order) => numberOf(order.at)));
  const activePeriods = new Map(
    customers.map((customer) => [
      customer,
      Array.from({ length: window }, (_, back) => isActive(customer, back)).filter(Boolean).length,
    ]),
  );
  const inWindow = customers.filter((customer) => activePeriods.get(customer)! > 0);
  const spentBy = (customer: string): number =>
    total(
      [...of(customer), ...refunds.filter((refund) => refund.customer === customer && refund.at < end)]
        .filter((row) => row.at >= begins[window - 1]!)
        .map((row) => row.amount),
    );
  const mean = total(inWindow.map(spentBy)) / inWindow.length;
  const within = (days: number) => (customer: string) => lastOf(customer) > lastDay - days;
  const active = (customer: string) => isActive(customer, 0);
  const was = (customer: string) => isActive(customer, 1);
  const existed = (customer: string) => of(customer).some((order) => order.at < begins[0]!);
  const streak = (count: number) => (customer: string) =>
    Array.from({ length: count }, (_, back) => isActive(customer, back)).every(Boolean);
  const tests: Record<string, (customer: string) => boolean> = {
    customers: () => true,
    dormant: (one) => !active(one),
    active,
    active_7: within(7),
    active_30: within(30),
    active_90: within(90),
    new: (one) => active(one) && isNew(one),
    retained: (one) => active(one) && was(one),
    resurrected: (one) => active(one) && !was(one) && !isNew(one),
    churned: (one) => was(one) && !active(one),
    streak_3: streak(3),
    streak_6: streak(6),
    loyal: (one) => activePeriods.get(one)! >= loyal,
    high_value: (one) =>
      inWindow.includes(one) && spentBy(one) > 0 && spentBy(one) >= highValue * mean - 1e-9,
  };
  const members = Object.fromEntries(
    Object.entries(tests).map(([id, passes]) => [id, customers.filter(passes)]),
  );
  const count = (id: string): number => members[id]!.length;
  const inPeriod = before.filter((order) => order.at >= begins[0]!);
  const gaps = inPeriod.length === 0 ? [] : gapsEndingFrom(before, begins[0]!);
  const customerDays = new Set(inPeriod.map((order) => `${order.customer} ${order.at}`)).size;
  const days = numberOf(end) - numberOf(begins[0]!);
  const revenue = total(
    [...inPeriod, ...refunds.filter((row) => row.at >= begins[0]! && row.at < end)].map((row) => row.amount),
  );
  const wereDormant = customers.filter((one) => existed(one) && !was(one));
  const sinceLast = customers.map((one) => lastDay - lastOf(one)).sort((a, b) => a - b);
  const middle = (sinceLast.length - 1) / 2;
  const values: Record<string, number | null> = {
    ...Object.fromEntries(Object.keys(tests).map((id) => [id, count(id)])),
    daily_average: customerDays / days,
    orders_per_customer: ratio(inPeriod.length, count('active')),
    revenue_per_customer: ratio(revenue, count('active')),
    days_since_last:
      sinceLast.length === 0 ? null : (sinceLast[Math.floor(middle)]! + sinceLast[Math.ceil(middle)]!) / 2,
    active_periods: ratio(total([...activePeriods.values()]), inWindow.length),
    interval: ratio(total(gaps), gaps.length),
    retention: ratio(count('retained'), customers.filter(was).length),
    churn_rate: ratio(count('churned'), customers.filter(was).length),
    return_rate: ratio(wereDormant.filter(active).length, wereDormant.length),
    stickiness: ratio(customerDays / days, count('active')),
  };
  const compares = ['retained', 'resurrected', 'churned', 'retention', 'churn_rate', 'return_rate'];
  for (const id of Object.keys(values)) {
    const needed = compares.includes(id) ? begins[1]! : begins[0]!;
    if (needed < firstDay) values[id] = null;
  }
  const exactly = Array.from(
    { length: window },
    (_, index) => customers.filter((one) => activePeriods.get(one) === index + 1).length,
  );
  return { values, members, exactly };
}

/** Days between purchase days that follow each other, of those that end on `from` or later. */
function gapsEndingFrom(orders: readonly OrderFixture[], from: string): number[] {
  const gaps: number[] = [];
  for (const customer of new Set(orders.map((order) => order.customer))) {
    const days = [
      ...new Set(orders.filter((order) => order.customer === customer).map(({ at }) => at)),
    ].sort();
    days.forEach((day, index) => {
      const before = days[index - 1];
      if (before !== undefined && day >= from) gaps.push(numberOf(day) - numberOf(before));
    });
  }
  return gaps;
}
