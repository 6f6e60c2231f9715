import { parseFilter } from './filter';
import { sortByKeys } from './radix';
import { rankRows } from './ranks';
import { part, type Work } from './slices';
import {
  CHUNK,
  kindOf,
  numberOf,
  numbersTo,
  valueIn,
  type TableColumn,
  type TableRow,
  type TableValue,
} from './values';
import { filterOf, type TableView } from './view';

/** Ranks of columns already sorted by: kept for as long as the rows are, so that turning a sort round is quick. */
export type KnownRanks = Map<string, Float64Array>;

export interface OrderTask {
  rows: readonly TableRow[];
  columns: readonly TableColumn[];
  view: Pick<TableView, 'sort' | 'filters'>;
  locale: string;
  known: KnownRanks;
}

/**
 * Numbers of the rows that pass the filters, in the order of the view; `null` where that is all rows as they come.
 * Stable; rows without a value come last in both directions: “not known” is neither the smallest nor the largest.
 */
export function* orderRows({ rows, columns, view, locale, known }: OrderTask): Work<Uint32Array | null> {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const steps = view.sort.filter(({ column }) => byName.has(column));
  let order = yield* part(passingRows(rows, columns, view), 0, 0.2);
  if (steps.length === 0) return order;
  order ??= numbersTo(rows.length);
  let done = 0.2;
  // From the column that decides last to the one that decides first: each sort keeps the order of the one before.
  for (const { column, descending } of steps.toReversed()) {
    const share = 0.8 / steps.length;
    const key = `${locale} ${column}`;
    let ranks = known.get(key);
    ranks ??= yield* part(rankRows(rows, byName.get(column)!, locale), done, done + 0.8 * share);
    known.set(key, ranks);
    order = yield* part(sortByKeys(order, ranks, descending), done + 0.8 * share, done + share);
    done += share;
  }
  return order;
}

function* passingRows(
  rows: readonly TableRow[],
  columns: readonly TableColumn[],
  view: Pick<TableView, 'filters'>,
): Work<Uint32Array | null> {
  const tests: { name: string; passes: (value: TableValue) => boolean }[] = [];
  for (const column of columns) {
    const filter = parseFilter(filterOf(view, column.name), column);
    if (filter.kind === 'test') tests.push({ name: column.name, passes: filter.passes });
  }
  if (tests.length === 0) return null;
  const passing = new Uint32Array(rows.length);
  let count = 0;
  for (let row = 0; row < rows.length; row += 1) {
    if (tests.every(({ name, passes }) => passes(valueIn(rows[row], name)))) passing[count++] = row;
    if (row % CHUNK === 0) yield row / rows.length;
  }
  return passing.slice(0, count);
}

/** Sums of the columns that can be summed, by name; `null` where no row has a value. */
export function* sumRows(
  rows: readonly TableRow[],
  columns: readonly TableColumn[],
  order: Uint32Array | null,
  range: { from: number; to: number },
): Work<Record<string, number | null>> {
  const summed = columns.filter((column) => column.sums && kindOf(column) === 'number');
  const sums = summed.map(() => new CompensatedSum());
  for (let at = range.from; at < range.to; at += 1) {
    const row = rows[order ? order[at]! : at];
    summed.forEach(({ name }, index) => sums[index]!.add(valueIn(row, name)));
    if (at % CHUNK === 0) yield (at - range.from) / (range.to - range.from);
  }
  return Object.fromEntries(summed.map(({ name }, index) => [name, sums[index]!.total]));
}

/** Neumaier's sum: a million amounts add up to the cent, whatever their order. ZAMM 54 (1974), 39–51. */
class CompensatedSum {
  private sum = 0;
  private lost = 0;
  private any = false;

  add(value: TableValue): void {
    const number = numberOf(value);
    if (!Number.isFinite(number)) return;
    const next = this.sum + number;
    this.lost += Math.abs(this.sum) >= Math.abs(number) ? this.sum - next + number : number - next + this.sum;
    this.sum = next;
    this.any = true;
  }

  get total(): number | null {
    return this.any ? this.sum + this.lost : null;
  }
}
