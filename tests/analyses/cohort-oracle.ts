import { readFileSync } from 'node:fs';
import type { RunContext } from '../../src/analyses/define';
import type { OrderFixture, RefundFixture } from './engine';

/** Cohort retention counted over arrays, by another way than the SQL: sets of customers per period. */

type Grain = 'week' | 'month' | 'quarter';
const DAY = 86_400_000;
const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** First day of the period a day lies in. */
function begin(day: string, grain: Grain): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  if (grain === 'month') return iso(Date.UTC(year, month - 1, 1));
  if (grain === 'quarter') return iso(Date.UTC(year, month - 1 - ((month - 1) % 3), 1));
  // getUTCDay: Sunday is 0, so Monday is 0 after turning by six.
  return iso(utc(day) - ((new Date(utc(day)).getUTCDay() + 6) % 7) * DAY);
}

function next(day: string, grain: Grain): string {
  if (grain === 'week') return iso(utc(day) + 7 * DAY);
  const date = new Date(utc(day));
  return iso(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + (grain === 'month' ? 1 : 3), 1));
}

/** A running number of months, to subtract. */
export function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}

/** Wilson's 95 % interval, from its textbook form: the shares p with |p̂ − p| = z·√(p(1 − p)/n). */
function wilson(x: number, n: number): { rate_low: number; rate_high: number } {
  const z = 1.959963984540054;
  const [a, b, c] = [1 + (z * z) / n, -(2 * x + z * z) / n, (x / n) ** 2];
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  return {
    rate_low: tidy(Math.max(0, (-b - root) / (2 * a))),
    rate_high: tidy(Math.min(1, (-b + root) / (2 * a))),
  };
}

const tidy = (value: number): number => Number(value.toFixed(9));

/** The cells of one cohort: as many ages as the oldest cohort has periods up to the last observed day. */
function cellsOf(
  cohort: string,
  oldest: string,
  members: ReadonlySet<string>,
  orders: readonly OrderFixture[],
  refunds: readonly RefundFixture[],
  grain: Grain,
  { window: { firstDay, observedThrough }, narrowed }: RunContext,
  firstOf: ReadonlyMap<string, string>,
  rolling: number,
) {
  const cells = [];
  const back = new Set<string>();
  let [allOrders, allRevenue] = [0, 0];
  let [period, clock] = [cohort, oldest];
  for (let age = 0; clock <= observedThrough; age += 1) {
    const after = next(period, grain);
    const ageOf = ({ customer, at }: RefundFixture) =>
      Math.floor((utc(at.slice(0, 10)) - utc(firstOf.get(customer) ?? '')) / DAY / rolling);
    const isInside = (document: RefundFixture) =>
      rolling > 0
        ? ageOf(document) === age
        : document.at.slice(0, 10) >= period && document.at.slice(0, 10) < after;
    const inside = orders.filter((order) => members.has(order.customer) && isInside(order));
    const customers = new Set(inside.map((order) => order.customer));
    const revenue = [...inside, ...refunds.filter(isInside)].reduce((sum, { amount }) => sum + amount, 0);
    if (age > 0) for (const customer of customers) back.add(customer);
    allOrders += inside.length;
    allRevenue += revenue;
    // Where ages roll, the first and the last day on which a customer of the cohort can be of this age.
    const opens = rolling > 0 ? iso(utc(cohort) + age * rolling * DAY) : period;
    const lastMember = utc(next(cohort, grain)) - DAY;
    const lastDay = iso(rolling > 0 ? lastMember + ((age + 1) * rolling - 1) * DAY : utc(after) - DAY);
    const later = orders.filter(
      (order) =>
        members.has(order.customer) && (rolling > 0 ? ageOf(order) >= age : order.at.slice(0, 10) >= period),
    );
    const stillThere = new Set(later.map((order) => order.customer)).size;
    const observed = lastDay > observedThrough ? 'partial' : 'complete';
    const isCut = (age === 0 && period < firstDay) || cohort < (narrowed?.from ?? '');
    const state = opens > observedThrough ? 'future' : isCut ? 'truncated' : observed;
    const seen = <Value>(value: Value): Value | null => (state === 'future' ? null : value);
    cells.push({
      cohort,
      age,
      size: members.size,
      customers: seen(customers.size),
      rate: seen(customers.size / members.size),
      orders: seen(inside.length),
      revenue: seen(tidy(revenue)),
      state,
      cumulative_customers: seen(back.size),
      cumulative_rate: seen(back.size / members.size),
      cumulative_orders: seen(allOrders),
      cumulative_revenue: seen(tidy(allRevenue)),
      revenue_per_customer: seen(tidy(revenue / members.size)),
      on_or_after_customers: seen(stillThere),
      on_or_after_rate: seen(stillThere / members.size),
      rate_low: seen(wilson(customers.size, members.size).rate_low),
      rate_high: seen(wilson(customers.size, members.size).rate_high),
    });
    period = after;
    clock = rolling > 0 ? iso(utc(clock) + rolling * DAY) : next(clock, grain);
  }
  return cells;
}

/**
 * What the two results must be, for the orders and refunds a run with this context sees. `isKept` is what its filters
 * leave beside the as-of day; cohorts are those of the whole history.
 */
export function cohortOracle(
  orders: readonly OrderFixture[],
  grain: Grain,
  context: RunContext,
  refunds: readonly RefundFixture[] = [],
  isKept: (order: OrderFixture) => boolean = () => true,
  rolling = 0,
) {
  const visible = orders.filter((order) => order.at.slice(0, 10) <= context.asOf);
  const firstOf = new Map<string, string>();
  for (const { customer, at } of visible) {
    const known = firstOf.get(customer);
    if (known === undefined || at.slice(0, 10) < known) firstOf.set(customer, at.slice(0, 10));
  }
  const inScope = visible.filter(isKept);
  const buyers = new Set(inScope.map((order) => order.customer));
  const membersOf = new Map<string, Set<string>>();
  for (const [customer, day] of firstOf) {
    if (!buyers.has(customer)) continue;
    const cohort = begin(day, grain);
    membersOf.set(cohort, (membersOf.get(cohort) ?? new Set<string>()).add(customer));
  }
  const cohorts = [...membersOf.keys()].sort();
  const oldest = cohorts[0] ?? '';
  const cells = cohorts.flatMap((cohort) =>
    cellsOf(
      cohort,
      oldest,
      membersOf.get(cohort) ?? new Set(),
      inScope,
      refunds.filter(
        ({ customer, at }) =>
          at.slice(0, 10) <= context.asOf && begin(firstOf.get(customer) ?? '9999-01-01', grain) === cohort,
      ),
      grain,
      context,
      firstOf,
      rolling,
    ),
  );

  const lastAge = Math.max(-1, ...cells.map((cell) => cell.age));
  const averages = Array.from({ length: lastAge + 1 }, (_, age) => {
    const complete = cells.filter((cell) => cell.age === age && cell.state === 'complete');
    const later = complete.filter((cell) => cell.cohort !== oldest);
    const size = complete.reduce((sum, cell) => sum + cell.size, 0);
    const returned = complete.reduce((sum, cell) => sum + (cell.customers ?? 0), 0);
    const mean = (
      rows: typeof cells,
      column:
        | 'customers'
        | 'orders'
        | 'revenue'
        | 'cumulative_customers'
        | 'cumulative_orders'
        | 'cumulative_revenue'
        | 'on_or_after_customers',
    ) => {
      const size = rows.reduce((sum, cell) => sum + cell.size, 0);
      return size === 0 ? null : tidy(rows.reduce((sum, cell) => sum + (cell[column] ?? 0), 0) / size);
    };
    const both = (name: string, column: Parameters<typeof mean>[1]) => ({
      [name]: mean(complete, column),
      [`${name}_without_first`]: mean(later, column),
    });
    return {
      age,
      n: complete.reduce((sum, cell) => sum + cell.size, 0),
      n_without_first: later.reduce((sum, cell) => sum + cell.size, 0),
      ...both('rate', 'customers'),
      ...both('orders_per_customer', 'orders'),
      ...both('revenue_per_customer', 'revenue'),
      ...both('cumulative_rate', 'cumulative_customers'),
      ...both('cumulative_orders_per_customer', 'cumulative_orders'),
      ...both('cumulative_revenue_per_customer', 'cumulative_revenue'),
      ...both('on_or_after_rate', 'on_or_after_customers'),
      ...(size === 0 ? { rate_low: null, rate_high: null } : wilson(returned, size)),
    };
  });
  return { cells, averages };
}

/** One order per invoice of the UCI file, refunds, zero values and blank customers left out. */
export function onlineRetailOrders(path: string): OrderFixture[] {
  const [head, ...lines] = readFileSync(path, 'utf8').split(/\r?\n/);
  const names = fields(head ?? '');
  const at = (name: string) => names.indexOf(name);
  const [invoice, quantity, date, price, customer] = [
    at('InvoiceNo'),
    at('Quantity'),
    at('InvoiceDate'),
    at('UnitPrice'),
    at('CustomerID'),
  ];
  const orders = new Map<string, OrderFixture>();
  for (const line of lines) {
    const values = fields(line);
    const value = (index: number) => values[index] ?? '';
    if (value(customer) === '' || value(invoice).startsWith('C')) continue;
    if (!(Number(value(quantity)) > 0) || !(Number(value(price)) > 0)) continue;
    const amount = Number(value(quantity)) * Number(value(price));
    const known = orders.get(value(invoice));
    if (known) known.amount += amount;
    else
      orders.set(value(invoice), {
        customer: value(customer),
        order: value(invoice),
        at: value(date).slice(0, 10),
        amount,
      });
  }
  return [...orders.values()].map((order) => ({ ...order, amount: Number(order.amount.toFixed(4)) }));
}

/** One line of CSV with quotes; the file has no line breaks inside fields. */
function fields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? '',
  );
}

/** Every record of the CDNOW file is one order. */
export function cdnowMasterOrders(path: string): OrderFixture[] {
  const orders: OrderFixture[] = [];
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    const [customer, day, , amount] = line.trim().split(/\s+/);
    if (!customer || !day || !/^\d{8}$/.test(day)) continue;
    orders.push({
      customer,
      at: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`,
      amount: Number(amount),
    });
  }
  return orders;
}
