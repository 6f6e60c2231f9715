import type { Policies, SetAsideReason } from '../../src/intake/types';
import { byBytes, type Basket, type MeantRow, type PlacedRow, type Shape } from './import-oracle';

/** The policies over arrays, from their definitions: which rows count, in what currency, and which order a refund is of. */

/** What the statuses of the generated files say. */
const SAYS = new Map([
  ['void', 'cancelled'],
  ['pending', 'unpaid'],
  ['refunded', 'refunded'],
]);

export function isDocument(row: MeantRow, cancelledPrefix: string | null): boolean {
  return (
    (row.amount ?? 0n) < 0n ||
    (row.quantity ?? 0) < 0 ||
    (cancelledPrefix !== null && (row.order ?? '').startsWith(cancelledPrefix))
  );
}

/** What was given back of a purchase, at or above zero: by the column, else all of it by the status. */
export function givenBackOf(row: MeantRow, cancelledPrefix: string | null): bigint {
  if (isDocument(row, cancelledPrefix)) throw new Error('A refund is no purchase');
  const column = row.refund ?? 0n;
  if (column !== 0n) return column < 0n ? -column : column;
  return row.status === 'refunded' ? row.amount! : 0n;
}

const code = (currency: string | null): string | null => currency?.toUpperCase() ?? null;

function currenciesOf(rows: readonly MeantRow[]): Set<string> {
  return new Set(rows.flatMap((row) => code(row.currency) ?? []));
}

/** Ten-thousandths at a rate of up to eight places, half away from zero. */
function converted(amount: bigint | null, rate: number): bigint | null {
  if (amount === null) return null;
  const scaled = amount * BigInt(Math.round(rate * 1e8));
  return (scaled + (scaled < 0n ? -50_000_000n : 50_000_000n)) / 100_000_000n;
}

/** Rows with their money in the chosen currency. */
export function inOneCurrency(rows: readonly MeantRow[], policies: Policies): MeantRow[] {
  const chosen = code(policies.currency);
  const rates = new Map(Object.entries(policies.rates).map(([name, rate]) => [code(name), rate]));
  return rows.map((row) => {
    const rate = rates.get(code(row.currency));
    if (chosen === null || row.currency === null || code(row.currency) === chosen || rate === undefined)
      return row;
    return {
      ...row,
      amount: converted(row.amount, rate),
      discount: converted(row.discount, rate),
      refund: converted(row.refund, rate),
    };
  });
}

/** Codes of what is postage: by the code, or by the first name that the file gives it; names where there are no codes. */
function nonProducts(rows: readonly MeantRow[], hasCodes: boolean): Set<string> {
  const names = new Map<string, string | null>();
  for (const row of rows) {
    const value = hasCodes ? row.product : row.productName;
    if (value !== null) names.set(value, names.get(value) ?? row.productName);
  }
  const found = [...names].filter(([value, name]) => (hasCodes && value === 'POST') || name === '运费');
  return new Set(found.map(([value]) => value));
}

/** @param rows with their money in one currency */
export function reasonsOf(
  rows: readonly MeantRow[],
  policies: Policies,
  { cancelledPrefix, hasCodes }: Pick<Shape, 'cancelledPrefix' | 'hasCodes'>,
): (SetAsideReason | null)[] {
  const seen = new Set<string>();
  const listed = policies.statuses.length > 0;
  const several = currenciesOf(rows).size > 1;
  const counted = [code(policies.currency), ...Object.keys(policies.rates).map(code)];
  const isOther = ({ currency }: MeantRow): boolean =>
    policies.currency === null ? several : currency === null || !counted.includes(code(currency));
  const postage = nonProducts(rows, hasCodes);
  return rows.map((row) => {
    const isCopy = seen.has(row.text);
    seen.add(row.text);
    const says = listed ? null : SAYS.get(row.status ?? '');
    const gone = isDocument(row, cancelledPrefix) || says === 'refunded';
    const product = hasCodes ? row.product : row.productName;
    const holds: [SetAsideReason, boolean][] = [
      ['malformed', row.malformed],
      ['unreadable_date', row.at === null],
      ['unreadable_amount', row.amount === null],
      ['no_customer', row.customer === null && policies.guests === 'setAside'],
      ['status', listed ? !policies.statuses.includes(row.status ?? '') : says === 'cancelled'],
      ['unpaid', says === 'unpaid' && policies.unpaid === 'setAside'],
      ['test_order', row.email === 'test@x.cn' && policies.testOrders === 'setAside'],
      ['currency', isOther(row)],
      ['refund', gone && policies.refunds === 'setAside'],
      ['zero_value', row.amount === 0n && policies.zeroValue === 'setAside'],
      ['non_product', product !== null && postage.has(product) && policies.nonProducts === 'setAside'],
      ['duplicate', isCopy && policies.duplicates === 'setAside'],
    ];
    return holds.find(([, does]) => does)?.[0] ?? null;
  }); // prettier-ignore
}

const later = (a: string, b: string): number => byBytes(a, b);

/**
 * Refund row → the order it is taken off: the same number, else the customer's latest order up to then with so many
 * pieces of the product left, else the latest one of the very amount from which nothing was taken.
 */
export function belongings(baskets: readonly Basket[], documents: readonly PlacedRow[]): Map<number, Basket> {
  const found = new Map<number, Basket>();
  for (const document of documents) {
    const same = baskets.filter(
      ({ buyer, rows }) => buyer === document.buyer && rows.some(({ number }) => number === document.number),
    );
    const [last] = same.sort((a, b) => later(b.begun, a.begun));
    if (last) found.set(document.at, last);
  }
  const inTime = [...documents].sort((a, b) => later(a.row.at!, b.row.at!) || a.at - b.at);
  const before = (document: PlacedRow): Basket[] =>
    baskets
      .filter(({ buyer, begun }) => buyer === document.buyer && begun <= document.row.at!)
      .sort((a, b) => later(b.begun, a.begun) || later(b.key, a.key));
  const left = new Map<Basket, Map<string, number>>();
  const productOf = ({ row }: PlacedRow): string | null => row.product ?? row.productName;
  const pieces = ({ row }: PlacedRow): number => Math.abs(row.quantity ?? 1);
  for (const basket of baskets) {
    const own = new Map<string, number>();
    for (const line of basket.rows) {
      const product = productOf(line);
      if (product !== null) own.set(product, (own.get(product) ?? 0) + pieces(line));
    }
    left.set(basket, own);
  }
  for (const document of inTime) {
    const product = productOf(document);
    if (product === null) continue;
    const open = before(document).filter((basket) => left.get(basket)!.has(product));
    const known = found.get(document.at);
    const fits = known
      ? open.find((basket) => basket === known)
      : open.find((basket) => left.get(basket)!.get(product)! >= pieces(document) - 1e-9);
    if (!fits) continue;
    const rest = left.get(fits)!;
    rest.set(product, Math.max(0, rest.get(product)! - pieces(document)));
    found.set(document.at, fits);
  }
  const touched = new Set(found.values());
  for (const document of inTime.filter(({ at, row }) => !found.has(at) && row.amount !== 0n)) {
    const size = document.row.amount! < 0n ? -document.row.amount! : document.row.amount!;
    const fits = before(document).find((basket) => {
      const back = basket.rows.reduce((total, { row }) => total + givenBackOf(row, null), 0n);
      const amount = basket.rows.reduce((total, { row }) => total + row.amount!, 0n);
      return !touched.has(basket) && back === 0n && amount === size;
    });
    if (!fits) continue;
    touched.add(fits);
    found.set(document.at, fits);
  }
  return found;
}
