import type {
  AnalysisDefinition,
  ParamValues,
  ResultShape,
  Row,
  RunContext,
  Selection,
  SqlLiteral,
} from '../analyses/define';
import { paramsWithDefaults } from '../analyses/params';
import { newAnalysisCell, newDocument, newId } from '../document/create';
import * as edits from '../document/edits';
import { record, redo, startHistory, undo, type History } from '../document/history';
import type { Opened } from '../document/open';
import type { AnalysisCell, Cell, NotebookDocument, Source } from '../document/types';
import { m } from '../messages/speak';
import type { Storage } from '../storage/open';
import { Autosave } from './autosave.svelte';
import { CellExports } from './cell-exports';
import { CellRuns, type RunPlan } from './cell-runs.svelte';
import { cellsAskedAnew, changesResults } from './reruns';
import type { CellRun, NotebookState } from './contracts';
import { EditLock } from './edit-lock';
import type { Engine } from './engine.svelte';
import { failureText, reasonText } from './failure-text';
import type { ExportSubject, FileExporter } from './file-exporter';
import type { NoticeList } from './notices.svelte';
import { Shelf } from './shelf.svelte';
import { ShopData, windowOf } from './shop-data.svelte';

/** Told to whoever opens a notebook by script. */
export interface OpenReport {
  opened: boolean;
  hasData: boolean;
  /** Why it was refused, in the reader's language. */
  message: string | null;
}

/** The open notebook: its document and history, the runs of its cells, and its data in the engine. */
export class Notebook implements NotebookState {
  /** Loaded after the first paint; every way to a notebook waits for them. */
  analyses = $state.raw<readonly AnalysisDefinition[]>([]);
  readonly exports: CellExports;
  private history = $state.raw<History | null>(null);
  readonly document = $derived(this.history?.present ?? null);
  readonly canUndo = $derived((this.history?.past.length ?? 0) > 0);
  readonly canRedo = $derived((this.history?.future.length ?? 0) > 0);
  private readonly runs: CellRuns;
  private readonly data: ShopData;
  private readonly shelf: Shelf;
  private readonly autosave: Autosave;
  private readonly lock: EditLock;
  /** Settles when the analyses are there. */
  readonly loaded: Promise<void>;

  constructor(
    engine: Engine,
    storage: Promise<Storage>,
    private readonly notices: NoticeList,
    private readonly exporter: FileExporter,
  ) {
    this.runs = new CellRuns(() => engine.client());
    this.data = new ShopData(engine, storage);
    this.shelf = new Shelf(storage, notices);
    this.autosave = new Autosave(storage, () => void this.shelf.refresh());
    this.lock = new EditLock(
      notices,
      () => this.autosave.flush(),
      (id) => void this.openRecent(id),
    );
    this.exports = new CellExports(this, this.runs, exporter);
    engine.afterRestart(() => void this.recover());
    this.loaded = import('../analyses/registry').then(({ ANALYSES }) => void (this.analyses = ANALYSES));
  }

  get hasData() {
    return this.data.present;
  }

  get window() {
    return this.data.window;
  }

  get scope() {
    return this.data.scope;
  }

  get recent() {
    return this.shelf.recent;
  }

  get saved() {
    return this.autosave.saved;
  }

  // — what views read —

  run(cellId: string): CellRun {
    return this.runs.of(cellId);
  }

  definition(cell: Cell): AnalysisDefinition | null {
    return cell.kind === 'analysis' ? this.analysisById((cell as AnalysisCell).analysis) : null;
  }

  paramsOf(cell: AnalysisCell): ParamValues {
    const definition = this.definition(cell);
    return definition ? paramsWithDefaults(definition, cell.params) : cell.params;
  }

  /** What the notebook knows when a cell is run; null before there is data. */
  context(asOf?: string): RunContext | null {
    const [source] = this.document?.sources ?? [];
    const window = this.window ?? (source ? windowOf(source) : null);
    if (!window) return null;
    const day = asOf ?? this.document?.filters.asOf ?? window.lastDay;
    return { asOf: day, window: { ...window, observedThrough: day < window.lastDay ? day : window.lastDay } };
  }

  subjectOf(cellId: string): ExportSubject | null {
    const plan = this.planOf(cellId);
    const cell = this.analysisCell(cellId);
    if (!this.document || !plan || !cell) return null;
    return { document: this.document, title: cell.title ?? plan.definition.title(), plan };
  }

  // — edits —

  setTitle(title: string): void {
    this.edit((document) => edits.setTitle(document, title), 'title');
  }

  setDescription(text: string): void {
    this.edit((document) => edits.setDescription(document, text), 'description');
  }

  setAsOf(day: string | null): void {
    if (this.edit((document) => edits.setAsOf(document, day))) this.runAll();
  }

  addCell(analysisId: string, at?: number): void {
    const definition = this.analysisById(analysisId);
    if (!definition) return;
    const cell = newAnalysisCell(definition);
    if (this.edit((document) => edits.addCell(document, cell, at))) this.runCell(cell.id);
  }

  removeCell(cellId: string): void {
    if (this.edit((document) => edits.removeCell(document, cellId))) this.cancelCell(cellId);
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
    if (!this.edit((document) => edits.setParams(document, cellId, change))) return;
    const cell = this.analysisCell(cellId);
    const definition = cell && this.definition(cell);
    if (definition && changesResults(definition, change)) this.runCell(cellId);
  }

  saveSegment(cellId: string, selection: Selection): void {
    const cell = this.analysisCell(cellId);
    if (!cell) return;
    const { analysis, params } = cell;
    const { title: name, mark, rows, tone } = selection;
    const segment = {
      id: newId(),
      name,
      analysis,
      params,
      mark,
      customers: rows.length,
      ...(tone ? { tone } : {}),
    };
    if (this.edit((document) => edits.addSegment(document, segment)))
      this.notices.say(m.state_segment_saved({ name }));
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
    const context = this.context();
    if (context && this.hasData) void this.runs.inLine(() => this.data.measureScope(context));
    for (const cell of this.document?.cells ?? []) this.runCell(cell.id);
  }

  cancelCell(cellId: string): void {
    void this.runs.cancel(cellId);
  }

  async fetch(
    cellId: string,
    sql: string,
    variables: Record<string, SqlLiteral>,
    shape: ResultShape,
  ): Promise<Row[]> {
    const plan = this.planOf(cellId);
    if (!plan || !this.hasData) return [];
    return this.runs.rows(plan, sql, variables, shape);
  }

  async loadResult(cellId: string, name: string): Promise<void> {
    const plan = this.planOf(cellId);
    if (!plan || !this.hasData) return;
    const outcome = await this.runs.addLazy(cellId, plan, name);
    if (!outcome.ok && outcome.failure.kind !== 'cancelled')
      this.notices.say(await failureText(outcome.failure), 'error');
  }

  /** Every result of an analysis by its id, for scripts. Throws a sentence where it cannot be run. */
  async runAnalysis(analysisId: string, given: ParamValues): Promise<Record<string, Row[]>> {
    await this.loaded;
    const definition = this.analysisById(analysisId);
    if (!definition)
      throw new Error(
        `There is no analysis “${analysisId}”; there are ${this.analyses.map(({ id }) => id).join(', ')}`,
      );
    const context = this.context(typeof given.asOf === 'string' ? given.asOf : undefined);
    if (!context || !this.hasData) throw new Error('There is no data yet: import a file first');
    const outcome = await this.runs.all({
      definition,
      params: paramsWithDefaults(definition, given),
      context,
    });
    if (!outcome.ok) throw new Error(await failureText(outcome.failure));
    return outcome.value;
  }

  // — opening and keeping —

  /** A new notebook over data that was just built, with every analysis there is. */
  async create(title: string, source: Source, description = ''): Promise<void> {
    await this.loaded;
    const cells = this.analyses.map((analysis) => newAnalysisCell(analysis));
    this.show(newDocument({ title, description, sources: [source], cells }), 0);
    this.dataArrived(source);
  }

  /** The open notebook over a new or re-attached source. Its history starts anew: an undo must not part it from its data. */
  rebind(source: Source): void {
    if (!this.document) return;
    this.history = startHistory(edits.setSource(this.document, source));
    this.autosave.changed(this.history.present);
    this.dataArrived(source);
  }

  /** The notebook that the address names, as after a reload; else the list of recent ones. */
  async openFromAddress(): Promise<void> {
    const id = /^#notebook=([\w.-]+)$/.exec(location.hash)?.[1];
    await this.shelf.open();
    if (id !== undefined && this.recent.some((entry) => entry.id === id)) await this.openRecent(id);
  }

  async openRecent(id: string): Promise<void> {
    const [loaded] = await Promise.all([this.shelf.load(id), this.loaded]);
    if (!loaded) return;
    this.show(loaded.document, loaded.revision);
    await this.restoreData();
  }

  deleteRecent(id: string): Promise<void> {
    return this.shelf.delete(id);
  }

  async openFile(file: File): Promise<void> {
    const { openDocumentFile } = await import('../document/open');
    const report = await this.take(await openDocumentFile(file));
    if (report.message !== null) this.notices.say(report.message, 'error');
  }

  /** Opens a document given as text or as a value; the open notebook is untouched when it is refused. */
  async openValue(input: unknown): Promise<OpenReport> {
    const { openDocument } = await import('../document/open');
    return this.take(openDocument(input));
  }

  saveFile(): void {
    if (this.document) this.exporter.saveNotebook(this.document);
  }

  close(): void {
    void this.autosave.flush();
    this.lock.release();
    this.history = null;
    this.runs.clear();
    this.data.forget();
    location.hash = '';
    void this.shelf.refresh();
  }

  private analysisById(id: string): AnalysisDefinition | null {
    return this.analyses.find((analysis) => analysis.id === id) ?? null;
  }

  private planOf(cellId: string): RunPlan | null {
    const cell = this.analysisCell(cellId);
    const definition = cell && this.definition(cell);
    const context = this.context(cell?.filters?.asOf ?? undefined);
    return cell && definition && context ? { definition, params: this.paramsOf(cell), context } : null;
  }

  private analysisCell(cellId: string): AnalysisCell | null {
    const cell = this.document?.cells.find((candidate) => candidate.id === cellId);
    return cell?.kind === 'analysis' ? (cell as AnalysisCell) : null;
  }

  /** False where nothing changed, or another tab has the notebook. */
  private edit(change: (document: NotebookDocument) => NotebookDocument, typedField?: string): boolean {
    if (!this.history || !this.lock.mayEdit(this.history.present.id)) return false;
    const typing = typedField === undefined ? null : { field: typedField, at: Date.now() };
    const changed = record(this.history, change(this.history.present), typing);
    if (changed.present === this.history.present) return false;
    this.history = changed;
    this.autosave.changed(changed.present);
    return true;
  }

  private travel(history: History): void {
    const before = this.history?.present;
    if (history.present === before || !this.lock.mayEdit(history.present.id)) return;
    this.history = history;
    this.autosave.changed(history.present);
    if (before?.filters.asOf !== history.present.filters.asOf) this.runAll();
    else for (const cellId of cellsAskedAnew(before, history.present)) this.runCell(cellId);
  }

  private show(document: NotebookDocument, revision: number): void {
    void this.autosave.flush();
    this.runs.clear();
    this.data.forget();
    this.history = startHistory(document);
    this.autosave.follow(document, revision);
    location.hash = `notebook=${document.id}`;
    void this.lock.follow(document.id);
  }

  /** A document from outside, under its own id; what this browser kept under that id becomes its earlier revision. */
  private async take(opened: Opened): Promise<OpenReport> {
    if (!opened.ok) return { opened: false, hasData: false, message: await reasonText(opened.reason) };
    const [revision] = await Promise.all([this.shelf.revisionOf(opened.document.id), this.loaded]);
    this.show(opened.document, revision);
    this.autosave.changed(opened.document);
    await this.restoreData();
    return { opened: true, hasData: this.hasData, message: null };
  }

  private dataArrived(source: Source): void {
    this.data.arrived(source);
    this.runAll();
    const { document } = this;
    if (document) void this.runs.inLine(() => this.data.keep(document));
  }

  private async restoreData(): Promise<void> {
    const { document } = this;
    if (!document) return;
    await this.data.restore(document, () => this.document?.id === document.id);
    if (this.document?.id === document.id) this.runAll();
  }

  private async recover(): Promise<void> {
    this.data.forget();
    this.notices.say(m.state_engine_restarted(), 'warning');
    for (const cell of this.document?.cells ?? [])
      this.runs.markStale(cell.id, { key: 'state_stale_engine' });
    await this.restoreData();
  }
}
