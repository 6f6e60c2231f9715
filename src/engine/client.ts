import { proxy, wrap, type Remote } from 'comlink';
import EngineWorker from '../worker/engine.worker.ts?worker&inline';
import type { OpenedTable } from './opening-protocol';
import type { EngineApi, EngineAssets, Failure, OnProgress, Outcome } from './protocol';

const CANCEL_DEADLINE = 2_000;

type Pending = (failure: Failure) => void;

/**
 * The page's handle on the engine worker. Keeps its own list of calls under way, because neither DuckDB nor comlink
 * ever settles them when a worker dies, and ends the worker when a cancelled job does not answer within 2 s.
 */
export class EngineClient {
  private worker: Worker | null = null;
  private remote: Remote<EngineApi> | null = null;
  private readonly pending = new Map<string, Pending>();
  private nextJob = 1;
  /** The rehearsal under way: whatever else is asked for ends it. */
  private rehearsal: string | null = null;

  /** How often the tables were asked to give way to others; until it changes, a job asked for reads those that stand. */
  tablesAsked = 0;

  /** @param onLost called after the worker was ended and every call under way told so; the owner starts it again */
  constructor(
    private readonly assets: EngineAssets,
    private readonly onLost: () => void,
  ) {}

  /** Starts or restarts the worker. Rejects when DuckDB does not start. */
  async start(): Promise<void> {
    const worker = new EngineWorker();
    // What the one before still had to say must not end this one.
    const lost = (message: string) => this.worker === worker && this.end(message);
    worker.addEventListener('error', (event) => lost(event.message));
    worker.addEventListener('messageerror', () => lost('unreadable message'));
    this.worker = worker;
    this.remote = wrap<EngineApi>(worker);
    const outcome = await this.settle('boot', (remote) => remote.boot(this.assets));
    if (!outcome.ok)
      throw new Error('message' in outcome.failure ? outcome.failure.message : outcome.failure.kind);
  }

  /** A name for a job, to cancel it by. */
  newJob(): string {
    return `job-${this.nextJob++}`;
  }

  testSeal() {
    return this.api().testSeal();
  }

  stage(
    job: string,
    tables: OpenedTable[],
    options: Parameters<EngineApi['stage']>[2],
    onProgress: OnProgress,
  ) {
    return this.settle(job, (remote) => remote.stage(job, tables, options, proxy(onProgress)));
  }

  decideReadings(job: string, mapping: Parameters<EngineApi['decideReadings']>[1]) {
    return this.settle(job, (remote) => remote.decideReadings(job, mapping));
  }

  assess(job: string, choices: Parameters<EngineApi['assess']>[1], onProgress: OnProgress) {
    return this.settle(job, (remote) => remote.assess(job, choices, proxy(onProgress)));
  }

  build(job: string, choices: Parameters<EngineApi['build']>[1], onProgress: OnProgress) {
    return this.replacing(this.settle(job, (remote) => remote.build(job, choices, proxy(onProgress))));
  }

  /** An import that nobody waits for: given up as soon as anything else is asked for. */
  async rehearse(tables: OpenedTable[]): Promise<void> {
    if (this.pending.size > 0) return;
    const job = this.newJob();
    const rehearsed = this.settle(job, (remote) => remote.rehearse(job, tables));
    this.rehearsal = job;
    await rehearsed;
    if (this.rehearsal === job) this.rehearsal = null;
  }

  /** All that was found in telling customers apart. */
  identityLists(job: string, choices: Parameters<EngineApi['identityLists']>[1]) {
    return this.settle(job, (remote) => remote.identityLists(job, choices));
  }

  setAside(job: string, choices: Parameters<EngineApi['setAside']>[1]) {
    return this.settle(job, (remote) => remote.setAside(job, choices));
  }

  async discard(): Promise<void> {
    await this.api().discard();
  }

  run(job: string, request: Parameters<EngineApi['run']>[1]) {
    return this.settle(job, (remote) => remote.run(job, request));
  }

  query(job: string, sql: string) {
    return this.settle(job, (remote) => remote.query(job, sql));
  }

  facts() {
    return this.settle(this.newJob(), (remote) => remote.facts());
  }

  snapshot(job: string) {
    return this.settle(job, (remote) => remote.snapshot(job));
  }

  restore(job: string, parts: Parameters<EngineApi['restore']>[1]) {
    return this.replacing(this.settle(job, (remote) => remote.restore(job, parts)));
  }

  clear() {
    this.tablesAsked += 1;
    return this.settle(this.newJob(), (remote) => remote.clear());
  }

  /** Asks a job to stop; the job's own call then ends as cancelled. Ends the worker where it does not within 2 s. */
  cancel(job: string): void {
    const call = this.pending.get(job);
    if (!call) return;
    void this.api().cancel(job);
    setTimeout(() => {
      if (this.pending.get(job) === call) this.end('A cancelled job did not stop');
    }, CANCEL_DEADLINE);
  }

  private api(): Remote<EngineApi> {
    if (!this.remote) throw new Error('The engine has not been started');
    return this.remote;
  }

  /** A build or a restore: all tables give way or none. What was refused or cancelled has left those that stood. */
  private async replacing<T>(asked: Promise<Outcome<T>>): Promise<Outcome<T>> {
    this.tablesAsked += 1;
    const outcome = await asked;
    if (!outcome.ok && outcome.failure.kind !== 'engine-lost') this.tablesAsked -= 1;
    return outcome;
  }

  private settle<T>(
    job: string,
    call: (remote: Remote<EngineApi>) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const { worker, rehearsal } = this;
    this.rehearsal = null;
    // Without the deadline of a cancel: what nobody asked for must not end the engine under what somebody asks for now.
    if (rehearsal !== null && this.pending.has(rehearsal)) void this.api().cancel(rehearsal);
    return new Promise((resolve, reject) => {
      const remote = this.api();
      const lost: Pending = (failure) => resolve({ ok: false, failure });
      const ended = () => this.pending.get(job) === lost && this.pending.delete(job);
      this.pending.set(job, lost);
      call(remote).then(
        (outcome) => {
          ended();
          const failure = outcome.ok ? null : outcome.failure;
          if (failure?.kind === 'engine-lost' && this.worker === worker) this.end(failure.message);
          resolve(outcome);
        },
        (error: unknown) => {
          ended();
          reject(error);
        },
      );
    });
  }

  private end(message: string): void {
    if (!this.worker) return;
    this.worker.terminate();
    this.worker = null;
    this.remote = null;
    this.tablesAsked += 1;
    for (const settle of this.pending.values()) settle({ kind: 'engine-lost', message });
    this.pending.clear();
    this.onLost();
  }
}
