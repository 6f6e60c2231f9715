import { isDay } from './days';
import { MAX_CELLS, MAX_LABEL, MAX_TEXT } from './schema';
import type { AnalysisCell, Cell, NotebookDocument, SavedSegment, Source } from './types';

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
  if (asOf !== null && !isDay(asOf)) throw new RangeError(`Not an ISO day: ${asOf}`);
  if (document.filters.asOf === asOf) return document;
  return { ...document, filters: { ...document.filters, asOf } };
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

export function removeCell(document: NotebookDocument, cellId: string): NotebookDocument {
  const cells = document.cells.filter(({ id }) => id !== cellId);
  return cells.length === document.cells.length ? document : { ...document, cells };
}

/** Swaps a cell with its neighbour above (-1) or below (1). The ends stay where they are. */
export function moveCell(document: NotebookDocument, cellId: string, by: -1 | 1): NotebookDocument {
  const from = document.cells.findIndex(({ id }) => id === cellId);
  const to = from + by;
  const cell = document.cells[from];
  if (!cell || to < 0 || to >= document.cells.length) return document;
  return { ...document, cells: document.cells.toSpliced(from, 1).toSpliced(to, 0, cell) };
}

/** `null` or an empty name shows the analysis' own title again. */
export function renameCell(
  document: NotebookDocument,
  cellId: string,
  title: string | null,
): NotebookDocument {
  const name = title?.trim() ? title.slice(0, MAX_LABEL) : null;
  return changeAnalysis(document, cellId, (cell) => (cell.title === name ? cell : { ...cell, title: name }));
}

export function setCellView(
  document: NotebookDocument,
  cellId: string,
  view: AnalysisCell['view'],
): NotebookDocument {
  return changeAnalysis(document, cellId, (cell) => (cell.view === view ? cell : { ...cell, view }));
}

/** Changes some params; one set to `undefined` goes back to its default. */
export function setParams(
  document: NotebookDocument,
  cellId: string,
  change: Record<string, unknown>,
): NotebookDocument {
  return changeAnalysis(document, cellId, (cell) => {
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

export function removeSegment(document: NotebookDocument, segmentId: string): NotebookDocument {
  const segments = document.segments.filter(({ id }) => id !== segmentId);
  return segments.length === document.segments.length ? document : { ...document, segments };
}

/** Replaces the source of that id, or adds it. */
export function setSource(document: NotebookDocument, source: Source): NotebookDocument {
  const at = document.sources.findIndex(({ id }) => id === source.id);
  if (document.sources[at] === source) return document;
  const sources = at < 0 ? [...document.sources, source] : document.sources.with(at, source);
  return { ...document, sources };
}

/** Cells of a kind this version does not know are never touched. */
function changeAnalysis(
  document: NotebookDocument,
  cellId: string,
  change: (cell: AnalysisCell) => AnalysisCell,
): NotebookDocument {
  const at = document.cells.findIndex(({ id }) => id === cellId);
  const cell = document.cells[at];
  if (!cell || cell.kind !== 'analysis') return document;
  const changed = change(cell as AnalysisCell);
  return changed === cell ? document : { ...document, cells: document.cells.with(at, changed) };
}
