import { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } from '@duckdb/duckdb-wasm';
import type { EngineAssets } from '../engine/protocol';
import { guardedScript, MODULE_ADDRESS, type ModuleMessage } from './duckdb-script';
import { Lane } from './lane';
import lockSql from './lock.sql?raw';
import schemaSql from './schemas.sql?raw';

const BOOT_TIMEOUT = 30_000;

/** DuckDB, sealed and locked, with its two lanes. */
export class Database {
  private constructor(
    private readonly duckdb: AsyncDuckDB,
    private readonly reads: MessagePort,
    readonly runLane: Lane,
    readonly metaLane: Lane,
  ) {}

  /** Boots from bytes alone. Rejects after 30 s: DuckDB's own promise can hang for ever when its module fails. */
  static async boot(assets: EngineAssets): Promise<Database> {
    const module = await inflated(assets.module);
    const address = URL.createObjectURL(
      new Blob([guardedScript(assets.script)], { type: 'text/javascript' }),
    );
    const worker = new Worker(address);
    URL.revokeObjectURL(address);
    const channel = new MessageChannel();
    const message: ModuleMessage = { regularsModule: module, reads: channel.port2 };
    worker.postMessage(message, [module, channel.port2]);
    const duckdb = new AsyncDuckDB(new VoidLogger(), worker);
    await withTimeout(duckdb.instantiate(MODULE_ADDRESS), BOOT_TIMEOUT, 'DuckDB did not start');
    await duckdb.open({ path: ':memory:', query: { queryPollingInterval: 50 } });
    const setup = await Lane.open(duckdb);
    for (const statement of statementsOf(lockSql)) await setup.perform('lock', (lane) => lane.run(statement));
    await setup.perform('schemas', (lane) => lane.run(schemaSql));
    return new Database(duckdb, channel.port1, setup, await Lane.open(duckdb));
  }

  /** Makes files readable under our own names while `work` runs, and unreadable after it, whatever happens. */
  async withFiles<T>(
    files: readonly { name: string; file: File }[],
    work: () => Promise<T>,
    onBytes?: (bytes: number) => void,
  ): Promise<T> {
    this.reads.onmessage = onBytes ? (event: MessageEvent<number>) => onBytes(event.data) : null;
    const registered: string[] = [];
    try {
      for (const { name, file } of files) {
        await this.duckdb.registerFileHandle(name, file, DuckDBDataProtocol.BROWSER_FILEREADER, true);
        registered.push(name);
      }
      return await work();
    } finally {
      this.reads.onmessage = null;
      for (const name of registered) await this.duckdb.dropFile(name);
    }
  }

  version(): Promise<string> {
    return this.duckdb.getVersion();
  }
}

/** Some servers inflate on the way: the first bytes tell (`1f 8b` is gzip, `00 61 73 6d` WebAssembly). */
async function inflated(bytes: ArrayBuffer): Promise<ArrayBuffer> {
  const head = new Uint8Array(bytes, 0, 2);
  if (!(head[0] === 0x1f && head[1] === 0x8b)) return bytes.slice(0);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

function statementsOf(sql: string): string[] {
  return sql
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter(Boolean);
}

function withTimeout<T>(promise: Promise<T>, milliseconds: number, message: string): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(message)), milliseconds);
    }),
  ]);
}
