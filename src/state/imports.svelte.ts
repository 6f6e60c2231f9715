import { bind } from '../document/binding';
import { newId } from '../document/create';
import { fingerprint } from '../document/fingerprint';
import type { Ledger, Source } from '../document/types';
import type { EngineClient } from '../engine/client';
import type { Assessment, Failure, ImportChoices, ImportReport, Progress, Staged } from '../engine/protocol';
import { dayOrMonth, swapDayAndMonth } from '../intake/dates';
import { DEFAULT_POLICIES, policiesFrom } from '../intake/policies';
import type { Field, Mapping, Policies, ReadOptions, Readings, SetAsideReason } from '../intake/types';
import { m } from '../messages/speak';
import type { ImportState } from './contracts';
import type { Engine } from './engine.svelte';
import type { FileExporter } from './file-exporter';
import { failureText, reasonText } from './failure-text';
import type { Notebook } from './notebook.svelte';
import type { NoticeList } from './notices.svelte';

const NOTEBOOK_ENDING = '.regulars.json';

/** A file on its way into a notebook: the import dialog's state, and the same way for scripts without a dialog. */
export class Imports implements ImportState {
  phase = $state.raw<ImportState['phase']>({ kind: 'closed' });
  assessment = $state.raw<Assessment | null>(null);
  assessing = $state(false);
  mapping = $state.raw<Mapping>({});
  policies = $state.raw<Policies>(DEFAULT_POLICIES);
  private file: File | null = null;
  private readings: Readings = {};
  private job = '';
  private assessJob = '';

  constructor(
    private readonly engine: Engine,
    private readonly notebook: Notebook,
    private readonly notices: NoticeList,
    private readonly exporter: FileExporter,
  ) {}

  async receive(files: File[]): Promise<void> {
    const notebookFile = files.find((file) => file.name.endsWith(NOTEBOOK_ENDING));
    if (notebookFile) return this.notebook.openFile(notebookFile);
    const [file, ...others] = files;
    if (!file) return;
    if (others.length > 0) {
      this.notices.say(m.state_one_file({ name: file.name }), 'warning');
      return;
    }
    await this.begin(file);
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
    this.phase = {
      kind: 'mapping',
      staged: { ...this.phase.staged, readings: this.readings, dateIsAmbiguous: false },
    };
    void this.reassess(false);
  }

  setDelimiter(delimiter: ReadOptions['delimiter']): void {
    if (this.phase.kind === 'mapping' && this.file) void this.begin(this.file, { delimiter });
  }

  setHeader(header: boolean): void {
    if (this.phase.kind !== 'mapping' || !this.file) return;
    void this.begin(this.file, { delimiter: this.phase.staged.read.delimiter, header });
  }

  async accept(): Promise<void> {
    if (this.phase.kind !== 'mapping' || !this.file) return;
    const { staged } = this.phase;
    const file = this.file;
    const client = await this.engine.client();
    this.stopAssessing(client);
    this.job = client.newJob();
    const job = this.job;
    this.phase = { kind: 'building', name: file.name, progress: { stage: 'build', share: 0 } };
    const onProgress = (progress: Progress) => {
      if (this.phase.kind === 'building' && this.job === job)
        this.phase = { kind: 'building', name: file.name, progress };
    };
    const choices = this.choices();
    const [built, print] = await Promise.all([client.build(job, choices, onProgress), fingerprint(file)]);
    if (!built.ok) {
      this.phase = { kind: 'mapping', staged };
      if (built.failure.kind !== 'cancelled') this.notices.say(await failureText(built.failure), 'error');
      return;
    }
    await this.finish(sourceOf(file, staged, choices, print, built.value.ledger));
  }

  cancel(): void {
    // Named now: by the time the engine is asked to stop them, closing has forgotten them.
    const { job, assessJob } = this;
    const building = this.phase.kind === 'building';
    void this.engine.client().then((client) => {
      client.cancel(assessJob);
      client.cancel(job);
      if (!building) void client.discard();
    });
    // A cancelled build returns to the choices; everything else closes.
    if (!building) this.reset();
  }

  async downloadSetAside(): Promise<void> {
    if (this.phase.kind !== 'mapping' || !this.file) return;
    const { staged } = this.phase;
    const client = await this.engine.client();
    const outcome = await client.setAside(client.newJob(), this.choices());
    if (!outcome.ok) this.notices.say(await failureText(outcome.failure), 'error');
    else await this.exporter.saveSetAside(this.file.name, staged.read.columns, this.mapping, outcome.value);
  }

  /**
   * The way of a drop without the dialog, for scripts and the sample: guesses what is not given, opens a new notebook.
   * Throws a sentence in the reader's language where the file cannot be used; the open notebook is untouched then.
   */
  async importDirectly(
    file: File,
    given: { mapping?: Mapping; policies?: unknown; title?: string; description?: string },
  ): Promise<ImportReport> {
    const policies = supported(policiesFrom(given.policies));
    const client = await this.engine.client();
    const onProgress = () => undefined;
    const options = { policies, profile: false, ...(given.mapping ? { mapping: given.mapping } : {}) };
    const staged = await valueOf(client.stage(client.newJob(), file, options, onProgress), client);
    const choices = { mapping: staged.mapping, readings: staged.readings, policies };
    const [built, print] = await Promise.all([
      valueOf(client.build(client.newJob(), choices, onProgress), client),
      fingerprint(file),
    ]);
    const source = sourceOf(file, staged, choices, print, built.ledger);
    await this.notebook.create(given.title ?? titleOf(file.name), source, given.description);
    return reportOf(built.ledger, staged, await Promise.all(built.warnings.map(reasonText)));
  }

  async openSample(): Promise<void> {
    const [{ sampleShopFile }, { sampleShopNotebook }] = await Promise.all([
      import('../sample-shop/file'),
      import('../sample-shop/notebook'),
    ]);
    await this.importDirectly(await sampleShopFile(), sampleShopNotebook());
  }

  private async begin(file: File, read?: Partial<ReadOptions>): Promise<void> {
    this.file = file;
    this.assessment = null;
    this.phase = { kind: 'reading', name: file.name, progress: { stage: 'read', share: null } };
    const client = await this.engine.client();
    if (this.file !== file) return;
    const job = client.newJob();
    this.job = job;
    const onProgress = (progress: Progress) => {
      if (this.phase.kind === 'reading' && this.job === job)
        this.phase = { kind: 'reading', name: file.name, progress };
    };
    const source = this.notebook.document?.sources[0] ?? null;
    const options = {
      profile: true,
      ...(read ? { read } : {}),
      ...(source ? { recipe: { mapping: source.mapping, policies: source.policies } } : {}),
    };
    const outcome = await client.stage(job, file, options, onProgress);
    if (this.job !== job || this.file !== file) return;
    if (!outcome.ok) return this.fail(file, outcome.failure);
    this.take(outcome.value);
    // A notebook that waits for its file needs no questions: its own choices stand.
    const waited = source && !this.notebook.hasData && sameColumns(source, outcome.value);
    if (waited && this.readDatesAs(source, outcome.value)) await this.accept();
    else await this.reassess(false);
  }

  /** Dates that read both ways are read as they were for the notebook; false where only the reader can say. */
  private readDatesAs(source: Source, staged: Staged): boolean {
    const now = staged.readings.orderedAt;
    if (!staged.dateIsAmbiguous || !now) return true;
    const order = source.readings.orderedAt && dayOrMonth(source.readings.orderedAt);
    const reading = dayOrMonth(now) === order ? now : swapDayAndMonth(now);
    if (!order || !reading) return false;
    this.readings = { ...this.readings, orderedAt: reading };
    return true;
  }

  private take(staged: Staged): void {
    this.mapping = staged.mapping;
    this.policies = staged.policies;
    this.readings = staged.readings;
    this.phase = { kind: 'mapping', staged };
  }

  private async fail(file: File, failure: Failure): Promise<void> {
    if (failure.kind === 'cancelled') this.reset();
    else if (failure.kind === 'refused')
      this.phase = { kind: 'refused', name: file.name, reason: failure.reason };
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
      this.phase = {
        kind: 'mapping',
        staged: {
          ...this.phase.staged,
          readings: decided.value.readings,
          dateIsAmbiguous: decided.value.ambiguous,
        },
      };
    }
    const outcome = await client.assess(job, this.choices(), () => undefined);
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

  private choices(): ImportChoices {
    return { mapping: this.mapping, readings: this.readings, policies: this.policies };
  }

  private async finish(source: Source): Promise<void> {
    const open = this.notebook.document?.sources[0];
    const fits = open
      ? bind(open, { fingerprint: source.fingerprint, columns: source.read.columns })
      : 'different';
    this.reset();
    if (!open || fits === 'different') {
      await this.notebook.create(titleOf(source.name), source);
      return;
    }
    this.notebook.rebind({ ...source, id: open.id });
    if (fits === 'same-shape') this.notices.say(m.state_same_shape({ name: source.name }), 'warning');
  }

  private reset(): void {
    this.phase = { kind: 'closed' };
    this.assessment = null;
    this.file = null;
    this.job = '';
    this.assessJob = '';
    this.assessing = false;
  }
}

function sameColumns(source: Source, staged: Staged): boolean {
  const columns = new Set(source.read.columns);
  return (
    columns.size === staged.read.columns.length && staged.read.columns.every((name) => columns.has(name))
  );
}

async function valueOf<T>(
  call: ReturnType<() => Promise<{ ok: true; value: T } | { ok: false; failure: Failure }>>,
  client: EngineClient,
): Promise<T> {
  const outcome = await call;
  if (outcome.ok) return outcome.value;
  await client.discard();
  throw new Error(await failureText(outcome.failure));
}

/** Policies this version carries out. Throws a sentence for one it only knows by name. */
function supported(policies: Policies): Policies {
  if (policies.refunds !== 'setAside') {
    throw new RangeError(`The refund policy “${policies.refunds}” is not available yet; use “setAside”`);
  }
  return policies;
}

function sourceOf(
  file: File,
  staged: Staged,
  choices: ImportChoices,
  print: Source['fingerprint'],
  ledger: Ledger,
): Source {
  return {
    id: newId(),
    name: file.name,
    bytes: file.size,
    rows: ledger.rowsRead,
    fingerprint: print,
    read: staged.read,
    ...choices,
    ledger,
  };
}

/** `online_retail.csv` → “Online retail”. */
function titleOf(fileName: string): string {
  const words = fileName
    .replace(/\.[^.]*$/, '')
    .replace(/[_-]+/g, ' ')
    .trim();
  return words === '' ? fileName : words[0]?.toLocaleUpperCase() + words.slice(1);
}

function reportOf(ledger: Ledger, staged: Staged, warnings: string[]): ImportReport {
  return {
    rowsRead: ledger.rowsRead,
    rowsUsed: ledger.rowsUsed,
    setAside: ledger.setAside.map(({ reason, rows, amount }) => ({
      reason: reason as SetAsideReason,
      rows,
      amount: Number(amount),
    })),
    orders: ledger.orders,
    customers: ledger.customers,
    revenue: Number(ledger.amountUsed),
    mapping: staged.mapping,
    evidence: staged.guesses,
    warnings,
  };
}
