import { tableFromIPC } from 'apache-arrow';
import type { ColumnTypes, Row } from '../analyses/define';
import { decodeTable } from '../engine/decode';
import { setVariables } from '../orders/literals';
import type { ResultPayload, RunOutput, RunRequest } from '../engine/protocol';
import { KERNELS, type Kernel } from '../statistics/kernels';
import { kernelTable } from './kernel-table';
import type { Statements } from './lane';
import { narrowToMembers } from './members';
import { NO_HEADS, planned, type PlannedStep } from './shared-heads';

/** Runs an analysis' steps in order: SQL in the engine, kernels here over the rows of an earlier step. */
export async function runSteps(lane: Statements, request: RunRequest): Promise<RunOutput> {
  const started = performance.now();
  await narrowToMembers(lane, request.members);
  // The engine refuses a text without a statement.
  if (Object.keys(request.variables).length > 0) await lane.run(setVariables(request.variables));
  const results: Record<string, ResultPayload> = {};
  const rowsByStep = new Map<string, Row[]>();
  const rowsOfStep = (name: string): Row[] => {
    const known = rowsByStep.get(name);
    if (known) return known;
    const payload = results[name];
    if (!payload || !('arrow' in payload)) throw new Error(`No step ${name} before the one that reads it`);
    const rows = decodeTable(tableFromIPC(payload.arrow), request.results[name]);
    rowsByStep.set(name, rows);
    return rows;
  };
  for (const plan of planned(request.steps)) {
    if ('sql' in plan) {
      results[plan.step.name] = { arrow: await answered(lane, plan) };
      continue;
    }
    const { step } = plan;
    const others = (step.and ?? []).map(rowsOfStep);
    const rows = await worked(lane, KERNELS[step.kernel](rowsOfStep(step.input), step.options ?? {}, others));
    rowsByStep.set(step.name, rows);
    results[step.name] = { rows };
    if (step.asTable) await keepAsTable(lane, step.name, rows, request.results[step.name]);
  }
  for (const step of request.steps.slice(0, -1)) if (step.inner) delete results[step.name];
  return { results, elapsed: performance.now() - started };
}

/** A statement's answer, with what it needs before it; whatever happens, nothing that a run keeps outlives it. */
async function answered(
  lane: Statements,
  { sql, before, after }: Extract<PlannedStep, { sql: string }>,
): Promise<Uint8Array> {
  try {
    for (const statement of before) await lane.run(statement);
    const bytes = await lane.bytes(sql);
    for (const statement of after) await lane.run(statement);
    return bytes;
  } catch (error) {
    await lane.runRegardless(NO_HEADS);
    throw error;
  }
}

/** How long a kernel may work before messages, a cancel among them, get their turn; in milliseconds. */
const SLICE_MS = 50;

async function worked(lane: Statements, made: ReturnType<Kernel>): Promise<Row[]> {
  lane.checkCancelled();
  if (Array.isArray(made)) return made;
  let sliceEnds = performance.now() + SLICE_MS;
  let part = made.next();
  while (!part.done) {
    if (performance.now() >= sliceEnds) {
      await new Promise((resolve) => setTimeout(resolve));
      lane.checkCancelled();
      sliceEnds = performance.now() + SLICE_MS;
    }
    part = made.next();
  }
  return part.value;
}

async function keepAsTable(
  lane: Statements,
  name: string,
  rows: readonly Row[],
  types: ColumnTypes | undefined,
): Promise<void> {
  if (!types) throw new Error(`The rows of ${name} have no declared columns`);
  await lane.run(`create schema if not exists kernel; drop table if exists kernel.${name}`);
  await lane.insertArrow('kernel', name, kernelTable(rows, types));
}

/** Buffers of a run's results, handed over instead of copied. */
export function transferables(output: RunOutput): ArrayBuffer[] {
  return Object.values(output.results).flatMap((payload) =>
    'arrow' in payload ? [payload.arrow.buffer as ArrayBuffer] : [],
  );
}
