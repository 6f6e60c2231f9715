import type { AsyncDuckDB } from '@duckdb/duckdb-wasm';
import { tableFromIPC, type Table } from 'apache-arrow';
import { Cancelled } from './failures';

/** The engine leaves it off what it writes, and waits for it in what it reads. */
const END_OF_STREAM = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

/**
 * One connection, one statement at a time. Two statements on one connection cut results short without an error
 * (docs/platform: 8,192 of 200,000 rows), so a lane is a queue and its connection is never handed out.
 */
export class Lane {
  private tail: Promise<unknown> = Promise.resolve();
  private current: Job | null = null;
  private readonly cancelledBeforeStart = new Set<string>();
  /** Answers a job that waits for its turn. */
  private readonly waiting = new Map<string, () => void>();

  private constructor(
    private readonly database: AsyncDuckDB,
    private readonly connection: number,
  ) {}

  static async open(database: AsyncDuckDB): Promise<Lane> {
    return new Lane(database, await database.connectInternal());
  }

  /**
   * Runs a job of several statements as one place in the queue, so that no other statement comes between.
   * Rejects with `Cancelled` when `cancel(id)` was called before or during it; at once where it still waits for its turn,
   * or the wait for another's statement would pass for an engine that no longer answers.
   */
  perform<T>(id: string, work: (statements: Statements) => Promise<T>): Promise<T> {
    const run = this.tail.then(async () => {
      this.waiting.delete(id);
      if (this.cancelledBeforeStart.delete(id)) throw new Cancelled();
      const job = new Job(id, this.database, this.connection);
      this.current = job;
      try {
        return await work(job);
      } finally {
        this.current = null;
      }
    });
    this.tail = run.catch(() => undefined);
    const cancelled = new Promise<never>((_, reject) => {
      this.waiting.set(id, () => reject(new Cancelled()));
    });
    return Promise.race([run, cancelled]);
  }

  async cancel(id: string): Promise<void> {
    if (this.current?.id === id) return this.current.cancel();
    this.cancelledBeforeStart.add(id);
    this.waiting.get(id)?.();
  }
}

/** What a job may do on its lane. */
export interface Statements {
  /** Runs statements and returns the last one's result as an Arrow IPC stream. */
  bytes(sql: string): Promise<Uint8Array>;
  /** The same, read. For results of our own making, small. */
  table(sql: string): Promise<Table>;
  run(sql: string): Promise<void>;
  /** Runs even after a cancel: for putting things back. */
  runRegardless(sql: string): Promise<void>;
  /** Creates a table from an Arrow IPC stream. */
  insertArrow(schema: string, name: string, bytes: Uint8Array): Promise<void>;
  /** Throws `Cancelled` when cancel was asked for; between statements and in loops. */
  checkCancelled(): void;
}

class Job implements Statements {
  private cancelled = false;

  constructor(
    readonly id: string,
    private readonly database: AsyncDuckDB,
    private readonly connection: number,
  ) {}

  async bytes(sql: string): Promise<Uint8Array> {
    this.checkCancelled();
    let header = await this.database.startPendingQuery(this.connection, sql, true);
    while (header === null) {
      if (this.cancelled) await this.stop();
      header = await this.database.pollPendingQuery(this.connection);
    }
    const chunks = [header];
    for (;;) {
      if (this.cancelled) await this.stop();
      // Null means “not yet”: the engine paused to let messages through.
      const chunk = await this.database.fetchQueryResults(this.connection);
      if (chunk === null) continue;
      if (chunk.length === 0) break;
      chunks.push(chunk);
    }
    this.checkCancelled();
    return joined(chunks);
  }

  async table(sql: string): Promise<Table> {
    return tableFromIPC(await this.bytes(sql));
  }

  async run(sql: string): Promise<void> {
    await this.bytes(sql);
  }

  async insertArrow(schema: string, name: string, bytes: Uint8Array): Promise<void> {
    this.checkCancelled();
    await this.database.insertArrowFromIPCStream(this.connection, joined([bytes, END_OF_STREAM]), {
      schema,
      name,
      create: true,
    });
  }

  async runRegardless(sql: string): Promise<void> {
    await this.database.runQuery(this.connection, sql);
  }

  checkCancelled(): void {
    if (this.cancelled) throw new Cancelled();
  }

  async cancel(): Promise<void> {
    this.cancelled = true;
  }

  private async stop(): Promise<never> {
    await this.database.cancelPendingQuery(this.connection);
    throw new Cancelled();
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const bytes = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
