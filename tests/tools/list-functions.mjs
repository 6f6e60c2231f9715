/**
 * Writes src/ui/editor/duckdb-functions.txt: what the editor completes, as the shipped engine names it. One function a
 * line: name, kind, parameters, what it returns, what it does; separated by tabs. Run after a change of the engine:
 * `node tests/tools/list-functions.mjs`. tests/analyses/sql-editor-words.test.ts compares the list with the engine.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const LIST = join(import.meta.dirname, '../../src/ui/editor/duckdb-functions.txt');

/** The list from an engine's rows of a query; `rows` runs SQL. */
export function functionList(rows) {
  const sql = readFileSync(join(import.meta.dirname, 'functions.sql'), 'utf8');
  const lines = rows(sql).map((row) =>
    [row.name, row.kind, row.parameters, row.returns, row.does].join('\t'),
  );
  return `# Written by tests/tools/list-functions.mjs\n${lines.join('\n')}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const require = createRequire(import.meta.url);
  const duckdb = require('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs');
  const dist = dirname(require.resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'));
  const mainWorker = pathToFileURL(join(dist, 'duckdb-node-eh.worker.cjs')).href;
  const bundles = {
    mvp: { mainModule: join(dist, 'duckdb-mvp.wasm'), mainWorker },
    eh: { mainModule: join(dist, 'duckdb-eh.wasm'), mainWorker },
  };
  const database = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await database.instantiate();
  database.open({ path: ':memory:' });
  const connection = database.connect();
  const list = functionList((sql) => connection.query(sql).toArray());
  writeFileSync(LIST, list);
  console.log(`${list.split('\n').length - 2} functions in ${LIST}`);
}
