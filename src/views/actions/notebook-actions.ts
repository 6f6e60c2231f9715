import { m } from '../../messages/speak';
import type { App } from '../../state/contracts';
import { DATA_FILES, pickFiles } from '../../ui/pick-files';
import type { Action } from './action';

const hasCells = (app: App): boolean => (app.notebook.document?.cells.length ?? 0) > 0;
/** Cells whose results have tables, by id. */
const askingCells = ({ document }: App['notebook']): string[] =>
  (document?.cells ?? [])
    .filter(({ kind }) => ['analysis', 'sql', 'segment'].includes(kind))
    .map(({ id }) => id);
const runningCells = ({ notebook }: App) =>
  (notebook.document?.cells ?? []).filter(({ id }) =>
    ['running', 'queued'].includes(notebook.run(id).status.kind),
  );

async function openFile({ notebook, locked }: App): Promise<void> {
  const [file] = await pickFiles({ accept: '.json,.age,application/json' });
  if (file && !(await locked.receive(file))) await notebook.openFile(file);
}

async function chooseData({ imports }: App): Promise<void> {
  const files = await pickFiles({ accept: DATA_FILES, multiple: true });
  if (files.length > 0) await imports.receive(files);
}

/** What is done with the notebook as a whole, and with the page around it. */
export const NOTEBOOK_ACTIONS: readonly Action[] = [
  {
    id: 'open-file',
    group: 'notebook',
    title: m.notebook_menu_open,
    keywords: m.actions_open_words,
    keys: ['Mod+O'],
    icon: 'file',
    notebookMenu: 1,
    perform: (app) => void openFile(app),
  },
  {
    id: 'save-file',
    group: 'notebook',
    title: m.notebook_menu_save,
    keywords: m.actions_save_words,
    keys: ['Mod+S'],
    icon: 'export',
    notebookMenu: 1,
    perform: ({ notebook }) => notebook.saveFile(),
  },
  {
    id: 'save-with-results',
    group: 'notebook',
    title: m.sharing_menu_save,
    keywords: m.sharing_save_words,
    icon: 'export',
    notebookMenu: 1,
    perform: (app) => void app.sharing().then((sharing) => sharing.show('save')),
  },
  {
    id: 'compare-runs',
    group: 'notebook',
    title: m.sharing_menu_compare,
    keywords: m.sharing_compare_words,
    notebookMenu: 3,
    perform: (app) => void app.sharing().then((sharing) => sharing.show('compare')),
  },
  {
    id: 'agreement',
    group: 'notebook',
    title: m.sharing_menu_agreement,
    keywords: m.sharing_agreement_words,
    notebookMenu: 3,
    when: ({ notebook }) => notebook.document?.shared !== undefined,
    perform: (app) => void app.sharing().then((sharing) => sharing.show('agreement')),
  },
  {
    id: 'add-data',
    group: 'notebook',
    title: m.notebook_source_add,
    keywords: m.actions_data_words,
    perform: (app) => void chooseData(app),
  },
  {
    id: 'new-from-template',
    group: 'notebook',
    title: m.actions_new,
    keywords: m.actions_new_words,
    icon: 'plus',
    notebookMenu: 2,
    perform: (_, { page, cell }) => page.openPalette('template', null, cell),
  },
  {
    id: 'duplicate-notebook',
    group: 'notebook',
    title: m.actions_duplicate_notebook,
    keywords: m.actions_duplicate_words,
    icon: 'copy',
    notebookMenu: 2,
    perform: ({ notebook }) => void notebook.duplicate(),
  },
  {
    id: 'open-recent',
    group: 'notebook',
    title: m.actions_recent,
    keywords: m.actions_recent_words,
    when: ({ notebook }) => notebook.recent.some(({ id }) => id !== notebook.document?.id),
    perform: (_, { page, cell }) => page.openPalette('notebook', null, cell),
  },
  {
    id: 'run-all',
    group: 'notebook',
    title: m.notebook_run_all,
    keywords: m.actions_run_words,
    keys: ['Mod+Shift+Enter'],
    icon: 'run',
    notebookMenu: 3,
    when: ({ notebook }) => notebook.hasData,
    perform: ({ notebook }) => notebook.runAll(),
  },
  {
    id: 'cancel',
    group: 'notebook',
    title: m.actions_cancel,
    keywords: m.actions_cancel_words,
    keys: ['Escape'],
    icon: 'stop',
    when: (app) => runningCells(app).length > 0,
    perform: (app) => {
      for (const { id } of runningCells(app)) app.notebook.cancelCell(id);
    },
  },
  {
    id: 'report',
    group: 'notebook',
    title: m.report_menu,
    keywords: m.report_words,
    keys: ['Mod+Shift+E'],
    icon: 'export',
    notebookMenu: 1,
    when: hasCells,
    perform: (_, { page }) => (page.dialog = { kind: 'report' }),
  },
  {
    id: 'save-workbook',
    group: 'notebook',
    title: m.actions_workbook,
    keywords: m.actions_workbook_words,
    icon: 'export',
    notebookMenu: 1,
    when: ({ notebook }) => notebook.hasData && askingCells(notebook).length > 0,
    perform: ({ notebook }) => void notebook.exports.saveWorkbook(askingCells(notebook)),
  },
  {
    id: 'print',
    group: 'notebook',
    title: m.notebook_menu_print,
    keywords: m.actions_print_words,
    keys: ['Mod+P'],
    heardElsewhere: true,
    notebookMenu: 3,
    perform: () => print(),
  },
  {
    id: 'close',
    group: 'notebook',
    title: m.notebook_menu_close,
    keywords: m.actions_close_words,
    notebookMenu: 9,
    perform: ({ notebook }) => notebook.close(),
  },
  {
    id: 'undo',
    group: 'edit',
    title: m.notebook_undo,
    keywords: m.actions_undo_words,
    keys: ['Mod+Z'],
    icon: 'undo',
    fieldsKeep: true,
    when: ({ notebook }) => notebook.canUndo,
    perform: ({ notebook }) => notebook.undo(),
  },
  {
    id: 'redo',
    group: 'edit',
    title: m.notebook_redo,
    keywords: m.actions_redo_words,
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    icon: 'redo',
    fieldsKeep: true,
    when: ({ notebook }) => notebook.canRedo,
    perform: ({ notebook }) => notebook.redo(),
  },
  {
    id: 'collapse-all',
    group: 'edit',
    title: m.actions_collapse_all,
    keywords: m.actions_collapse_words,
    keys: ['Shift+C'],
    notebookMenu: 4,
    when: hasCells,
    perform: (_, { page }) => page.foldAll(true),
  },
  {
    id: 'expand-all',
    group: 'edit',
    title: m.actions_expand_all,
    keywords: m.actions_expand_words,
    keys: ['Shift+E'],
    notebookMenu: 4,
    when: ({ notebook }) => notebook.document?.cells.some(({ collapsed }) => collapsed === true) ?? false,
    perform: (_, { page }) => page.foldAll(false),
  },
  {
    id: 'palette',
    group: 'go',
    title: m.actions_palette,
    keywords: m.actions_palette_words,
    keys: ['Mod+K'],
    icon: 'search',
    notebookMenu: 5,
    perform: (_, { page, cell }) => page.openPalette(null, null, cell),
  },
  {
    id: 'find',
    group: 'go',
    title: m.actions_find,
    keywords: m.actions_find_words,
    keys: ['Mod+F'],
    notebookMenu: 5,
    perform: (_, { page }) => page.find(),
  },
  {
    id: 'next-cell',
    group: 'go',
    title: m.actions_next_cell,
    keys: ['J'],
    icon: 'down',
    when: hasCells,
    perform: (_, { page, cell }) => page.step(cell, 1),
  },
  {
    id: 'previous-cell',
    group: 'go',
    title: m.actions_previous_cell,
    keys: ['K'],
    icon: 'up',
    when: hasCells,
    perform: (_, { page, cell }) => page.step(cell, -1),
  },
  {
    id: 'shortcuts',
    group: 'page',
    title: m.actions_shortcuts,
    keywords: m.actions_shortcuts_words,
    keys: ['?', 'Mod+/'],
    icon: 'info',
    notebookMenu: 5,
    perform: (_, { page }) => (page.dialog = { kind: 'shortcuts' }),
  },
  {
    id: 'definitions',
    group: 'page',
    title: m.shell_definitions,
    keywords: m.actions_definitions_words,
    notebookMenu: 3,
    perform: (_, { page, cell }) =>
      (page.dialog = {
        kind: 'definitions',
        at: typeof cell?.analysis === 'string' ? cell.analysis : undefined,
      }),
  },
  {
    id: 'seal',
    group: 'page',
    title: m.shell_how_sealed,
    keywords: m.actions_seal_words,
    icon: 'lock',
    perform: (_, { page }) => (page.dialog = { kind: 'seal' }),
  },
  {
    id: 'sources',
    group: 'page',
    title: m.notebook_sources_title,
    keywords: m.actions_sources_words,
    when: ({ notebook }) => (notebook.document?.sources.length ?? 0) > 0,
    perform: (_, { page }) => (page.dialog = { kind: 'sources' }),
  },
  {
    id: 'switch-language',
    group: 'page',
    title: m.actions_language,
    keywords: m.actions_language_words,
    perform: ({ preferences }) => (preferences.locale = preferences.locale === 'en' ? 'zh-CN' : 'en'),
  },
  {
    id: 'light-theme',
    group: 'page',
    title: m.shell_theme_to_light,
    keywords: m.actions_theme_words,
    icon: 'sun',
    when: ({ preferences }) => preferences.theme !== 'light',
    perform: ({ preferences }) => (preferences.theme = 'light'),
  },
  {
    id: 'dark-theme',
    group: 'page',
    title: m.shell_theme_to_dark,
    keywords: m.actions_theme_words,
    icon: 'moon',
    when: ({ preferences }) => preferences.theme !== 'dark',
    perform: ({ preferences }) => (preferences.theme = 'dark'),
  },
];
