/**
 * What views see of the application's state. The classes behind live in `*.svelte.ts`, are made once in main.ts
 * and handed down by context (`getApp()`).
 */
import type {
  AnalysisDefinition,
  MarkedText,
  Note,
  ParamValues,
  ResultShape,
  Results,
  Row,
  RunContext,
  Selection,
  SqlLiteral,
} from '../analyses/define';
import type {
  AnalysisCell,
  Cell,
  Dimension,
  Filters,
  NotebookDocument,
  Source,
  SqlCell,
} from '../document/types';
import type { Assessment, Failure, Progress, SealReport, Staged } from '../engine/protocol';
import type { Opened } from '../engine/opening-protocol';
import type { TableFormatId } from '../exports/registry';
import type { Field, Mapping, Policies, ReadOptions, Reason } from '../intake/types';
import type { SchemaRelation } from '../statements/schema';
import type { TemplateId } from '../templates/templates';
import type { LockedFiles } from './locked-files.svelte';
import type { Sharing } from './sharing.svelte';

export interface App {
  readonly preferences: Preferences;
  readonly engine: EngineState;
  readonly notebook: NotebookState;
  readonly imports: ImportState;
  /** Transient messages for the live region and the toast line. */
  readonly notices: Notices;
  /** Locked notebooks on their way in. */
  readonly locked: LockedFiles;
  /** Saving with results, agreement and comparison; their code comes when first asked for. */
  readonly sharing: () => Promise<Sharing>;
}

export interface Preferences {
  locale: 'en' | 'zh-CN';
  theme: 'system' | 'light' | 'dark';
}

export interface EngineState {
  readonly status: 'starting' | 'ready' | 'lost' | 'failed';
  /** 0…1 of the engine's download while starting. */
  readonly progress: number;
  readonly seal: SealReport | null;
  testSeal(): Promise<void>;
}

export type CellStatus =
  | { kind: 'idle' }
  | { kind: 'queued' }
  /** `since` is `Date.now()` when it began. */
  | { kind: 'running'; since: number }
  /** `elapsed` in milliseconds. */
  | { kind: 'current'; elapsed: number }
  | { kind: 'stale'; because: Reason }
  | { kind: 'empty' }
  | { kind: 'needs-data' }
  /** Results that came with the file, of an ISO time and a source; there is no data here to run the cell on. */
  | { kind: 'shared'; at: string; source: { name: string; sha256: string } | null }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'cancelled' };

export interface CellRun {
  readonly status: CellStatus;
  /** The last good results, kept while stale or running. */
  readonly results: Results | null;
  /** What those results were computed with. */
  readonly params: ParamValues;
  readonly context: RunContext | null;
  /** What those results answer (`questionOf`). */
  readonly question: string | null;
  /** Columns of the results by name; of a statement, those that were found. */
  readonly shapes: Readonly<Record<string, ResultShape>>;
}

/** What the engine had against a statement, at its place in the cell's own text (UTF-16 units). */
export interface StatementError {
  from: number;
  message: string;
  candidates: readonly string[];
}

/** The notebook's SQL cells among themselves. */
export interface StatementsState {
  readonly all: readonly SqlCell[];
  /** What a statement can read, with columns as far as they are known. */
  readonly relations: readonly SchemaRelation[];
  /** Reads the columns of the canonical tables into `relations`. */
  learn(): void;
  /** Names of the results that a cell reads. */
  readsBy(cellId: string): string[];
  /** Null where the cell runs, or the mistake is not in its own text. */
  error(cellId: string): StatementError | null;
  /** The cell that this one reads and whose text holds the mistake; null where there is none. */
  errorIn(cellId: string): SqlCell | null;
  look(cellId: string, sql: string, variables: Record<string, SqlLiteral>): Promise<Row[]>;
}

export interface NotebookState {
  /** Every analysis there is, in the order they are offered. */
  readonly analyses: readonly AnalysisDefinition[];
  /** Null shows the empty page. Replaced whole by each edit. */
  readonly document: NotebookDocument | null;
  readonly saved: { at: Date } | { pending: true } | { failed: Reason } | null;
  /** True where the canonical tables for this document are in the engine. */
  readonly hasData: boolean;
  /** Days covered; null without data. */
  readonly window: { firstDay: string; lastDay: string } | null;
  /** In scope of the filters: as of the as-of date. */
  readonly scope: { customers: number; orders: number; revenue: number } | null;
  readonly recent: readonly {
    id: string;
    title: string;
    customers: number | null;
    asOf: string | null;
    at: Date;
  }[];
  /** Another tab has the notebook: every edit is refused. */
  readonly isReadOnly: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;

  run(cellId: string): CellRun;
  definition(cell: Cell): AnalysisDefinition | null;
  /** Params of a cell with defaults filled. */
  paramsOf(cell: AnalysisCell): ParamValues;

  /**
   * Changes the document by one of the pure edits of `document/edits`; what is asked anew by it is run. False where
   * nothing changed, or another tab has the notebook. Edits of one `typedField` that follow closely are one step of undo.
   */
  edit(change: (document: NotebookDocument) => NotebookDocument, typedField?: string): boolean;
  saveSegment(cellId: string, selection: Selection): void;
  undo(): void;
  redo(): void;

  runCell(cellId: string): void;
  runAll(): void;
  cancelCell(cellId: string): void;

  /** Made just now from dropped files, by the template that is offered first. */
  readonly isNew: boolean;
  /** Opens a new notebook by a template, over the sources and the data of the open one. */
  startFrom(template: TemplateId): Promise<void>;
  /** Opens a copy of the open notebook; of any other kept one, puts a copy on the list. */
  duplicate(id?: string): Promise<void>;
  openRecent(id: string): Promise<void>;
  deleteRecent(id: string): Promise<void>;
  /** Whether it was opened; where not, why has been said. */
  openFile(file: File): Promise<boolean>;
  saveFile(): void;
  close(): void;

  /** What any filters leave, and what there is to choose from among the others. Rejects with the engine's sentence. */
  readonly facts: {
    totals(filters: Filters): Promise<{ customers: number; orders: number; revenue: number } | null>;
    values(dimension: Dimension, filters: Filters): Promise<{ value: string; orders: number }[]>;
  };

  readonly statements: StatementsState;
  readonly exports: {
    saveTable(cellId: string, result: string, format: TableFormatId): Promise<void>;
    /** All tables of the cells as one Excel workbook. */
    saveWorkbook(cellIds: readonly string[]): Promise<void>;
    /** False where there is no picture to save. */
    saveFigure(cellId: string, format: 'svg' | 'png', element: HTMLElement): Promise<boolean>;
    saveSelection(cellId: string, selection: Selection): Promise<void>;
  };

  /** Rows behind a figure: the customers of a mark. Rejects with the engine's sentence where the SQL fails. */
  fetch(
    cellId: string,
    sql: string,
    variables: Record<string, SqlLiteral>,
    shape: ResultShape,
  ): Promise<Row[]>;
  /** Adds a lazy result to those of a cell. */
  loadResult(cellId: string, name: string): Promise<void>;
}

/** The import dialog's side of the world. */
/** Columns that a notebook's file had and the next one has not, and the other way about. */
export interface ShapeChange {
  gone: string[];
  added: string[];
  /** The same of whole tables of refunds, each by its columns. */
  refunds: Record<'gone' | 'added', string[][]>;
}

export type ImportTarget = 'open' | 'new';

export interface ImportState {
  readonly phase:
    | { kind: 'closed' }
    | { kind: 'reading'; name: string; progress: Progress }
    | {
        kind: 'mapping';
        name: string;
        staged: Staged;
        sheets: Opened['sheets'];
        passedOver: Opened['passedOver'];
        /** Against the open notebook's own file; null without one, or where the columns are the same. */
        changed: ShapeChange | null;
        /** Why the files cannot be read in the way that was just asked for; they are as they were read before. */
        notReadAgain: Reason | null;
      }
    | { kind: 'building'; name: string; progress: Progress }
    | { kind: 'refused'; name: string; reason: Reason };
  /** Whose questions a file of another shape is for: the open notebook's, or a new one's. */
  readonly target: ImportTarget;
  aimAt(target: ImportTarget): void;
  /** How a file other than the notebook's own was bound to it, while that is shown. */
  readonly bound: { before: Source; after: Source } | null;
  closeBound(): void;
  /** Of the current choices; null while being computed for the first time. */
  readonly assessment: Assessment | null;
  /** True while `assessment` is older than the choices. */
  readonly assessing: boolean;
  readonly mapping: Mapping;
  readonly policies: Policies;
  /** Files dropped or chosen together: a notebook is opened, data files are read as one drop. */
  receive(files: File[]): Promise<void>;
  setField(column: string, field: Field | null): void;
  setPolicy<Name extends keyof Policies>(name: Name, value: Policies[Name]): void;
  setDayFirst(dayFirst: boolean): void;
  /** Reads the same files again, in another way. */
  reread(change: Partial<ReadOptions>): void;
  /** Reads other sheets of the dropped workbooks, by name. */
  chooseSheets(names: string[]): void;
  accept(): Promise<void>;
  cancel(): void;
  downloadSetAside(): Promise<void>;
  /** Who was joined, what contradicts it, and what identifies nobody: the whole lists. */
  downloadIdentity(): Promise<void>;
  /** The sample shop, imported like any other file. */
  openSample(): Promise<void>;
}

export interface Notices {
  readonly list: readonly {
    id: number;
    text: MarkedText;
    kind: 'info' | 'warning' | 'error';
    action?: { label: string; perform: () => void };
  }[];
  say(
    text: MarkedText,
    kind?: 'info' | 'warning' | 'error',
    action?: { label: string; perform: () => void },
  ): void;
  dismiss(id: number): void;
}

export type { Note };

/** Told to whoever opens a notebook by script. */
export interface OpenReport {
  opened: boolean;
  hasData: boolean;
  /** Why it was refused, in the reader's language. */
  message: string | null;
}
