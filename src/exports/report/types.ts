import type { MarkedText, Note, ResultShape, Row } from '../../analyses/define';
import type { Ledger } from '../../document/types';
import type { ParamWords } from '../param-words';

/**
 * All that a report says, and nothing that has to be looked up: a notebook as it stands when it is printed. Texts may be
 * anything, and stay text. Days are ISO.
 */
export interface Report {
  /** The language the page speaks now, which labels, numbers and days are written in. */
  locale: 'en' | 'zh-CN';
  /** The notebook's title. */
  title: string;
  /** A line under it; empty for none. */
  description: string;
  /** The day the report is made, on the reader's clock. */
  generatedOn: string;
  /** Regulars' own version. */
  version: string;
  asOf: string | null;
  /** First and last day the data covers. */
  window: { firstDay: string; lastDay: string } | null;
  /** The notebook's filters beside the as-of day, a line each. */
  filters: readonly string[];
  /** The strip of big numbers under the title, four at most; none leaves it out. */
  figures: readonly ReportFigure[];
  cells: readonly ReportCell[];
  definitions: readonly { term: string; text: string }[];
  sources: readonly ReportSource[];
}

export interface ReportFigure {
  label: string;
  /** As it is to be read: `65.6%`. */
  value: string;
  detail: string;
}

export type ReportCell = ReportText | ReportResult;

export interface ReportText {
  kind: 'text';
  /** Links and pictures are said, not followed; HTML is text. */
  markdown: string;
}

export interface ReportResult {
  kind: 'analysis' | 'sql';
  /** As in the notebook's margin. */
  number: number;
  title: string;
  /** Empty where the cell finds nothing by itself. */
  headline: MarkedText;
  /** What a reader must know first, as a sentence (“computed before the last change”); null where the result is current. */
  caution: string | null;
  notes: readonly Note[];
  params: readonly ParamWords[];
  /** Filters of the cell's own, or the notebook's as they reach it, a line each. */
  filters: readonly string[];
  asOf: string | null;
  /** As it is drawn, from top to bottom; empty where there is none. */
  figure: readonly ReportBlock[];
  table: ReportTable | null;
  /** Title and version of the definition; null for a cell of SQL. */
  definition: string | null;
  /** The method note in Markdown; notes that several cells share are printed once. */
  method: string | null;
  /** Printed at the end, runnable as it stands; null leaves it out. */
  sql: string | null;
  /** “4,338 customers and 18,532 orders in, 13 cohorts out”, without a full stop; empty for none. */
  provenance: string;
}

/** A spot of colour in a key or a row, in CSS pixels; `text` stands on it in `ink`. Colours as the browser computes them. */
export interface ReportSwatch {
  kind: 'swatch';
  fill: string;
  ink: string;
  text: string;
  width: number;
  height: number;
}

/** A stretch of what a figure says in words, or a sign of its key. */
export type ReportInline = string | ReportSwatch | { kind: 'hatch' };

export type ReportWords = readonly ReportInline[];

/** A figure's parts, as far as paper can carry them: drawings and what is written around them. */
export type ReportBlock =
  /** From `figureSvg` of plots/standalone. */
  | { kind: 'drawing'; svg: string }
  | { kind: 'title' | 'words'; words: ReportWords }
  | { kind: 'key'; items: readonly ReportWords[] }
  /** A few numbers, each with what it is; the first line of `lines` is the number. */
  | { kind: 'facts'; facts: readonly { label: ReportWords; lines: readonly ReportWords[] }[] }
  | {
      kind: 'table';
      head: readonly (readonly ReportTableCell[])[];
      body: readonly (readonly ReportTableCell[])[];
    }
  /** Side by side, two to four. */
  | { kind: 'columns'; columns: readonly (readonly ReportBlock[])[] };

export interface ReportTableCell {
  words: ReportWords;
  /** A heading of its row or column. */
  heads: boolean;
  number: boolean;
  /** Columns it takes. */
  span: number;
}

export interface ReportTable {
  shape: ResultShape;
  /** All rows or the first of them; `PRINTED_ROWS` at most are printed. */
  rows: readonly Row[];
  /** Rows of the whole table, as its reader filtered it. */
  total: number;
  /** Rows before its reader filtered it; absent where nobody did. */
  unfiltered?: number;
}

export interface ReportSource {
  name: string;
  bytes: number;
  sha256: string;
  ledger: Ledger;
  /** From views/ledger-sums. */
  sums: { rowsSetAside: number; amountSetAside: string; reconciles: boolean };
  /** From views/netting-lines, where refunds count. */
  netting: {
    lines: readonly { label: string; rows: number; amount: string; part: boolean }[];
    reconciles: boolean;
  } | null;
}
