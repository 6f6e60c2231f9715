import { bind } from '../document/binding';
import { fingerprintOf } from '../document/fingerprint';
import type { Source } from '../document/types';
import type { EngineClient } from '../engine/client';
import type { Opener } from '../engine/opener';
import type { OpenChoices, Opened } from '../engine/opening-protocol';
import type { Assessment, Failure, ImportChoices, ImportReport, Progress, Staged } from '../engine/protocol';
import { dayOrMonth, swapDayAndMonth } from '../intake/date-order';
import { DEFAULT_POLICIES, policiesFrom } from '../intake/policies';
import type { Field, Mapping, Policies, ReadOptions, Readings } from '../intake/types';
import { m } from '../messages/speak';
import type { ImportState, ImportTarget, ShapeChange } from './contracts';
import type { Engine } from './engine.svelte';
import type { FileExporter } from './file-exporter';
import { failureText, reasonText } from './failure-text';
import {
  changeOfShape,
  dropOf,
  recipeOf,
  reportOf,
  shapeOf,
  sourceOf,
  titleOf,
  valueOf,
  type Drop,
} from './import-outcome';
import type { Notebook } from './notebook.svelte';
import type { NoticeList } from './notices.svelte';
import { newOpener } from './new-opener';
import { prepareForDrops } from './prepare-for-drops';
import { withRawTexts } from './raw-texts';
import type { Start } from './started';

const NOTEBOOK_ENDING = '.regulars.json';

/** Files on their way into a notebook: the import dialog's state, and the same way for scripts without a dialog. */
export class Imports implements ImportState {
  phase = $state.raw<ImportState['phase']>({ kind: 'closed' });
  assessment = $state.raw<Assessment | null>(null);
  assessing = $state(false);
  mapping = $state.raw<Mapping>({});
  policies = $state.raw<Policies>(DEFAULT_POLICIES);
  target = $state<ImportTarget>('open');
  bound = $state.raw<ImportState['bound']>(null);
  private drop: Drop | null = null;
  /** How the drop is being read, where a person has said so. */
  private choices: OpenChoices = {};
  private opener: Opener | null = null;
  private readings: Readings = {};
  private job = '';
  private assessJob = '';

  constructor(
    private readonly engine: Engine,
    private readonly notebook: Notebook,
    private readonly notices: NoticeList,
    private readonly exporter: FileExporter,
    /** Takes a locked notebook; false for any other file. */
    private readonly receiveLocked: (file: File) => Promise<boolean> = () => Promise.resolve(false),
  ) {
    void prepareForDrops(engine, () => this.phase.kind === 'closed' && notebook.document === null);
  }

  async receive(files: File[]): Promise<void> {
    const notebooks = files.filter((file) => file.name.endsWith(NOTEBOOK_ENDING));
    const data = files.filter((file) => !notebooks.includes(file));
    const [notebook] = notebooks;
    if (notebook) {
      if (notebooks.length > 1) this.notices.say(m.state_one_notebook({ name: notebook.name }), 'warning');
      // A refused one says why. Its data is not put into whatever notebook is open instead.
      if (!(await this.notebook.openFile(notebook))) return;
    }
    const [first] = data;
    if (!first || (files.length === 1 && (await this.receiveLocked(first)))) return;
    await this.begin(dropOf(data), {});
  }

  setField(column: string, field: Field | null): void {
    const mapping = Object.fromEntries(
      Object.entries(this.mapping).filter(([held, name]) => name !== column && held !== field),
    ) as Mapping;
    if (field) mapping[field] = column;
    this.mapping = mapping;
    void this.reassess(true);
  }

  setPolicy<Name extends keyof Policies>(name: Name, value: Policies[Name]): void {
    this.policies = { ...this.policies, [name]: value };
    void this.reassess(false);
  }

  setDayFirst(dayFirst: boolean): void {
    const { orderedAt } = this.readings;
    if (!orderedAt || this.phase.kind !== 'mapping') return;
    const isAlready = dayOrMonth(orderedAt) === (dayFirst ? 'day' : 'month');
    const reading = isAlready ? orderedAt : swapDayAndMonth(orderedAt);
    if (!reading) return;
    this.readings = { ...this.readings, orderedAt: reading };
    const { phase } = this;
    this.phase = { ...phase, staged: { ...phase.staged, readings: this.readings, dateIsAmbiguous: false } };
    void this.reassess(false);
  }

  aimAt(target: ImportTarget): void {
    this.target = target;
  }

  closeBound(): void {
    this.bound = null;
  }

  reread(change: Partial<ReadOptions>): void {
    void this.readAgain({ ...this.choices, read: { ...this.choices.read, ...change } });
  }

  chooseSheets(sheets: string[]): void {
    void this.readAgain({ ...this.choices, sheets });
  }

  async accept(): Promise<void> {
    if (this.phase.kind !== 'mapping' || !this.drop) return;
    const mapped = this.phase;
    const { drop } = this;
    const client = await this.engine.client();
    this.stopAssessing(client);
    this.job = client.newJob();
    const job = this.job;
    this.phase = { kind: 'building', name: drop.name, progress: { stage: 'build', share: 0 } };
    const onProgress = (progress: Progress) => {
      if (this.phase.kind === 'building' && this.job === job)
        this.phase = { kind: 'building', name: drop.name, progress };
    };
    const choices = this.importChoices();
    const [built, print] = await Promise.all([
      client.build(job, choices, onProgress),
      fingerprintOf(drop.files),
    ]);
    if (!built.ok) {
      this.phase = mapped;
      if (built.failure.kind !== 'cancelled') this.notices.say(await failureText(built.failure), 'error');
      return;
    }
    await this.finish(sourceOf(drop, mapped.staged, choices, print, built.value.ledger), drop);
  }

  cancel(): void {
    // Named now: by the time the engine is asked to stop them, closing has forgotten them.
    const { job, assessJob } = this;
    const building = this.phase.kind === 'building';
    this.opener?.cancel();
    void this.engine.client().then((client) => {
      client.cancel(assessJob);
      client.cancel(job);
      if (!building) void client.discard();
    });
    // A cancelled build returns to the choices; everything else closes.
    if (!building) this.reset();
  }

  async downloadSetAside(): Promise<void> {
    if (this.phase.kind !== 'mapping' || !this.drop) return;
    const { staged } = this.phase;
    const { drop } = this;
    const client = await this.engine.client();
    const outcome = await client.setAside(client.newJob(), this.importChoices());
    if (!outcome.ok) this.notices.say(await failureText(outcome.failure), 'error');
    else {
      const names = staged.tables.map((table) => table.path.join(' › '));
      const rows = await withRawTexts(drop.files, staged.tables, outcome.value);
      await this.exporter.saveSetAside(drop.name, names, staged.read.columns, this.mapping, rows);
    }
  }

  async downloadIdentity(): Promise<void> {
    if (this.phase.kind !== 'mapping' || !this.drop) return;
    const { name } = this.drop;
    const client = await this.engine.client();
    const outcome = await client.identityLists(client.newJob(), this.importChoices());
    if (!outcome.ok) this.notices.say(await failureText(outcome.failure), 'error');
    else if (outcome.value) {
      const { saveIdentity } = await import('./identity-lists');
      await saveIdentity(name, outcome.value);
    }
  }

  /**
   * The way of a drop without the dialog, for scripts and the sample: guesses what is not given, opens a new notebook.
   * Throws a sentence in the reader's language where the files cannot be used; the open notebook is untouched then.
   */
  async importDirectly(
    files: readonly File[],
    given: { mapping?: Mapping; policies?: unknown; title?: string; description?: string; start?: Start },
  ): Promise<ImportReport> {
    const policies = policiesFrom(given.policies);
    const drop = dropOf(files);
    const client = await this.engine.client();
    const onProgress = () => undefined;
    const opened = await valueOf((await newOpener()).open([...files], {}, onProgress), client);
    const options = { policies, profile: false, ...(given.mapping ? { mapping: given.mapping } : {}) };
    const staged = await valueOf(client.stage(client.newJob(), opened.tables, options, onProgress), client);
    const choices = { mapping: staged.mapping, readings: staged.readings, policies };
    const [built, print] = await Promise.all([
      valueOf(client.build(client.newJob(), choices, onProgress), client),
      fingerprintOf(files),
    ]);
    const report = reportOf(built.ledger, staged, await Promise.all(built.warnings.map(reasonText)));
    const source = sourceOf(drop, staged, choices, print, built.ledger);
    await this.notebook.create(given.title ?? titleOf(drop), source, given.description, given.start);
    return report;
  }

  async openSample(): Promise<void> {
    const [{ sampleShopFile }, { sampleShopNotebook }] = await Promise.all([
      import('../sample-shop/file'),
      import('../sample-shop/notebook'),
    ]);
    await this.importDirectly([await sampleShopFile()], sampleShopNotebook());
  }

  /** What cannot be read so is told, and stays as it was read before. */
  private async readAgain(choices: OpenChoices): Promise<void> {
    if (this.phase.kind !== 'mapping' || !this.drop) return;
    const { drop, phase, choices: standing } = this;
    await this.begin(drop, choices, this.policies);
    const now = this.phase as ImportState['phase'];
    if (this.drop !== drop || now.kind !== 'refused') return;
    this.choices = standing;
    this.phase = { ...phase, notReadAgain: now.reason };
    await this.reassess(false);
  }

  /** `policies` are those chosen so far, where the same files are read in another way. */
  private async begin(drop: Drop, choices: OpenChoices, policies?: Policies): Promise<void> {
    this.opener?.cancel();
    this.drop = drop;
    this.choices = choices;
    this.assessment = null;
    const onProgress = (progress: Progress) => {
      if (this.drop === drop && this.phase.kind === 'reading')
        this.phase = { kind: 'reading', name: drop.name, progress };
    };
    this.phase = { kind: 'reading', name: drop.name, progress: { stage: 'open', share: null } };
    const source = this.notebook.document?.sources[0] ?? null;
    const opened = await this.open(drop, await this.asBefore(source, drop, choices), onProgress);
    if (!opened) return;
    const client = await this.engine.client();
    if (this.drop !== drop) return;
    const job = client.newJob();
    this.job = job;
    const recipe = source && recipeOf(source);
    const options = { profile: true, ...(recipe ? { recipe } : {}), ...(policies ? { policies } : {}) };
    const outcome = await client.stage(job, opened.tables, options, onProgress);
    if (this.job !== job || this.drop !== drop) return;
    if (!outcome.ok) return this.fail(drop, outcome.failure);
    const changed = source && changeOfShape(source, outcome.value);
    // A notebook that waits for data is opened to be run; one that has its own is not to lose it by a stray drop.
    this.target = changed && this.notebook.hasData ? 'new' : 'open';
    this.take(drop, opened, outcome.value, changed);
    // The next file of a shape is read as the one before it, and a notebook that waits for its file asks nothing.
    const known = source && !changed && this.readDatesAs(source, outcome.value);
    if (known && !this.notebook.hasData) await this.accept();
    else await this.reassess(false);
  }

  private async open(
    drop: Drop,
    choices: OpenChoices,
    onProgress: (progress: Progress) => void,
  ): Promise<Opened | null> {
    const opener = await newOpener();
    if (this.drop !== drop) return null;
    this.opener = opener;
    const outcome = await opener.open([...drop.files], choices, ({ bytes, totalBytes }) => {
      // At its end the engine begins to read: a full bar would only jump back.
      const share = bytes < totalBytes ? bytes / totalBytes : null;
      onProgress({ stage: 'open', share, bytes, totalBytes });
    });
    if (this.opener !== opener || this.drop !== drop) return null;
    this.opener = null;
    if (outcome.ok) return outcome.value;
    await this.fail(drop, outcome.failure);
    return null;
  }

  /** The very file a notebook was made with is read as it was for the notebook; of several each may be read otherwise. */
  private async asBefore(source: Source | null, drop: Drop, choices: OpenChoices): Promise<OpenChoices> {
    if (!source || choices.read || this.notebook.hasData || drop.files.length > 1) return choices;
    const { bytes, sha256 } = await fingerprintOf(drop.files);
    if (sha256 !== source.fingerprint.sha256 || bytes !== source.fingerprint.bytes) return choices;
    const { columns: _, ...read } = source.read;
    return { ...choices, read };
  }

  /** Dates that read both ways are read as they were for the notebook; false where only the reader can say. */
  private readDatesAs(source: Source, staged: Staged): boolean {
    const now = staged.readings.orderedAt;
    if (!staged.dateIsAmbiguous || !now) return true;
    const order = source.readings.orderedAt && dayOrMonth(source.readings.orderedAt);
    const reading = dayOrMonth(now) === order ? now : swapDayAndMonth(now);
    if (!order || !reading) return false;
    this.readings = { ...this.readings, orderedAt: reading };
    if (this.phase.kind === 'mapping') {
      const { phase } = this;
      this.phase = { ...phase, staged: { ...staged, readings: this.readings, dateIsAmbiguous: false } };
    }
    return true;
  }

  private take(drop: Drop, opened: Opened, staged: Staged, changed: ShapeChange | null): void {
    this.mapping = staged.mapping;
    this.policies = staged.policies;
    this.readings = staged.readings;
    const { sheets, passedOver } = opened;
    this.phase = {
      kind: 'mapping',
      name: drop.name,
      staged,
      sheets,
      passedOver,
      changed,
      notReadAgain: null,
    };
  }

  private async fail(drop: Drop, failure: Failure): Promise<void> {
    if (failure.kind === 'cancelled') this.reset();
    else if (failure.kind === 'refused')
      this.phase = { kind: 'refused', name: drop.name, reason: failure.reason };
    else {
      this.reset();
      this.notices.say(await failureText(failure), 'error');
    }
  }

  private async reassess(mappingChanged: boolean): Promise<void> {
    const client = await this.engine.client();
    this.stopAssessing(client);
    const job = client.newJob();
    this.assessJob = job;
    this.assessing = true;
    if (mappingChanged) {
      const decided = await client.decideReadings(job, this.mapping);
      if (this.assessJob !== job || this.phase.kind !== 'mapping') return;
      if (!decided.ok) return this.assessmentFailed(decided.failure);
      this.readings = decided.value.readings;
      const { readings, ambiguous } = decided.value;
      const { phase } = this;
      this.phase = { ...phase, staged: { ...phase.staged, readings, dateIsAmbiguous: ambiguous } };
    }
    const outcome = await client.assess(job, this.importChoices(), () => undefined);
    if (this.assessJob !== job) return;
    this.assessing = false;
    if (outcome.ok) this.assessment = outcome.value;
    else await this.assessmentFailed(outcome.failure);
  }

  private async assessmentFailed(failure: Failure): Promise<void> {
    this.assessing = false;
    if (failure.kind !== 'cancelled') this.notices.say(await failureText(failure), 'error');
  }

  private stopAssessing(client: EngineClient): void {
    if (this.assessJob !== '') client.cancel(this.assessJob);
    this.assessJob = '';
    this.assessing = false;
  }

  private importChoices(): ImportChoices {
    return { mapping: this.mapping, readings: this.readings, policies: this.policies };
  }

  private async finish(source: Source, drop: Drop): Promise<void> {
    const { document, hasData } = this.notebook;
    const open = document?.sources[0];
    const fits = open ? bind(open, shapeOf(source)) : 'different';
    const { target } = this;
    this.reset();
    const isForOpen = open ? fits !== 'different' || target === 'open' : document !== null && !hasData;
    if (!isForOpen) return this.notebook.create(titleOf(drop), source);
    this.notebook.rebind(open ? { ...source, id: open.id } : source);
    if (!open || fits === 'same-data') return;
    const { name } = source;
    const text = fits === 'same-shape' ? m.state_same_shape({ name }) : m.sharing_other_shape({ name });
    const perform = () => void (this.bound = { before: open, after: source });
    this.notices.say(text, 'warning', { label: m.sharing_bound_show(), perform });
  }

  private reset(): void {
    this.phase = { kind: 'closed' };
    this.assessment = null;
    this.drop = null;
    this.choices = {};
    this.opener = null;
    this.job = '';
    this.assessJob = '';
    this.assessing = false;
  }
}
