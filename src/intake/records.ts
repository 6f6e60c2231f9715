import { FieldScanner, type Dialect } from './fields-of-line';
import { mendLine, splitOtherwise, type Expectation, type Mended } from './mend';

import { noNotes, type SplitNotes } from './split-notes';

export type { Dialect } from './fields-of-line';
export type { Expectation } from './mend';
export type { SplitNotes } from './split-notes';

export interface CsvRecord {
  /** Line of the file the record starts on, 1-based. */
  line: number;
  fields: string[];
  /** The record as it stands in the file; absent where the file holds cells instead of text. */
  text?: string;
  /** Whether a line without a character stands above it. */
  belowBlank?: boolean;
}

/** Lines a record may go over when a quote in it is mended, and what that may cost at most. */
const MENDED_LINES = 8;
const WORTH_LINES = 2;
/** Lines that are looked at to see whether a quote swallowed them. */
const SWALLOWED_LINES = 5;
/** Steps of mending after which a text is beyond it, so that no file takes for ever. */
const MENDING_STEPS = 8_000_000;

/**
 * Splits text that comes in pieces into records, by RFC 4180 with tolerance: LF, CRLF and CR break lines, empty lines
 * are skipped, spaces around quotes are dropped, a quote inside an unquoted field is text, and one that would swallow
 * lines is text too. A byte order mark is no part of the first field. What comes out does not depend on where the
 * pieces were cut.
 *
 * With an expectation of the table, a record with misplaced quotes or too few fields is read as the one that fits best.
 */
export class RecordReader {
  readonly notes = noNotes();
  private text = '';
  private at = 0;
  private line = 1;
  private nextLf = -1;
  private nextCr = -1;
  private nextQuote = -1;
  private hasStarted = false;
  private hasFitted = false;
  private hasRecords = false;
  private emptyLines = 0;
  private mendingLeft = MENDING_STEPS;
  private readonly scanner: FieldScanner;

  constructor(
    private readonly dialect: Dialect,
    private readonly expected: Expectation | null = null,
  ) {
    this.scanner = new FieldScanner(dialect);
  }

  /** Characters that wait for the rest of their record. */
  get waiting(): number {
    return this.text.length - this.at;
  }

  /** Records that are complete with this piece; all that are left when it is the last. */
  push(piece: string, isLast: boolean, limit = Infinity): CsvRecord[] {
    this.text = this.at < this.text.length ? this.text.slice(this.at) + piece : piece;
    this.at = 0;
    if (!this.hasStarted && this.text !== '') {
      this.hasStarted = true;
      if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
    }
    this.nextLf = this.nextCr = this.nextQuote = -1;
    const records: CsvRecord[] = [];
    while (records.length < limit) {
      const record = this.next(isLast);
      if (!record) break;
      records.push(record);
    }
    return records;
  }

  /** The next record, or null where it does not end in the text at hand. */
  private next(isLast: boolean): CsvRecord | null {
    const { text } = this;
    let end = this.lineEnd(this.at);
    while (this.at < text.length && end === this.at && this.isWhole(end, isLast)) {
      this.passBreak(end);
      this.emptyLines += 1;
      end = this.lineEnd(this.at);
    }
    if (this.at >= text.length || !this.isWhole(end, isLast)) return null;
    const record = this.hasQuote(end) ? this.quotedRecord(end, isLast) : this.bareRecord(end);
    if (record) {
      if (this.hasRecords) this.notes.blankLines += this.emptyLines;
      this.hasRecords = true;
      this.emptyLines = 0;
    }
    return record;
  }

  private bareRecord(end: number): CsvRecord {
    const raw = this.text.slice(this.at, end);
    const fields = this.scanner.bareLine(raw);
    return this.take(end, 0, this.fitting(raw, fields) ?? fields);
  }

  /** A record with quotes; null where they may close in text to come. */
  private quotedRecord(end: number, isLast: boolean): CsvRecord | null {
    const { scanner, expected } = this;
    const scanned = scanner.scan(this.text, this.at, isLast);
    if (!scanned) return null;
    const isExact = expected === null || scanned.fields.length === expected.width;
    const isDoubtful = scanned.breaks > 0 && (!isExact || this.swallows(end, scanned.end));
    if (scanned.strays > 0 || isDoubtful) {
      // A record whose quotes are all in place ends where it ends: rows below it are not made to fill it up.
      const furthest = scanned.strays === 0 ? scanned.end : Infinity;
      const mended = this.mended(end, isLast, furthest);
      if (mended === 'more') return null;
      if (mended) return mended;
    }
    this.note(scanned.notes);
    if (scanned.breaks > 0) {
      this.notes.multiline += 1;
      return this.take(scanned.end, scanned.breaks, scanned.fields);
    }
    const raw = this.text.slice(this.at, end);
    return this.take(scanned.end, 0, this.fitting(raw, scanned.fields) ?? scanned.fields);
  }

  /** The record with misplaced quotes that fits best, over as few lines as can be; null to take it as it was scanned. */
  private mended(end: number, isLast: boolean, furthest: number): CsvRecord | 'more' | null {
    const { expected } = this;
    if (!expected || this.mendingLeft <= 0) return null;
    const raw = this.text.slice(this.at, end);
    const other = this.otherwise(raw, 0);
    if (other) return this.take(end, 0, other);
    const first = this.mend(raw, expected);
    if (first?.isExact) return this.takeMended(end, 0, first);
    for (let breaks = 1, to = end; breaks < MENDED_LINES && to < this.text.length; breaks += 1) {
      const next = this.laterEnd(this.breakEnd(to));
      if (next > furthest) break;
      if (!this.isWhole(next, isLast)) return 'more';
      to = next;
      const mended = this.mend(this.text.slice(this.at, to), expected);
      if (mended?.isExact && mended.cost < WORTH_LINES) return this.takeMended(to, breaks, mended);
    }
    return first && furthest === Infinity ? this.takeMended(end, 0, first) : null;
  }

  /**
   * Whether a record over several lines is rather that many records, each whole by itself: a quote too many joins the
   * beginning of one to the end of another, which can have the right number of fields.
   */
  private swallows(firstEnd: number, lastEnd: number): boolean {
    const { expected, dialect } = this;
    if (!expected || expected.width < 3) return false;
    for (
      let start = this.at, end = firstEnd, lines = 0;
      lines < SWALLOWED_LINES && start < lastEnd;
      lines += 1
    ) {
      const raw = this.text.slice(start, end);
      if (raw.split(dialect.delimiter, expected.width).length < expected.width) return false;
      const mended = this.mend(raw, expected);
      if (!mended?.isExact || mended.cost > 1) return false;
      start = this.breakEnd(end);
      end = Math.min(lastEnd, this.laterEnd(start));
    }
    return true;
  }

  private mend(raw: string, expected: Expectation): Mended | null {
    const mended = mendLine(raw, this.dialect, expected);
    this.mendingLeft -= mended?.work ?? 1;
    return mended;
  }

  private takeMended(end: number, breaks: number, mended: Mended): CsvRecord {
    if (mended.cost > 0) this.noteStray(this.text.slice(this.at, end));
    if (breaks > 0) this.notes.multiline += 1;
    return this.take(end, breaks, mended.fields);
  }

  /** The record's fields by another delimiter, where by the file's own there are too few or blanks before each. */
  private fitting(raw: string, fields: string[]): string[] | null {
    const { expected } = this;
    if (!expected) return null;
    if (fields.length === expected.width) {
      this.hasFitted = true;
      const isSpaced = this.dialect.delimiter === ',' && fields.length > 2 && fields.some(startsBlank);
      return isSpaced ? this.otherwise(raw, fields.length) : null;
    }
    return this.otherwise(raw, fields.length);
  }

  private otherwise(raw: string, width: number): string[] | null {
    const { expected } = this;
    if (!expected) return null;
    const other = splitOtherwise(raw, this.dialect, width, expected, !this.hasFitted);
    if (!other) return null;
    this.notes.otherDelimiter += 1;
    this.hasFitted = true;
    return other;
  }

  private take(end: number, breaks: number, fields: string[]): CsvRecord {
    const belowBlank = this.emptyLines > 0 && this.hasRecords;
    const record = { line: this.line, fields, text: this.text.slice(this.at, end), belowBlank };
    this.line += breaks;
    this.passBreak(end);
    return record;
  }

  private noteStray(raw: string): void {
    this.notes.badCloses += 1;
    const at = Math.max(0, raw.indexOf(this.dialect.quote));
    this.notes.example ??= raw.slice(at, at + 40);
  }

  private note(
    more: Pick<SplitNotes, 'quoted' | 'needed' | 'badCloses' | 'runaways' | 'example' | 'spaced' | 'escapes'>,
  ): void {
    const { notes } = this;
    notes.quoted += more.quoted;
    notes.needed += more.needed;
    notes.badCloses += more.badCloses;
    notes.runaways += more.runaways;
    notes.spaced += more.spaced;
    notes.escapes += more.escapes;
    notes.example ??= more.example;
  }

  private hasQuote(end: number): boolean {
    const { quote } = this.dialect;
    if (quote === '' || this.dialect.delimiter === 'aligned') return false;
    if (this.nextQuote < this.at) this.nextQuote = found(this.text.indexOf(quote, this.at));
    return this.nextQuote < end;
  }

  private lineEnd(from: number): number {
    if (this.nextLf < from) this.nextLf = found(this.text.indexOf('\n', from));
    if (this.nextCr < from) this.nextCr = found(this.text.indexOf('\r', from));
    return Math.min(this.nextLf, this.nextCr, this.text.length);
  }

  /** The end of a line further on; what is remembered for the next record stays. */
  private laterEnd(from: number): number {
    const { text, nextLf, nextCr } = this;
    const lineFeed = nextLf >= from ? nextLf : found(text.indexOf('\n', from));
    const carriageReturn = nextCr >= from ? nextCr : found(text.indexOf('\r', from));
    return Math.min(lineFeed, carriageReturn, text.length);
  }

  /** Whether the line that ends here is known to end here. */
  private isWhole(end: number, isLast: boolean): boolean {
    if (isLast) return true;
    return end < this.text.length - 1 || this.text.charCodeAt(end) === LF;
  }

  private breakEnd(end: number): number {
    const { text } = this;
    return end + (text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? 2 : 1);
  }

  private passBreak(end: number): void {
    if (end >= this.text.length) {
      this.at = this.text.length;
      return;
    }
    const next = this.breakEnd(end);
    if (next === end + 1 && this.text.charCodeAt(end) === CR) this.notes.loneReturns += 1;
    this.at = next;
    this.line += 1;
  }
}

const LF = 10;
const CR = 13;
const SPACE = 32;

const found = (index: number): number => (index < 0 ? Infinity : index);
const startsBlank = (field: string, index: number): boolean => index > 0 && field.charCodeAt(0) === SPACE;

/**
 * All records of a text, the header's included. A delimiter, a quote and how it is escaped suffice; without the table's
 * width nothing is mended.
 */
export function parseRecords(text: string, read: Dialect, limit = Infinity): CsvRecord[] {
  return splitRecords(text, read, limit).records;
}

export function splitRecords(
  text: string,
  read: Dialect,
  limit = Infinity,
  expected: Expectation | null = null,
): { records: CsvRecord[]; notes: SplitNotes } {
  const reader = new RecordReader(read, expected);
  return { records: reader.push(text, true, limit), notes: reader.notes };
}
