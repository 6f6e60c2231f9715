import type { Mapping, Policies, ReadOptions, Readings } from '../intake/types';

/** The current version of `*.regulars.json`. Raised with a migration, never without. */
export const DOCUMENT_VERSION = 1;

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
  /** What revenue is made of, where refunds count; absent where they are set aside and `amountUsed` is revenue. */
  netting?: Netting;
}

/** Purchases + refunds + refunded = revenue, to the cent. Refunds are zero or below. */
export interface Netting {
  /** Used rows of orders, before anything was given back. */
  purchases: RowsAndAmount;
  /** Used rows that are refunds or cancellations. Always below zero, whichever sign the file gives them. */
  refunds: RowsAndAmount;
  /** Rows of orders of which the file itself says, in a column or by the status, how much was given back. */
  refunded: RowsAndAmount;
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

export interface Filters {
  /** ISO day; null means the last day the data covers. */
  asOf: string | null;
  [unknown: string]: unknown;
}

export interface AnalysisCell {
  id: string;
  kind: 'analysis';
  analysis: string;
  /** The analysis' version when the cell was made or last accepted. */
  analysisVersion: number;
  /** The author's own name for the cell; null shows the analysis' title. */
  title: string | null;
  params: Record<string, unknown>;
  /** Overrides of the notebook's filters. */
  filters?: Partial<Filters>;
  view?: 'plot' | 'table' | 'sql' | 'method';
  [unknown: string]: unknown;
}

/** A cell of a kind this version does not know: shown as such, kept, saved back. */
export interface UnknownCell {
  id: string;
  kind: string;
  [unknown: string]: unknown;
}

export type Cell = AnalysisCell | UnknownCell;

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
