import { fieldsNamed, normaliseHeader } from './fields';
import type { Role } from './roles';
import type { Reason } from './types';
import { valueReason } from './value-reasons';

/** A table as it is known before any of it is in the engine. */
export interface SampledTable {
  columns: readonly string[];
  /** Fields of some of its rows, or of all. */
  rows: readonly string[][];
  /** Whether `rows` are all there are: values that are not found then are not there. */
  isWhole: boolean;
  role: Role;
}

export interface Join {
  /** Place in `stacks` of the table that is joined. */
  table: number;
  /** Place in `stacks` of the table that has `leftColumn`: the base, or one joined before. */
  leftTable: number;
  leftColumn: string;
  rightColumn: string;
  /** Of the left column's values looked at, the share found in the right one. */
  matchShare: number;
}

/** How several tables become one. Numbers in `stacks` are tables; all others are stacks. */
export interface JoinPlan {
  /** Tables of one shape, rows one below the other. Every table is in one of them. */
  stacks: number[][];
  /** The stack whose rows are kept as they are: the finest that knows of orders. */
  base: number;
  /** Left joins in the order in which they are made; keys on the right are unique, so no row is multiplied. */
  joins: Join[];
  unused: { table: number; reason: Reason }[];
  /**
   * Refunds, contacts and feedback (also among the unused) and what ties them to the rest. Here the right column may
   * repeat, and `matchShare` is of its own values, found in the left column.
   */
  events: Join[];
}

/** Columns that most of two tables' columns are, where they are of one shape. */
const SAME_SHAPE = 0.8;
const UNIQUE = 0.995;
const FOUND = 0.5;
/** Where only samples are known, a few hits under the same name are enough. */
const FOUND_IN_SAMPLE = 0.01;
const LOOKED_AT = 5000;

/** At least one table. */
export function planJoins(tables: readonly SampledTable[]): JoinPlan {
  const stacks = stacksOf(tables);
  const whole = stacks.map((stack) => stacked(stack, tables));
  const base = baseOf(whole);
  const plan: JoinPlan = { stacks, base, joins: [], unused: [], events: [] };
  const open = new Set(stacks.keys());
  open.delete(base);
  for (const table of open) {
    const refused = refusedByRole(whole, base, table);
    if (!refused) continue;
    plan.unused.push({ table, reason: refused });
    open.delete(table);
  }
  // A customer may only be reachable through its order: go round until nothing more is reached.
  for (;;) {
    const joined = [base, ...plan.joins.map(({ table }) => table)];
    const [best] = [...open]
      .flatMap((table) => joined.flatMap((left) => keysBetween(whole, left, table)))
      .filter(({ holds }) => holds)
      .sort((a, b) => b.join.matchShare - a.join.matchShare);
    if (!best) break;
    plan.joins.push(best.join);
    open.delete(best.join.table);
  }
  const joined = [base, ...plan.joins.map(({ table }) => table)];
  plan.events = plan.unused.flatMap(({ table }) => tieOf(whole, joined, table) ?? []);
  for (const table of open) plan.unused.push({ table, reason: whyNot(whole, joined, table) });
  plan.unused.sort((a, b) => a.table - b.table);
  return plan;
}

/** Tables of one role whose columns are nearly the same, whatever their order. */
function stacksOf(tables: readonly SampledTable[]): number[][] {
  const stacks: number[][] = [];
  tables.forEach((table, index) => {
    const like = stacks.find((stack) => stack[0] !== undefined && isSameShape(tables[stack[0]], table));
    if (like) like.push(index);
    else stacks.push([index]);
  });
  return stacks;
}

function isSameShape(a: SampledTable | undefined, b: SampledTable): boolean {
  if (!a || a.role !== b.role) return false;
  const [own, other] = [new Set(a.columns), new Set(b.columns)];
  const shared = [...own].filter((name) => other.has(name)).length;
  return shared >= SAME_SHAPE * (own.size + other.size - shared);
}

function stacked(stack: readonly number[], tables: readonly SampledTable[]): SampledTable {
  const parts = stack.flatMap((index) => tables[index] ?? []);
  const [first] = parts;
  if (!first) throw new Error('A stack holds at least one table');
  const columns = [...new Set(parts.flatMap((part) => part.columns))];
  const rows = parts.flatMap((part) => {
    const places = columns.map((name) => part.columns.indexOf(name));
    return part.rows.map((row) => places.map((at) => row[at] ?? ''));
  });
  return { columns, rows, isWhole: parts.every((part) => part.isWhole), role: first.role };
}

const FINEST: readonly Role[] = ['lines', 'orders', 'unknown', 'refunds', 'products', 'customers', 'feedback', 'contacts', 'costs']; // prettier-ignore

/** Lines before orders; of several the one that names products, then the one with more columns. */
function baseOf(stacks: readonly SampledTable[]): number {
  const namesProduct = ({ columns }: SampledTable): number =>
    columns.some((name) => fieldsNamed(name).some(({ field }) => field === 'product' || field === 'productName')) ? 1 : 0; // prettier-ignore
  const ranked = stacks
    .map((table, index) => ({ table, index }))
    .sort(
      (a, b) =>
        FINEST.indexOf(a.table.role) - FINEST.indexOf(b.table.role) ||
        namesProduct(b.table) - namesProduct(a.table) ||
        b.table.columns.length - a.table.columns.length,
    );
  return ranked[0]?.index ?? 0;
}

/** Refunds, contacts, feedback and costs are events of their own: on an order's row they would be counted as often as it has lines. */
function refusedByRole(stacks: readonly SampledTable[], base: number, table: number): Reason | null {
  const role = stacks[table]?.role;
  const holdsOrders = stacks[base]?.role === 'lines' || stacks[base]?.role === 'orders';
  if (!holdsOrders) return valueReason('values_join_no_orders');
  const key = role && EVENTS[role];
  return key ? valueReason(key) : null;
}

/** Why each is no part of an order's row. */
const EVENTS: Partial<
  Record<Role, 'values_join_refunds' | 'values_join_contacts' | 'values_join_feedback' | 'values_join_costs'>
> = {
  refunds: 'values_join_refunds',
  contacts: 'values_join_contacts',
  feedback: 'values_join_feedback',
  costs: 'values_join_costs',
};

/**
 * Whether events belong to what they are tied to. Refunds of a few orders of many are not found in a sample of these,
 * and refunds may be of orders from before the file: one found is enough, and none where only samples are known.
 */
function isTie({ table, leftTable, matchShare }: Join, stacks: readonly SampledTable[]): boolean {
  // Seen from the events: they are on the left.
  const [events, other] = [stacks[leftTable], stacks[table]];
  if (events?.role !== 'refunds') return matchShare >= FOUND;
  return matchShare > 0 || !other?.isWhole || !events.isWhole;
}

/** An event is an order's before it is a customer's. */
function namesOrder({ leftTable, leftColumn }: Join, stacks: readonly SampledTable[]): boolean {
  const name = normaliseHeader(leftColumn);
  if (stacks[leftTable]?.role === 'refunds' && PARENT.test(name)) return true;
  return fieldsNamed(leftColumn).some(({ field, weight }) => field === 'order' && weight >= 2);
}

/** What ties events to the rest: most of their own values are found there. */
function tieOf(stacks: readonly SampledTable[], joined: readonly number[], table: number): Join | null {
  const role = stacks[table]?.role;
  if (role === undefined || !EVENTS[role]) return null;
  const [best] = joined
    .flatMap((left) => keysBetween(stacks, table, left))
    .filter(({ join }) => isTie(join, stacks))
    .map(({ join }) => ({ join, weight: (namesOrder(join, stacks) ? 2 : 0) + join.matchShare }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ join }) => join);
  if (!best) return null;
  const { table: leftTable, rightColumn: leftColumn, leftColumn: rightColumn, matchShare } = best;
  return { table, leftTable, leftColumn, rightColumn, matchShare };
}

interface Key {
  join: Join;
  /** Unique on the right and found often enough. */
  holds: boolean;
  isUnique: boolean;
  looked: number;
}

/** Every pair of columns whose names can be one key. */
function keysBetween(stacks: readonly SampledTable[], left: number, right: number): Key[] {
  const [from, to] = [stacks[left], stacks[right]];
  if (!from || !to) return [];
  return to.columns.flatMap((rightColumn, rightAt) => {
    const values = valuesAt(to, rightAt);
    const known = new Set(values);
    if (known.size < 1) return [];
    const isUnique = known.size >= values.length * UNIQUE;
    return from.columns.flatMap((leftColumn, leftAt): Key[] => {
      if (
        !mayBeKey(leftColumn, rightColumn, to.role) &&
        !mayBeParent(from.role, leftColumn, rightColumn, to.role)
      )
        return [];
      const looked = [...new Set(valuesAt(from, leftAt))].slice(0, LOOKED_AT);
      if (looked.length === 0) return [];
      const matchShare = looked.filter((value) => known.has(value)).length / looked.length;
      const least = to.isWhole ? FOUND : FOUND_IN_SAMPLE;
      const holds = isUnique && matchShare >= least;
      const join = { table: right, leftTable: left, leftColumn, rightColumn, matchShare };
      return [{ join, holds, isUnique, looked: looked.length }];
    });
  });
}

/** An id as it is compared: without white space, and `17850.0` is `17850`. */
export function joinKey(value: string | undefined): string {
  return (value?.trim() ?? '').replace(/^(\d+)\.0$/, '$1');
}

function valuesAt(table: SampledTable, at: number): string[] {
  return table.rows.map((row) => joinKey(row[at])).filter((value) => value !== '');
}

const KEY_NAMED =
  /(?:^| )(?:id|no|number|key|code|sku|email|phone)$|编号|单号|号码|号$|id$|编码|手机|邮箱|会员名|货号/;
const OWN_ID = /^(?:id|key|code|no|number|编号|name)$/;
const NOUNS: Partial<Record<Role, RegExp>> = {
  orders: /\b(?:order|invoice|basket|transaction|receipt|charge)\b|订单|交易/,
  customers: /\b(?:customer|client|member|user|buyer|household|shopper)\b|客户|会员|顾客|用户|买家/,
  products: /\b(?:product|item|sku|article|goods|stock|asin)\b|商品|产品|宝贝|货品/,
};

/** Whether two columns can say the same thing: by one name, as `order_id` and the orders' own `id`, or as one field. */
function mayBeKey(left: string, right: string, role: Role): boolean {
  const [from, to] = [normaliseHeader(left), normaliseHeader(right)];
  if (!KEY_NAMED.test(from)) return false;
  if (OWN_ID.test(to)) return NOUNS[role]?.test(from) ?? false;
  if (!KEY_NAMED.test(to)) return false;
  if (from === to) return true;
  const means = (name: string): Set<string> =>
    new Set(fieldsNamed(name).filter(({ field, weight }) => weight >= 2 && KEY_FIELDS.has(field)).map(({ field }) => field)); // prettier-ignore
  const other = means(right);
  return [...means(left)].some((field) => other.has(field));
}

/** A refund is a child of its order where a shop keeps both in one table. */
const PARENT = /^(?:post )?parent(?: (?:id|order|order id|order number))?$|^(?:原|关联)订单(?:号|编号)$/;

function mayBeParent(from: Role, left: string, right: string, role: Role): boolean {
  if (from !== 'refunds' || !PARENT.test(normaliseHeader(left))) return false;
  const isOwnId = OWN_ID.test(normaliseHeader(right)) && role === 'orders';
  return isOwnId || fieldsNamed(right).some(({ field, weight }) => field === 'order' && weight >= 2);
}

const KEY_FIELDS = new Set(['order', 'customer', 'product', 'email', 'phone']);

/** The nearest that a table came to being joined. */
function whyNot(stacks: readonly SampledTable[], joined: readonly number[], table: number): Reason {
  const [best] = joined
    .flatMap((left) => keysBetween(stacks, left, table))
    .sort((a, b) => b.join.matchShare - a.join.matchShare);
  if (!best) return valueReason('values_join_no_key');
  const { join, isUnique, looked } = best;
  if (!isUnique && join.matchShare >= FOUND)
    return valueReason('values_join_many', { column: join.rightColumn });
  return valueReason('values_join_few_match', {
    column: join.leftColumn,
    n: Math.round(join.matchShare * looked),
    of: looked,
  });
}
