import type { AnalysisDefinition, ParamValues, ResultShape, Row, RunContext, Selection, SqlLiteral } from '../analyses/define';
import { paramsWithDefaults } from '../analyses/params';
import { ANALYSES, analysisById } from '../analyses/registry';
import { newAnalysisCell, newDocument, newId } from '../document/create';
import * as edits from '../document/edits';
import { record, redo, startHistory, undo, type History } from '../document/history';
import { openDocument, openDocumentFile } from '../document/open';
import { documentText } from '../document/save';
import type { AnalysisCell, Cell, NotebookDocument, Source } from '../document/types';
import { decodeBytes } from '../engine/decode';
import { setVariables } from '../orders/literals';
import { m } from '../messages/speak';
import scopeTotalsSql from '../orders/scope-totals.sql?raw';
import type { Storage } from '../storage/open';
import { snapshotKey } from '../storage/snapshots';
import { Autosave } from './autosave.svelte';
import { CellRuns, columnTypes, contextVariables, type RunPlan } from './cell-runs.svelte';
import type { CellRun, NotebookState } from './contracts';
import type { Engine } from './engine.svelte';
import { failureText, reasonText } from './failure-text';
import type { ExportSubject, FileExporter } from './file-exporter';
import type { NoticeList } from './notices.svelte';

const ENGINE_VERSION = 'duckdb-wasm 1.32.0';

/** Told to whoever opens a notebook by script. */
export interface OpenReport {
  opened: boolean;
  hasData: boolean;
  /** Why it was refused, in the reader's language. */
  message: string | null;
}

/** The open notebook: its document and history, its data in the engine, and the runs of its cells. */
export class Notebook implements NotebookState {
  readonly analyses = ANALYSES;
  private history = $state.raw<History | null>(null);
  hasData = $state(false);
  window = $state.raw<NotebookState['window']>(null);
  scope = $state.raw<NotebookState['scope']>(null);
  recent = $state.raw<NotebookState['recent']>([]);
  readonly document = $derived(this.history?.present ?? null);
  readonly canUndo = $derived((this.history?.past.length ?? 0) > 0);
  readonly canRedo = $derived((this.history?.future.length ?? 0) > 0);
  private readonly runs: CellRuns;
  private readonly autosave: Autosave;

  constructor(
    private readonly engine: Engine,
    private readonly storage: Promise<Storage>,
    private readonly notices: NoticeList,
    private readonly exporter: FileExporter,
  ) {
    this.runs = new CellRuns(() => engine.client());
    this.autosave = new Autosave(storage, () => void this.refreshRecent());
    engine.afterRestart(() => void this.recover());
  }

  get saved() {
    return this.autosave.saved;
  }

  // — what views read —

  run(cellId: string): CellRun {
    return this.runs.of(cellId);
  }

  definition(cell: Cell): AnalysisDefinition | null {
    return cell.kind === 'analysis' ? analysisById((cell as AnalysisCell).analysis) : null;
  }

  paramsOf(cell: AnalysisCell): ParamValues {
    const definition = this.definition(cell);
    return definition ? paramsWithDefaults(definition, cell.params) : cell.params;
  }

  // — edits —

  setTitle(title: string): void {
    this.edit((document) => edits.setTitle(document, title), 'title');
  }

  setDescription(text: string): void {
    this.edit((document) => edits.setDescription(document, text), 'description');
  }

  setAsOf(day: string | null): void {
    this.edit((document) => edits.setAsOf(document, day));
    this.runAll();
  }

  addCell(analysisId: string, at?: number): void {
    const definition = analysisById(analysisId);
    if (!definition) return;
    const cell = newAnalysisCell(definition);
    this.edit((document) => edits.addCell(document, cell, at));
    this.runCell(cell.id);
  }

  removeCell(cellId: string): void {
    this.cancelCell(cellId);
    this.edit((document) => edits.removeCell(document, cellId));
  }

  moveCell(cellId: string, by: -1 | 1): void {
    this.edit((document) => edits.moveCell(document, cellId, by));
  }

  renameCell(cellId: string, title: string | null): void {
    this.edit((document) => edits.renameCell(document, cellId, title), `cell/${cellId}/title`);
  }

  setCellView(cellId: string, view: AnalysisCell['view']): void {
    this.edit((document) => edits.setCellView(document, cellId, view), `cell/${cellId}/view`);
  }

  setParams(cellId: string, change: ParamValues): void {
    this.edit((document) => edits.setParams(document, cellId, change));
    const cell = this.analysisCell(cellId);
    const definition = cell && this.definition(cell);
    if (definition && Object.keys(change).some((name) => !isDisplayOnly(definition, name))) this.runCell(cellId);
  }

  saveSegment(cellId: string, selection: Selection): void {
    const cell = this.analysisCell(cellId);
    if (!cell) return;
    this.edit((document) =>
      edits.addSegment(document, {
        id: newId(),
        name: selection.title,
        analysis: cell.analysis,
        params: cell.params,
        mark: selection.mark,
        customers: selection.rows.length,
      }),
    );
    this.notices.say(m.state_segment_saved({ name: selection.title }));
  }

  removeSegment(segmentId: string): void {
    this.edit((document) => edits.removeSegment(document, segmentId));
  }

  undo(): void {
    if (this.history) this.travel(undo(this.history));
  }

  redo(): void {
    if (this.history) this.travel(redo(this.history));
  }

  // — running —

  runCell(cellId: string): void {
    const plan = this.planOf(cellId);
    if (!plan) return;
    if (!this.hasData) this.runs.needData(cellId);
    else void this.runs.start(cellId, plan);
  }

  runAll(): void {
    void this.refreshScope();
    for (const cell of this.document?.cells ?? []) this.runCell(cell.id);
  }

  cancelCell(cellId: string): void {
    void this.runs.cancel(cellId);
  }

  /** Rows behind a figure: the customers of a mark. Throws with the engine's sentence where the SQL fails. */
  async fetch(cellId: string, sql: string, variables: Record<string, SqlLiteral>, shape: ResultShape): Promise<Row[]> {
    const plan = this.planOf(cellId);
    if (!plan) return [];
    const client = await this.engine.client();
    const outcome = await this.runs.inLine(() =>
      client.run(client.newJob(), {
        steps: [{ name: 'rows', sql }],
        variables: { ...contextVariables(plan.context), ...plan.definition.variables(plan.params, plan.context), ...variables },
        results: { rows: columnTypes(shape) },
      }),
    );
    if (!outcome.ok) throw new Error(await failureText(outcome.failure));
    const payload = outcome.value.results.rows;
    return payload && 'arrow' in payload ? decodeBytes(payload.arrow, shape) : [];
  }

  /** Fetches a result that is too long to load with the figure. */
  async loadResult(cellId: string, name: string): Promise<void> {
    const plan = this.planOf(cellId);
    if (!plan || !this.hasData) return;
    const outcome = await this.runs.addLazy(cellId, plan, name);
    if (!outcome.ok && outcome.failure.kind !== 'cancelled') this.notices.say(await failureText(outcome.failure), 'error');
  }

  /** Every result of an analysis by its id, for scripts. Throws a sentence where it cannot be run. */
  async runAnalysis(analysisId: string, given: ParamValues): Promise<Record<string, Row[]>> {
    const definition = analysisById(analysisId);
    if (!definition) throw new Error(`There is no analysis “${analysisId}”; there are ${ANALYSES.map(({ id }) => id).join(', ')}`);
    const context = this.context(typeof given.asOf === 'string' ? given.asOf : undefined);
    if (!context || !this.hasData) throw new Error('There is no data yet: import a file first');
    const outcome = await this.runs.all({ definition, params: paramsWithDefaults(definition, given), context });
    if (!outcome.ok) throw new Error(await failureText(outcome.failure));
    return outcome.value;
  }

  // — opening and keeping —

  /** A new notebook over data that was just built, with every analysis there is. */
  create(title: string, source: Source, description = ''): void {
    const cells = ANALYSES.map((analysis) => newAnalysisCell(analysis));
    this.show(newDocument({ title, description, sources: [source], cells }), 0);
    this.dataArrived();
  }

  /** The open notebook over a new or re-attached source. Its history starts anew: an undo must not part it from its data. */
  rebind(source: Source): void {
    if (!this.document) return;
    this.history = startHistory(edits.setSource(this.document, source));
    this.autosave.changed(this.history.present);
    this.dataArrived();
  }

  /** The notebook that the address names, as after a reload; else the list of recent ones. */
  async openFromAddress(): Promise<void> {
    const id = /^#notebook=([\w-]+)$/.exec(location.hash)?.[1];
    await this.refreshRecent();
    if (id !== undefined && this.recent.some((entry) => entry.id === id)) await this.openRecent(id);
  }

  async openRecent(id: string): Promise<void> {
    const { notebooks } = await this.storage;
    const loaded = await notebooks.load(id);
    if (!loaded.ok) {
      this.notices.say(await reasonText(loaded.reason), 'error');
      return;
    }
    this.show(loaded.document, loaded.revision);
    await this.restoreData();
  }

  async deleteRecent(id: string): Promise<void> {
    const { notebooks } = await this.storage;
    const title = this.recent.find((entry) => entry.id === id)?.title ?? '';
    await notebooks.delete(id);
    await this.refreshRecent();
    const bringBack = async () => {
      await notebooks.undelete(id);
      await this.refreshRecent();
    };
    this.notices.say(m.state_deleted({ title }), 'info', {
      label: m.state_undo(),
      perform: () => void bringBack(),
    });
  }

  async openFile(file: File): Promise<void> {
    const opened = await openDocumentFile(file);
    if (!opened.ok) this.notices.say(await reasonText(opened.reason), 'error');
    else await this.take(opened.document);
  }

  /** Opens a document given as text or as a value; the open notebook is untouched when it is refused. */
  async openValue(input: unknown): Promise<OpenReport> {
    const opened = openDocument(input);
    if (!opened.ok) return { opened: false, hasData: false, message: await reasonText(opened.reason) };
    await this.take(opened.document);
    return { opened: true, hasData: this.hasData, message: null };
  }

  saveFile(): void {
    if (this.document) this.exporter.saveNotebook(this.document, documentText(this.document));
  }

  close(): void {
    void this.autosave.flush();
    this.history = null;
    this.runs.clear();
    this.forgetData();
    location.hash = '';
    void this.refreshRecent();
  }

  async refreshRecent(): Promise<void> {
    const { notebooks } = await this.storage;
    this.recent = await notebooks.list();
  }

  // — exports —

  async exportTable(cellId: string, result: string): Promise<void> {
    const subject = this.subjectOf(cellId);
    if (!subject) return;
    await this.loadResult(cellId, result);
    const rows = this.run(cellId).results?.[result];
    const shape = subject.plan.definition.results[result];
    if (rows && shape) await this.exporter.saveTable(subject, result, rows, shape);
  }

  async exportFigure(cellId: string, format: 'svg' | 'png', element: HTMLElement): Promise<void> {
    const subject = this.subjectOf(cellId);
    const blob = await this.figureAs(cellId, format, element);
    if (subject && blob) this.exporter.saveFigure(subject, format, blob);
    else this.notices.say(m.state_no_figure(), 'warning');
  }

  async exportSelection(cellId: string, selection: Selection): Promise<void> {
    const subject = this.subjectOf(cellId);
    if (!subject) return;
    await this.exporter.saveTable({ ...subject, title: selection.title }, 'customers', selection.rows, selection.shape);
  }

  /** A cell's figure as a picture; null where it is not drawn. */
  async figureAs(cellId: string, format: 'svg' | 'png', element: HTMLElement): Promise<Blob | null> {
    const subject = this.subjectOf(cellId);
    const { results } = this.run(cellId);
    if (!subject || !results) return null;
    const { definition, params, context } = subject.plan;
    const headline = definition.headline(results, params, context);
    return this.exporter.figureAs(format, element, subject, headline, definition.notes(results, params, context));
  }

  /** A result of a cell as a file, for scripts. Throws a sentence where there is no such cell or result. */
  async tableAs(cellId: string, format: string, result?: string, segment?: string): Promise<Blob> {
    const subject = this.subjectOf(cellId);
    if (!subject) throw new Error(`There is no cell “${cellId}” with data`);
    const name = result ?? (segment === undefined ? subject.plan.definition.mainResult : 'customers');
    const shape = subject.plan.definition.results[name];
    if (!shape) throw new Error(`${subject.plan.definition.id} has no result “${name}”`);
    const outcome = await this.runs.all(subject.plan);
    if (!outcome.ok) throw new Error(await failureText(outcome.failure));
    const rows = outcome.value[name] ?? [];
    const chosen = segment === undefined ? rows : rows.filter((row) => row.segment === segment);
    return this.exporter.tableAs(format, subject, name, chosen, shape);
  }

  private subjectOf(cellId: string): ExportSubject | null {
    const plan = this.planOf(cellId);
    return this.document && plan ? { document: this.document, title: this.cellTitle(cellId), plan } : null;
  }

  /** What the notebook knows when a cell is run; null before there is data. */
  context(asOf?: string): RunContext | null {
    const window = this.window ?? savedWindow(this.document);
    if (!window) return null;
    const day = asOf ?? this.document?.filters.asOf ?? window.lastDay;
    const observedThrough = day < window.lastDay ? day : window.lastDay;
    return { asOf: day, window: { ...window, observedThrough } };
  }

  planOf(cellId: string): RunPlan | null {
    const cell = this.analysisCell(cellId);
    const definition = cell && this.definition(cell);
    const context = this.context(cell?.filters?.asOf ?? undefined);
    return cell && definition && context ? { definition, params: this.paramsOf(cell), context } : null;
  }

  private cellTitle(cellId: string): string {
    const cell = this.analysisCell(cellId);
    return cell?.title ?? (cell && this.definition(cell)?.title()) ?? '';
  }

  private analysisCell(cellId: string): AnalysisCell | null {
    const cell = this.document?.cells.find((candidate) => candidate.id === cellId);
    return cell?.kind === 'analysis' ? (cell as AnalysisCell) : null;
  }

  private edit(change: (document: NotebookDocument) => NotebookDocument, typedField?: string): void {
    if (!this.history) return;
    const typing = typedField === undefined ? null : { field: typedField, at: Date.now() };
    const changed = record(this.history, change(this.history.present), typing);
    if (changed === this.history) return;
    this.history = changed;
    this.autosave.changed(changed.present);
  }

  private travel(history: History): void {
    if (history === this.history) return;
    const before = this.history?.present;
    this.history = history;
    this.autosave.changed(history.present);
    const asOfMoved = before?.filters.asOf !== history.present.filters.asOf;
    if (asOfMoved) void this.refreshScope();
    for (const cell of history.present.cells) {
      const same = before?.cells.find(({ id }) => id === cell.id) as AnalysisCell | undefined;
      if (asOfMoved || JSON.stringify(same?.params) !== JSON.stringify((cell as AnalysisCell).params)) this.runCell(cell.id);
    }
  }

  private show(document: NotebookDocument, revision: number): void {
    void this.autosave.flush();
    this.runs.clear();
    this.forgetData();
    this.history = startHistory(document);
    this.autosave.follow(document, revision);
    location.hash = `notebook=${document.id}`;
  }

  /** A document from outside: kept as it is, under its own id. What this browser kept under that id gives way as a new revision. */
  private async take(document: NotebookDocument): Promise<void> {
    const { notebooks } = await this.storage;
    const known = await notebooks.load(document.id);
    this.show(document, known.ok ? known.revision : 0);
    this.autosave.changed(document);
    await this.restoreData();
  }

  private forgetData(): void {
    this.hasData = false;
    this.window = null;
    this.scope = null;
  }

  private dataArrived(): void {
    const source = this.document?.sources[0];
    if (!source) return;
    this.window = savedWindow(this.document);
    this.hasData = true;
    this.runAll();
    void this.runs.inLine(() => this.keepSnapshot(source));
  }

  private async refreshScope(): Promise<void> {
    const context = this.context();
    if (!context || !this.hasData) return;
    const client = await this.engine.client();
    const outcome = await this.runs.inLine(() =>
      client.query(client.newJob(), `${setVariables(contextVariables(context))}\n${scopeTotalsSql}`),
    );
    if (!outcome.ok) return;
    const [totals] = await decodeBytes(outcome.value);
    if (totals) this.scope = { customers: Number(totals.customers), orders: Number(totals.orders), revenue: Number(totals.revenue) };
  }

  private async keepSnapshot(source: Source): Promise<void> {
    const id = this.document?.id;
    if (!id) return;
    const client = await this.engine.client();
    const outcome = await client.snapshot(client.newJob());
    if (!outcome.ok) return;
    const { snapshots } = await this.storage;
    const kept = await snapshots.saveSnapshot(id, snapshotKey([source], ENGINE_VERSION), outcome.value);
    if (!kept.ok) this.notices.say(await reasonText(kept.reason), 'warning');
  }

  /** Puts the data back from this browser's cache; without it every cell asks for the file. */
  private async restoreData(): Promise<void> {
    const document = this.document;
    const source = document?.sources[0];
    if (!document || !source) return;
    const { snapshots } = await this.storage;
    const parts = await snapshots.loadSnapshot(document.id, snapshotKey(document.sources, ENGINE_VERSION));
    if (this.document?.id !== document.id) return;
    if (!parts) return this.runAll();
    const client = await this.engine.client();
    const outcome = await client.restore(client.newJob(), parts);
    if (this.document?.id !== document.id) return;
    if (outcome.ok) {
      this.window = savedWindow(this.document);
      this.hasData = true;
    } else {
      // A cache in doubt is dropped: the file itself is the way back.
      await snapshots.dropSnapshot(document.id);
    }
    this.runAll();
  }

  private async recover(): Promise<void> {
    this.forgetData();
    this.notices.say(m.state_engine_restarted(), 'warning');
    for (const cell of this.document?.cells ?? []) this.runs.markStale(cell.id, { key: 'state_stale_engine' });
    await this.restoreData();
  }
}

function isDisplayOnly(definition: AnalysisDefinition, name: string): boolean {
  const param = definition.params[name];
  return param !== undefined && 'displayOnly' in param && param.displayOnly === true;
}

/** The days a document's data covered when it was imported. */
function savedWindow(document: NotebookDocument | null): { firstDay: string; lastDay: string } | null {
  const source = document?.sources[0];
  if (!source?.ledger.firstDay || !source.ledger.lastDay) return null;
  const { firstDay, lastDay } = source.ledger;
  const covered = source.policies.exportedOn === null ? lastDay : dayBefore(source.policies.exportedOn);
  return { firstDay, lastDay: covered > lastDay ? covered : lastDay };
}


function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
