/** What splitting met, from which a dialect is judged and what was mended is told. */
export interface SplitNotes {
  /** Quoted fields that close properly. */
  quoted: number;
  /** Of these, the ones that had to be quoted: they hold a delimiter, a line break or a quote. */
  needed: number;
  /** Quotes that close in front of other text: `"5" pipe`. */
  badCloses: number;
  /** Quotes that open a field and never close properly, taken as text so that they swallow no rows. */
  runaways: number;
  /** The first field with such a quote. */
  example: string | null;
  /** Quoted fields behind a blank, which not every reader takes for quoted. */
  spaced: number;
  /** Quotes escaped inside fields. */
  escapes: number;
  /** Records that hold line breaks. */
  multiline: number;
  /** Records written with another delimiter than the file. */
  otherDelimiter: number;
  /** Lines that end in a carriage return alone. */
  loneReturns: number;
  /** Lines without a character, between the first record and the last. */
  blankLines: number;
}

export function noNotes(): SplitNotes {
  return {
    quoted: 0,
    needed: 0,
    badCloses: 0,
    runaways: 0,
    example: null,
    spaced: 0,
    escapes: 0,
    multiline: 0,
    otherDelimiter: 0,
    loneReturns: 0,
    blankLines: 0,
  };
}
