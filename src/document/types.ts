import type { CellValue, ColumnType, RunContext } from '../analyses/define';
import type { RefundTable } from '../intake/refund-columns';
import type { Mapping, Policies, ReadOptions, Readings } from '../intake/types';

/** The current version of `*.regulars.json`. Raised with a migration, never without. */
export const DOCUMENT_VERSION = 2;

/** A notebook: questions, choices and names; never rows of a client's data. */
export interface NotebookDocument {
  format: 'regulars';
  version: typeof DOCUMENT_VERSION;
  /** Random, made once; names the notebook in this browser. */
  id: string;
  title: string;
  /** A line under the title, the author's own. */
  description: string;
  sources: Source[];
  filters: Filters;
  cells: Cell[];
  segments: SavedSegment[];
  locale: 'en' | 'zh-CN' | null;
  /** Results that its author sent along; absent from a notebook of questions only. */
  shared?: SharedResults;
  /** Earlier results kept to compare with, oldest first; aggregates only. */
  pinned?: PinnedResults[];
  /** Ways of scoring that its cells share, oldest first; absent where none was saved. */
  schemes?: SavedScheme[];
  /** Fields a newer Regulars wrote are kept and saved back. */
  [unknown: string]: unknown;
}

export interface Source {
  id: string;
  /** The file's name, for the reader only. */
  name: string;
  bytes: number;
  rows: number;
  fingerprint: Fingerprint;
  read: ReadOptions;
  mapping: Mapping;
  readings: Readings;
  policies: Policies;
  /** Tables of refunds that were dropped beside the orders; absent where there were none. */
  refunds?: RefundTable[];
  /** The reconciliation at import, so that it stands in the notebook and the report without the data. */
  ledger: Ledger;
  [unknown: string]: unknown;
}

/** Tells one file from another without keeping any of it. */
export interface Fingerprint {
  bytes: number;
  /** SHA-256 (hex) of size, first, middle and last mebibyte. */
  sha256: string;
}

/** Rows read = rows used + rows set aside, to the cent. Amounts are exact decimals written as text. */
export interface Ledger {
  rowsRead: number;
  amountRead: string;
  setAside: { reason: string; rows: number; amount: string }[];
  rowsUsed: number;
  amountUsed: string;
  orders: number;
  customers: number;
  firstDay: string | null;
  lastDay: string | null;
  /** What revenue is made of, where refunds count or tax or shipping moves; absent where `amountUsed` is revenue. */
  netting?: Netting;
}

/** Purchases + tax + shipping + refunds + refunded = revenue, to the cent. Refunds are zero or below. */
export interface Netting {
  /** Used rows of orders as the file's amounts have them, before anything was given back. */
  purchases: RowsAndAmount;
  /** Used rows that are refunds or cancellations. Always below zero, whichever sign the file gives them. */
  refunds: RowsAndAmount;
  /** Rows of orders of which the file itself says, in a column or by the status, how much was given back. */
  refunded: RowsAndAmount;
  /** Tax taken off purchases (below zero) or added to them; absent where amounts stay as the file has them. */
  tax?: RowsAndAmount;
  /** The same of postage and delivery. */
  shipping?: RowsAndAmount;
  revenue: string;
  /** How many rows of `refunds` were taken off the order they belong to; known once the tables are built. */
  restated?: RowsAndAmount;
  /** Customers that have refunds and no order. They count in `customers` and in revenue, and have no cohort and no score. */
  customersWithoutOrders: number;
  [unknown: string]: unknown;
}

export interface RowsAndAmount {
  rows: number;
  amount: string;
}

/** Columns of `orders` that a notebook can be narrowed by. Names are public: documents and scripts use them. */
export const DIMENSIONS = ['channel', 'store', 'region', 'coupon', 'category', 'first_product'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Which orders count. Order numbers and gaps are counted over whole histories, whatever the filters leave. */
export interface Filters {
  /** ISO day; null means the last day the data covers. */
  asOf: string | null;
  /** First and last day of the orders that count, both included; null where there is no bound. */
  from: string | null;
  to: string | null;
  /** Values that count, as the file writes them; `''` is blank. A dimension that is absent is not narrowed. */
  dimensions: Partial<Record<Dimension, string[]>>;
  /** Id of the saved segment whose customers count; null means all. */
  segment: string | null;
  [unknown: string]: unknown;
}

/** What every cell of a known kind has. */
interface KnownCell {
  id: string;
  /** The author's own name for the cell; null shows what it is of itself. */
  title: string | null;
  /** Folded to its heading. */
  collapsed?: boolean;
  /** Overrides of the notebook's filters: what is absent is the notebook's. */
  filters?: Partial<Filters>;
  [unknown: string]: unknown;
}

export interface AnalysisCell extends KnownCell {
  kind: 'analysis';
  analysis: string;
  /** The analysis' version when the cell was made or last accepted. */
  analysisVersion: number;
  params: Record<string, unknown>;
  view?: 'plot' | 'table' | 'sql' | 'method';
  /** How its tables are shown, by result. */
  tables?: Record<string, TableView>;
}

/** Markdown, sanitised when shown. */
export interface TextCell extends KnownCell {
  kind: 'text';
  text: string;
}

/** A statement of the reader's own over the canonical views and the named results of other cells. */
export interface SqlCell extends KnownCell {
  kind: 'sql';
  /** Under which other cells read its result; null where none does. An SQL identifier, unique in the notebook. */
  name: string | null;
  sql: string;
  view?: 'plot' | 'table';
  /** What is drawn, where the reader chose it; absent means by the columns' types. */
  chart?: Chart;
  tables?: Record<string, TableView>;
}

/** Columns by name; null where a channel is not used. */
export interface Chart {
  mark: 'line' | 'bar' | 'dot' | 'area' | 'rect';
  x: string | null;
  y: string | null;
  colour: string | null;
}

/** The customers of a saved segment: how many, how much, who. */
export interface SegmentCell extends KnownCell {
  kind: 'segment';
  /** Id of the saved segment. */
  segment: string;
  view?: 'plot' | 'table' | 'sql' | 'method';
  tables?: Record<string, TableView>;
}

/** How a table is shown. Columns by public name; widths in CSS pixels. */
export interface TableView {
  sort: { column: string; descending: boolean }[];
  hidden: string[];
  widths: Record<string, number>;
  filters: Record<string, string>;
  /** Columns as the reader ordered them; absent where nobody did. */
  order?: string[];
  totals?: boolean;
}

/** A cell of a kind this version does not know: shown as such, kept, saved back. */
export interface UnknownCell {
  id: string;
  kind: string;
  [unknown: string]: unknown;
}

/** Cells that ask the engine something. */
export type AskingCell = AnalysisCell | SqlCell | SegmentCell;

export type Cell = AnalysisCell | TextCell | SqlCell | SegmentCell | UnknownCell;

/** A named rule that picks customers again from any data: the analysis, its params and the mark. Never a list of customers. */
export interface SavedSegment {
  id: string;
  name: string;
  analysis: string;
  params: Record<string, unknown>;
  mark: string;
  /** Name of a `--seg-*` colour, where the mark had one. */
  tone?: string;
  /** Customers when last run. */
  customers: number | null;
  [unknown: string]: unknown;
}

/**
 * A way of scoring customers under a name. Cells take a copy of its params with its version, so that a later version
 * changes no cell by itself.
 */
export interface SavedScheme {
  id: string;
  /** Unique in the notebook. */
  name: string;
  /** 1, 2, 3…: rises whenever it is saved with other params. */
  version: number;
  params: Record<string, unknown>;
  [unknown: string]: unknown;
}

/** A result as a file holds it: rows of JSON values in the order of the columns. See sharing/tables.ts for what JSON lacks. */
export interface SharedTable {
  columns: { name: string; type: ColumnType }[];
  rows: CellValue[][];
}

/** The results of one cell, with what they answer. */
export interface SharedCell {
  /** `questionOf` of the plan that was run. */
  question: string;
  params: Record<string, unknown>;
  context: RunContext;
  /** What the results were to their author when they were taken. */
  status: 'current' | 'stale' | 'empty';
  results: Record<string, SharedTable>;
  /** The finding in words, in the author's language. */
  headline?: string;
  [unknown: string]: unknown;
}

/** What rows of single customers stand for: left out, renamed at random, or as the client's file has them. */
export type CustomerRows = 'none' | 'pseudonyms' | 'real';

/** Results by cell id. */
export interface SharedResults {
  /** ISO time they were taken. */
  at: string;
  results: Record<string, SharedCell>;
  /** The files they were computed from. */
  sources: { name: string; sha256: string }[];
  rowsOfCustomers: CustomerRows;
  /** In scope of the notebook's filters. */
  scope?: { customers: number; orders: number; revenue: number };
  [unknown: string]: unknown;
}

export interface PinnedResults extends SharedResults {
  id: string;
  name: string;
  rowsOfCustomers: 'none';
}
