import type { Cell, SegmentCell } from '../../document/types';
import { m } from '../../messages/speak';
import type { App, CellRun, NotebookState } from '../../state/contracts';
import { isSegment, isSql, segmentOf } from '../../state/plans';
import { cellTitle } from '../actions/cell-title';
import { statusWords } from '../cell/status';

/** A cell of the notebook as a report could have it. */
export interface CellStanding {
  cell: Cell;
  /** As in the notebook's margin. */
  number: number;
  title: string;
  /**
   * `ready` is shown as it stands, `old` with a word of caution; `waiting` is being run; `out` has nothing to show.
   */
  kind: 'ready' | 'old' | 'waiting' | 'out';
  /** Its state in a few words; empty for the author's own text. */
  words: string;
  /** Running it could make it ready. */
  canRun: boolean;
}

/** Every cell that a report could speak of; empty texts are not mentioned. */
export function standings(notebook: NotebookState): CellStanding[] {
  return (notebook.document?.cells ?? []).flatMap((cell, index) => {
    const standing = standingOf(notebook, cell);
    if (!standing) return [];
    const title = cellTitle(cell, notebook.document, notebook.definition(cell));
    return [{ cell, number: index + 1, title, ...standing }];
  });
}

type Standing = Pick<CellStanding, 'kind' | 'words' | 'canRun'>;

function standingOf(notebook: NotebookState, cell: Cell): Standing | null {
  if (cell.kind === 'text') {
    const isBlank = typeof cell.text !== 'string' || cell.text.trim() === '';
    return isBlank ? null : { kind: 'ready', words: '', canRun: false };
  }
  const trouble = whyUnknown(notebook, cell);
  if (trouble !== null) return { kind: 'out', words: trouble, canRun: false };
  if (isSql(cell) && cell.sql.trim() === '') return null;
  const run = notebook.run(cell.id);
  const kind = kindOf(run, isSql(cell));
  const { text: words } = statusWords(run.status, Date.now());
  return { kind, words, canRun: notebook.hasData && (kind === 'old' || kind === 'out') };
}

function whyUnknown(notebook: NotebookState, cell: Cell): string | null {
  if (cell.kind === 'analysis') return notebook.definition(cell) ? null : m.notebook_unknown_title();
  if (isSegment(cell)) return whyNoSegment(notebook, cell);
  return isSql(cell) ? null : m.notebook_unknown_title();
}

function whyNoSegment({ document, analyses }: NotebookState, cell: SegmentCell): string | null {
  const segment = document && segmentOf(document, cell);
  if (!segment) return m.filters_segment_gone();
  const known = analyses.find(({ id }) => id === segment.analysis);
  return known?.members ? null : m.filters_segment_not_run();
}

function kindOf({ status, results, context }: CellRun, isStatement: boolean): CellStanding['kind'] {
  switch (status.kind) {
    case 'current':
    case 'empty':
    case 'shared':
      return results && context ? 'ready' : 'out';
    case 'queued':
    case 'running':
      return 'waiting';
    case 'stale':
      return results && context ? 'old' : 'out';
    case 'failed':
    case 'cancelled':
      // What a statement said before it was changed into one that fails is not its result any more.
      return results && context && !isStatement ? 'old' : 'out';
    case 'idle':
    case 'needs-data':
      return 'out';
  }
}

/** Runs what is not current; the notebook's own order of running holds. */
export function runMissing({ notebook }: Pick<App, 'notebook'>, cells: readonly CellStanding[]): void {
  for (const { cell, canRun } of cells) if (canRun) notebook.runCell(cell.id);
}
