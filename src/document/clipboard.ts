import type { Reason } from '../intake/types';
import { newId, NO_FILTERS } from './create';
import { openDocument } from './open';
import { MAX_CELLS } from './limits';
import { DOCUMENT_VERSION, type Cell, type NotebookDocument, type SavedSegment } from './types';

/** Cells on their way from one notebook to another. They share nothing with the notebook they came from. */
export interface CopiedCells {
  cells: Cell[];
  /** The saved segments that the cells name. */
  segments: SavedSegment[];
}

export type Pasted = { ok: true; copied: CopiedCells } | { ok: false; reason: Reason };

/** Says what the text on the clipboard is, as `format` does in a file. */
const MARK = 'cells';
const NOT_CELLS: Reason = { key: 'actions_paste_not_cells' };

/** Cells of a notebook as text for the clipboard: questions and choices, never rows. */
export function copiedText(document: NotebookDocument, cellIds: readonly string[]): string {
  const cells = document.cells.filter(({ id }) => cellIds.includes(id));
  const named = new Set(cells.flatMap(segmentsOf));
  const segments = document.segments.filter(({ id }) => named.has(id));
  return JSON.stringify({ regulars: MARK, version: DOCUMENT_VERSION, cells, segments }, null, 2);
}

/** True for text that says it holds cells; whether they can be used is another matter. */
export function looksCopied(text: string): boolean {
  return /^\s*\{\s*"regulars"\s*:\s*"cells"/.test(text);
}

/**
 * The cells in a text from the clipboard, which may come from anywhere: it is opened as a notebook file would be, with
 * the same migrations, limits and checks.
 */
export function cellsFrom(text: string): Pasted {
  if (!looksCopied(text)) return { ok: false, reason: NOT_CELLS };
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { ok: false, reason: { key: 'actions_paste_damaged' } };
  }
  const opened = openDocument({
    format: 'regulars',
    version: given.version,
    id: 'clipboard',
    title: '',
    description: '',
    sources: [],
    filters: NO_FILTERS,
    cells: given.cells,
    segments: given.segments,
    locale: null,
  });
  if (!opened.ok) return opened;
  const { cells, segments } = opened.document;
  return cells.length > 0 ? { ok: true, copied: { cells, segments } } : { ok: false, reason: NOT_CELLS };
}

/**
 * Puts copied cells before the one now at `at`, or last, under new ids. A saved segment that the notebook has already
 * is used; any other is added. An SQL cell whose name is taken has none. Cells that do not fit stay out: a notebook
 * that has no room for all of them stays as it is.
 */
export function pasteCells(
  document: NotebookDocument,
  copied: CopiedCells,
  at = document.cells.length,
): NotebookDocument {
  if (document.cells.length + copied.cells.length > MAX_CELLS) return document;
  const ids = new Map<string, string>();
  const added: SavedSegment[] = [];
  for (const segment of copied.segments) {
    const known = document.segments.find((candidate) => sameRule(candidate, segment));
    ids.set(segment.id, known?.id ?? newId());
    if (!known) added.push({ ...segment, id: ids.get(segment.id) ?? segment.id });
  }
  if (document.segments.length + added.length > MAX_CELLS) return document;
  const names = new Set(document.cells.map(({ name }) => name).filter((name) => typeof name === 'string'));
  const cells = copied.cells.map((cell) => {
    const free = cell.kind !== 'sql' || typeof cell.name !== 'string' || !names.has(cell.name);
    if (cell.kind === 'sql' && typeof cell.name === 'string') names.add(cell.name);
    return renamed({ ...structuredClone(cell), id: newId(), ...(free ? {} : { name: null }) }, ids);
  });
  const place = Math.max(0, Math.min(at, document.cells.length));
  return {
    ...document,
    cells: document.cells.toSpliced(place, 0, ...cells),
    segments: added.length > 0 ? [...document.segments, ...added] : document.segments,
  };
}

/** Ids of the saved segments that a cell names. */
function segmentsOf(cell: Cell): string[] {
  const filtered = 'filters' in cell ? (cell.filters as { segment?: unknown } | undefined)?.segment : null;
  return [cell.kind === 'segment' ? cell.segment : null, filtered].filter((id) => typeof id === 'string');
}

/** The cell with its segments under their new ids. */
function renamed(cell: Cell, ids: ReadonlyMap<string, string>): Cell {
  const { filters } = cell as { filters?: { segment?: unknown } };
  const now = (id: unknown) => (typeof id === 'string' ? (ids.get(id) ?? id) : id);
  const known = cell.kind === 'segment' ? { ...cell, segment: now(cell.segment) } : cell;
  if (typeof filters?.segment !== 'string') return known as Cell;
  return { ...known, filters: { ...filters, segment: now(filters.segment) } } as Cell;
}

/** The same customers by the same rule, whatever the segment's id; how many they last were is no part of it. */
function sameRule(a: SavedSegment, b: SavedSegment): boolean {
  const rule = ({ name, analysis, params, mark }: SavedSegment) =>
    JSON.stringify([name, analysis, Object.entries(params).sort(([x], [y]) => (x < y ? -1 : 1)), mark]);
  return rule(a) === rule(b);
}
