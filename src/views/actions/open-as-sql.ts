import { newSqlCell } from '../../document/create';
import type { AnalysisCell, Cell } from '../../document/types';
import type { App } from '../../state/contracts';
import { ownFiltersOf } from '../../state/scope';
import { standaloneSql, statementBehind } from '../cell/cell-sql';
import { resultTitle } from '../cell/result-title';
import type { NotebookPage } from './page.svelte';

/** An analysis that has run, so that it is known what its statements are asked with. */
export function canOpenAsSql({ notebook }: App, cell: Cell): boolean {
  return cell.kind === 'analysis' && Boolean(notebook.run(cell.id).context && notebook.definition(cell));
}

/** Puts a cell below with the statement of the result that is looked at, as it stands now, and the same filters. */
export function openAsSql(app: App, page: NotebookPage, cell: Cell): void {
  const { notebook } = app;
  const definition = notebook.definition(cell);
  const { context } = notebook.run(cell.id);
  if (!definition || !context) return;
  const result = page.chosenResults.get(cell.id) ?? definition.mainResult;
  const step = statementBehind(definition, result) ?? statementBehind(definition, definition.mainResult);
  if (!step) return;
  const sql = standaloneSql(step.sql, definition, notebook.paramsOf(cell as AnalysisCell), context);
  const title = `${page.titleOf(cell)} · ${resultTitle(definition, step.name)}`;
  const filters = ownFiltersOf(cell);
  const opened = { ...newSqlCell(sql, title), ...(filters ? { filters } : {}) };
  void page.add(opened, page.beside(cell, 1));
}
