import { existsSync, mkdtempSync, mkdirSync, openAsBlob, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ROOT } from '../tools/install.mjs';

/** Native DuckDB is measured with as many threads as the page's engine has, and with twice as many. */
export const THREADS = [1, 2];
const TEXTBOOK = join(ROOT, 'tests/bench/textbook');

/** The usual query on the raw typed lines that answers an analysis' main question; null where there is none. */
export function textbookQuery(analysis) {
  const path = join(TEXTBOOK, `${analysis}.sql`);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/**
 * Native DuckDB doing the page's own work: the importer of `src/worker/import` with its SQL, on a lane that is a native
 * connection. Nothing is written twice, so the two sides cannot come to do different things.
 */
export class Native {
  /** Milliseconds of each statement, in order. */
  steps = [];

  static async open(source, threads) {
    const folder = mkdtempSync(join(tmpdir(), 'regulars-native-'));
    const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
    const native = new Native();
    Object.assign(native, { source, folder, instance, connection: await instance.connect() });
    await native.connection.run(`set file_search_path = '${folder}'; set preserve_insertion_order = true`);
    await native.connection.run(native.sql('src/worker/schemas.sql'));
    await native.connection.run(
      `${native.sql('src/orders/canonical.sql')}\n${native.sql('src/orders/scope.sql')}`,
    );
    return native;
  }

  /** @returns {Promise<{ milliseconds: number, ledger: any, steps: { name: string, milliseconds: number }[] }>} */
  async import(path) {
    const { importer, choices, milliseconds } = await this.staged(path);
    const begun = performance.now();
    const { ledger } = await importer.build(this, choices, () => undefined);
    return { milliseconds: milliseconds + performance.now() - begun, ledger, steps: this.steps };
  }

  /** The typed lines of the file as table `lines`, for the textbook queries. */
  async readLines(path) {
    await this.staged(path);
    await this.connection.run(
      'create or replace table lines as select * exclude (row_hash) from staging.lines',
    );
    await this.connection.run('drop schema staging cascade');
  }

  /** How long a textbook query took, and its rows: dates as text, exact numbers too. Rows are made when asked for. */
  async textbook(analysis, variables) {
    await this.connection.run(variables);
    const sql = textbookQuery(analysis);
    const begun = performance.now();
    const reader = await this.connection.runAndReadAll(sql);
    return { milliseconds: performance.now() - begun, rows: () => reader.getRowObjectsJson() };
  }

  close() {
    this.connection.closeSync();
    this.instance.closeSync();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async staged(path) {
    const { Importer } = await this.source.load('/src/worker/import/importer.ts');
    const file = Object.assign(await openAsBlob(path), { name: basename(path) });
    this.path = path;
    const begun = performance.now();
    const { openText } = await this.source.load('/src/worker/opening/text.ts');
    const table = await openText(file, { path: [file.name], bytes: file.size }, {});
    const importer = Importer.open(this, [table]);
    this.steps.push({ name: 'look', milliseconds: performance.now() - begun });
    const staged = await importer.stage(this, {}, false, () => undefined);
    const choices = { mapping: staged.mapping, readings: staged.readings, policies: staged.policies };
    return { importer, choices, milliseconds: performance.now() - begun };
  }

  // — what an importer asks of its database and its lane —

  withFiles([{ name }], work) {
    const place = join(this.folder, name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(this.path, place);
    return work().finally(() => rmSync(place));
  }

  checkCancelled() {}

  async run(sql) {
    const begun = performance.now();
    await this.connection.run(sql);
    this.steps.push({ name: stepName(sql), milliseconds: performance.now() - begun });
  }

  async runRegardless(sql) {
    await this.connection.run(sql);
  }

  /** As much of an Arrow table as `decodeTable` reads. */
  async table(sql) {
    const begun = performance.now();
    const reader = await this.connection.runAndReadAll(sql);
    this.steps.push({ name: stepName(sql), milliseconds: performance.now() - begun });
    const columns = reader.getColumnsJS();
    const names = reader.columnNames();
    const types = reader.columnTypes().map((type) => (String(type) === 'DATE' ? 'Date' : String(type)));
    return {
      numRows: columns[0]?.length ?? 0,
      schema: { fields: names.map((name) => ({ name })) },
      getChild: (name) => {
        const index = names.indexOf(name);
        return { type: types[index], get: (row) => columns[index][row] };
      },
    };
  }

  sql(path) {
    return readFileSync(join(ROOT, path), 'utf8');
  }
}

/** A statement of the import by the table it makes or adds to; `other` for the rest. */
export function stepName(sql) {
  return (
    /(?:create or replace (?:table|view)|insert into) (?:staging|shop)\.(?:fresh_)?(\w+)/.exec(sql)?.[1] ??
    (/malformed/.test(sql) ? 'flags' : 'other')
  );
}
