import type { SealReport } from '../engine/protocol';
import type { Lane } from './lane';

type Attempt = SealReport['attempts'][number];

/** Never resolves anywhere: `.invalid` is reserved for that (RFC 2606). What is tested is the refusal, not the answer. */
const OUTSIDE = 'https://outside.invalid/regulars-seal-test';

/** Attempts to get out, from this worker and from SQL. */
export async function attemptsToGetOut(lane: Lane): Promise<Attempt[]> {
  return [...(await fromWorker()), ...(await fromEngine(lane))];
}

async function fromWorker(): Promise<Attempt[]> {
  const attempts: [string, () => unknown][] = [
    ['fetch', () => fetch(OUTSIDE)],
    ['XMLHttpRequest', () => new XMLHttpRequest()],
    ['WebSocket', () => new WebSocket(OUTSIDE.replace('https', 'wss'))],
    ['EventSource', () => new EventSource(OUTSIDE)],
    ['importScripts', () => importScripts(OUTSIDE)],
  ];
  const results: Attempt[] = [];
  for (const [name, attempt] of attempts) {
    results.push({ name, from: 'worker', refused: await refuses(attempt) });
  }
  return results;
}

async function fromEngine(lane: Lane): Promise<Attempt[]> {
  const attempts: [string, string][] = [
    ['read_csv', `from read_csv('${OUTSIDE}')`],
    ['copy to', `copy (select 1) to '${OUTSIDE}'`],
    ['attach', `attach '${OUTSIDE}' as outside`],
    ['load', 'load httpfs'],
    ['unlock', 'reset lock_configuration'],
  ];
  const results: Attempt[] = [];
  for (const [name, sql] of attempts) {
    const refused = await refuses(() => lane.perform('seal-test', (statements) => statements.run(sql)));
    results.push({ name, from: 'engine', refused });
  }
  return results;
}

/** A refusal is what is hoped for: nothing is hidden by catching it. */
async function refuses(attempt: () => unknown): Promise<boolean> {
  try {
    await attempt();
    return false;
  } catch {
    return true;
  }
}
