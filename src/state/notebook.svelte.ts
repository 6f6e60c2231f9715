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
import { newSegment } from '../document/create';
import * as edits from '../document/edits';
import type { Opened } from '../document/open';
import type { AnalysisCell, Cell, NotebookDocument, Source } from '../document/types';
import { m } from '../messages/speak';
import type { Storage } from '../storage/open';
import type { TemplateId } from '../templates/templates';
import { askedAnew } from './asked-anew';
import { Autosave } from './autosave.svelte';
import { CellExports } from './cell-exports';
import { CellRuns } from './cell-runs.svelte';
import type { CellRun, NotebookState, OpenReport } from './contracts';
import { EditLock } from './edit-lock';
import type { Engine } from './engine.svelte';
import { failureText, reasonText } from './failure-text';
import type { ExportSubject, FileExporter } from './file-exporter';
import type { NoticeList } from './notices.svelte';
import { OpenDocument } from './open-document.svelte';
import { loadPlanning, type Planning } from './planning';
import type { Asked, RunPlan } from './plans';
import type { ScopeFacts } from './scope-facts';
import { Shelf } from './shelf.svelte';
import type { Statements } from './statements.svelte';
import { ShopData, windowOf } from './shop-data.svelte';
import type { Start } from './started';

/** The open notebook: its document and history, the runs of its cells, and its data in the engine. */
export class Notebook implements NotebookState {
  /** Loaded after the first paint; every way to a notebook waits for them. */
  analyses = $state.raw<readonly AnalysisDefinition[]>([]);
  isNew = $state(false);
  isReadOnly = $state(false);
  readonly exports: CellExports;
  statements!: Statements; // Made with the analyses, before any notebook is shown.
  facts!: ScopeFacts;
  private planning: Planning | null = null;
  private readonly opened: OpenDocument;
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
    this.shelf = new Shelf(storage, notices, () => this.autosave.flush());
    this.autosave = new Autosave(storage, () => void this.shelf.refresh());
    this.lock = new EditLock(
      notices,
      () => this.autosave.flush(),
      (id) => void this.openRecent(id),
      (writable) => (this.isReadOnly = !writable),
    );
    this.opened = new OpenDocument({
      mayEdit: (id) => this.lock.mayEdit(id),
      changed: (before, after) => this.follow(before, after),
    });
    this.exports = new CellExports(this, this.runs, exporter, notices);
    engine.afterRestart(() => void this.recover());
    this.loaded = loadPlanning().then((planning) => {
      this.planning = planning;
      this.statements = new planning.Statements(this, this.runs);
      this.facts = new planning.ScopeFacts(
        () => engine.client(),
        (work) => this.runs.inLine(work),
        () => (this.hasData ? this.asked() : null),
      );
      this.analyses = planning.ANALYSES;
    });
  }

  get document() {
    return this.opened.current;
  }

  get canUndo() {
    return this.opened.canUndo;
  }

  get canRedo() {
    return this.opened.canRedo;
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
    return this.planning?.definitionOf(this.analyses, cell) ?? null;
  }

  paramsOf(cell: AnalysisCell): ParamValues {
    const definition = this.definition(cell);
    return definition ? paramsWithDefaults(definition, cell.params) : cell.params;
  }

  /** What the notebook's own filters leave; null before there is data. */
  context(asOf?: string): RunContext | null {
    const asked = this.asked();
    if (!asked?.covered || !this.planning) return null;
    const { filters } = asked.document;
    return this.planning.contextOf(
      asked.document,
      asked.covered,
      asOf === undefined ? filters : { ...filters, asOf },
    );
  }

  subjectOf(cellId: string): ExportSubject | null {
    const [plan, cell] = [this.planFor(cellId), this.cell(cellId)];
    if (!this.document || !plan || !cell) return null;
    const title = typeof cell.title === 'string' ? cell.title : plan.definition.title();
    return { document: this.document, title, plan };
  }

  // — edits —

  edit(change: (document: NotebookDocument) => NotebookDocument, typedField?: string): boolean {
    return this.opened.edit(change, typedField);
  }

  saveSegment(cellId: string, selection: Selection): void {
    const cell = this.cell(cellId);
    if (cell?.kind !== 'analysis') return;
    const { analysis, params } = cell as AnalysisCell;
    const { title: name, mark, rows, tone } = selection;
    const segment = newSegment({ name, analysis, params, mark, customers: rows.length, tone });
    if (this.edit((document) => edits.addSegment(document, segment)))
      this.notices.say(m.state_segment_saved({ name }));
  }

  undo(): void {
    this.opened.undo();
  }

  redo(): void {
    this.opened.redo();
  }

  // — running —

  runCell(cellId: string): void {
    const [cell, { planning }] = [this.cell(cellId), this];
    if (!planning) return;
    const refusal = cell && this.document && planning.refusalOf(this.document, cell);
    const plan = this.planFor(cellId);
    if (refusal) this.runs.refuse(cellId, refusal);
    else if (plan && !this.hasData) this.runs.needData(cellId, planning.sentFor(this.asked(), cellId, plan));
    else if (plan) void this.runs.start(cellId, plan, planning.questionOf(plan));
  }

  runAll(): void {
    this.measureScope();
    for (const cell of this.document?.cells ?? []) this.runCell(cell.id);
  }

  private measureScope(): void {
    const { document } = this;
    if (document && this.hasData) void this.data.measureScope(() => this.facts.totals(document.filters));
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
    const plan = this.planFor(cellId);
    return plan && this.hasData ? this.runs.rows(plan, sql, variables, shape) : [];
  }

  async loadResult(cellId: string, name: string): Promise<void> {
    const plan = this.planFor(cellId);
    if (!plan || !this.hasData) return;
    const outcome = await this.runs.addLazy(cellId, plan, name);
    if (!outcome.ok && outcome.failure.kind !== 'cancelled')
      this.notices.say(await failureText(outcome.failure), 'error');
  }

  /** Every result of an analysis by its id, for scripts. Throws a sentence where it cannot be run. */
  async runAnalysis(analysisId: string, given: ParamValues): Promise<Record<string, Row[]>> {
    await this.loaded;
    const definition = this.analyses.find(({ id }) => id === analysisId);
    const known = this.analyses.map(({ id }) => id).join(', ');
    if (!definition) throw new Error(`There is no analysis “${analysisId}”; there are ${known}`);
    const asked = this.asked();
    const context = this.context(typeof given.asOf === 'string' ? given.asOf : undefined);
    if (!asked?.covered || !context || !this.hasData || !this.planning)
      throw new Error('There is no data yet: import a file first');
    const outcome = await this.runs.all({
      definition,
      params: paramsWithDefaults(definition, given),
      context,
      members: this.planning.membersOf(asked.document, asked.covered, context, asked.analyses),
    });
    if (!outcome.ok) throw new Error(await failureText(outcome.failure));
    return outcome.value.rows;
  }

  // — opening and keeping —

  /** A new notebook over data that was just built. */
  async create(title: string, source: Source, description?: string, start?: Start): Promise<void> {
    await this.loaded;
    const given = { title, sources: [source], ...(description ? { description } : {}) };
    const { startedFrom } = await import('./started');
    this.show(await startedFrom(start ?? 'repurchase-review', given, this.analyses), 0);
    this.isNew = start === undefined;
    this.dataArrived(source);
  }

  async startFrom(template: TemplateId): Promise<void> {
    const { startedOver } = await import('./started');
    if (this.document) await this.showBeside(await startedOver(this.document, template, this.analyses));
  }

  async duplicate(id?: string): Promise<void> {
    if (id !== undefined && id !== this.document?.id) await this.shelf.duplicate(id);
    else if (this.document) await this.showBeside((await import('./started')).copyOf(this.document));
  }

  /** Another notebook over the data of the open one. */
  private async showBeside(document: NotebookDocument): Promise<void> {
    const [source] = document.sources;
    const { hasData } = this;
    this.show(document, 0);
    if (source && hasData) this.dataArrived(source);
    else await this.restoreData();
  }

  /** The open notebook over a new or re-attached source. Its history starts anew: an undo must not part it from its data. */
  rebind(source: Source): void {
    if (!this.document) return;
    const bound = edits.setSource(this.document, source);
    this.opened.start(bound);
    this.autosave.changed(bound);
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

  async openFile(file: File): Promise<boolean> {
    const { openDocumentFile } = await import('../document/open');
    const report = await this.take(await openDocumentFile(file));
    if (report.message !== null) this.notices.say(report.message, 'error');
    return report.opened;
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
    this.opened.close();
    this.runs.clear();
    this.data.forget();
    location.hash = '';
    void this.shelf.refresh();
  }

  private cell(cellId: string): Cell | null {
    return this.document?.cells.find(({ id }) => id === cellId) ?? null;
  }

  planFor(cellId: string): RunPlan | null {
    const asked = this.asked();
    const cell = this.cell(cellId);
    return asked && cell && (this.planning?.planOf(asked, cell) ?? null);
  }

  private asked(document = this.document): Asked | null {
    if (!document) return null;
    const [source] = document.sources;
    return { document, analyses: this.analyses, covered: this.window ?? (source ? windowOf(source) : null) };
  }

  /** The document decides what runs: a cell that asks something else than before is run, one that is gone is stopped. */
  private follow(before: NotebookDocument, after: NotebookDocument): void {
    this.autosave.changed(after);
    if (before.filters !== after.filters || before.segments !== after.segments) this.measureScope();
    const { anew, gone } = askedAnew(
      before,
      after,
      (document, cell) => this.planning?.questionIn(this.asked(document), cell) ?? null,
    );
    for (const cellId of anew) this.runCell(cellId);
    for (const cellId of gone) this.cancelCell(cellId);
  }

  private show(document: NotebookDocument, revision: number): void {
    void this.autosave.flush();
    this.runs.clear();
    this.data.forget();
    this.isNew = false;
    this.opened.start(document);
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
    if (document) this.data.keep(document, (work) => this.runs.inLine(work));
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
