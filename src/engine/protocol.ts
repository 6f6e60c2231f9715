import type { Ledger } from '../document/types';
import type { IdentityFindings, IdentityReport } from '../intake/identity';
import type {
  Field,
  Guess,
  Mapping,
  Policies,
  ColumnProfile,
  ReadOptions,
  Readings,
  Reason,
  SetAsideReason,
} from '../intake/types';
import type { StatusKind } from '../intake/order-status';
import type { RefundTable } from '../intake/refund-columns';
import type { OpenedTable } from './opening-protocol';
import type { ColumnTypes, Members, Row, SqlLiteral, AskedStep } from '../analyses/define';

/** Expected failures are data: comlink drops an error's own fields. */
export type Failure =
  | { kind: 'sql'; message: string; position: number | null; candidates: string[] }
  | { kind: 'cancelled' }
  | { kind: 'out-of-memory'; message: string }
  /** The worker died or did not answer; it is being started again. */
  | { kind: 'engine-lost'; message: string }
  /** A file that cannot be used, and the sentence that says so. */
  | { kind: 'refused'; reason: Reason };

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** What the page hands to the worker once: nothing is fetched from inside. */
export interface EngineAssets {
  /** The gzipped WebAssembly module, as served. */
  module: ArrayBuffer;
  /** DuckDB's own worker script. */
  script: string;
}

export type BootStage = 'download' | 'compile' | 'open' | 'ready';

export interface SealReport {
  sealed: boolean;
  /** ISO time of the test. */
  at: string;
  /** One row per attempt to get out; `refused` must be true for all. */
  attempts: { name: string; from: 'page' | 'worker' | 'engine'; refused: boolean }[];
}

export interface Progress {
  stage: 'open' | 'read' | 'profile' | 'assess' | 'build';
  /** 0…1 where it can be known. */
  share: number | null;
  bytes?: number;
  totalBytes?: number;
}

/** What is told of a table once its rows are in the engine. */
export type StagedTable = Omit<OpenedTable, 'text' | 'sample' | 'lines' | 'aside'> & {
  /** Lines that are no rows. */
  aside: number;
  /** Rows the engine read; null where they only tell more about those of other tables, or stand beside them. */
  rows: number | null;
};

/** Tables read as text into the engine, with what was guessed; nothing of them is in the notebook yet. */
export interface Staged {
  tables: StagedTable[];
  /** Tables of the drop that are not part of it, each with why. */
  unused: { path: string[]; reason: Reason }[];
  /** Why the columns look like a platform's own export; null where they do not. */
  platform: Reason | null;
  /** How the first table is read, with the columns of all. */
  read: ReadOptions;
  rowsRead: number;
  /** How the dialect was decided: said under “How the file is read”, keyed by what it explains. */
  readEvidence: Record<'encoding' | 'delimiter' | 'header' | 'dates', Reason>;
  profiles: ColumnProfile[];
  guesses: Guess[];
  mapping: Mapping;
  readings: Readings;
  policies: Policies;
  /** Tables of refunds beside the orders, and what their columns say. */
  refunds: RefundTable[];
  /** Day or month first could not be told from the column: both readings work. */
  dateIsAmbiguous: boolean;
}

/** What the chosen mapping and policies would do with the staged rows. */
export interface Assessment {
  ledger: Ledger;
  /** Each policy's reach: rows and exact amount it touches, and what revenue or orders the other choice would give. */
  effects: {
    policy: keyof Policies;
    choice: string;
    rows: number;
    amount: string;
    otherwise: Reason | null;
    /** What the file itself says for one choice or the other. */
    evidence?: Reason;
  }[];
  /** First rows, then the first of each kind set aside. `file` counts the tables from 0; `line` is its line, 1-based. */
  preview: {
    file: number;
    line: number;
    values: string[];
    /** The whole row as delimited text, fields too many included; of a line that is no row, as it stands in the file. */
    text: string;
    reason: SetAsideReason | null;
    column: string | null;
  }[];
  warnings: Reason[];
  /** How customers were told apart where it is not by the file's own id; else null. */
  identity: IdentityReport | null;
  /** What still has to be mapped before the file can be used. */
  missing: Field[];
  /** Values of the status column with what they say, most rows first; `value` null where it is blank. */
  statuses: { value: string | null; rows: number; amount: string; kind: StatusKind }[];
  /** Values of the currency column, most rows first. */
  currencies: { value: string | null; rows: number; amount: string }[];
  /** What must be answered by a policy before the file can be used: which of several currencies. */
  questions: Reason[];
}

export interface ImportReport {
  rowsRead: number;
  rowsUsed: number;
  setAside: { reason: SetAsideReason; rows: number; amount: number }[];
  orders: number;
  customers: number;
  revenue: number;
  mapping: Mapping;
  evidence: Guess[];
  warnings: string[];
}

export interface RunRequest {
  steps: readonly AskedStep[];
  variables: Record<string, SqlLiteral>;
  /** Column types of each step's result. */
  results: Record<string, ColumnTypes>;
  /** The customers of the segment that the run is narrowed to; null where it is not. */
  members: Members | null;
}

/** One result by name: Arrow IPC bytes from SQL, or rows from a kernel. */
export type ResultPayload = { arrow: Uint8Array } | { rows: Row[] };

export interface RunOutput {
  results: Record<string, ResultPayload>;
  /** Milliseconds the engine worked. */
  elapsed: number;
}

/** Choices about one file: what its columns mean, how they are read, what happens to awkward rows. */
export interface ImportChoices {
  mapping: Mapping;
  readings: Readings;
  policies: Policies;
}

export type OnProgress = (progress: Progress) => void;

/** How a notebook reads its file: used for the next one whole, where that has all the columns. */
export interface Recipe {
  mapping: Mapping;
  policies: Policies;
  /** Its tables of refunds: one of the same columns is one again, and says the same. */
  refunds?: RefundTable[];
}

/** Canonical tables as bytes, to be kept by the browser and put back at the next visit. */
export interface SnapshotPart {
  name: string;
  /** An Arrow stream. A Blob: the page hands it on without holding it, and a million orders are 200 MB. */
  bytes: Blob;
}

/** Facts of the canonical tables now in the engine. */
export interface ShopFacts {
  firstDay: string;
  lastDay: string;
  customers: number;
  orders: number;
}

/**
 * The worker's side, behind comlink. Every call that works on data carries a job id; `cancel(id)` ends it within 250 ms.
 * Callbacks must be comlink proxies.
 */
export interface EngineApi {
  boot(assets: EngineAssets): Promise<Outcome<{ version: string }>>;
  /** Tries to get out from the worker and from SQL; the page adds its own attempts. */
  testSeal(): Promise<SealReport['attempts']>;
  stage(
    job: string,
    tables: OpenedTable[],
    options: {
      mapping?: Mapping;
      policies?: Partial<Policies>;
      recipe?: Recipe;
      profile: boolean;
    },
    onProgress: OnProgress,
  ): Promise<Outcome<Staged>>;
  /** Readings for a mapping other than the guessed one. */
  decideReadings(job: string, mapping: Mapping): Promise<Outcome<{ readings: Readings; ambiguous: boolean }>>;
  assess(job: string, choices: ImportChoices, onProgress: OnProgress): Promise<Outcome<Assessment>>;
  build(
    job: string,
    choices: ImportChoices,
    onProgress: OnProgress,
  ): Promise<Outcome<{ ledger: Ledger; warnings: Reason[] }>>;
  /** An import of tables that are nobody's, to its end but for that: has the engine's code compiled before a file is there. */
  rehearse(job: string, tables: OpenedTable[]): Promise<Outcome<null>>;
  setAside(job: string, choices: ImportChoices): Promise<Outcome<Assessment['preview']>>;
  /** All that was found in telling customers apart, lists unshortened; null where the file's own ids are taken. */
  identityLists(job: string, choices: ImportChoices): Promise<Outcome<IdentityFindings | null>>;
  discard(): Promise<void>;
  run(job: string, request: RunRequest): Promise<Outcome<RunOutput>>;
  /** One statement of the reader's own; everything the lock allows. */
  query(job: string, sql: string): Promise<Outcome<Uint8Array>>;
  facts(): Promise<Outcome<ShopFacts>>;
  snapshot(job: string): Promise<Outcome<SnapshotPart[]>>;
  restore(job: string, parts: SnapshotPart[]): Promise<Outcome<ShopFacts>>;
  /** Empties the canonical tables: another notebook is opened. */
  clear(): Promise<Outcome<null>>;
  cancel(job: string): Promise<void>;
}
