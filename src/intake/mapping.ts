import { becauseOf } from './because';
import { repeatedOrderTotal } from './checks';
import { contentOf, type ColumnContent } from './content';
import { fieldsNamed, normaliseHeader } from './fields';
import { isOnFirstLineOnly, orderRows, type OrderRows } from './fill-down';
import { fitOf, meaningWithoutName } from './fit';
import { orderDiscountColumn, type OrderDiscount } from './order-sums';
import { presetColumns, recognisePlatform, type Preset } from './presets';
import { valueReason } from './value-reasons';
import { reason } from './reasons';
import type { ColumnProfile, Field, Guess, Mapping } from './types';

interface Candidate {
  column: string;
  index: number;
  field: Field;
  score: number;
}

/** Scores from which a guess has three, two and one of its three boxes filled. */
const SURE = [2.7, 1.8, 0.8] as const;

/**
 * What each column means, from its name and from what it holds. One column a field, one field a column: the best
 * pair first. `sampleRows` are the file's rows as text, `profiles` one for each column and in its order.
 */
export function guessMapping(
  columns: readonly string[],
  profiles: readonly ColumnProfile[],
  sampleRows: readonly string[][],
): { guesses: Guess[]; mapping: Mapping; preset: Preset | null } {
  const { contents, lines } = contentsOf(columns, sampleRows);
  const preset = recognisePlatform(columns);
  const candidates = columns.flatMap((column, index) =>
    candidatesOf(columns, column, index, contents[index]),
  );
  const known = preset ? withPreset(preset, candidates, columns, contents) : candidates;
  known.sort((a, b) => b.score - a.score || a.index - b.index);
  const taken = assign(known);
  preferPerson(taken, known, contents);
  preferLineAmounts(taken, known, columns, sampleRows, lines);
  const standIn = standInCustomer(taken, contents);
  withoutSecondTime(taken, contents);
  const ofOrder = takeOrderDiscount(taken, columns, sampleRows);
  const mapping: Mapping = {};
  for (const [field, candidate] of taken) mapping[field] = candidate.column;
  const oneEach = hasOneCustomerEach(columns, mapping, sampleRows);
  const guesses = columns.map((column, index): Guess => {
    const chosen = [...taken.values()].find((candidate) => candidate.index === index);
    const content = contents[index];
    const profile = profiles[index];
    if (!chosen || !content || !profile) return unmapped(column, index, known, taken);
    const because = becauseOf(chosen.field, content, profile);
    if (chosen.field === 'order' && oneEach)
      because.splice(1, 0, reason('intake_because_one_customer_each', { n: sampleRows.length }));
    if (chosen.field === 'orderDiscount' && ofOrder) {
      const { subtotal, n, of } = ofOrder;
      because.unshift(valueReason('values_because_order_discount', { column: subtotal, n, of }));
    }
    if (chosen.field === 'orderedTime')
      because.unshift(
        valueReason('values_because_time_of_day', { column: taken.get('orderedAt')?.column ?? '' }),
      );
    if (lines && isOnFirstLineOnly(lines, index)) because.push(valueReason('values_because_first_line'));
    if (chosen === standIn) because.unshift(reason('intake_because_stand_in'));
    return { column, field: chosen.field, sure: sureOf(chosen.score), because };
  });
  return { guesses, mapping, preset };
}

/**
 * What each column holds. Where an order's own fields stand on the first of its lines only, they are judged by those
 * lines: blanks below them say nothing.
 */
function contentsOf(
  columns: readonly string[],
  rows: readonly string[][],
): { contents: ColumnContent[]; lines: OrderRows | null } {
  const contents = columns.map((column, index) => contentOf(rows, index, column));
  const [order] = columns
    .flatMap((column, index) => candidatesOf(columns, column, index, contents[index]))
    .filter(({ field }) => field === 'order')
    .sort((a, b) => b.score - a.score || a.index - b.index);
  if (!order) return { contents, lines: null };
  const lines = orderRows(rows, order.index);
  return {
    contents: contents.map((content, index) =>
      content.blankShare > 0 && isOnFirstLineOnly(lines, index)
        ? contentOf(lines.heads, index, columns[index] ?? '')
        : content,
    ),
    lines,
  };
}

/** More than any name alone weighs. */
const PRESET_SCORE = 3.5;

/** What a platform means by its columns goes before what their names say alone. */
function withPreset(
  preset: Preset,
  candidates: readonly Candidate[],
  columns: readonly string[],
  contents: readonly ColumnContent[],
): Candidate[] {
  const { places, without } = presetColumns(preset, columns, contents);
  const sure = [...places].map(([field, index]): Candidate => ({
    column: columns[index] ?? '',
    index,
    field,
    score: PRESET_SCORE,
  }));
  const rest = candidates.filter(
    ({ field, index }) =>
      !without.includes(field) && !sure.some((known) => known.field === field && known.index === index),
  );
  return [...sure, ...rest];
}

/** An id that every order has anew is no customer: a second one, which repeats, is the person's. */
function preferPerson(
  taken: Map<Field, Candidate>,
  candidates: readonly Candidate[],
  contents: readonly ColumnContent[],
): void {
  const [customer, order] = [taken.get('customer'), taken.get('order')];
  const chosen = customer && contents[customer.index];
  const orders = order && contents[order.index];
  if (!customer || !chosen || !orders || chosen.values.length < FEWEST_ORDERS) return;
  if (chosen.distinct < orders.distinct * ONE_EACH) return;
  const used = new Set([...taken.values()].map(({ index }) => index));
  const person = candidates.find(({ field, index, score }) => {
    const content = contents[index];
    if (field !== 'customer' || score < SURE[1] || used.has(index) || !content) return false;
    return content.distinct < chosen.distinct && content.blankShare <= chosen.blankShare + 0.05;
  });
  if (person) taken.set('customer', person);
}

/** Rows below which ids that never repeat say nothing. */
const FEWEST_ORDERS = 20;
const ONE_EACH = 0.995;

function sureOf(score: number): Guess['sure'] {
  const [three, two, one] = SURE;
  if (score >= three) return 3;
  if (score >= two) return 2;
  return score >= one ? 1 : 0;
}

function candidatesOf(
  columns: readonly string[],
  column: string,
  index: number,
  content: ColumnContent | undefined,
): Candidate[] {
  if (!content || content.values.length === 0) return [];
  const hasNames = !columns.every((name, at) => name === `column_${at + 1}`);
  const named = weightsOf(column, content);
  const found = new Map<Field, number>(meaningWithoutName(content, column, hasNames));
  for (const [field, weight] of named) {
    found.set(field, Math.max(found.get(field) ?? 0, weight * fitOf(field, content, column)));
  }
  return [...found]
    .filter(([, score]) => sureOf(score) > 0)
    .map(([field, score]) => ({ column, index, field, score }));
}

/** What a name weighs and, for names that say little, what the column holds. */
function weightsOf(column: string, content: ColumnContent): [Field, number][] {
  const name = normaliseHeader(column);
  // Shopify calls the order number `Name`.
  if (name === 'name') return content.codeShare >= 0.9 ? [['order', 3]] : [['name', 1.9]];
  return fieldsNamed(column).map(({ field, weight }) => {
    if (field === 'order' && weight === 1) return [field, content.uniqueness >= 0.9 ? 1.5 : 0];
    return [field, weight];
  });
}

function assign(candidates: readonly Candidate[]): Map<Field, Candidate> {
  const taken = new Map<Field, Candidate>();
  const used = new Set<number>();
  for (const candidate of candidates) {
    if (taken.has(candidate.field) || used.has(candidate.index)) continue;
    taken.set(candidate.field, candidate);
    used.add(candidate.index);
  }
  return taken;
}

/**
 * An order's total repeated on each of its lines would count once a line, and one on the first line only leaves the
 * others without: another amount column is taken where there is one, else quantity × unit price. Without either the total stays, and a warning says so.
 */
function preferLineAmounts(
  taken: Map<Field, Candidate>,
  candidates: readonly Candidate[],
  columns: readonly string[],
  rows: readonly string[][],
  lines: OrderRows | null,
): void {
  const isFirstOnly = (column: string): boolean =>
    lines !== null && isOnFirstLineOnly(lines, columns.indexOf(column));
  const isOfOrder = (amount: string): boolean => {
    if (isFirstOnly(amount)) return true;
    const mapping: Mapping = { amount };
    for (const field of ['order', 'product', 'productName', 'unitPrice'] as const) {
      const column = taken.get(field)?.column;
      if (column !== undefined) mapping[field] = column;
    }
    return repeatedOrderTotal(columns, mapping, rows) !== null;
  };
  preferLineDiscount(taken, candidates, isFirstOnly);
  const total = taken.get('amount');
  if (!total || !isOfOrder(total.column)) return;
  const used = new Set([...taken.values()].map((candidate) => candidate.index));
  const other = candidates.find(
    ({ field, index, column, score }) =>
      field === 'amount' && score >= SURE[1] && !used.has(index) && !isOfOrder(column),
  );
  if (other) taken.set('amount', other);
  else if (taken.has('quantity') && taken.has('unitPrice')) taken.delete('amount');
}

/** Beside amounts of lines belongs a discount of lines. */
function preferLineDiscount(
  taken: Map<Field, Candidate>,
  candidates: readonly Candidate[],
  isFirstOnly: (column: string) => boolean,
): void {
  const discount = taken.get('discount');
  if (!discount || !isFirstOnly(discount.column)) return;
  const ofLine = candidates.find(({ field, column }) => field === 'discount' && !isFirstOnly(column));
  if (ofLine) taken.set('discount', ofLine);
}

/** A column of times belongs to the day only where the day's own column has none. */
function withoutSecondTime(taken: Map<Field, Candidate>, contents: readonly ColumnContent[]): void {
  const days = contents[taken.get('orderedAt')?.index ?? -1];
  if (!days || days.values.some((value) => HAS_TIME.test(value))) taken.delete('orderedTime');
}

/** A clock time, a spreadsheet's fraction of a day, or seconds that are counted. */
const HAS_TIME = /\d[:时時点]\d|^\d+[.,]\d*[1-9]\d*$|^\d{10,}$/;

/** Sums tell which discount is the order's: its lines, less it, are what its subtotal says. */
function takeOrderDiscount(
  taken: Map<Field, Candidate>,
  columns: readonly string[],
  rows: readonly string[][],
): OrderDiscount | null {
  const mapping: Mapping = {};
  for (const [field, candidate] of taken) mapping[field] = candidate.column;
  const found = orderDiscountColumn(columns, mapping, rows);
  if (!found) return null;
  const index = columns.indexOf(found.column);
  const holder = [...taken].find(([, candidate]) => candidate.index === index);
  if (holder && holder[0] !== 'discount') return null;
  if (holder) taken.delete('discount');
  taken.set('orderDiscount', { column: found.column, index, field: 'orderDiscount', score: SURE[0] });
  return found;
}

/** Without a customer number, the e-mail address, the phone or the name stands in; never one that is masked. */
function standInCustomer(taken: Map<Field, Candidate>, contents: readonly ColumnContent[]): Candidate | null {
  if (taken.has('customer')) return null;
  for (const [field, most] of [
    ['email', 2],
    ['phone', 2],
    ['name', 1],
  ] as const) {
    const found = taken.get(field);
    // A bare `name` may be anybody's: a product's, a file's.
    if (found && field === 'name' && found.score < SURE[1] + 0.2) continue;
    if (!found || (contents[found.index]?.maskedShare ?? 1) > 0) continue;
    const standIn: Candidate = { ...found, field: 'customer', score: Math.min(found.score, most) };
    taken.delete(field);
    taken.set('customer', standIn);
    return standIn;
  }
  return null;
}

function unmapped(
  column: string,
  index: number,
  candidates: readonly Candidate[],
  taken: ReadonlyMap<Field, Candidate>,
): Guess {
  const wanted = candidates.find((candidate) => candidate.index === index);
  const winner = wanted && taken.get(wanted.field);
  if (!wanted) return { column, field: null, sure: 0, because: [] };
  const because = winner
    ? reason('intake_because_taken', { field: wanted.field, column: winner.column })
    : reason('intake_because_repeated_total');
  return { column, field: null, sure: 0, because: [because] };
}

function hasOneCustomerEach(
  columns: readonly string[],
  mapping: Mapping,
  rows: readonly string[][],
): boolean {
  if (mapping.customer === undefined || mapping.order === undefined) return false;
  const [customerAt, orderAt] = [columns.indexOf(mapping.customer), columns.indexOf(mapping.order)];
  const customers = new Map<string, string>();
  for (const row of rows) {
    const [order = '', customer = ''] = [row[orderAt], row[customerAt]];
    if (order === '' || customer === '') continue;
    if ((customers.get(order) ?? customer) !== customer) return false;
    customers.set(order, customer);
  }
  return customers.size > 1;
}
