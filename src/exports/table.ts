import type { ResultShape, Row } from '../analyses/define';
import type { Provenance } from './provenance';

/** A result on its way into a file. */
export interface ExportTable {
  rows: readonly Row[];
  /** Columns in the order they are written. */
  shape: ResultShape;
  provenance: Provenance;
}

export interface TableOptions {
  /** A byte order mark, without which Excel reads UTF-8 as something else. Default true. */
  byteOrderMark?: boolean;
  /** Text exactly as it is, for machines: a spreadsheet may run it as a formula. Default false. */
  raw?: boolean;
  /** Headings in the reader's language, or the public column names. Default `labels`. */
  headings?: 'labels' | 'names';
}
