import type { AnalysisDefinition, CellValue } from '../analyses/define';
import type { Cell, SharedCell, SharedResults, SharedTable } from '../document/types';
import { FEW_ROWS, MAIN_NUMBERS, SEGMENTS, type MainNumbers } from './main-numbers';
import { match, type Values } from './matching';
import { isNumeric, read } from './tables';

/** Results of one run with the cells they belong to. */
export interface NotebookRun {
  cells: readonly Cell[];
  results: SharedResults;
}

/** A number before and after. Null where a run has none. */
export interface Change {
  before: number | null;
  after: number | null;
  /** After less before; null where one is missing. */
  absolute: number | null;
  /** `absolute` as a share of `before`; null where that is missing or zero. */
  relative: number | null;
}

export interface ScopeChange extends Change {
  total: 'customers' | 'orders' | 'revenue';
}

/** Main numbers of one result of one cell. */
export interface CellChange {
  /** Ids in each run: a cell of another notebook has another. */
  before: string;
  after: string;
  result: string;
  keys: string[];
  columns: string[];
  /** Rows of both runs, those of the later first. `in` says which run has the row. */
  rows: { key: CellValue[]; in: 'both' | 'before' | 'after'; changes: Change[] }[];
}

export interface SegmentChange extends Change {
  segment: string;
}

export interface Migration {
  /** In the order given, then as they are met. */
  segments: string[];
  /** Customers by earlier segment (row) and later segment (column). */
  counts: number[][];
  /** Customers of one run only, by segment. */
  arrived: number[];
  left: number[];
}

export interface RunsCompared {
  scope: ScopeChange[];
  cells: CellChange[];
  segments: SegmentChange[];
  /** Null where not both runs have their customers under their real ids. */
  migration: Migration | null;
  /** Cells of the later run that the earlier has no like of. */
  unmatched: string[];
}

/** Two runs of a notebook, or of two notebooks with like cells, the earlier first. */
export function compareRuns(
  earlier: NotebookRun,
  later: NotebookRun,
  analyses: readonly AnalysisDefinition[],
): RunsCompared {
  const likes = later.cells.map((cell) => ({ cell, like: likeOf(cell, later, earlier) }));
  const found = likes.flatMap(({ cell, like }) => (like ? [{ cell, like }] : []));
  const rfm = found.find(({ cell }) => cell['analysis'] === SEGMENTS.analysis);
  const tables = (name: string) => [
    rfm && tableOf(earlier.results, rfm.like.id, name),
    rfm && tableOf(later.results, rfm.cell.id, name),
  ];
  const [countsBefore, countsAfter] = tables(SEGMENTS.counts);
  const [whoBefore, whoAfter] = tables(SEGMENTS.customers);
  const areReal = [earlier, later].every(({ results }) => results.rowsOfCustomers === 'real');
  const segments = countsBefore && countsAfter ? segmentChanges(countsBefore, countsAfter) : [];
  return {
    scope: scopeChanges(earlier.results, later.results),
    cells: found.flatMap(({ cell, like }) => cellChanges(cell, like, earlier, later, analyses)),
    segments,
    migration:
      areReal && whoBefore && whoAfter
        ? migration(
            whoBefore,
            whoAfter,
            segments.map(({ segment }) => segment),
          )
        : null,
    unmatched: likes
      .filter(({ cell, like }) => !like && Object.hasOwn(later.results.results, cell.id))
      .map(({ cell }) => cell.id),
  };
}

export function change(before: number | null, after: number | null): Change {
  const absolute = before === null || after === null ? null : after - before;
  const relative = absolute === null || before === null || before === 0 ? null : absolute / Math.abs(before);
  return { before, after, absolute, relative };
}

const TOTALS = ['customers', 'orders', 'revenue'] as const;

function scopeChanges({ scope: before }: SharedResults, { scope: after }: SharedResults): ScopeChange[] {
  if (!before && !after) return [];
  return TOTALS.map((total) => ({ total, ...change(before?.[total] ?? null, after?.[total] ?? null) }));
}

/** The same cell by its id; else the first of the same analysis and params that no id names. */
function likeOf(cell: Cell, later: NotebookRun, earlier: NotebookRun): Cell | null {
  const hasResults = ({ id }: Cell) => Object.hasOwn(earlier.results.results, id);
  if (!Object.hasOwn(later.results.results, cell.id)) return null;
  const same = earlier.cells.find(({ id }) => id === cell.id);
  if (same && same.kind === cell.kind && same['analysis'] === cell['analysis'])
    return hasResults(same) ? same : null;
  const taken = new Set(later.cells.map(({ id }) => id));
  const free = earlier.cells.filter((other) => hasResults(other) && !taken.has(other.id));
  const asks = ({ kind, analysis, sql }: Cell) => JSON.stringify([kind, analysis, sql]);
  const alike = free.filter((other) =>
    cell.kind === 'analysis' || cell.kind === 'sql' ? asks(other) === asks(cell) : false,
  );
  const params = (other: Cell) => JSON.stringify(other['params'] ?? {});
  return alike.find((other) => params(other) === params(cell)) ?? alike[0] ?? null;
}

function cellChanges(
  cell: Cell,
  like: Cell,
  earlier: NotebookRun,
  later: NotebookRun,
  analyses: readonly AnalysisDefinition[],
): CellChange[] {
  const old = earlier.results.results[like.id];
  const now = later.results.results[cell.id];
  if (!old || !now) return [];
  return mainNumbersOf(cell, now, analyses).flatMap(({ result, columns }) => {
    const before = tableOf(earlier.results, like.id, result);
    const after = tableOf(later.results, cell.id, result);
    const changes = before && after && tableChanges(before, after, columns);
    return changes ? [{ before: like.id, after: cell.id, result, ...changes }] : [];
  });
}

function mainNumbersOf(
  cell: Cell,
  now: SharedCell,
  analyses: readonly AnalysisDefinition[],
): readonly MainNumbers[] {
  const analysis = typeof cell['analysis'] === 'string' ? cell['analysis'] : '';
  const known = Object.hasOwn(MAIN_NUMBERS, analysis) ? MAIN_NUMBERS[analysis] : undefined;
  if (known) return known;
  const definition = analyses.find(({ id }) => id === analysis);
  const result = definition?.mainResult ?? Object.keys(now.results)[0];
  const table = result === undefined ? undefined : now.results[result];
  if (result === undefined || !table || table.rows.length > FEW_ROWS) return [];
  return [{ result, columns: table.columns.filter(({ type }) => isNumeric(type)).map(({ name }) => name) }];
}

function tableChanges(
  before: SharedTable,
  after: SharedTable,
  wanted: readonly string[],
): Pick<CellChange, 'keys' | 'columns' | 'rows'> | null {
  const matched = match(before, after);
  if (!matched) return null;
  const columns = wanted.filter((name) => matched.columns.includes(name));
  if (columns.length === 0) return null;
  const numbers = (values: Values | null, name: string): number | null => {
    const value = values?.get(name) ?? null;
    return typeof value === 'number' ? value : null;
  };
  const row = (key: CellValue[], old: Values | null, now: Values | null) => ({
    key,
    in: old && now ? ('both' as const) : old ? ('before' as const) : ('after' as const),
    changes: columns.map((name) => change(numbers(old, name), numbers(now, name))),
  });
  const rows = [
    ...matched.pairs.map((pair) => row(pair.key, pair.before, pair.after)),
    ...matched.added.map(({ key, values }) => row(key, null, values)),
    ...matched.missing.map(({ key, values }) => row(key, values, null)),
  ];
  return { keys: matched.keys, columns, rows: rows.slice(0, FEW_ROWS) };
}

/** Customers of each segment, in the later run's order, then those that only the earlier one has. */
function segmentChanges(before: SharedTable, after: SharedTable): SegmentChange[] {
  const [old, now] = [countsOf(before), countsOf(after)];
  return [...new Set([...now.keys(), ...old.keys()])].map((segment) => ({
    segment,
    // A segment that a run does not list has no customers in it.
    ...change(old.get(segment) ?? 0, now.get(segment) ?? 0),
  }));
}

function countsOf(table: SharedTable): Map<string, number> {
  const counts = columnPair(table, SEGMENTS.segment, SEGMENTS.count);
  return new Map(counts.map(([segment, count]) => [String(segment), typeof count === 'number' ? count : 0]));
}

/** Who went from which segment to which. Ids are the client's own, so they name the same customer in both files. */
export function migration(before: SharedTable, after: SharedTable, order: readonly string[] = []): Migration {
  const was = new Map(segmentsOf(before));
  const is = new Map(segmentsOf(after));
  const present = new Set([...is.values(), ...was.values()]);
  const segments = [...new Set([...order.filter((segment) => present.has(segment)), ...present])];
  const index = new Map(segments.map((segment, at) => [segment, at]));
  const counts = segments.map(() => segments.map(() => 0));
  const [arrived, left] = [segments.map(() => 0), segments.map(() => 0)];
  const add = (list: number[] | undefined, segment: string) => {
    const at = index.get(segment);
    if (list && at !== undefined) list[at] = (list[at] ?? 0) + 1;
  };
  for (const [customer, segment] of is) {
    const from = was.get(customer);
    if (from === undefined) add(arrived, segment);
    else add(counts[index.get(from) ?? -1], segment);
  }
  for (const [customer, segment] of was) if (!is.has(customer)) add(left, segment);
  return { segments, counts, arrived, left };
}

const segmentsOf = (table: SharedTable): [string, string][] =>
  columnPair(table, SEGMENTS.id, SEGMENTS.segment).map(([key, segment]) => [String(key), String(segment)]);

function columnPair(table: SharedTable, first: string, second: string): [CellValue, CellValue][] {
  const at = [first, second].map((name) => table.columns.findIndex((column) => column.name === name));
  const [a = -1, b = -1] = at;
  if (a < 0 || b < 0) return [];
  const types = [table.columns[a]?.type ?? 'text', table.columns[b]?.type ?? 'text'] as const;
  return table.rows.map((row) => [read(row[a] ?? null, types[0]), read(row[b] ?? null, types[1])]);
}

function tableOf(results: SharedResults, cellId: string, name: string): SharedTable | undefined {
  const cell = Object.hasOwn(results.results, cellId) ? results.results[cellId] : undefined;
  return cell && Object.hasOwn(cell.results, name) ? cell.results[name] : undefined;
}
