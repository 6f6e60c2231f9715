import type { AnalysisDefinition, Askable, ColumnTypes, Row } from '../analyses/define';
import type { Cell, NotebookDocument, SharedCell } from '../document/types';
import customerKeysSql from '../orders/customer-keys.sql?raw';
import type { ResultsNow } from '../sharing/agreement';
import { asksTheSame } from '../sharing/asks';
import type { CellWithResults } from '../sharing/collect';
import type { KnownIds } from '../sharing/customer-columns';
import { toTable } from '../sharing/tables';
import type { CellRun } from './contracts';
import type { Notebook } from './notebook.svelte';
import { columnTypes } from './cell-runs.svelte';

/** What sharing asks of the notebook. */
export type SharingNotebook = Pick<
  Notebook,
  | 'document'
  | 'analyses'
  | 'hasData'
  | 'scope'
  | 'run'
  | 'subjectOf'
  | 'loadResult'
  | 'fetch'
  | 'edit'
  | 'openValue'
>;

/** Cells that show results of their own now, with every result they could show. */
export function cellsWithResults(notebook: SharingNotebook): CellWithResults[] {
  return (notebook.document?.cells ?? []).flatMap((cell) => {
    const run = notebook.run(cell.id);
    const subject = notebook.subjectOf(cell.id);
    const status = statusOf(run);
    if (!subject || !status || !run.results || !run.context || run.question === null) return [];
    const { definition } = subject.plan;
    const { params, context, question } = run;
    return [
      {
        cellId: cell.id,
        title: subject.title,
        question,
        params,
        context,
        status,
        headline: headlineOf(definition, run),
        results: resultNames(definition, run).map((name) => ({
          name,
          title: definition.resultTitles?.[name]?.() ?? name,
          rows: run.results?.[name] ?? null,
          shape: shapeOf(run, name) ?? columnTypes(definition.results[name] ?? {}),
          ownColumns: !definition.openColumns,
        })),
      },
    ];
  });
}

/** Undefined for a result that was not computed. */
function shapeOf({ shapes }: CellRun, name: string): ColumnTypes | undefined {
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  return shape && columnTypes(shape);
}

function statusOf({ status }: CellRun): SharedCell['status'] | null {
  if (status.kind === 'current' || status.kind === 'empty' || status.kind === 'stale') return status.kind;
  return null;
}

function headlineOf(definition: Askable, { results, params, context }: CellRun): string | null {
  const main = results?.[definition.mainResult];
  if (!results || !context || definition.openColumns || !main?.length) return null;
  return definition.headline(results, params, context);
}

/** Those that were computed, and those that would be on request. */
function resultNames(definition: Askable, { results }: CellRun): string[] {
  const named = definition.steps.map(({ name }) => name);
  return named.filter((name) => definition.results[name] ?? results?.[name]);
}

/**
 * Answers for the ids of the open shop's customers. They are looked up only where a statement of the reader's own could
 * hold some. Rejects with the engine's sentence.
 */
export async function knownIds(
  notebook: SharingNotebook,
  cells: readonly CellWithResults[],
): Promise<KnownIds> {
  const ids = new Set<string>();
  for (const { cellId, results } of cells) {
    if (results.every(({ ownColumns }) => ownColumns)) continue;
    const shape = { customer_key: { type: 'text', label: () => 'customer_key' } } as const;
    const rows: Row[] = await notebook.fetch(cellId, customerKeysSql, {}, shape);
    for (const { customer_key: key } of rows) ids.add(String(key));
  }
  return (id) => ids.has(id);
}

/** What came out here of the cells whose results came with the file; null while any of them is still to run. */
export function resultsNow(
  notebook: SharingNotebook,
  document: NotebookDocument,
): Map<string, ResultsNow> | null {
  const { shared } = document;
  if (!shared) return null;
  const found = new Map<string, ResultsNow>();
  for (const cell of document.cells) {
    const before = Object.hasOwn(shared.results, cell.id) ? shared.results[cell.id] : undefined;
    if (!before) continue;
    const run = notebook.run(cell.id);
    if (run.status.kind === 'queued' || run.status.kind === 'running') return null;
    const now = resultsOf(notebook, cell, before, run);
    if (now) found.set(cell.id, now);
  }
  return found;
}

function resultsOf(
  notebook: SharingNotebook,
  cell: Cell,
  before: SharedCell,
  run: CellRun,
): ResultsNow | null {
  const definition: AnalysisDefinition | null =
    notebook.analyses.find(({ id }) => id === cell['analysis']) ?? null;
  const isOwn = run.status.kind === 'current' || run.status.kind === 'empty';
  if (!isOwn || !run.results || !run.context) return null;
  const now = { params: run.params, context: run.context };
  return {
    asksTheSame: asksTheSame(before, now, definition),
    results: Object.fromEntries(
      Object.entries(run.results).map(([name, rows]) => {
        return [name, toTable(rows, shapeOf(run, name))];
      }),
    ),
  };
}
