import type { ReadOptions } from './types';

export type Dialect = Pick<ReadOptions, 'delimiter' | 'quote' | 'escape'>;

export interface CsvRecord {
  /** Line of the file the record starts on, 1-based. */
  line: number;
  fields: string[];
}

/** What splitting met, from which a dialect is judged. */
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
}

const LF = 10;
const CR = 13;
const SPACE = 32;

/**
 * Splits text into records by RFC 4180 with tolerance: LF, CRLF and CR break lines, blank lines are skipped, spaces
 * around quotes are dropped, a quote inside an unquoted field is text, and one that would swallow lines is text too.
 * Includes the header's record. A byte order mark is no part of the first field.
 */
export function parseRecords(
  text: string,
  read: Dialect & Partial<ReadOptions>,
  limit = Infinity,
): CsvRecord[] {
  return splitRecords(text, read, limit).records;
}

export function splitRecords(
  text: string,
  read: Dialect,
  limit = Infinity,
): { records: CsvRecord[]; notes: SplitNotes } {
  const scanner = new Scanner(text, read);
  const records: CsvRecord[] = [];
  while (records.length < limit) {
    const record = scanner.next();
    if (!record) break;
    records.push(record);
  }
  return { records, notes: scanner.notes };
}

class Scanner {
  readonly notes: SplitNotes = { quoted: 0, needed: 0, badCloses: 0, runaways: 0, example: null };
  private at: number;
  private line = 1;
  private readonly delimiter: number;
  private readonly quote: number;
  private readonly backslash: boolean;

  constructor(
    private readonly text: string,
    private readonly dialect: Dialect,
  ) {
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.delimiter = dialect.delimiter.charCodeAt(0);
    this.quote = dialect.quote === '' ? -1 : dialect.quote.charCodeAt(0);
    this.backslash = dialect.escape === '\\';
  }

  next(): CsvRecord | null {
    while (this.isBreak(this.at)) this.skipBreak();
    if (this.at >= this.text.length) return null;
    const line = this.line;
    const fields = [this.field()];
    while (this.text.charCodeAt(this.at) === this.delimiter) {
      this.at += 1;
      fields.push(this.field());
    }
    if (this.isBreak(this.at)) this.skipBreak();
    return { line, fields };
  }

  private field(): string {
    let start = this.at;
    while (this.text.charCodeAt(start) === SPACE) start += 1;
    const quoted =
      this.quote !== -1 && this.text.charCodeAt(start) === this.quote ? this.quotedField(start) : null;
    return quoted ?? this.bareField(this.at);
  }

  private bareField(start: number): string {
    let end = start;
    for (; end < this.text.length; end++) {
      const code = this.text.charCodeAt(end);
      if (code === this.delimiter || code === LF || code === CR) break;
    }
    this.at = end;
    const value = this.text.slice(start, end);
    return this.backslash && this.quote !== -1
      ? value.replaceAll(`\\${this.dialect.quote}`, this.dialect.quote)
      : value;
  }

  /** The field whose opening quote is at `open`; null where that quote turns out to be text. */
  private quotedField(open: number): string | null {
    const close = this.closing(open + 1);
    const value = close === null ? '' : this.unescape(this.text.slice(open + 1, close));
    let after = (close ?? 0) + 1;
    while (this.text.charCodeAt(after) === SPACE) after += 1;
    const closesWell = close !== null && this.endsField(after);
    if (close === null || (!closesWell && /[\n\r]/.test(value))) {
      this.notes.runaways += 1;
      this.notes.example ??= this.text.slice(open, open + 40).split(/[\n\r]/)[0] ?? null;
      return null;
    }
    this.line += countBreaks(value);
    if (closesWell) {
      this.at = after;
      this.notes.quoted += 1;
      if (
        value.includes(this.dialect.delimiter) ||
        value.includes(this.dialect.quote) ||
        /[\n\r]/.test(value)
      )
        this.notes.needed += 1;
      return value;
    }
    const rest = this.bareField(close + 1);
    this.notes.badCloses += 1;
    this.notes.example ??= this.text.slice(open, this.at).slice(0, 40);
    return value + rest;
  }

  private closing(from: number): number | null {
    for (let at = from; ; at += 1) {
      at = this.text.indexOf(this.dialect.quote, at);
      if (at === -1) return null;
      if (this.backslash) {
        let slashes = 0;
        while (this.text[at - 1 - slashes] === '\\' && at - 1 - slashes >= from) slashes += 1;
        if (slashes % 2 === 0) return at;
      } else if (this.text.charCodeAt(at + 1) === this.quote) at += 1;
      else return at;
    }
  }

  private unescape(value: string): string {
    const { quote } = this.dialect;
    if (this.backslash) return value.replace(/\\(["'\\])/g, '$1');
    return value.replaceAll(quote + quote, quote);
  }

  private endsField(at: number): boolean {
    return at >= this.text.length || this.text.charCodeAt(at) === this.delimiter || this.isBreak(at);
  }

  private isBreak(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === LF || code === CR;
  }

  private skipBreak(): void {
    this.at += this.text.charCodeAt(this.at) === CR && this.text.charCodeAt(this.at + 1) === LF ? 2 : 1;
    this.line += 1;
  }
}

function countBreaks(value: string): number {
  return value.match(/\r\n|\r|\n/g)?.length ?? 0;
}
