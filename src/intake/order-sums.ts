import { fieldsNamed, normaliseHeader } from './fields';
import { isLineDiscount, lineReadings } from './fill-down';
import { parseNumber, readNumbers } from './numbers';
import type { Mapping, Reason } from './types';
import { valueReason } from './value-reasons';

/**
 * What an order's lines come to beside what the file itself says of the order: its subtotal, its total. From a sample,
 * in floats and to the cent: evidence for a reader, never part of a sum that is shown.
 */

/** Cents: prices are rounded on each line. */
const TOLERANCE = 0.011;
const LOOKED_AT = 2000;
/** Fewer orders than this share are those that the sample cuts in two. */
const CUT = 0.02;
/** Orders that have to agree before they are evidence. */
const FEWEST = 2;

const SUBTOTAL = /^(?:order )?subtotal(?: price| amount)?$|^商品总额$|^商品总价$/;
const TOTAL =
  /^(?:order )?(?:grand )?total(?: amount| price| paid)?$|^amount paid$|^订单总额$|^订单金额$|^实付金额$|^总金额$/;

/** One order of the sample. */
interface OrderSum {
  order: string;
  /** Rows of the sample, by their place. */
  rows: number[];
  /** What its lines come to as the import reads them, before a discount of the whole order. */
  lines: number;
}

class OrderSums {
  readonly orders: OrderSum[];
  private readonly rows: readonly string[][];

  constructor(
    private readonly columns: readonly string[],
    private readonly mapping: Mapping,
    rows: readonly string[][],
  ) {
    this.rows = rows.slice(0, LOOKED_AT);
    this.orders = this.ordersOf();
  }

  /** What a column says of each order: the one value of its lines, or their sum; null where it says nothing. */
  of(column: string | undefined): (number | null)[] {
    const numbers = this.numbers(column);
    return this.orders.map(({ rows }) => {
      const said = rows.flatMap((row) => numbers[row] ?? []);
      if (said.length === 0) return null;
      const isOne = said.every((number) => number === said[0]);
      return isOne ? (said[0] ?? null) : said.reduce((sum, number) => sum + number, 0);
    });
  }

  /** Whether a column says one thing of each order: on one of its lines, or the same on all. */
  saysOnce(column: string): boolean[] {
    const numbers = this.numbers(column);
    return this.orders.map(({ rows }) => {
      const said = rows.map((row) => numbers[row] ?? 0);
      return said.every((number) => number === said[0]) || said.filter((number) => number !== 0).length === 1;
    });
  }

  private numbers(column: string | undefined): (number | null)[] {
    const at = column === undefined ? -1 : this.columns.indexOf(column);
    if (at < 0) return this.rows.map(() => null);
    const texts = this.rows.map((row) => row[at] ?? '');
    const { reading } = readNumbers(texts);
    return texts.map((text) => {
      const read = parseNumber(text, reading);
      return read === null ? null : Number(read);
    });
  }

  private ordersOf(): OrderSum[] {
    const { mapping, columns, rows } = this;
    const readings = lineReadings(columns, mapping, rows);
    const [amounts, prices, quantities, discounts] = [
      this.numbers(mapping.amount),
      this.numbers(mapping.unitPrice),
      this.numbers(mapping.quantity),
      this.numbers(readings.subtractDiscount ? mapping.discount : undefined),
    ];
    const amountOf = (row: number): number =>
      mapping.amount === undefined
        ? (quantities[row] ?? 1) * (prices[row] ?? 0) - Math.abs(discounts[row] ?? 0)
        : (amounts[row] ?? 0);
    const orderAt = columns.indexOf(mapping.order ?? '\0');
    const orders = new Map<string, OrderSum>();
    let above = '';
    rows.forEach((row, index) => {
      const own = orderAt < 0 ? `${index}` : (row[orderAt]?.trim() ?? '');
      const order = own === '' ? above : own;
      above = order;
      const held = orders.get(order) ?? { order, rows: [], lines: 0 };
      held.rows.push(index);
      held.lines += amountOf(index);
      orders.set(order, held);
    });
    return [...orders.values()];
  }
}

const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE;

function named(columns: readonly string[], pattern: RegExp, but: string | undefined): string | undefined {
  return columns.find((name) => name !== but && pattern.test(normaliseHeader(name)));
}

/** Orders whose lines, less their discounts, are not what the order's own subtotal says; null where all agree. */
export function linesAgainstSubtotal(
  columns: readonly string[],
  mapping: Mapping,
  rows: readonly string[][],
): Reason | null {
  const looked = rows.slice(0, LOOKED_AT);
  const column = named(columns, SUBTOTAL, mapping.amount);
  if (column === undefined || mapping.amount !== undefined) return null;
  if (!lineReadings(columns, mapping, looked).fillDown) return null;
  const sums = new OrderSums(columns, mapping, looked);
  const [subtotals, discounts] = [sums.of(column), sums.of(mapping.orderDiscount)];
  const told = sums.orders.flatMap(({ order, lines }, index) => {
    const subtotal = subtotals[index] ?? null;
    const sold = lines - Math.abs(discounts[index] ?? 0);
    return subtotal === null ? [] : [{ order, agrees: isClose(sold, subtotal) }];
  });
  const apart = told.filter(({ agrees }) => !agrees);
  const [first] = apart;
  if (!first || apart.length < told.length * CUT) return null;
  return valueReason('values_warn_lines_subtotal', {
    n: apart.length,
    of: told.length,
    column,
    example: first.order,
  });
}

/** Lines that are what the subtotals say need no discount more. */
function linesAgree(sums: OrderSums, subtotal: string): boolean {
  const said = sums.of(subtotal);
  const apart = sums.orders.filter(({ lines }, index) => !isClose(lines, said[index] ?? lines));
  return apart.length <= sums.orders.length * CUT;
}

/** The column of the discount of whole orders, with how many orders of how many say so. */
export interface OrderDiscount {
  column: string;
  subtotal: string;
  n: number;
  of: number;
}

/**
 * The column that tells an order's lines from its subtotal: a discount of the whole order, which its lines do not know
 * of. Told by orders that have one, among them such of several lines; null where the sums do not say so.
 */
export function orderDiscountColumn(
  columns: readonly string[],
  mapping: Mapping,
  rows: readonly string[][],
): OrderDiscount | null {
  const subtotal = named(columns, SUBTOTAL, mapping.amount);
  if (subtotal === undefined || mapping.order === undefined) return null;
  const candidates = columns.filter(
    (column) => fieldsNamed(column).some(({ field }) => field === 'discount') && !isLineDiscount(column),
  );
  if (candidates.length === 0 || linesAgree(new OrderSums(columns, mapping, rows), subtotal)) return null;
  for (const column of candidates) {
    const lines = { ...mapping };
    if (lines.discount === column) delete lines.discount;
    const sums = new OrderSums(columns, lines, rows);
    const [subtotals, discounts, once] = [sums.of(subtotal), sums.of(column), sums.saysOnce(column)];
    const told = sums.orders.flatMap((order, index) => {
      const [sub, off] = [subtotals[index] ?? null, discounts[index] ?? null];
      if (sub === null || off === null || isClose(off, 0)) return [];
      return [
        {
          several: order.rows.length > 1,
          agrees: once[index] === true && isClose(order.lines - Math.abs(off), sub),
        },
      ];
    });
    const agreeing = told.filter(({ agrees }) => agrees);
    const isCertain = agreeing.length >= FEWEST && agreeing.some(({ several }) => several);
    if (isCertain && agreeing.length >= told.length * (1 - CUT))
      return { column, subtotal, n: agreeing.length, of: told.length };
  }
  return null;
}

/** Whether the amounts contain a charge already, by what the file says of its orders. */
export interface ChargeEvidence {
  contained: boolean;
  reason: Reason;
}

/** For tax and shipping: what the file's own subtotals and totals say; null where they do not. */
export function chargeEvidence(
  columns: readonly string[],
  mapping: Mapping,
  rows: readonly string[][],
): Record<'tax' | 'shipping', ChargeEvidence | null> {
  const found: Record<'tax' | 'shipping', ChargeEvidence | null> = { tax: null, shipping: null };
  if (mapping.tax === undefined && mapping.shipping === undefined) return found;
  const sums = new OrderSums(columns, mapping, rows);
  const [tax, shipping, discount] = [mapping.tax, mapping.shipping, mapping.orderDiscount].map((column) => sums.of(column)); // prettier-ignore
  const orders = sums.orders.map(({ lines }, index) => {
    const amount = lines - Math.abs(discount?.[index] ?? 0);
    // As judged.sql reads them: a charge has the sign of what it is charged on.
    const signed = (charge = 0): number => (amount < 0 ? -Math.abs(charge) : charge);
    return { amount, tax: signed(tax?.[index] ?? 0), shipping: signed(shipping?.[index] ?? 0) };
  });
  for (const [pattern, isTotal] of [
    [TOTAL, true],
    [SUBTOTAL, false],
  ] as const) {
    // prettier-ignore
    const column = named(columns, pattern, mapping.amount);
    if (column === undefined) continue;
    const said = sums.of(column);
    for (const charge of ['tax', 'shipping'] as const) {
      if (found[charge] || mapping[charge] === undefined) continue;
      found[charge] = toldBy(column, isTotal, charge, orders, said);
    }
  }
  return found;
}

interface Charged {
  amount: number;
  tax: number;
  shipping: number;
}

/**
 * A total has tax and shipping in it, a subtotal has no shipping. What is left between it and the amounts, once the other
 * charge is thought in or out, is this charge or nothing; both at once would say nothing.
 */
function toldBy(
  column: string,
  isTotal: boolean,
  charge: 'tax' | 'shipping',
  orders: readonly Charged[],
  said: readonly (number | null)[],
): ChargeEvidence | null {
  const other = charge === 'tax' ? 'shipping' : 'tax';
  const told = orders.flatMap((order, index) => {
    const own = said[index] ?? null;
    return own === null || isClose(order[charge], 0) ? [] : [{ ...order, gap: own - order.amount }];
  });
  if (told.length < FEWEST) return null;
  const count = (holds: (order: Charged & { gap: number }) => boolean): number => told.filter(holds).length;
  const sign = isTotal ? 1 : -1;
  const moved = count((order) =>
    [0, sign * order[other]].some((rest) => isClose(order.gap, sign * order[charge] + rest)),
  );
  const same = count((order) => [0, sign * order[other]].some((rest) => isClose(order.gap, rest)));
  const enough = told.length * (1 - CUT);
  if (moved >= enough === same >= enough) return null;
  // A subtotal that is the amounts may have tax in both.
  if (!isTotal && same >= enough && charge === 'tax') return null;
  const contained = isTotal ? same >= enough : moved >= enough;
  const values = { column, n: contained === isTotal ? same : moved, of: told.length };
  return {
    contained,
    reason: valueReason(contained ? 'values_charge_contained' : 'values_charge_apart', values),
  };
}
