import type { CellValue } from '../analyses/define';
import type { NotebookDocument, SharedCell, SharedResults, SharedTable } from '../document/types';
import { match } from './matching';
import { PSEUDONYM } from './pseudonyms';

/** Sums of the same rows in another order differ in the last bits only: a billionth of the number is no difference. */
const TOLERANCE = 1e-9;
/** Differences named for one result; the rest are counted. */
export const MOST_DIFFERENCES = 200;

export interface Difference {
  /** Values of `keys`. */
  key: CellValue[];
  column: string;
  before: CellValue;
  after: CellValue;
}

/** One result of one cell, as it was sent along and as it came out here. */
export interface ResultAgreement {
  cellId: string;
  result: string;
  /** Columns that name a row. */
  keys: string[];
  /** Numbers that are the same. */
  same: number;
  /** Largest change first, at most 200. */
  different: Difference[];
  /** All differences, those not listed too. */
  differences: number;
  /** Keys of rows that are gone, and of those that are new. */
  missingRows: CellValue[][];
  newRows: CellValue[][];
}

export interface Agreement {
  cells: ResultAgreement[];
  /** Results sent along that nothing here can be held against. */
  notCompared: { cellId: string; result: string; because: 'pseudonyms' | 'not-run' | 'other-question' }[];
  /** Numbers that are the same, over all. */
  same: number;
  /** Values that are not, rows gone and rows new. */
  differences: number;
  /** True where something was compared and nothing differs. */
  allAgree: boolean;
}

/** What came out here, by cell. */
export interface ResultsNow {
  /** False where the cell was asked something else since (`asksTheSame`). */
  asksTheSame: boolean;
  results: Record<string, SharedTable>;
}

/**
 * Results sent along against those of a run here, number by number. A cell that was asked something else since is
 * not compared: its numbers are other numbers.
 */
export function compareResults(
  before: SharedResults,
  after: ReadonlyMap<string, ResultsNow>,
  isPseudonymised: (cell: SharedCell, result: string) => boolean = () => false,
): Agreement {
  const agreement: Agreement = { cells: [], notCompared: [], same: 0, differences: 0, allAgree: false };
  for (const [cellId, cell] of Object.entries(before.results)) {
    const now = after.get(cellId);
    for (const [result, table] of Object.entries(cell.results)) {
      const other = now && Object.hasOwn(now.results, result) ? now.results[result] : undefined;
      const because = isPseudonymised(cell, result)
        ? ('pseudonyms' as const)
        : !now || !other
          ? ('not-run' as const)
          : now.asksTheSame
            ? null
            : ('other-question' as const);
      const compared = because === null && other ? compareTables(table, other) : null;
      if (compared) agreement.cells.push({ cellId, result, ...compared });
      else agreement.notCompared.push({ cellId, result, because: because ?? 'not-run' });
    }
  }
  for (const { same, differences, missingRows, newRows } of agreement.cells) {
    agreement.same += same;
    agreement.differences += differences + missingRows.length + newRows.length;
  }
  agreement.allAgree = agreement.cells.length > 0 && agreement.differences === 0;
  return agreement;
}

type TableAgreement = Omit<ResultAgreement, 'cellId' | 'result'>;

/** Null where the tables have no column in common. */
export function compareTables(before: SharedTable, after: SharedTable): TableAgreement | null {
  const matched = match(before, after);
  if (!matched) return null;
  const different: Difference[] = [];
  let same = countNumbers(matched.pairs.flatMap(({ key }) => key));
  for (const { key, before: old, after: now } of matched.pairs) {
    for (const column of matched.columns) {
      const [was, is] = [old.get(column) ?? null, now.get(column) ?? null];
      if (!isSame(was, is)) different.push({ key, column, before: was, after: is });
      else if (typeof was === 'number') same += 1;
    }
  }
  different.sort((a, b) => sizeOf(b) - sizeOf(a));
  return {
    keys: matched.keys,
    same,
    different: different.slice(0, MOST_DIFFERENCES),
    differences: different.length,
    missingRows: matched.missing.map(({ key }) => key),
    newRows: matched.added.map(({ key }) => key),
  };
}

const countNumbers = (values: readonly CellValue[]): number =>
  values.filter((value) => typeof value === 'number').length;

/** Equal, or numbers a billionth of themselves apart. */
export function isSame(a: CellValue, b: CellValue): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  if (Object.is(a, b) || a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/** How large a change is against the larger of both numbers, 0 to 2; what is no change between numbers counts as 1. */
function sizeOf({ before, after }: Difference): number {
  if (typeof before !== 'number' || typeof after !== 'number') return 1;
  const size = Math.abs(after - before) / Math.max(Math.abs(before), Math.abs(after));
  return Number.isFinite(size) ? size : 2;
}

/** Finds results whose rows of customers were renamed: their ids are nobody's here. */
export function renamedIn(shared: SharedResults): (cell: SharedCell, result: string) => boolean {
  return (cell, result) => {
    const table = cell.results[result];
    if (!table || shared.rowsOfCustomers !== 'pseudonyms') return false;
    const isRenamed = ({ type }: { type: string }, at: number): boolean =>
      type === 'text' &&
      table.rows.length > 0 &&
      table.rows.every((row) => row[at] === null || PSEUDONYM.test(String(row[at])));
    return table.columns.some(isRenamed);
  };
}

/** Whether the data attached is the very data the results were computed from. */
export function isSameData(shared: SharedResults, document: NotebookDocument): boolean {
  const prints = (sources: readonly { sha256: string }[]) =>
    sources
      .map(({ sha256 }) => sha256)
      .sort()
      .join();
  return (
    prints(shared.sources) ===
    prints(document.sources.map(({ fingerprint }) => ({ sha256: fingerprint.sha256 })))
  );
}
