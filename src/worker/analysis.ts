import { tableFromIPC } from 'apache-arrow';
import type { Row } from '../analyses/define';
import { decodeTable } from '../engine/decode';
import { setVariables } from '../orders/literals';
import type { ResultPayload, RunOutput, RunRequest } from '../engine/protocol';
import { KERNELS } from '../statistics/kernels';
import type { Statements } from './lane';
import { narrowToMembers } from './members';

/** Runs an analysis' steps in order: SQL in the engine, kernels here over the rows of an earlier step. */
export async function runSteps(lane: Statements, request: RunRequest): Promise<RunOutput> {
  const started = performance.now();
  await narrowToMembers(lane, request.members);
  await lane.run(setVariables(request.variables));
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
  for (const step of request.steps) {
    if ('sql' in step) {
      results[step.name] = { arrow: await lane.bytes(step.sql) };
      continue;
    }
    lane.checkCancelled();
    const rows = KERNELS[step.kernel](rowsOfStep(step.input), step.options ?? {});
    rowsByStep.set(step.name, rows);
    results[step.name] = { rows };
  }
  return { results, elapsed: performance.now() - started };
}

/** Buffers of a run's results, handed over instead of copied. */
export function transferables(output: RunOutput): ArrayBuffer[] {
  return Object.values(output.results).flatMap((payload) =>
    'arrow' in payload ? [payload.arrow.buffer as ArrayBuffer] : [],
  );
}
