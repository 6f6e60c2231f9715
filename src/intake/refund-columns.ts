import { ColumnSamples } from './column-samples';
import { dateCandidates } from './dates';
import { fieldsNamed, namesDate, normaliseHeader } from './fields';
import { readIds } from './identifiers';
import { readNumbers } from './numbers';
import type { DateReading, Field, Mapping, Readings } from './types';

/** Fields of a refund that its own table can say; whatever is missing its order says. */
const OWN_FIELDS = [
  'product',
  'productName',
  'category',
  'currency',
  'name',
  'email',
  'phone',
  'quantity',
  'tax',
  'shipping',
] as const satisfies readonly Field[];

/** What the columns of a table of refunds mean. `order` and `customer` say whose it is: one of them is always there. */
export interface RefundColumns extends Partial<Record<(typeof OWN_FIELDS)[number], string>> {
  orderedAt: string;
  amount: string;
  order?: string;
  customer?: string;
  status?: string;
}

/** A table of refunds as a notebook remembers it: by its columns the next one is known, whatever its file is called. */
export interface RefundTable {
  columns: string[];
  meaning: RefundColumns;
}

/** Words for the day a refund was paid, weightiest first; the day it was asked for is the last resort. */
const DAYS: readonly [RegExp, number][] = [
  [/退款(?:完结|完成|成功|到账)|完结时间|\brefund(?:ed)? completed\b|\bcompleted (?:at|on|date)\b/, 6],
  [/\brefunded (?:at|on|date|time)\b|\brefund (?:date|time|day)\b|退款(?:时间|日期)/, 5],
  [/\breturn(?:ed)? (?:at|on|date|time)\b|退货(?:时间|日期)/, 4],
  [/\bprocessed\b/, 3],
  [/申请|创建|\brequest/, 1.5],
  [/\border|\bpaid\b|付款|下单|订单|发货|\bship|updated|synced|超时|更新/, 0],
];
const ANY_DAY = 2;

/** Words for how much was paid back. Of what was asked for and what was paid, the latter. */
const AMOUNTS: readonly [RegExp, number][] = [
  [/申请|\brequested\b|\bfees?\b|手续费|tax|税|shipping|运费|postage/, 0.5],
  [/实际退款|实退|\bamount refunded\b|\brefunded amount\b|\bnet refund\b/, 6],
  [/\brefund(?:ed)? (?:amount|total|value|sum)\b|\btotal refund(?:ed)?\b|退款(?:总)?(?:金额|额)/, 5],
  [/^(?:refund|refunds|refunded|returned amount|退款|退货金额|售后金额)$|买家退款/, 4],
];

/**
 * What a table of refunds says, or null where it does not say when, how much, and whose.
 * @param mapping its own; `customer` only where it means what the orders' column means
 * @param orderColumn the column that names the refund's order; null where none does
 */
export function refundColumns(
  columns: readonly string[],
  rows: readonly string[][],
  mapping: Mapping,
  orderColumn: string | null,
): RefundColumns | null {
  const table = new ColumnSamples(columns, rows);
  const orderedAt = table.best(dayWeight);
  const amount = table.best((name, values) => amountWeight(name, values, mapping));
  if (orderedAt === null || amount === null || orderedAt === amount) return null;
  const own: RefundColumns = { orderedAt, amount };
  const taken = new Set([orderedAt, amount, orderColumn]);
  for (const field of ['customer', 'status', ...OWN_FIELDS] as const) {
    const name = mapping[field];
    if (name !== undefined && !taken.has(name)) own[field] = name;
  }
  const state = columns.find((name) => /\bstat(?:us|e)\b|状态/.test(normaliseHeader(name)));
  if (state !== undefined) own.status ??= state;
  if (orderColumn !== null) own.order = orderColumn;
  return own.order === undefined && own.customer === undefined ? null : own;
}

/** How a refund table's columns are read, from a sample of its rows; `dates` ranks more than one where it cannot tell. */
export function refundReadings(
  columns: readonly string[],
  rows: readonly string[][],
  own: RefundColumns,
): { readings: Readings; dates: DateReading[] } {
  const table = new ColumnSamples(columns, rows);
  const dates = dateReadings(table.values(own.orderedAt));
  const readings: Readings = {
    orderedAt: dates[0] ?? { kind: 'iso' },
    amount: readNumbers(table.values(own.amount)).reading,
  };
  for (const field of ['quantity', 'tax', 'shipping'] as const) {
    const name = own[field];
    if (name !== undefined) readings[field] = readNumbers(table.values(name)).reading;
  }
  for (const field of ['order', 'customer'] as const) {
    const name = own[field];
    if (name !== undefined) readings[field] = readIds(table.values(name));
  }
  return { readings, dates };
}

/** Whether two columns name customers by the same thing: an id is no name. */
export function namesSameCustomer(own: string, other: string | undefined): boolean {
  if (other === undefined) return false;
  const isId = (name: string): boolean =>
    fieldsNamed(name).some(({ field, weight }) => field === 'customer' && weight >= 2);
  return normaliseHeader(own) === normaliseHeader(other) || (isId(own) && isId(other));
}

function dayWeight(column: string, values: readonly string[]): number {
  const name = normaliseHeader(column);
  const named = DAYS.find(([words]) => words.test(name))?.[1];
  const weight = named ?? (namesDate(column) ? ANY_DAY : 0);
  return weight > 0 && dateReadings(values).length > 0 ? weight : 0;
}

/** How days are read; a short column with a word or two among them is one of days all the same. */
function dateReadings(values: readonly string[]): DateReading[] {
  const { readings } = dateCandidates(values);
  if (readings.length > 0 || values.length > SHORT) return readings;
  const days = values.filter((value) => dateCandidates([value]).readings.length > 0);
  return days.length * 2 > values.length ? dateCandidates(days).readings : [];
}

const SHORT = 100;

/** Share of its values that have to be numbers. */
const NEARLY_ALL = 0.9;

function amountWeight(column: string, values: readonly string[], mapping: Mapping): number {
  const name = normaliseHeader(column);
  const named = AMOUNTS.find(([words]) => words.test(name))?.[1];
  const weight = named ?? (column === mapping.refund ? 3 : column === mapping.amount ? 1 : 0);
  if (weight === 0 || values.length === 0) return 0;
  return readNumbers(values).readable >= values.length * NEARLY_ALL ? weight : 0;
}

/** States of refunds that are still asked for, and of those refused: no money went back. In lower case. */
const UNDONE =
  'fail|reject|declin|cancel|denied|void|pending|request|progress|await|open|关闭|拒绝|失败|撤销|取消|未|中$|等待|待|申请';
const DONE =
  'succe|complet|refunded|done|closed|processed|^(部分)?(退款|退货退款)?(成功|完成|完结)|[^未](成功|完成|完结|已退)|^已退';

/** Patterns of RE2 and of scripts alike: a status that the first and not the second matches is of no refund. */
export const REFUND_STATES = { undone: UNDONE, done: DONE } as const;
