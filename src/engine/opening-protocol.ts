import type { AsideReason, EngineText, ReadOptions, Reason } from '../intake/types';
import type { Outcome } from './protocol';

/** Kinds of file that hold a table. */
export type Container = 'text' | 'workbook' | 'html' | 'parquet' | 'json';

/** A line that is no row of the table, with its line in the client's file, 1-based, and its text as it stands there. */
export interface AsideLine {
  reason: AsideReason;
  line: number;
  text: string;
}

/** One table found in what was dropped, ready for the engine. */
export interface OpenedTable {
  /** Names from the dropped file inwards: the file, the archive's entry, the workbook's sheet. At least one. */
  path: string[];
  container: Container;
  /** Bytes of the file or entry it came from. */
  bytes: number;
  /** How the client's file is read: shown, changed by the reader, saved in the notebook. */
  read: ReadOptions;
  evidence: Record<'encoding' | 'delimiter' | 'header', Reason>;
  /**
   * The rows as delimited UTF-8 text. The dropped file itself where it needs no change; else it was rewritten: comma,
   * double quotes, `\n`, no header, `numbered`, one field for each column and more where a row has fields too many.
   */
  text: Blob;
  engine: EngineText;
  /** Lines that are no rows, in file order. Empty where the dropped file itself is read: nobody has looked at all of it yet. */
  aside: AsideLine[];
  /** Fields of up to 8,000 rows from places all over the table, names left out. */
  sample: string[][];
  /** Lines of the client's file on which the first of these start, 1-based: those of its beginning. */
  lines: number[];
  /** Lines of the client's file on which its first records start, 1-based: names and what stands above them included. */
  recordLines: number[];
  /** What was mended on the way and should be known: rows with another separator, NUL bytes, … */
  notes: Reason[];
}

/** What is said beside a table before it is read: which sheets, which entries there are. */
export interface OpenChoices {
  /** Choices for every table of the drop. */
  read?: Partial<ReadOptions>;
  /** Sheets to take, by name, where a workbook has several; the first that holds a table when absent. */
  sheets?: string[];
}

export interface Opened {
  tables: OpenedTable[];
  /** Sheets that could be chosen instead, for each workbook. */
  sheets: { path: string[]; names: string[]; chosen: string[] }[];
  /** Files and entries that hold no table and were passed over (read-me texts, pictures), with why. */
  passedOver: { path: string[]; reason: Reason }[];
}

export interface OpeningProgress {
  bytes: number;
  totalBytes: number;
}

/** Rows of one text file whose text is wanted as the file has it. */
export interface WantedTexts {
  /** Of the table, as it was opened. */
  path: string[];
  read: ReadOptions;
  /** Whether lines are the file's own; else they were counted without blank lines, and `texts` tells if one is meant. */
  isNumbered: boolean;
  /** Lines on which the rows start, ascending. */
  lines: number[];
  /** The same rows as delimited text, in the order of `lines`; only where the file is not numbered. */
  texts: string[];
}

/** A record as it stands in its file, without the break behind it, and the line it starts on, 1-based. */
export interface RawText {
  line: number;
  text: string;
}

/**
 * The disposable worker's side, behind comlink: bytes of any kind → tables of text. Ended after each drop, and to cancel.
 * Refuses with a plain sentence where nothing in the drop can be used.
 */
export interface OpeningApi {
  open(
    files: File[],
    choices: OpenChoices,
    onProgress: (progress: OpeningProgress) => void,
  ): Promise<Outcome<Opened>>;
  /** For each table its wanted rows as the dropped files have them; null for one that is not found again. */
  rawTexts(files: File[], wanted: WantedTexts[]): Promise<Outcome<(RawText | null)[][]>>;
  /** Every row of a file's first table, as import reads it. */
  readTable(
    file: File,
    read?: Partial<ReadOptions>,
  ): Promise<
    Outcome<{
      columns: string[];
      /** Rows as they stand: a row with fields too many is longer than `columns`; one too short is padded. */
      rows: string[][];
      evidence: OpenedTable['evidence'];
      setAside: AsideLine[];
      notes: Reason[];
    }>
  >;
}
