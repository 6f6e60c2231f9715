import type {
  AnalysisDefinition,
  CellValue,
  ParamValues,
  ResultShape,
  Results,
  RunContext,
} from '../analyses/define';
import type { Cell, NotebookDocument, SharedCell, SharedResults, SharedTable } from '../document/types';
import { toRows } from './tables';

/** A cell's results as they came with the file: shaped as a run of the notebook's own, read-only. */
export interface SharedRun {
  status: SharedStatus;
  results: Results;
  params: ParamValues;
  context: RunContext;
  question: string;
  shapes: Record<string, ResultShape>;
}

export interface SharedStatus {
  kind: 'shared';
  /** ISO time. */
  at: string;
  /** The first source, for the label; null where the file names none. */
  source: { name: string; sha256: string } | null;
}

/**
 * The results of a cell that came with its notebook; null where none did. An analysis' results are taken only where
 * their columns are those it draws today: another version's, or a made-up file's, would be drawn as something they are
 * not. Without its main result it has none.
 */
export function sharedRun(
  shared: SharedResults | undefined,
  { id, kind, analysis }: Cell,
  analyses: readonly AnalysisDefinition[],
): SharedRun | null {
  const cell = shared && Object.hasOwn(shared.results, id) ? shared.results[id] : undefined;
  if (!shared || !cell) return null;
  const definition = kind === 'analysis' ? analyses.find((each) => each.id === analysis) : null;
  if (definition === undefined) return null;
  const results = definition ? fitting(cell, definition) : rowsOf(cell);
  if (definition && !Object.hasOwn(results, definition.mainResult)) return null;
  const { params, context, question } = cell;
  const shapes = definition ? definition.results : shapesOf(cell);
  return { status: statusOf(shared), results, params, context, question, shapes };
}

/** The same of every cell that has some, by its id. */
export function sharedRuns(
  document: NotebookDocument,
  analyses: readonly AnalysisDefinition[],
): Map<string, SharedRun> {
  const runs = document.cells.map((cell) => [cell.id, sharedRun(document.shared, cell, analyses)] as const);
  return new Map(runs.flatMap(([id, run]) => (run ? [[id, run] as const] : [])));
}

function statusOf({ at, sources }: SharedResults): SharedStatus {
  const [first] = sources;
  return { kind: 'shared', at, source: first ? { name: first.name, sha256: first.sha256 } : null };
}

/**
 * Columns along which figures lay out their marks, and how far any shop's reach: a century in weeks, and in days. A
 * made-up file with the age of a billion would have a figure count to it.
 */
const REACH: Readonly<Record<string, number>> = {
  age: 5_300,
  day: 40_000,
  days: 40_000,
  position: 1_000,
  from_order: 100_000,
};

/** Days of shops: arithmetic with those of the years 1 or 9999 leaves what a date can be. */
const FIRST_DAY = '1900-01-01';
const LAST_DAY = '2199-12-31';

function isShopsDay(value: CellValue): boolean {
  return value === null || (String(value) >= FIRST_DAY && String(value) <= LAST_DAY);
}

function isWithinReach({ columns, rows }: SharedTable): boolean {
  return columns.every(({ name, type }, at) => {
    if (type === 'date') return rows.every((row) => isShopsDay(row[at] ?? null));
    const reach = Object.hasOwn(REACH, name) ? REACH[name] : undefined;
    return reach === undefined || rows.every((row) => !(Math.abs(Number(row[at])) > reach));
  });
}

function fitting(cell: SharedCell, definition: AnalysisDefinition): Results {
  const fits = Object.entries(cell.results).filter(([name, table]) => {
    const { columns } = table;
    const shape = Object.hasOwn(definition.results, name) ? definition.results[name] : undefined;
    const types = new Map(columns.map((column) => [column.name, column.type]));
    const isDrawn = shape && Object.entries(shape).every(([column, { type }]) => types.get(column) === type);
    return isDrawn && isWithinReach(table);
  });
  return Object.fromEntries(fits.map(([name, table]) => [name, toRows(table)]));
}

/** Columns of a reader's own statement are called what they are named. */
const shapesOf = (cell: SharedCell): Record<string, ResultShape> =>
  Object.fromEntries(
    Object.entries(cell.results).map(([result, { columns }]) => [
      result,
      Object.fromEntries(columns.map(({ name, type }) => [name, { type, label: () => name }])),
    ]),
  );

const rowsOf = (cell: SharedCell): Results =>
  Object.fromEntries(Object.entries(cell.results).map(([name, table]) => [name, toRows(table)]));
