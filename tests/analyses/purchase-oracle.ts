import fc from 'fast-check';
import type { Narrowing } from '../../src/analyses/define';
import type { OrderFixture, RefundFixture } from './engine';

/** Orders numbered from plain arrays, no SQL: what the analyses that count purchases are checked against. */
export interface NumberedOrder {
  customer: string;
  /** Days since 1970. */
  day: number;
  amount: number;
  channel: string | null;
  region: string | null;
  /** 1, 2, 3… over the whole history: of orders, and of purchase days. */
  number: number;
  dayNumber: number;
  firstDay: number;
}

const DAY = 86_400_000;
export const dayOf = (at: string): number => Date.parse(at.slice(0, 10)) / DAY;
export const isoOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** Everyone's history in order of time, numbered before anything is left out. */
export function histories(orders: readonly OrderFixture[]): Map<string, NumberedOrder[]> {
  const keyed = orders.map((order, index) => ({ ...order, key: order.order ?? `o${index + 1}` }));
  const found = new Map<string, NumberedOrder[]>();
  const inOrder = keyed.sort((a, b) => {
    const [left, right] = [`${a.at.padEnd(19)} ${a.key}`, `${b.at.padEnd(19)} ${b.key}`];
    return left < right ? -1 : left > right ? 1 : 0;
  });
  for (const order of inOrder) {
    const history = found.get(order.customer) ?? [];
    const before = history.at(-1);
    const day = dayOf(order.at);
    history.push({
      customer: order.customer,
      day,
      amount: order.amount,
      channel: order.channel ?? null,
      region: order.region ?? null,
      number: history.length + 1,
      dayNumber: before === undefined ? 1 : before.dayNumber + (before.day === day ? 0 : 1),
      firstDay: before?.firstDay ?? day,
    });
    found.set(order.customer, history);
  }
  return found;
}

/** Each customer's orders in scope, in order of time; customers without any are absent. */
export function inScope(
  orders: readonly OrderFixture[],
  asOf: number,
  narrowed?: Narrowing,
): NumberedOrder[][] {
  const counts = (order: NumberedOrder): boolean =>
    order.day <= asOf &&
    (!narrowed?.from || order.day >= dayOf(narrowed.from)) &&
    (!narrowed?.to || order.day <= dayOf(narrowed.to)) &&
    (!narrowed?.dimensions.channel || narrowed.dimensions.channel.includes(order.channel ?? ''));
  return [...histories(orders).values()].map((one) => one.filter(counts)).filter((one) => one.length > 0);
}

/** The first order in scope of each purchase day. */
export const purchaseDays = (history: readonly NumberedOrder[]): NumberedOrder[] =>
  history.filter((order, index) => order.day !== history[index - 1]?.day);

/** First day of the calendar period that holds a day, as days since 1970. */
export function periodOf(day: number, grain: string): number {
  const date = new Date(day * DAY);
  if (grain === 'week') return day - ((date.getUTCDay() + 6) % 7);
  const month = grain === 'quarter' ? date.getUTCMonth() - (date.getUTCMonth() % 3) : date.getUTCMonth();
  return Date.UTC(date.getUTCFullYear(), month, 1) / DAY;
}

export function nextPeriod(begins: number, grain: string): number {
  return periodOf(begins + (grain === 'week' ? 7 : grain === 'month' ? 31 : 92), grain);
}

export interface Shop {
  orders: OrderFixture[];
  refunds: RefundFixture[];
  asOf: number;
  narrowed: Narrowing | undefined;
}

/** 2010-01-01, from which generated days count. */
const START = 14_610;
const two = (number: number): string => String(number).padStart(2, '0');

/** Small shops of few customers over some months: many orders of one day, refunds, as-of days, filters. */
export const shops = (days = 200): fc.Arbitrary<Shop> =>
  fc
    .record({
      orders: fc.array(
        fc.record({
          customer: fc.constantFrom('a', 'b', 'c', 'd', "e'é", '客'),
          day: fc.oneof(fc.integer({ min: 0, max: days }), fc.integer({ min: 0, max: 12 })),
          hour: fc.integer({ min: 0, max: 23 }),
          amount: fc.integer({ min: -20, max: 500 }),
          channel: fc.constantFrom('web', 'shop', undefined),
        }),
        { minLength: 1, maxLength: 40 },
      ),
      refunds: fc.array(
        fc.record({
          customer: fc.constantFrom('a', 'b', 'nobody'),
          day: fc.integer({ min: 0, max: days }),
          amount: fc.integer({ min: -90, max: -1 }),
        }),
        { maxLength: 3 },
      ),
      asOf: fc.integer({ min: -3, max: days + 20 }),
      filter: fc.constantFrom('none', 'none', 'channel', 'days'),
      from: fc.integer({ min: 0, max: 60 }),
    })
    .map(({ orders, refunds, asOf, filter, from }) => ({
      orders: orders.map(({ customer, day, hour, amount, channel }) => ({
        customer,
        at: `${isoOf(START + day)} ${two(hour)}:00:00`,
        amount,
        channel,
      })),
      refunds: refunds.map(({ customer, day, amount }) => ({ customer, at: isoOf(START + day), amount })),
      asOf: START + asOf,
      narrowed:
        filter === 'none'
          ? undefined
          : {
              from: filter === 'days' ? isoOf(START + from) : null,
              to: filter === 'days' ? isoOf(START + from + 90) : null,
              dimensions: filter === 'channel' ? { channel: ['web'] } : {},
              segment: null,
            },
    }));

/** Refunds in scope; under a filter by channel there are none. */
export function refundsInScope({ refunds, asOf, narrowed }: Shop): { day: number; refund: RefundFixture }[] {
  if (narrowed?.dimensions.channel) return [];
  return refunds
    .map((refund) => ({ refund, day: dayOf(refund.at) }))
    .filter(
      ({ day }) =>
        day <= asOf &&
        (!narrowed?.from || day >= dayOf(narrowed.from)) &&
        (!narrowed?.to || day <= dayOf(narrowed.to)),
    );
}

export const quotient = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : numerator / denominator;

/** Rows rounded to ten digits: sums of fractions depend on the order of adding. */
export function rounded<Value>(value: Value): Value {
  return JSON.parse(
    JSON.stringify(value, (_key, one: unknown) =>
      typeof one === 'number' ? Number(one.toPrecision(10)) + 0 : one,
    ),
  ) as Value;
}
