import type { Selection } from '../analyses/define';
import type { TableFormatId } from '../exports/registry';
import { TableTooLarge } from '../exports/too-large';
import type { CellRun } from './contracts';
import { failureText } from './failure-text';
import type { ExportSubject, FileExporter } from './file-exporter';
import type { CellRuns } from './cell-runs.svelte';
import type { NoticeList } from './notices.svelte';

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
    private readonly notices: NoticeList,
  ) {}

  async saveTable(cellId: string, result: string, format: TableFormatId): Promise<void> {
    const table = await this.tableOf(cellId, result);
    if (!table) return;
    const { subject, rows, shape } = table;
    await this.orSay(() => this.exporter.saveTable(subject, result, rows, shape, format));
  }

  async saveWorkbook(cellIds: readonly string[]): Promise<void> {
    const tables: NonNullable<Awaited<ReturnType<typeof this.tableOf>>>[] = [];
    for (const cellId of cellIds) {
      const plan = this.source.subjectOf(cellId)?.plan;
      for (const result of Object.keys(plan?.definition.results ?? {})) {
        const table = await this.tableOf(cellId, result);
        if (table) tables.push(table);
      }
    }
    if (tables.length > 0) await this.orSay(() => this.exporter.saveWorkbook(tables));
  }

  private async tableOf(cellId: string, result: string) {
    const subject = this.source.subjectOf(cellId);
    if (!subject) return null;
    await this.source.loadResult(cellId, result);
    const { results, shapes } = this.source.run(cellId);
    const [rows, shape] = [results?.[result], shapes[result]];
    return rows && shape ? { subject, result, rows, shape } : null;
  }

  /** A table too large for a format is the reader's to know; any other failure is ours. */
  private async orSay(save: () => Promise<void>): Promise<void> {
    try {
      await save();
    } catch (error) {
      if (!(error instanceof TableTooLarge)) throw error;
      this.notices.say(error.message, 'error');
    }
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
    const rows = outcome.value.rows[name] ?? [];
    const chosen = segment === undefined ? rows : rows.filter((row) => row.segment === segment);
    return this.exporter.tableAs(format, subject, name, chosen, shape);
  }
}
