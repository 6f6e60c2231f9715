import { tableFromIPC } from 'apache-arrow';
import type { Assessment } from '../../src/engine/protocol';
import type { Ledger } from '../../src/document/types';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import type { Mapping, Policies, ReadOptions, Readings, Reason } from '../../src/intake/types';
import { decodeTable } from '../../src/engine/decode';
import type { Row } from '../../src/analyses/define';
import schemaSql from '../../src/worker/schemas.sql?raw';
import type { Database } from '../../src/worker/database';
import { Cancelled } from '../../src/worker/failures';
import { Importer, type Choices } from '../../src/worker/import/importer';
import type { Statements } from '../../src/worker/lane';
import { openText } from '../../src/worker/opening/text';
import { TestEngine } from './engine';

/** As the lane does: the engine leaves it off what it writes, and waits for it in what it reads. */
const END_OF_STREAM = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

/** What a lane lets a job do, over the blocking connection; statements can be made to fail, or a cancel to arrive. */
export class BlockingStatements implements Statements {
  readonly log: string[] = [];
  /** Called before each statement; what it throws is what the statement fails with. */
  before: (sql: string) => void = () => undefined;
  cancelled = false;

  constructor(private readonly engine: TestEngine) {}

  async bytes(sql: string): Promise<Uint8Array> {
    this.checkCancelled();
    this.log.push(sql);
    this.before(sql);
    return this.runNow(sql);
  }

  async table(sql: string) {
    return tableFromIPC(await this.bytes(sql));
  }

  async run(sql: string): Promise<void> {
    await this.bytes(sql);
  }

  async runRegardless(sql: string): Promise<void> {
    this.log.push(sql);
    this.runNow(sql);
  }

  async insertArrow(schema: string, name: string, bytes: Uint8Array): Promise<void> {
    this.checkCancelled();
    const stream = new Uint8Array(Buffer.concat([bytes, END_OF_STREAM]));
    this.engine.connection.useUnsafe((bindings, connection) =>
      bindings.insertArrowFromIPCStream(connection, stream, { schema, name, create: true }),
    );
  }

  checkCancelled(): void {
    if (this.cancelled) throw new Cancelled();
  }

  /** Streamed, as on the lane: what is not streamed comes in Arrow's file format, which cannot be inserted again. */
  private runNow(sql: string): Uint8Array {
    return this.engine.connection.useUnsafe((bindings, connection) => {
      let chunk = bindings.startPendingQuery(connection, sql, true);
      while (chunk === null) chunk = bindings.pollPendingQuery(connection);
      const chunks = [chunk];
      for (;;) {
        const next = bindings.fetchQueryResults(connection);
        if (next === null) continue;
        if (next.length === 0) break;
        chunks.push(next);
      }
      return new Uint8Array(Buffer.concat(chunks));
    });
  }
}

/** The import as the worker does it, over the engine that ships. */
export class ImportEngine {
  readonly lane: BlockingStatements;
  /** Only what the importer uses of a database; names are dropped after the work, as there. */
  readonly database: Database;
  private readonly registered = new Set<string>();

  private constructor(readonly engine: TestEngine) {
    this.lane = new BlockingStatements(engine);
    const withFiles: Database['withFiles'] = async (files, work, onBytes) => {
      for (const { name, file } of files) {
        if (this.registered.has(name)) throw new Error(`${name} is registered already`);
        const bytes = new Uint8Array(await file.arrayBuffer());
        engine.connection.useUnsafe((bindings) => bindings.registerFileBuffer(name, bytes));
        this.registered.add(name);
      }
      try {
        const result = await work();
        onBytes?.(files.reduce((sum, { file }) => sum + file.size, 0));
        return result;
      } finally {
        for (const { name } of files) {
          engine.connection.useUnsafe((bindings) => bindings.dropFile(name));
          this.registered.delete(name);
        }
      }
    };
    this.database = { withFiles } as Database;
  }

  static async open(): Promise<ImportEngine> {
    const engine = await TestEngine.open();
    engine.execute(schemaSql);
    return new ImportEngine(engine);
  }

  /** A text file, opened as a drop opens it. */
  async importer(file: File, read: Partial<ReadOptions> = {}): Promise<Importer> {
    const table = await openText(file, { path: [file.name], bytes: file.size }, read);
    return Importer.open(this.database, [table]);
  }

  /** A file through stage, assess and build; what is not given is guessed. */
  async import(
    file: File,
    given: {
      read?: Partial<ReadOptions>;
      mapping?: Mapping;
      readings?: Readings;
      policies?: Partial<Policies>;
    } = {},
  ): Promise<{
    importer: Importer;
    choices: Choices;
    assessment: Assessment;
    ledger: Ledger;
    warnings: Reason[];
  }> {
    const importer = await this.importer(file, given.read);
    const staged = await importer.stage(this.lane, given, false, () => undefined);
    const choices: Choices = {
      mapping: given.mapping ?? staged.mapping,
      readings: given.readings ?? staged.readings,
      policies: { ...DEFAULT_POLICIES, ...given.policies },
    };
    const assessment = await importer.assess(this.lane, choices, () => undefined);
    const built = await importer.build(this.lane, choices, () => undefined);
    return { importer, choices, assessment, ...built };
  }

  rows<T = Row>(sql: string): T[] {
    return decodeTable(this.engine.connection.query(sql)) as T[];
  }

  close(): void {
    this.engine.close();
  }
}

export function csvFile(text: string, name = 'orders.csv'): File {
  return new File([text], name, { type: 'text/csv' });
}
