import type { Selection } from '../analyses/define';
import type { CellRun } from './contracts';
import { failureText } from './failure-text';
import type { ExportSubject, FileExporter } from './file-exporter';
import type { CellRuns } from './cell-runs.svelte';

/** What exports ask of the notebook. */
export interface ExportSource {
  /** Null for a cell that is not there or has no data. */
  subjectOf(cellId: string): ExportSubject | null;
  run(cellId: string): CellRun;
  loadResult(cellId: string, name: string): Promise<void>;
}

/** Files made of a notebook's cells. */
export class CellExports {
  constructor(
    private readonly source: ExportSource,
    private readonly runs: CellRuns,
    private readonly exporter: FileExporter,
  ) {}

  async saveTable(cellId: string, result: string): Promise<void> {
    const subject = this.source.subjectOf(cellId);
    if (!subject) return;
    await this.source.loadResult(cellId, result);
    const rows = this.source.run(cellId).results?.[result];
    const shape = subject.plan.definition.results[result];
    if (rows && shape) await this.exporter.saveTable(subject, result, rows, shape);
  }

  /** False where there is no picture to save. */
  async saveFigure(cellId: string, format: 'svg' | 'png', element: HTMLElement): Promise<boolean> {
    const subject = this.source.subjectOf(cellId);
    const blob = await this.figureAs(cellId, format, element);
    if (!subject || !blob) return false;
    this.exporter.saveFigure(subject, format, blob);
    return true;
  }

  async saveSelection(cellId: string, selection: Selection): Promise<void> {
    const subject = this.source.subjectOf(cellId);
    if (!subject) return;
    await this.exporter.saveTable(
      { ...subject, title: selection.title },
      'customers',
      selection.rows,
      selection.shape,
    );
  }

  /** A cell's figure as a picture; null where it is not drawn. */
  async figureAs(cellId: string, format: 'svg' | 'png', element: HTMLElement): Promise<Blob | null> {
    const subject = this.source.subjectOf(cellId);
    const { results, params, context } = this.source.run(cellId);
    if (!subject || !results || !context) return null;
    const { definition } = subject.plan;
    const headline = definition.headline(results, params, context);
    return this.exporter.figureAs(
      format,
      element,
      subject,
      headline,
      definition.notes(results, params, context),
    );
  }

  /** A result of a cell as a file, for scripts. Throws a sentence where there is no such cell or result. */
  async tableAs(cellId: string, format: string, result?: string, segment?: string): Promise<Blob> {
    const subject = this.source.subjectOf(cellId);
    if (!subject) throw new Error(`There is no cell “${cellId}” with data`);
    const { definition } = subject.plan;
    const name = result ?? (segment === undefined ? definition.mainResult : 'customers');
    const shape = definition.results[name];
    if (!shape) throw new Error(`${definition.id} has no result “${name}”`);
    const outcome = await this.runs.all(subject.plan);
    if (!outcome.ok) throw new Error(await failureText(outcome.failure));
    const rows = outcome.value[name] ?? [];
    const chosen = segment === undefined ? rows : rows.filter((row) => row.segment === segment);
    return this.exporter.tableAs(format, subject, name, chosen, shape);
  }
}
