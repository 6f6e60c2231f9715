import { SvelteMap } from 'svelte/reactivity';
import { contextVariables } from '../analyses/context';
import { askedSteps, stepsFor } from '../analyses/steps';
import type {
  Askable,
  ColumnTypes,
  Members,
  ResultShape,
  Results,
  Row,
  SqlLiteral,
  Step,
} from '../analyses/define';
import type { EngineClient } from '../engine/client';
import { decodeBytes } from '../engine/decode';
import type { Outcome, RunOutput } from '../engine/protocol';
import type { Reason } from '../intake/types';
import type { CellRun } from './contracts';
import { resultShape } from '../statements/result-shape';
import { failureText } from './failure-text';
import type { RunPlan } from './plans';

const IDLE: CellRun = {
  status: { kind: 'idle' },
  results: null,
  params: {},
  context: null,
  question: null,
  shapes: {},
};

/** The runs of a notebook's cells: one at a time, the newest of a cell superseding its older ones. */
export class CellRuns {
  private readonly runs = new SvelteMap<string, CellRun>();
  /** The job of a cell's run that is queued or running. */
  private readonly jobs = new Map<string, string>();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly client: () => Promise<EngineClient>) {}

  of(cellId: string): CellRun {
    return this.runs.get(cellId) ?? IDLE;
  }

  /** Queues a run. Earlier results stay in view until the new ones are there. */
  async start(cellId: string, plan: RunPlan, question: string): Promise<void> {
    const client = await this.client();
    this.stop(cellId, client);
    const job = client.newJob();
    this.jobs.set(cellId, job);
    this.change(cellId, { status: { kind: 'queued' } });
    await this.inLine(async () => {
      if (this.jobs.get(cellId) !== job) return;
      this.change(cellId, { status: { kind: 'running', since: Date.now() } });
      const outcome = await client.run(job, requestOf(plan, eagerSteps(plan.definition)));
      if (this.jobs.get(cellId) !== job) return;
      await this.settle(cellId, job, { plan, question }, outcome);
    });
  }

  async cancel(cellId: string): Promise<void> {
    const client = await this.client();
    if (!this.stop(cellId, client)) return;
    this.change(cellId, { status: { kind: 'cancelled' } });
  }

  /** Results stay readable, marked as of another question. */
  markStale(cellId: string, because: Reason): void {
    if (this.of(cellId).results) this.change(cellId, { status: { kind: 'stale', because } });
  }

  /** What cannot be asked at all. What the cell showed before stays readable. */
  refuse(cellId: string, reason: Reason): void {
    this.jobs.delete(cellId);
    this.change(cellId, { status: { kind: 'failed', failure: { kind: 'refused', reason } } });
  }

  /** Shows what came with the file in place of a run, where there is such. */
  needData(cellId: string, sent: CellRun | null = null): void {
    if (sent) this.runs.set(cellId, sent);
    else this.change(cellId, { status: { kind: 'needs-data' } });
  }

  forget(cellId: string): void {
    this.runs.delete(cellId);
    this.jobs.delete(cellId);
  }

  clear(): void {
    this.runs.clear();
    this.jobs.clear();
  }

  /** Every result of an analysis, lazy ones too, outside the notebook's cells. */
  async all(plan: RunPlan): Promise<Outcome<Decoded>> {
    const client = await this.client();
    return this.inLine(async () =>
      decoded(plan.definition, await client.run(client.newJob(), requestOf(plan, plan.definition.steps))),
    );
  }

  /** One lazy result, added to those of a cell. */
  async addLazy(cellId: string, plan: RunPlan, name: string): Promise<Outcome<Row[]>> {
    const held = this.of(cellId).results?.[name];
    if (held) return { ok: true, value: held };
    const steps = stepsFor(plan.definition, name);
    const client = await this.client();
    const outcome = await this.inLine(async () =>
      decoded(plan.definition, await client.run(client.newJob(), requestOf(plan, steps))),
    );
    if (!outcome.ok) return outcome;
    const rows = outcome.value.rows[name] ?? [];
    this.change(cellId, { results: { ...this.of(cellId).results, [name]: rows } });
    return { ok: true, value: rows };
  }

  /** Rows of a query of the analysis' own beside its steps. Rejects with the engine's sentence where the SQL fails. */
  async rows(
    plan: RunPlan,
    sql: string,
    variables: Record<string, SqlLiteral>,
    shape: ResultShape,
  ): Promise<Row[]> {
    const client = await this.client();
    const request = {
      steps: [{ name: 'rows', sql }],
      variables: { ...variablesOf(plan), ...variables },
      results: { rows: columnTypes(shape) },
      members: plan.members,
    };
    const outcome = await this.inLine(() => client.run(client.newJob(), request));
    if (!outcome.ok) throw new Error(await failureText(outcome.failure));
    const payload = outcome.value.results.rows;
    return payload && 'arrow' in payload ? decodeBytes(payload.arrow, shape) : [];
  }

  /** Rows of a statement outside the notebook's cells, of any columns. Rejects with the engine's sentence where it fails. */
  async read(
    sql: string,
    variables: Record<string, SqlLiteral>,
    members: Members | null = null,
  ): Promise<Row[]> {
    const client = await this.client();
    const request = { steps: [{ name: 'rows', sql }], variables, results: {}, members };
    const outcome = await this.inLine(() => client.run(client.newJob(), request));
    if (!outcome.ok) throw new Error(await failureText(outcome.failure));
    const payload = outcome.value.results.rows;
    return payload && 'arrow' in payload ? (await foundIn(payload.arrow)).rows : [];
  }

  /** Work that must not come between two cells: snapshots, totals. */
  inLine<T>(work: () => Promise<T>): Promise<T> {
    const run = this.queue.then(work);
    // A failure is the caller's; the next in line must still get its turn.
    this.queue = run.catch(() => undefined);
    return run;
  }

  private stop(cellId: string, client: EngineClient): boolean {
    const job = this.jobs.get(cellId);
    if (job === undefined) return false;
    this.jobs.delete(cellId);
    client.cancel(job);
    return true;
  }

  private async settle(
    cellId: string,
    job: string,
    { plan, question }: { plan: RunPlan; question: string },
    outcome: Outcome<RunOutput>,
  ): Promise<void> {
    const results = await decoded(plan.definition, outcome);
    if (this.jobs.get(cellId) !== job) return;
    this.jobs.delete(cellId);
    if (!results.ok) {
      this.change(cellId, {
        status:
          results.failure.kind === 'cancelled'
            ? { kind: 'cancelled' }
            : { kind: 'failed', failure: results.failure },
      });
      return;
    }
    const isEmpty = (results.value.rows[plan.definition.mainResult] ?? []).length === 0;
    this.runs.set(cellId, {
      status: isEmpty
        ? { kind: 'empty' }
        : { kind: 'current', elapsed: outcome.ok ? outcome.value.elapsed : 0 },
      results: results.value.rows,
      shapes: results.value.shapes,
      params: plan.params,
      context: plan.context,
      question,
    });
  }

  private change(cellId: string, change: Partial<CellRun>): void {
    this.runs.set(cellId, { ...this.of(cellId), ...change });
  }
}

/** The variables every analysis may read, and its own. */
export function variablesOf({ definition, params, context }: RunPlan): Record<string, SqlLiteral> {
  return { ...contextVariables(context), ...definition.variables(params, context) };
}

function requestOf(plan: RunPlan, steps: readonly Step[]) {
  const results = Object.fromEntries(
    Object.entries(plan.definition.results).map(([name, shape]) => [name, columnTypes(shape)]),
  );
  return {
    steps: askedSteps(steps, plan.params, plan.context),
    variables: variablesOf(plan),
    results,
    members: plan.members,
  };
}

/** A shape without its labels: functions cannot cross to the worker. */
export function columnTypes(shape: ResultShape): ColumnTypes {
  return Object.fromEntries(Object.entries(shape).map(([name, { type }]) => [name, { type }]));
}

function eagerSteps(definition: Askable): Step[] {
  return definition.steps.filter((step) => !('lazy' in step && step.lazy));
}

/** Results by name, and the columns they have. */
interface Decoded {
  rows: Results;
  shapes: Record<string, ResultShape>;
}

async function decoded(definition: Askable, outcome: Outcome<RunOutput>): Promise<Outcome<Decoded>> {
  if (!outcome.ok) return outcome;
  const rows: Results = {};
  const shapes = { ...definition.results };
  for (const [name, payload] of Object.entries(outcome.value.results)) {
    if (!('arrow' in payload)) rows[name] = payload.rows;
    else if (!definition.openColumns) rows[name] = await decodeBytes(payload.arrow, definition.results[name]);
    else {
      const found = await foundIn(payload.arrow);
      rows[name] = found.rows;
      shapes[name] = resultShape(found.columns);
    }
  }
  return { ok: true, value: { rows, shapes } };
}

/** Arrow's code comes with the first result. */
const foundIn = async (bytes: Uint8Array) => (await import('../engine/decode-result')).decodeFound(bytes);
