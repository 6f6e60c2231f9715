import { isDay } from './days';
import { newId } from './create';
import { MAX_CELLS, MAX_LABEL, MAX_TEXT } from './limits';
import type {
  AnalysisCell,
  Cell,
  Filters,
  NotebookDocument,
  SavedSegment,
  SegmentCell,
  Source,
  SqlCell,
  TableView,
  TextCell,
} from './types';

/**
 * Every change a notebook can have. Each takes a document and returns a new one; what did not change is shared with
 * the old one. An edit that changes nothing, or names a cell that is not there, returns the very document it was
 * given, so `===` tells whether anything happened. Texts are cut at what the schema takes, so that whatever can be
 * edited can be opened again.
 */

export function setTitle(document: NotebookDocument, title: string): NotebookDocument {
  const text = title.slice(0, MAX_LABEL);
  return document.title === text ? document : { ...document, title: text };
}

export function setDescription(document: NotebookDocument, description: string): NotebookDocument {
  const text = description.slice(0, MAX_TEXT);
  return document.description === text ? document : { ...document, description: text };
}

/** `null` follows the data's last day. Throws a RangeError for a day that does not exist. */
export function setAsOf(document: NotebookDocument, asOf: string | null): NotebookDocument {
  return setFilters(document, { asOf });
}

/** Changes some of the notebook's filters. Throws a RangeError for a day that does not exist. */
export function setFilters(document: NotebookDocument, change: Partial<Filters>): NotebookDocument {
  const filters = changed(document.filters, checkedDays(change));
  return filters === document.filters ? document : { ...document, filters };
}

/** Changes some of a cell's own filters; one set to `undefined` is the notebook's again. */
export function setCellFilters(
  document: NotebookDocument,
  cellId: string,
  change: Partial<Filters>,
): NotebookDocument {
  return changeCell(document, cellId, KINDS, (cell) => {
    const { filters: own = {}, ...rest } = cell;
    const filters = withoutUndefined(changed(own, checkedDays(change)));
    if (sameJson(own, filters)) return cell;
    return (Object.keys(filters).length > 0 ? { ...rest, filters } : rest) as typeof cell;
  });
}

/** Puts a cell before the one now at `at`, or last. A notebook that is full (500 cells) stays as it is. */
export function addCell(
  document: NotebookDocument,
  cell: Cell,
  at = document.cells.length,
): NotebookDocument {
  if (document.cells.length >= MAX_CELLS || document.cells.some(({ id }) => id === cell.id)) return document;
  const place = Math.max(0, Math.min(at, document.cells.length));
  return { ...document, cells: document.cells.toSpliced(place, 0, cell) };
}

/** Puts a copy of a cell below it. A copied SQL cell has no name for others to read it by: names are unique. */
export function duplicateCell(
  document: NotebookDocument,
  cellId: string,
  copyId = newId(),
): NotebookDocument {
  const at = document.cells.findIndex(({ id }) => id === cellId);
  const cell = document.cells[at];
  if (!cell) return document;
  const copy = { ...structuredClone(cell), id: copyId, ...(cell.kind === 'sql' ? { name: null } : {}) };
  return addCell(document, copy, at + 1);
}

export function removeCell(document: NotebookDocument, cellId: string): NotebookDocument {
  const cells = document.cells.filter(({ id }) => id !== cellId);
  return cells.length === document.cells.length ? document : { ...document, cells };
}

/** Swaps a cell with its neighbour above (-1) or below (1). The ends stay where they are. */
export function moveCell(document: NotebookDocument, cellId: string, by: -1 | 1): NotebookDocument {
  const from = document.cells.findIndex(({ id }) => id === cellId);
  const to = from + by;
  if (from < 0 || to < 0 || to >= document.cells.length) return document;
  return placeCell(document, cellId, to);
}

/** Moves a cell to a place, counted from 0 among the cells as they stand afterwards. */
export function placeCell(document: NotebookDocument, cellId: string, at: number): NotebookDocument {
  const from = document.cells.findIndex(({ id }) => id === cellId);
  const cell = document.cells[from];
  const to = Math.max(0, Math.min(at, document.cells.length - 1));
  if (!cell || to === from) return document;
  return { ...document, cells: document.cells.toSpliced(from, 1).toSpliced(to, 0, cell) };
}

/** `null` or an empty name shows what the cell is of itself again. */
export function renameCell(
  document: NotebookDocument,
  cellId: string,
  title: string | null,
): NotebookDocument {
  const name = title?.trim() ? title.slice(0, MAX_LABEL) : null;
  return changeCell(document, cellId, KINDS, (cell) => changed(cell, { title: name }));
}

export function collapseCell(
  document: NotebookDocument,
  cellId: string,
  collapsed: boolean,
): NotebookDocument {
  return changeCell(document, cellId, KINDS, (cell) =>
    changed(cell, { collapsed: collapsed ? true : undefined }),
  );
}

export function setCellView(
  document: NotebookDocument,
  cellId: string,
  view: AnalysisCell['view'],
): NotebookDocument {
  return changeCell(document, cellId, ['analysis', 'sql', 'segment'], (cell) =>
    changed(cell, { view: view as SqlCell['view'] }),
  );
}

/** How a result's table is shown: its order, its columns, its filters. */
export function setTableView(
  document: NotebookDocument,
  cellId: string,
  result: string,
  view: TableView,
): NotebookDocument {
  return changeCell(document, cellId, ['analysis', 'sql', 'segment'], (cell) =>
    sameJson(cell.tables?.[result], view) ? cell : { ...cell, tables: { ...cell.tables, [result]: view } },
  );
}

export function setText(document: NotebookDocument, cellId: string, text: string): NotebookDocument {
  return changeCell(document, cellId, ['text'], (cell) => changed(cell, { text: text.slice(0, MAX_TEXT) }));
}

/** The statement, its name for other cells, or what is drawn of its result. */
export function setSql(
  document: NotebookDocument,
  cellId: string,
  change: Partial<Pick<SqlCell, 'sql' | 'name' | 'chart'>>,
): NotebookDocument {
  return changeCell(document, cellId, ['sql'], (cell) => {
    if (change.chart !== undefined && sameJson(cell.chart, change.chart)) return cell;
    const text = change.sql === undefined ? {} : { sql: change.sql.slice(0, MAX_TEXT) };
    return changed(cell, { ...change, ...text });
  });
}

/** The reader has seen that the analysis means something else now: its version is the cell's. */
export function acceptVersion(
  document: NotebookDocument,
  cellId: string,
  analysisVersion: number,
): NotebookDocument {
  return changeCell(document, cellId, ['analysis'], (cell) => changed(cell, { analysisVersion }));
}

/** Changes some params; one set to `undefined` goes back to its default. */
export function setParams(
  document: NotebookDocument,
  cellId: string,
  change: Record<string, unknown>,
): NotebookDocument {
  return changeCell(document, cellId, ['analysis'], (cell) => {
    if (Object.entries(change).every(([name, value]) => Object.is(cell.params[name], value))) return cell;
    const kept = Object.entries({ ...cell.params, ...change }).filter(([, value]) => value !== undefined);
    return { ...cell, params: Object.fromEntries(kept) };
  });
}

export function addSegment(document: NotebookDocument, segment: SavedSegment): NotebookDocument {
  if (document.segments.length >= MAX_CELLS || document.segments.some(({ id }) => id === segment.id)) {
    return document;
  }
  const named = { ...segment, name: segment.name.slice(0, MAX_LABEL) };
  return { ...document, segments: [...document.segments, named] };
}

/** Filters by the segment narrow no more; cells that show it stay, and say that it is gone. */
export function removeSegment(document: NotebookDocument, segmentId: string): NotebookDocument {
  const segments = document.segments.filter(({ id }) => id !== segmentId);
  if (segments.length === document.segments.length) return document;
  const without = { ...document, segments };
  const cleared = document.cells
    .filter((cell) => (cell.filters as Partial<Filters> | undefined)?.segment === segmentId)
    .reduce((edited, { id }) => setCellFilters(edited, id, { segment: undefined }), without);
  return document.filters.segment === segmentId ? setFilters(cleared, { segment: null }) : cleared;
}

/** Replaces the source of that id, or adds it. */
export function setSource(document: NotebookDocument, source: Source): NotebookDocument {
  const at = document.sources.findIndex(({ id }) => id === source.id);
  if (document.sources[at] === source) return document;
  const sources = at < 0 ? [...document.sources, source] : document.sources.with(at, source);
  return { ...document, sources };
}

interface KnownCells {
  analysis: AnalysisCell;
  text: TextCell;
  sql: SqlCell;
  segment: SegmentCell;
}
const KINDS = ['analysis', 'text', 'sql', 'segment'] as const satisfies (keyof KnownCells)[];

/** Changes a cell of one of the kinds; cells of others, and of kinds this version does not know, are never touched. */
function changeCell<Kind extends keyof KnownCells>(
  document: NotebookDocument,
  cellId: string,
  kinds: readonly Kind[],
  change: (cell: KnownCells[Kind]) => KnownCells[Kind],
): NotebookDocument {
  const at = document.cells.findIndex(({ id }) => id === cellId);
  const cell = document.cells[at];
  if (!cell || !kinds.some((kind) => kind === cell.kind)) return document;
  const changed = change(cell as KnownCells[Kind]);
  return changed === cell ? document : { ...document, cells: document.cells.with(at, changed) };
}

/** The very object where every field is as it was; a field set to `undefined` is left out. */
function changed<T extends object>(object: T, change: Partial<T>): T {
  const fields = Object.entries(change) as [keyof T, unknown][];
  if (fields.every(([name, value]) => Object.is(object[name], value) || sameJson(object[name], value)))
    return object;
  return withoutUndefined({ ...object, ...change });
}

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function checkedDays<T extends Partial<Filters>>(filters: T): T {
  for (const day of [filters.asOf, filters.from, filters.to]) {
    if (typeof day === 'string' && !isDay(day)) throw new RangeError(`Not an ISO day: ${day}`);
  }
  return filters;
}
