import { removeNetwork } from './guard';
removeNetwork(globalThis, null);

import { expose, transfer } from 'comlink';
import type { EngineApi, Outcome, ShopFacts } from '../engine/protocol';
import canonicalSql from '../orders/canonical.sql?raw';
import scopeSql from '../orders/scope.sql?raw';
import { runSteps, transferables } from './analysis';
import { Database } from './database';
import emptyStagingSql from './empty-staging.sql?raw';
import { settled } from './failures';
import { Importer } from './import/importer';
import type { Statements } from './lane';
import { rowsOf } from './lane-rows';
import { attemptsToGetOut } from './seal-test';
import { readSnapshot, writeSnapshot } from './snapshot';

let database: Database | null = null;
let importer: Importer | null = null;

function engine(): Database {
  if (!database) throw new Error('The engine has not been started');
  return database;
}

function staged(): Importer {
  if (!importer) throw new Error('No file is being imported');
  return importer;
}

/** A job on the run lane, its expected failures returned as data. */
function onRunLane<T>(job: string, work: (lane: Statements) => Promise<T>): Promise<Outcome<T>> {
  return settled(() => engine().runLane.perform(job, work));
}

async function factsOf(lane: Statements): Promise<ShopFacts> {
  const [facts] = await rowsOf<ShopFacts>(
    lane,
    `select
       coalesce(first_day::varchar, '') as "firstDay",
       coalesce(last_day::varchar, '') as "lastDay",
       (select count(*) from shop.customers)::integer as customers,
       (select count(*) from shop.orders)::integer as orders
     from shop.data_window
     order by 1`,
  );
  return facts ?? { firstDay: '', lastDay: '', customers: 0, orders: 0 };
}

const api: EngineApi = {
  boot: (assets) =>
    settled(async () => {
      database = await Database.boot(assets);
      await database.runLane.perform('tables', (lane) => lane.run(`${canonicalSql}; ${scopeSql}`));
      return { version: await database.version() };
    }),
  testSeal: () => attemptsToGetOut(engine().metaLane),
  stage: (job, tables, { profile, ...given }, onProgress) =>
    onRunLane(job, async (lane) => {
      // Opened first: tables that are refused leave those before them staged.
      const opened = Importer.open(engine(), tables, given.recipe?.refunds);
      const result = await opened.stage(lane, given, profile, onProgress);
      importer = opened;
      return result;
    }),
  decideReadings: (job, mapping) => onRunLane(job, (lane) => staged().decideReadings(lane, mapping)),
  assess: (job, choices, onProgress) => onRunLane(job, (lane) => staged().assess(lane, choices, onProgress)),
  build: (job, choices, onProgress) =>
    onRunLane(job, async (lane) => {
      const result = await staged().build(lane, choices, onProgress);
      importer = null;
      return result;
    }),
  rehearse: (job, tables) =>
    onRunLane(job, async (lane) => {
      // Whatever is staged is somebody's.
      if (importer) return null;
      await Importer.open(engine(), tables).rehearse(lane);
      return null;
    }),
  setAside: (job, choices) => onRunLane(job, (lane) => staged().setAside(lane, choices)),
  identityLists: (job, choices) => onRunLane(job, (lane) => staged().identityLists(lane, choices)),
  discard: async () => {
    importer = null;
    await engine().runLane.perform('discard', (lane) => lane.runRegardless(emptyStagingSql));
  },
  run: async (job, request) => {
    const outcome = await onRunLane(job, (lane) => runSteps(lane, request));
    return outcome.ok ? transfer(outcome, transferables(outcome.value)) : outcome;
  },
  query: async (job, sql) => {
    const outcome = await onRunLane(job, (lane) => lane.bytes(sql));
    return outcome.ok ? transfer(outcome, [outcome.value.buffer as ArrayBuffer]) : outcome;
  },
  facts: () => onRunLane('facts', factsOf),
  snapshot: (job) => onRunLane(job, writeSnapshot),
  restore: (job, parts) =>
    onRunLane(job, async (lane) => {
      await readSnapshot(lane, parts);
      return factsOf(lane);
    }),
  clear: () =>
    onRunLane('clear', async (lane) => {
      await lane.run(`${canonicalSql}; ${scopeSql}`);
      return null;
    }),
  cancel: (job) => engine().runLane.cancel(job),
};

expose(api);
