import { Float64, Int32, Table, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow';
import { expect, test } from 'vitest';
import type { AskedStep } from '../../../src/analyses/define';
import { runSteps } from '../../../src/worker/analysis';
import type { Statements } from '../../../src/worker/lane';

/** A lane that answers every statement with two days of events. */
const events = tableToIPC(
  new Table({
    day: vectorFromArray([1, 2], new Int32()),
    events: vectorFromArray([1, 1], new Int32()),
    censored: vectorFromArray([0, 1], new Int32()),
    confidence: vectorFromArray([0.95, 0.95], new Float64()),
  }),
  'stream',
);
const lane: Statements = {
  bytes: () => Promise.resolve(events),
  table: () => Promise.resolve(tableFromIPC(events)),
  run: () => Promise.resolve(),
  runRegardless: () => Promise.resolve(),
  insertArrow: () => Promise.resolve(),
  checkCancelled: () => undefined,
};
const steps: AskedStep[] = [
  { name: 'events', sql: 'select 1', inner: true },
  { name: 'curve', kernel: 'kaplan-meier', input: 'events' },
];
const named = async (asked: readonly AskedStep[]) =>
  Object.keys((await runSteps(lane, { steps: asked, variables: {}, results: {}, members: null })).results);

test('rows that only later steps read stay in the worker, unless they alone are asked for', async () => {
  expect(await named(steps)).toEqual(['curve']);
  expect(await named(steps.slice(0, 1))).toEqual(['events']);
});
