import type { Component } from 'svelte';
import type { Dimension, SavedScheme } from '../document/types';
import type { SqlLiteral } from '../orders/literals';

/** The type of a result column, which is also how it is decoded, shown and exported. */
export type ColumnType =
  | 'text'
  | 'integer'
  | 'number'
  /** Money in the file's currency, shown to the cent. */
  | 'money'
  /** A share from 0 to 1, shown as a percentage. */
  | 'share'
  /** An ISO day, `2011-12-09`. */
  | 'date'
  | 'boolean';

export interface ColumnDefinition {
  type: ColumnType;
  /** The heading, in the reader's language. */
  label: () => string;
  /** Decimals shown; by type when absent. */
  decimals?: number;
  /** Adding its rows up means something: each counts what no other row counts. */
  sums?: boolean;
  /** What a public id of a text column is called in the reader's language. */
  value?: (id: string) => string;
}

export type ResultShape = Record<string, ColumnDefinition>;

/** What decoding needs of a shape, and all of it that can cross to the worker. */
export type ColumnTypes = Record<string, { type: ColumnType }>;

/** A value as it crosses from the engine: dates are ISO days, whole numbers and decimals are numbers. */
export type CellValue = string | number | boolean | null;
export type Row = Record<string, CellValue>;

/** SQL column → TypeScript. Every column may be null where its SQL says so. */
export type RowOf<Shape extends ResultShape> = {
  [Name in keyof Shape]: Shape[Name]['type'] extends 'text' | 'date'
    ? string
    : Shape[Name]['type'] extends 'boolean'
      ? boolean
      : number;
};

/** Params drive, from one definition: the form, validation, the SQL variables and the saved JSON. */
export type ParamDefinition =
  | {
      kind: 'choice';
      label: () => string;
      /** An option whose `when` fails for the params before this one is neither shown nor usable. */
      options: readonly { value: string; label: () => string; when?: (params: ParamValues) => boolean }[];
      default: string;
      /** The default where it depends on the params before this one. */
      defaultFor?: (params: ParamValues) => string;
      /** Only changes the drawing: the SQL is not run again. */
      displayOnly?: boolean;
      /** Hidden unless this holds for the other params. */
      when?: (params: ParamValues) => boolean;
    }
  | {
      kind: 'number';
      label: () => string;
      default: number;
      minimum: number;
      maximum: number;
      step: number;
      displayOnly?: boolean;
      when?: (params: ParamValues) => boolean;
    }
  | {
      /** Structured values (cut points, segment rules) edited by the analysis' own component. `null` means the default. */
      kind: 'structured';
      label: () => string;
      default: null;
      /** Throws a sentence when the value cannot be used. */
      validate: (value: unknown) => unknown;
    };
export type ParamValues = Record<string, unknown>;

export type { SqlLiteral };

/**
 * One named step of a run: a static SQL file, or a kernel of `statistics/` over the rows of earlier steps.
 * A lazy step (many rows) is run for scripts, tables and exports only; the figure does without its rows.
 */
export type Step = SqlStep | (KernelStep & { options?: KernelOptions | OptionsOf });

export interface SqlStep {
  name: string;
  sql: string;
  lazy?: true;
  /** What its statement begins with, where others of the analysis begin alike: worked out once for all of a run. */
  head?: SharedHead;
  /** Kernel steps before this one whose rows it reads, as tables `kernel.<name>`. */
  reads?: readonly string[];
  /** Many rows that only later steps read: they stay in the worker unless they alone are asked for. */
  inner?: true;
}

/** The beginning of a statement: `with …` and all CTEs up to `cte`, the only one that the rest reads. */
export interface SharedHead {
  cte: string;
  sql: string;
}

export interface KernelStep {
  name: string;
  kernel: KernelName;
  /** The step whose rows it takes. */
  input: string;
  /** Further steps whose rows it takes, in this order. */
  and?: readonly string[];
  /** Its rows become a table `kernel.<name>` for the SQL steps after it; columns and types as its result declares. */
  asTable?: true;
  /** As of an `SqlStep`. */
  inner?: true;
}

export type KernelOptions = Record<string, number>;
export type OptionsOf = (params: ParamValues, context: RunContext) => KernelOptions;

/** A step as it crosses to the worker, its options worked out. */
export type AskedStep = SqlStep | (KernelStep & { options?: KernelOptions });

export type KernelName =
  | 'kaplan-meier'
  | 'grouped-kaplan-meier'
  | 'weeks-of-returns'
  | 'contact-window'
  | 'value-by-age'
  | 'projected-value'
  | 'cohort-payback'
  | 'log-rank'
  | 'factor-effects'
  | 'factor-tests'
  | 'factor-fit'
  | 'factor-calibration'
  | 'btyd-fit'
  | 'btyd-parameters'
  | 'btyd-scores'
  | 'btyd-totals'
  | 'discounted-orders'
  | 'spend-fit'
  | 'spend-shrinkage'
  | 'back-test-histories'
  | 'back-test-scores'
  | 'back-test-methods'
  | 'back-test-deciles'
  | 'back-test-months'
  | 'btyd-counts';

/** What the notebook knows when a cell is run. Days are ISO. */
export interface RunContext {
  asOf: string;
  /** First and last day the data covers, and the day up to which every order is known: min(asOf, last covered day). */
  window: { firstDay: string; lastDay: string; observedThrough: string };
  /** Which orders count beside the as-of day; absent where all do. */
  narrowed?: Narrowing;
}

/** What a notebook's or a cell's filters leave: days both included, values as the file writes them, `''` for blank. */
export interface Narrowing {
  from: string | null;
  to: string | null;
  dimensions: Partial<Record<Dimension, string[]>>;
  /** The name is for people: the members come with the run. */
  segment: { id: string; name: string } | null;
}

/**
 * Who belongs to a segment: a static SQL text, one row a customer with `customer_key`, over the shop as of the as-of day
 * and before any other filter.
 */
export interface Members {
  sql: string;
  variables: Record<string, SqlLiteral>;
}

/** A sentence with marks: `**12%**` is the finding (accent), `__45 days__` the naive figure (ochre). */
export type MarkedText = string;

export interface Note {
  kind: 'left-edge' | 'partial' | 'warning' | 'info';
  text: MarkedText;
}

export type Results = Record<string, Row[]>;

/** What an analysis' own view is given. `select` hands chosen customers on: the list, segments and exports start there. */
export interface FigureProps {
  results: Results;
  params: ParamValues;
  context: RunContext;
  /** Width in CSS pixels. */
  width: number;
  setParams: (change: ParamValues) => void;
  /** The customers behind a mark: a result whose rows carry `customer_key`, and a test on them. `null` clears. */
  select: (selection: Selection | null) => void;
  selection: Selection | null;
  /** Rows of a static SQL text over the same tables; absent where there is no engine (a report). Rejects with an Error. */
  fetch?: (sql: string, variables: Record<string, SqlLiteral>, shape: ResultShape) => Promise<Row[]>;
  /** Ways of scoring saved in the notebook; absent where nothing can be saved (a report). */
  schemes?: SchemeShelf;
}

export interface SchemeShelf {
  saved: readonly SavedScheme[];
  /** Under a name that is there already it becomes that one's next version. Null where it could not be saved. */
  save: (name: string, params: ParamValues) => SavedScheme | null;
  remove: (id: string) => void;
}

export interface Selection {
  /** What was clicked, in the reader's language. */
  title: string;
  /** Stable id of the mark, to outline it. */
  mark: string;
  /** Rows shown by the list, each with `customer_key`; columns described by `shape`. */
  rows: Row[];
  shape: ResultShape;
  revenue: number;
  /** Name of a `--seg-*` colour, where the mark has one. */
  tone?: string;
  /** A short further figure: “median 128 days since the last order”. */
  detail?: string;
}

/** Something that can be asked of the engine, and whose results can be shown and exported: an analysis, a statement. */
export interface Askable {
  /** An analysis' folder name; public. */
  id: string;
  /** Rises when the meaning changes. */
  version: number;
  title: () => string;
  /** What is counted, in a few words, for the palette. */
  summary: () => string;
  params: Record<string, ParamDefinition>;
  steps: readonly Step[];
  /** SQL variables beyond the params: every `p_*` used by the steps comes from here. `p_as_of` and `p_observed_through` are always set. */
  variables: (params: ParamValues, context: RunContext) => Record<string, SqlLiteral>;
  results: Record<string, ResultShape>;
  /** True where the columns are only known from the result. */
  openColumns?: boolean;
  /** What a result is called in the Table tab and the export menu; its public name where absent. */
  resultTitles?: Record<string, () => string>;
  headline: (results: Results, params: ParamValues, context: RunContext) => MarkedText;
  notes: (results: Results, params: ParamValues, context: RunContext) => Note[];
  /** “4,338 customers and 18,532 orders in, 13 cohorts out”. */
  provenance: (results: Results, params: ParamValues, context: RunContext) => string;
  /** The result shown first in the Table tab. */
  mainResult: string;
}

export interface AnalysisDefinition extends Askable {
  needs: readonly ('orders' | 'order_lines')[];
  /** The customers of a mark, for filters and segments; absent where its marks are none of customers. */
  members?: (mark: string, params: ParamValues, context: RunContext) => Members;
  /** The figure, with whatever stands beside it; loaded when first drawn. */
  figure: () => Promise<{ default: Component<FigureProps> }>;
  /** Method note in Markdown, by locale. */
  method: Record<'en' | 'zh-CN', () => Promise<{ default: string }>>;
}

/** Names the shape; kept as a function so that a folder's mistakes are compile errors at their place. */
export function defineAnalysis(definition: AnalysisDefinition): AnalysisDefinition {
  return definition;
}
