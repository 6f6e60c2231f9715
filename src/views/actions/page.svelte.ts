import { createContext, tick } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { newAnalysisCell, newSegmentCell, newSqlCell, newTextCell } from '../../document/create';
import * as edits from '../../document/edits';
import type { Cell } from '../../document/types';
import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import type { App } from '../../state/contracts';
import { cellTitle } from './cell-title';

/** Kinds of entries that the command palette can be narrowed to. */
export type EntryKind = 'action' | 'analysis' | 'segment' | 'cell' | 'template' | 'notebook' | 'place';

export type PageDialog =
  | {
      kind: 'palette';
      only: EntryKind | null;
      /** The cell that had focus. */
      cell: Cell | null;
      /** Where a chosen analysis or segment goes; null for below the cell, else last. */
      at: number | null;
    }
  | { kind: 'shortcuts' | 'sources' | 'seal' | 'report' }
  /** The reference, opened at an analysis. */
  | { kind: 'definitions'; at: string | undefined };

/** The open notebook as it stands in the page: what has focus, which dialog is open, and where cells are. */
export class NotebookPage {
  dialog = $state.raw<PageDialog | null>(null);
  /** The search bar is open; the number changes when it is asked for again. */
  finding = $state(0);
  /** What the search bar starts with. */
  sought = $state('');
  /** The cell whose name is being written. */
  renaming = $state<string | null>(null);
  /** The cell that is being dragged. */
  dragged = $state<string | null>(null);
  /** The result that is looked at in a cell's Table and SQL tabs, by cell; its main one where none was chosen. */
  readonly chosenResults = new SvelteMap<string, string>();
  /** How many cells stand in the page; an opening notebook gets them one by one. */
  standing = $state(0);
  /** Said aloud: where a cell went, what was copied. */
  spoken = $state('');

  /** The cell whose editor takes the focus when it is there. */
  private toWrite: string | null = null;

  constructor(readonly app: App) {}

  get cells(): readonly Cell[] {
    return this.app.notebook.document?.cells ?? [];
  }

  titleOf(cell: Cell): string {
    const { notebook } = this.app;
    return cellTitle(cell, notebook.document, notebook.definition(cell));
  }

  /** The cell that has focus, or holds what has it. */
  focusedCell(): Cell | null {
    const id = document.activeElement?.closest<HTMLElement>('[data-cell]')?.dataset.cell;
    return this.cells.find((cell) => cell.id === id) ?? null;
  }

  // — going —

  async goTo(cellId: string): Promise<void> {
    const index = this.cells.findIndex(({ id }) => id === cellId);
    if (index < 0) return;
    this.standing = Math.max(this.standing, index + 1);
    await tick();
    const element = document.getElementById(`cell-${cellId}`);
    element?.scrollIntoView();
    element?.focus({ preventScroll: true });
  }

  /** To the cell above (-1) or below (1); from nowhere to the first or the last. */
  step(from: Cell | null, by: -1 | 1): void {
    const at = from ? this.cells.findIndex(({ id }) => id === from.id) + by : by > 0 ? 0 : -1;
    const next = at < 0 && from ? undefined : this.cells.at(at);
    if (next) void this.goTo(next.id);
  }

  // — placing —

  move(cell: Cell, by: -1 | 1): void {
    void this.placed(cell, () => this.app.notebook.edit((document) => edits.moveCell(document, cell.id, by)));
  }

  /** `at` is counted from 0 among the cells as they stand afterwards. */
  place(cell: Cell, at: number): void {
    void this.placed(cell, () =>
      this.app.notebook.edit((document) => edits.placeCell(document, cell.id, at)),
    );
  }

  /** An element that is moved in the page loses its focus: it gets it back, and the new place is said. */
  private async placed(cell: Cell, edit: () => boolean): Promise<void> {
    const focused = document.activeElement;
    if (!edit()) return;
    const place = this.cells.findIndex(({ id }) => id === cell.id) + 1;
    this.say(
      m.actions_moved({
        title: this.titleOf(cell),
        place: formatInteger(place),
        count: formatInteger(this.cells.length),
      }),
    );
    await tick();
    if (focused instanceof HTMLElement && focused !== document.body) {
      focused.focus({ preventScroll: true });
      focused.scrollIntoView({ block: 'nearest' });
    }
  }

  // — adding and removing —

  /** Puts a cell where `at` says, else below the one that has focus, else last; and goes there. */
  async add(cell: Cell, at: number | null): Promise<void> {
    const place = at ?? this.cells.length;
    if (!this.app.notebook.edit((document) => edits.addCell(document, cell, place))) return;
    this.standing = this.cells.length;
    const isWritten = this.toWrite === cell.id;
    const added = await elementOf(cell);
    added?.scrollIntoView({ block: 'nearest' });
    // An editor takes the focus itself, as soon as it is there.
    if (!isWritten) added?.focus({ preventScroll: true });
  }

  /** Adds a cell that is written in at once. */
  private write(cell: Cell, at: number | null): void {
    this.toWrite = cell.id;
    void this.add(cell, at);
    setTimeout(() => this.takesFocus(cell.id), WRITER_MS);
  }

  /** An editor is about to take the focus: letters are meant for it. */
  get awaitsEditor(): boolean {
    return this.toWrite !== null;
  }

  /** Whether a cell's editor should take the focus: once, after the cell was added. */
  takesFocus(cellId: string): boolean {
    if (this.toWrite !== cellId) return false;
    this.toWrite = null;
    return true;
  }

  addAnalysis(analysisId: string, at: number | null = null): void {
    const definition = this.app.notebook.analyses.find(({ id }) => id === analysisId);
    if (definition) void this.add(newAnalysisCell(definition), at);
  }

  addText(at: number | null = null): void {
    this.write(newTextCell(), at);
  }

  addSql(at: number | null = null): void {
    this.write(newSqlCell(), at);
  }

  addSegment(segmentId: string, at: number | null = null): void {
    void this.add(newSegmentCell(segmentId), at);
  }

  async remove(cell: Cell): Promise<void> {
    const { notebook, notices } = this.app;
    const index = this.cells.findIndex(({ id }) => id === cell.id);
    const title = this.titleOf(cell);
    const next = this.cells[index + 1] ?? this.cells[index - 1];
    if (!notebook.edit((document) => edits.removeCell(document, cell.id))) return;
    notices.say(m.notebook_removed({ title }), 'info', {
      label: m.notebook_undo(),
      perform: () => notebook.undo(),
    });
    await tick();
    document.getElementById(next ? `cell-${next.id}` : 'add-cell')?.focus();
  }

  /** Where a new cell goes: above (0) or below (1) a cell, last where none is meant. */
  beside(cell: Cell | null, offset: 0 | 1): number | null {
    const index = cell ? this.cells.findIndex(({ id }) => id === cell.id) : -1;
    return index < 0 ? null : index + offset;
  }

  foldAll(collapsed: boolean): void {
    this.app.notebook.edit((document) =>
      document.cells.reduce((folded, { id }) => edits.collapseCell(folded, id, collapsed), document),
    );
  }

  // — dialogs —

  openPalette(only: EntryKind | null = null, at: number | null = null, cell = this.focusedCell()): void {
    this.dialog = { kind: 'palette', only, cell, at };
  }

  find(sought = ''): void {
    this.sought = sought;
    this.finding += 1;
  }

  /** The same words twice are said twice. */
  say(text: string): void {
    this.spoken = this.spoken === text ? `${text}\u00a0` : text;
  }
}

/** How long letters are kept from being keys while an editor is on its way. */
const WRITER_MS = 2_000;
/** Frames that the code of a kind of cell may take to come. */
const PATIENCE = 120;

/** Kinds of cells whose code comes when it is first needed stand a moment later than the document has them. */
async function elementOf({ id }: Cell): Promise<HTMLElement | null> {
  await tick();
  let element = document.getElementById(`cell-${id}`);
  for (let frame = 0; !element && frame < PATIENCE; frame += 1) {
    await new Promise(requestAnimationFrame);
    element = document.getElementById(`cell-${id}`);
  }
  return element;
}

/** Set by Notebook.svelte; everything inside an open notebook reads its page through `getPage()`. */
export const [getPage, setPage] = createContext<NotebookPage>();
