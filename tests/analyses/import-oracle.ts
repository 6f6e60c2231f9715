import type { Policies, SetAsideReason } from '../../src/intake/types';
import { belongings, givenBackOf, inOneCurrency, isDocument, reasonsOf } from './import-oracle-policies';

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
  refund: bigint | null;
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
  refund: bigint;
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

export interface OracleRefund {
  customer_id: number;
  order_key: string;
  refunded_at: string;
  refunded_on: string;
  amount: bigint;
  first_ordered_on: string | null;
}

export interface OracleCustomer {
  customer_id: number;
  customer_key: string;
  email: Set<string | null>;
  region: Set<string | null>;
  first_ordered_on: string | null;
  last_ordered_on: string | null;
  order_count: number;
  revenue: bigint;
}

export interface OracleShop {
  /** Those of the file, with their money in the one currency. */
  rows: MeantRow[];
  reasons: (SetAsideReason | null)[];
  customers: OracleCustomer[];
  orders: OracleOrder[];
  refunds: OracleRefund[];
  products: { product_id: number; product: string; product_name: string | null; category: string | null }[];
  lines: {
    customer_id: number;
    order_key: string;
    ordered_on: string;
    product_id: number | null;
    units: number | null;
    amount: bigint;
    days_since_first: number;
  }[];
  firstDay: string | null;
  lastDay: string | null;
  /** Rows of refunds that were taken off an order, and how much. */
  restated: { rows: number; amount: bigint };
}

/** The engine's order of texts: by their UTF-8 bytes. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

export const dayOf = (at: string): string => at.slice(0, 10);
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
export const sum = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, amount) => total + amount, 0n);
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

/** A used row with its place in the file and who it belongs to. */
export interface PlacedRow {
  row: MeantRow;
  at: number;
  buyer: string;
  /** The order's number, or the row itself where it has none. */
  number: string;
}

/** Rows that make one order, or that are one refund on one day. */
export interface Basket {
  buyer: string;
  rows: PlacedRow[];
  key: string;
  /** When the first of its rows happened. */
  begun: string;
}

export interface Shape {
  hasOrder: boolean;
  hasProduct: boolean;
  /** Products have codes, not only names. */
  hasCodes: boolean;
  cancelledPrefix: string | null;
}

function basketsOf(
  rows: readonly PlacedRow[],
  place: (row: PlacedRow) => string,
  ownKey: (row: PlacedRow) => string,
): Basket[] {
  const groups = groupedBy(rows, (row) => JSON.stringify([row.buyer, place(row)]));
  return [...groups.values()].map((own) => {
    const given = own.flatMap(({ row }) => (row.order === null ? [] : [row.order]));
    return {
      buyer: own[0]!.buyer,
      rows: own,
      key: given.sort(byBytes)[0] ?? ownKey(own[0]!),
      begun: own.map(({ row }) => row.at!).sort()[0]!,
    };
  });
}

/** `hasOrder` and `hasProduct` say whether the mapping names such columns. */
export function buildOracle(given: readonly MeantRow[], policies: Policies, shape: Shape): OracleShop {
  const { hasOrder, hasProduct, cancelledPrefix } = shape;
  const rows = inOneCurrency(given, policies);
  const reasons = reasonsOf(rows, policies, shape);
  const used = rows.flatMap((row, at): PlacedRow[] => {
    if (reasons[at] !== null) return [];
    const number = hasOrder ? (row.order ?? ` row ${at}`) : String(at);
    // A guest is nobody we know: each order is a customer of its own.
    return [{ row, at, buyer: row.customer ?? ` guest ${number}`, number }];
  });
  const merged = policies.sameDay === 'merge';
  const documents = used.filter(({ row }) => isDocument(row, cancelledPrefix));
  const purchases = used.filter(({ row }) => !isDocument(row, cancelledPrefix));
  const baskets = basketsOf(
    purchases,
    ({ row, number }) => (merged ? dayOf(row.at!) : number),
    ({ row, number }) => (merged ? dayOf(row.at!) : number),
  );
  const taken = policies.refunds === 'restate' ? belongings(baskets, documents) : new Map<number, Basket>();
  const takenOff = (basket: Basket): bigint =>
    sum(documents.filter(({ at }) => taken.get(at) === basket).map(({ row }) => -givenBackSigned(row)));
  const ownDate = documents.filter(({ at }) => !taken.has(at));
  const refundBaskets = basketsOf(
    ownDate,
    ({ row, number }) => JSON.stringify([number, dayOf(row.at!)]),
    ({ number }) => number,
  );
  const byBuyer = groupedBy(baskets, (basket) => basket.buyer);
  const buyers = [...new Set(used.map(({ buyer }) => buyer))].sort(byBytes);
  const shop: Pick<OracleShop, 'customers' | 'orders' | 'refunds'> = {
    customers: [],
    orders: [],
    refunds: [],
  };
  const idOfBuyer = new Map(buyers.map((buyer, index) => [buyer, index + 1]));
  for (const buyer of buyers) {
    const own = (byBuyer.get(buyer) ?? []).map((basket) =>
      orderOf(basket, idOfBuyer.get(buyer)!, policies, cancelledPrefix, takenOff(basket)),
    );
    own.sort(
      (a, b) =>
        byBytes(a.order.ordered_at, b.order.ordered_at) || byBytes(a.order.order_key, b.order.order_key),
    );
    const refunds = refundBaskets
      .filter((basket) => basket.buyer === buyer)
      .map((basket) => refundOf(basket, idOfBuyer.get(buyer)!, own[0]?.order.ordered_on ?? null))
      .sort((a, b) => byBytes(a.refunded_at, b.refunded_at) || byBytes(a.order_key, b.order_key));
    shop.refunds.push(...refunds);
    const days: string[] = [];
    own.forEach(({ order }, place) => {
      const previous = own[place - 1]?.order.ordered_on;
      if (order.ordered_on !== previous) days.push(order.ordered_on);
      shop.orders.push({
        ...order,
        order_number: place + 1,
        day_number: days.length,
        days_since_previous: previous === undefined ? null : daysBetween(previous, order.ordered_on),
        first_ordered_on: own[0]!.order.ordered_on,
      });
    });
    const inRefunds = documents.filter((document) => document.buyer === buyer).map(({ row }) => row);
    shop.customers.push({
      customer_id: idOfBuyer.get(buyer)!,
      customer_key: buyer,
      email: said(own.map(({ order, email }) => ({ at: order.ordered_at, value: email })), inRefunds.map((row) => row.email)),
      region: said(own.map(({ order }) => ({ at: order.ordered_at, value: order.region })), inRefunds.map((row) => row.region)),
      first_ordered_on: own[0]?.order.ordered_on ?? null,
      last_ordered_on: own.at(-1)?.order.ordered_on ?? null,
      order_count: own.length,
      revenue: sum([...own.map(({ order }) => order.amount), ...refunds.map(({ amount }) => amount)]),
    }); // prettier-ignore
  }
  const products = hasProduct ? productsOf(purchases.map(({ row }) => row)) : [];
  const idOf = new Map(products.map(({ product, product_id }) => [product, product_id]));
  const firstOf = new Map(shop.orders.map((order) => [order.customer_id, order.first_ordered_on]));
  const lines = baskets.flatMap((basket) =>
    basket.rows.map(({ row }) => ({
      customer_id: idOfBuyer.get(basket.buyer)!,
      order_key: basket.key,
      ordered_on: dayOf(row.at!),
      product_id: idOf.get(row.product ?? row.productName ?? '') ?? null,
      units: row.quantity,
      amount: row.amount!,
      days_since_first: daysBetween(firstOf.get(idOfBuyer.get(basket.buyer)!)!, dayOf(row.at!)),
    })),
  );
  const days = shop.orders.map((order) => order.ordered_on).sort();
  const last = [...days, ...documents.map(({ row }) => dayOf(row.at!))].sort().at(-1) ?? null;
  const covered = policies.exportedOn === null ? last : addDays(policies.exportedOn, -1);
  const restated = documents.filter(({ at }) => taken.has(at));
  return {
    rows,
    reasons,
    ...shop,
    products,
    lines: hasProduct ? lines : [],
    firstDay: days[0] ?? null,
    lastDay: last !== null && covered !== null && covered > last ? covered : last,
    restated: { rows: restated.length, amount: sum(restated.map(({ row }) => givenBackSigned(row))) },
  };
}

/** What a refund's row comes to, below zero whichever sign the file gives it. */
const givenBackSigned = ({ amount }: MeantRow): bigint => (amount! < 0n ? amount! : -amount!);

function refundOf(basket: Basket, customer_id: number, first_ordered_on: string | null): OracleRefund {
  return {
    customer_id,
    order_key: basket.key,
    refunded_at: basket.begun,
    refunded_on: dayOf(basket.begun),
    amount: sum(basket.rows.map(({ row }) => givenBackSigned(row))),
    first_ordered_on,
  };
}

function orderOf(
  basket: Basket,
  customer_id: number,
  policies: Policies,
  cancelledPrefix: string | null,
  takenOff: bigint,
) {
  const rows = basket.rows.map(({ row }) => row);
  const units = rows.map((row) => row.quantity).filter((quantity) => quantity !== null);
  const nets = policies.refunds !== 'setAside';
  const back = nets
    ? sum(rows.map((row) => givenBackOf(row, cancelledPrefix))) + takenOff
    : sum(rows.map((row) => row.refund ?? 0n));
  const order = {
    customer_id,
    order_key: basket.key,
    ordered_at: basket.begun,
    ordered_on: dayOf(basket.begun),
    amount: sum(rows.map((row) => row.amount!)) - (nets ? back : 0n),
    discount: sum(rows.map((row) => row.discount ?? 0n)),
    refund: back,
    units: units.length === 0 ? null : units.reduce((total, quantity) => total + quantity, 0),
    channel: firstGiven(rows.map((row) => row.channel)),
    region: firstGiven(rows.map((row) => row.region)),
    first_product: firstGiven(rows.map((row) => row.productName ?? row.product)),
    category: firstGiven(rows.map((row) => row.category)),
  };
  return { order, email: firstGiven(rows.map((row) => row.email)) };
}

/** What the latest order that says anything says, several where orders share that moment; else what a refund says. */
function said(
  given: readonly { at: string; value: string | null }[],
  inRefunds: readonly (string | null)[],
): Set<string | null> {
  const spoken = given.filter(({ value }) => value !== null);
  const last = spoken
    .map(({ at }) => at)
    .sort()
    .at(-1);
  if (last !== undefined) return new Set(spoken.filter(({ at }) => at === last).map(({ value }) => value));
  const others = inRefunds.filter((value) => value !== null);
  return new Set(others.length === 0 ? [null] : others);
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
