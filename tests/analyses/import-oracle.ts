import type { Policies, SetAsideReason } from '../../src/intake/types';

/**
 * What an import has to make of rows, over arrays: written from the definitions of the canonical tables and policies,
 * not from the SQL. Rows come as meanings (what each field says), never as text, so nothing is parsed here.
 */
export interface MeantRow {
  /** A field more than the file has columns. */
  malformed: boolean;
  customer: string | null;
  order: string | null;
  /** `2024-01-05 10:30:00`; null where it does not read. */
  at: string | null;
  /** Ten-thousandths; null where it does not read. */
  amount: bigint | null;
  quantity: number | null;
  discount: bigint | null;
  product: string | null;
  productName: string | null;
  category: string | null;
  channel: string | null;
  status: string | null;
  currency: string | null;
  email: string | null;
  region: string | null;
  /** Equal for rows that are the same in every column of the file. */
  text: string;
}

export interface OracleOrder {
  customer_id: number;
  order_key: string;
  ordered_at: string;
  ordered_on: string;
  amount: bigint;
  discount: bigint;
  units: number | null;
  channel: string | null;
  region: string | null;
  first_product: string | null;
  category: string | null;
  order_number: number;
  day_number: number;
  days_since_previous: number | null;
  first_ordered_on: string;
}

export interface OracleCustomer {
  customer_id: number;
  customer_key: string;
  email: Set<string | null>;
  region: Set<string | null>;
  first_ordered_on: string;
  last_ordered_on: string;
  order_count: number;
  revenue: bigint;
}

export interface OracleShop {
  reasons: (SetAsideReason | null)[];
  copies: number;
  customers: OracleCustomer[];
  orders: OracleOrder[];
  products: { product_id: number; product: string; product_name: string | null; category: string | null }[];
  lines: {
    customer_id: number;
    order_key: string;
    ordered_on: string;
    product_id: number | null;
    units: number | null;
    amount: bigint;
  }[];
  firstDay: string | null;
  lastDay: string | null;
}

/** The engine's order of texts: by their UTF-8 bytes. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const dayOf = (at: string): string => at.slice(0, 10);
const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
const firstGiven = <T>(values: readonly (T | null)[]): T | null =>
  values.find((value) => value !== null) ?? null;

function groupedBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}

export function reasonsOf(
  rows: readonly MeantRow[],
  policies: Policies,
  cancelledPrefix: string | null,
): (SetAsideReason | null)[] {
  const seen = new Set<string>();
  return rows.map((row) => {
    const isCopy = seen.has(row.text);
    seen.add(row.text);
    const isRefund =
      (row.amount ?? 0n) < 0n ||
      (row.quantity ?? 0) < 0 ||
      (cancelledPrefix !== null && (row.order ?? '').startsWith(cancelledPrefix));
    const holds: [SetAsideReason, boolean][] = [
      ['malformed', row.malformed],
      ['unreadable_date', row.at === null],
      ['unreadable_amount', row.amount === null],
      ['no_customer', row.customer === null && policies.guests === 'setAside'],
      ['status', policies.statuses.length > 0 && !policies.statuses.includes(row.status ?? '')],
      ['currency', policies.currency !== null && row.currency !== policies.currency],
      ['refund', isRefund && policies.refunds === 'setAside'],
      ['zero_value', row.amount === 0n && policies.zeroValue === 'setAside'],
      ['duplicate', isCopy && policies.duplicates === 'setAside'],
    ];
    return holds.find(([, does]) => does)?.[0] ?? null;
  });
}

interface Basket {
  buyer: string;
  rows: { row: MeantRow; at: number }[];
  key: string;
}

/** `hasOrder` and `hasProduct` say whether the mapping names such columns. */
export function buildOracle(
  rows: readonly MeantRow[],
  policies: Policies,
  {
    hasOrder,
    hasProduct,
    cancelledPrefix,
  }: { hasOrder: boolean; hasProduct: boolean; cancelledPrefix: string | null },
): OracleShop {
  const reasons = reasonsOf(rows, policies, cancelledPrefix);
  const used = rows.map((row, at) => ({ row, at })).filter(({ at }) => reasons[at] === null);
  const baskets = new Map<string, Basket>();
  for (const { row, at } of used) {
    const number = hasOrder ? (row.order ?? `row ${at}`) : String(at);
    // A guest is nobody we know: each order is a customer of its own.
    const buyer = row.customer ?? `guest ${number}`;
    const place = policies.sameDay === 'merge' ? dayOf(row.at!) : number;
    const id = JSON.stringify([buyer, place]);
    const basket = baskets.get(id) ?? { buyer, rows: [], key: '' };
    basket.rows.push({ row, at });
    baskets.set(id, basket);
  }
  for (const basket of baskets.values()) {
    const given = basket.rows.map(({ row }) => row.order).filter((order) => order !== null);
    const [first] = basket.rows;
    const own =
      policies.sameDay === 'merge'
        ? dayOf(first!.row.at!)
        : hasOrder
          ? `row ${first!.at}`
          : String(first!.at);
    basket.key = hasOrder ? (given.sort(byBytes)[0] ?? own) : own;
  }
  const basketsOf = groupedBy([...baskets.values()], (basket) => basket.buyer);
  const buyers = [...basketsOf.keys()].sort(byBytes);
  const customers: OracleCustomer[] = [];
  const orders: OracleOrder[] = [];
  const placeOf = new Map<Basket, { customer_id: number }>();
  buyers.forEach((buyer, index) => {
    const customer_id = index + 1;
    const own = basketsOf.get(buyer)!.map((basket) => orderOf(basket, placeOf, customer_id));
    own.sort(
      (a, b) =>
        byBytes(a.order.ordered_at, b.order.ordered_at) || byBytes(a.order.order_key, b.order.order_key),
    );
    const first = own[0]!.order.ordered_on;
    const days: string[] = [];
    own.forEach(({ order }, place) => {
      const previous = own[place - 1]?.order.ordered_on;
      if (order.ordered_on !== previous) days.push(order.ordered_on);
      orders.push({
        ...order,
        order_number: place + 1,
        day_number: days.length,
        days_since_previous: previous === undefined ? null : daysBetween(previous, order.ordered_on),
        first_ordered_on: first,
      });
    });
    customers.push({
      customer_id,
      customer_key: buyer,
      email: latest(own.map(({ order, email }) => ({ at: order.ordered_at, value: email }))),
      region: latest(own.map(({ order }) => ({ at: order.ordered_at, value: order.region }))),
      first_ordered_on: first,
      last_ordered_on: own.at(-1)!.order.ordered_on,
      order_count: own.length,
      revenue: sum(own.map(({ order }) => order.amount)),
    });
  });
  const products = hasProduct ? productsOf(used.map(({ row }) => row)) : [];
  const idOf = new Map(products.map(({ product, product_id }) => [product, product_id]));
  const lines = hasProduct
    ? [...baskets.values()].flatMap((basket) =>
        basket.rows.map(({ row }) => ({
          customer_id: placeOf.get(basket)!.customer_id,
          order_key: basket.key,
          ordered_on: dayOf(row.at!),
          product_id: idOf.get(row.product ?? row.productName ?? '') ?? null,
          units: row.quantity,
          amount: row.amount!,
        })),
      )
    : [];
  const days = orders.map((order) => order.ordered_on).sort();
  const last = days.at(-1) ?? null;
  const covered = policies.exportedOn === null ? last : addDays(policies.exportedOn, -1);
  return {
    reasons,
    copies: rows.length - new Set(rows.map((row) => row.text)).size,
    customers,
    orders,
    products,
    lines,
    firstDay: days[0] ?? null,
    lastDay: last !== null && covered !== null && covered > last ? covered : last,
  };
}

function orderOf(basket: Basket, placeOf: Map<Basket, { customer_id: number }>, customer_id: number) {
  placeOf.set(basket, { customer_id });
  const rows = basket.rows.map(({ row }) => row);
  const at = rows.map((row) => row.at!).sort()[0]!;
  const units = rows.map((row) => row.quantity).filter((quantity) => quantity !== null);
  const order = {
    customer_id,
    order_key: basket.key,
    ordered_at: at,
    ordered_on: dayOf(at),
    amount: sum(rows.map((row) => row.amount!)),
    discount: sum(rows.map((row) => row.discount ?? 0n)),
    units: units.length === 0 ? null : units.reduce((total, quantity) => total + quantity, 0),
    channel: firstGiven(rows.map((row) => row.channel)),
    region: firstGiven(rows.map((row) => row.region)),
    first_product: firstGiven(rows.map((row) => row.productName ?? row.product)),
    category: firstGiven(rows.map((row) => row.category)),
  };
  return { order, email: firstGiven(rows.map((row) => row.email)) };
}

/** What the latest order that says anything says; several where orders share that moment. */
function latest(given: readonly { at: string; value: string | null }[]): Set<string | null> {
  const said = given.filter(({ value }) => value !== null);
  const last = said
    .map(({ at }) => at)
    .sort()
    .at(-1);
  return new Set(
    last === undefined ? [null] : said.filter(({ at }) => at === last).map(({ value }) => value),
  );
}

function productsOf(rows: readonly MeantRow[]): OracleShop['products'] {
  const named = rows.filter((row) => (row.product ?? row.productName) !== null);
  const byCode = groupedBy(named, (row) => (row.product ?? row.productName)!);
  return [...byCode.keys()].sort(byBytes).map((product, index) => {
    const own = byCode.get(product)!;
    return {
      product_id: index + 1,
      product,
      product_name: firstGiven(own.map((row) => row.productName)),
      category: firstGiven(own.map((row) => row.category)),
    };
  });
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
