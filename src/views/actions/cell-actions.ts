import * as edits from '../../document/edits';
import type { AnalysisCell, Cell } from '../../document/types';
import { m } from '../../messages/speak';
import type { App } from '../../state/contracts';
import type { Action, Said, Target } from './action';
import { copyCells, pasteFromMenu } from './clipboard';
import { canOpenAsSql, openAsSql } from './open-as-sql';

type View = NonNullable<AnalysisCell['view']>;
const KNOWN = ['analysis', 'text', 'sql', 'segment'];
const VIEWS: Record<string, readonly View[]> = {
  analysis: ['plot', 'table', 'sql', 'method'],
  segment: ['plot', 'table', 'sql', 'method'],
  sql: ['plot', 'table'],
};

const isKnown = (cell: Cell | null): cell is Cell => cell !== null && KNOWN.includes(cell.kind);
const asks = (cell: Cell | null): boolean => cell !== null && cell.kind in VIEWS;
const isBusy = ({ notebook }: App, cell: Cell): boolean =>
  ['running', 'queued'].includes(notebook.run(cell.id).status.kind);
const last = ({ page }: Target): number => page.cells.length - 1;
const indexOf = ({ page, cell }: Target): number => page.cells.findIndex(({ id }) => id === cell?.id);

/** An action on a cell: not there where none is meant. */
type OnCell = Omit<Action, 'when' | 'perform' | 'group'> & {
  group?: Action['group'];
  when?: (app: App, cell: Cell, target: Target) => boolean;
  perform: (app: App, cell: Cell, target: Target) => void;
};

function onCell({ when, perform, group = 'cell', ...rest }: OnCell): Action {
  return {
    ...rest,
    group,
    when: (app, target) => target.cell !== null && (when?.(app, target.cell, target) ?? true),
    perform: (app, target) => {
      if (target.cell) perform(app, target.cell, target);
    },
  };
}

function viewAction(view: View, title: Said, keys: string): Action {
  return onCell({
    id: `view-${view}`,
    title,
    keys: [keys],
    when: (_, cell) => VIEWS[cell.kind]?.includes(view) === true && cell.view !== view,
    perform: ({ notebook }, cell) =>
      notebook.edit((document) => edits.setCellView(document, cell.id, view), `cell/${cell.id}/view`),
  });
}

/** What is done with one cell: the one that has focus, or whose menu it is. */
export const CELL_ACTIONS: readonly Action[] = [
  onCell({
    id: 'run-cell',
    title: m.notebook_run,
    keywords: m.actions_run_words,
    keys: ['Mod+Enter'],
    icon: 'run',
    cellMenu: 1,
    when: (app, cell) => asks(cell) && app.notebook.hasData && !isBusy(app, cell),
    perform: ({ notebook }, cell) => notebook.runCell(cell.id),
  }),
  onCell({
    id: 'rename-cell',
    title: m.notebook_rename,
    keywords: m.actions_rename_words,
    keys: ['F2'],
    cellMenu: 2,
    when: (_, cell) => isKnown(cell),
    perform: (_, cell, { page }) => (page.renaming = cell.id),
  }),
  onCell({
    id: 'reset-name',
    title: m.notebook_rename_reset,
    cellMenu: 2,
    when: (_, cell) => cell.kind === 'analysis' && typeof cell.title === 'string',
    perform: ({ notebook }, cell) => notebook.edit((document) => edits.renameCell(document, cell.id, null)),
  }),
  onCell({
    id: 'collapse-cell',
    title: m.actions_collapse,
    keywords: m.actions_collapse_words,
    keys: ['C'],
    cellMenu: 2,
    when: (_, cell) => isKnown(cell) && cell.collapsed !== true,
    perform: ({ notebook }, cell) => notebook.edit((document) => edits.collapseCell(document, cell.id, true)),
  }),
  onCell({
    id: 'expand-cell',
    title: m.actions_expand,
    keywords: m.actions_expand_words,
    keys: ['E'],
    cellMenu: 2,
    when: (_, cell) => isKnown(cell) && cell.collapsed === true,
    perform: ({ notebook }, cell) =>
      notebook.edit((document) => edits.collapseCell(document, cell.id, false)),
  }),
  onCell({
    id: 'move-up',
    title: m.notebook_move_up,
    keywords: m.actions_move_words,
    keys: ['Alt+ArrowUp'],
    icon: 'up',
    cellMenu: 3,
    when: (_, __, target) => indexOf(target) > 0,
    perform: (_, cell, { page }) => page.move(cell, -1),
  }),
  onCell({
    id: 'move-down',
    title: m.notebook_move_down,
    keywords: m.actions_move_words,
    keys: ['Alt+ArrowDown'],
    icon: 'down',
    cellMenu: 3,
    when: (_, __, target) => indexOf(target) < last(target),
    perform: (_, cell, { page }) => page.move(cell, 1),
  }),
  onCell({
    id: 'duplicate-cell',
    title: m.actions_duplicate,
    keywords: m.actions_duplicate_words,
    keys: ['D'],
    icon: 'copy',
    cellMenu: 4,
    perform: ({ notebook }, cell, { page }) => {
      if (!notebook.edit((document) => edits.duplicateCell(document, cell.id))) return;
      const copy = page.cells[page.cells.findIndex(({ id }) => id === cell.id) + 1];
      if (copy) void page.goTo(copy.id);
    },
  }),
  onCell({
    id: 'copy-cell',
    title: m.actions_copy,
    keywords: m.actions_copy_words,
    keys: ['Mod+C'],
    heardElsewhere: true,
    cellMenu: 4,
    perform: (app, cell, { page }) => void copyCells(app, page, [cell]),
  }),
  onCell({
    id: 'open-as-sql',
    title: m.actions_open_sql,
    keywords: m.actions_open_sql_words,
    keys: ['Shift+Q'],
    icon: 'code',
    cellMenu: 4,
    when: canOpenAsSql,
    perform: (app, cell, { page }) => openAsSql(app, page, cell),
  }),
  {
    id: 'paste-cells',
    group: 'cell',
    title: m.actions_paste,
    keywords: m.actions_paste_words,
    keys: ['Mod+V'],
    heardElsewhere: true,
    cellMenu: 4,
    notebookMenu: 4,
    perform: (app, { page, cell }) => void pasteFromMenu(app, page, cell),
  },
  {
    id: 'copy-all-cells',
    group: 'edit',
    title: m.actions_copy_all,
    keywords: m.actions_copy_words,
    notebookMenu: 4,
    when: ({ notebook }) => (notebook.document?.cells.length ?? 0) > 0,
    perform: (app, { page }) => void copyCells(app, page, page.cells),
  },
  viewAction('plot', m.actions_view_plot, '1'),
  viewAction('table', m.actions_view_table, '2'),
  viewAction('sql', m.actions_view_sql, '3'),
  viewAction('method', m.actions_view_method, '4'),
  onCell({
    id: 'remove-cell',
    title: m.notebook_remove,
    keywords: m.actions_remove_words,
    keys: ['Delete'],
    icon: 'close',
    cellMenu: 9,
    perform: (_, cell, { page }) => void page.remove(cell),
  }),
];

type Adding = 'text' | 'sql' | 'analysis' | 'segment';
const ADD: readonly { kind: Adding; key: string; below: Said; above: Said }[] = [
  { kind: 'analysis', key: 'A', below: m.actions_add_analysis, above: m.actions_add_analysis_above },
  { kind: 'text', key: 'T', below: m.actions_add_text, above: m.actions_add_text_above },
  { kind: 'sql', key: 'S', below: m.actions_add_sql, above: m.actions_add_sql_above },
  { kind: 'segment', key: 'G', below: m.actions_add_segment, above: m.actions_add_segment_above },
];

function addCell(kind: Adding, { page, cell }: Target, offset: 0 | 1): void {
  const at = page.beside(cell, offset);
  if (kind === 'text') page.addText(at);
  else if (kind === 'sql') page.addSql(at);
  else page.openPalette(kind, at, cell);
}

/** Below the cell that has focus, else at the end; above it with Shift. */
export const ADD_ACTIONS: readonly Action[] = ADD.flatMap(({ kind, key, below, above }): Action[] => {
  const when = ({ notebook }: App) => kind !== 'segment' || (notebook.document?.segments.length ?? 0) > 0;
  const words = m.actions_add_words;
  return [
    {
      id: `add-${kind}`,
      group: 'add',
      title: below,
      keywords: words,
      keys: [key],
      icon: 'plus',
      when,
      perform: (_, target) => addCell(kind, target, 1),
    },
    {
      id: `add-${kind}-above`,
      group: 'add',
      title: above,
      keywords: words,
      keys: [`Shift+${key}`],
      when: (app, { cell }) => cell !== null && when(app),
      perform: (_, target) => addCell(kind, target, 0),
    },
  ];
});
