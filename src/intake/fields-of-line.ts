import type { ReadOptions } from './types';

export interface Dialect extends Pick<ReadOptions, 'delimiter' | 'quote' | 'escape'> {
  /** Spaces that part aligned columns at least: two where single ones stand inside of values. */
  gap?: 2;
}

/** Characters after which a quote that has not closed is taken for text. */
const LONGEST_FIELD = 200_000;

const LF = 10;
const CR = 13;
const SPACE = 32;

export interface Scanned {
  fields: string[];
  /** Where the record ends: at a line break or the end of the text. */
  end: number;
  /** Line breaks inside its fields. */
  breaks: number;
  /** Quotes that do not stand where quotes stand. */
  strays: number;
  notes: {
    quoted: number;
    needed: number;
    badCloses: number;
    runaways: number;
    spaced: number;
    escapes: number;
    example: string | null;
  };
}

/** Reads the fields of one record in one dialect. Holds nothing between records. */
export class FieldScanner {
  private text = '';
  private at = 0;
  private scanned: Scanned = emptyScan();
  private isUnfinished = false;
  private isLast = true;
  private readonly first: number;
  private readonly quote: number;
  private readonly backslash: boolean;
  /** Spaces around quotes are dropped, but where they delimit. */
  private readonly spaces: boolean;

  constructor(private readonly dialect: Dialect) {
    this.first = dialect.delimiter.charCodeAt(0);
    this.quote = dialect.quote === '' ? -1 : dialect.quote.charCodeAt(0);
    this.backslash = dialect.escape === '\\';
    this.spaces = dialect.delimiter !== ' ';
  }

  /** Fields of a line without a quote. */
  bareLine(line: string): string[] {
    const { delimiter } = this.dialect;
    if (delimiter === 'aligned') return line.trim().split(this.dialect.gap === 2 ? / {2,}|\t+ */ : /[ \t]+/);
    const fields: string[] = [];
    let start = 0;
    for (let at = line.indexOf(delimiter); at >= 0; at = line.indexOf(delimiter, start)) {
      fields.push(line.slice(start, at));
      start = at + delimiter.length;
    }
    fields.push(line.slice(start));
    const last = fields[fields.length - 1] ?? '';
    // At the end of a line the blank behind the comma is often cut away.
    if (delimiter === ', ' && last.endsWith(',')) fields.splice(-1, 1, last.slice(0, -1), '');
    return fields;
  }

  /** The record that starts at `from`; null where a quote may close in text to come. */
  scan(text: string, from: number, isLast: boolean): Scanned | null {
    this.text = text;
    this.at = from;
    this.isLast = isLast;
    this.isUnfinished = false;
    const scanned = (this.scanned = emptyScan());
    if (this.dialect.delimiter === 'aligned') return this.aligned(from);
    scanned.fields.push(this.field());
    for (let length = this.delimiterAt(this.at); length > 0; length = this.delimiterAt(this.at)) {
      this.at += length;
      scanned.fields.push(this.field());
    }
    scanned.end = this.at;
    scanned.strays = scanned.notes.badCloses + scanned.notes.runaways;
    const isOpen =
      !isLast &&
      (scanned.end >= text.length || (text[scanned.end] === '\r' && scanned.end + 1 >= text.length));
    return this.isUnfinished || isOpen ? null : scanned;
  }

  private aligned(from: number): Scanned {
    this.bareField(from);
    this.scanned.end = this.at;
    this.scanned.fields = this.bareLine(this.text.slice(from, this.at));
    return this.scanned;
  }

  private field(): string {
    let start = this.at;
    if (this.spaces) while (this.text.charCodeAt(start) === SPACE) start += 1;
    const isQuoted = this.quote !== -1 && this.text.charCodeAt(start) === this.quote;
    return (isQuoted ? this.quotedField(start) : null) ?? this.bareField(this.at);
  }

  private bareField(start: number): string {
    const { text } = this;
    let end = start;
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code === LF || code === CR || (code === this.first && this.delimiterAt(end) > 0)) break;
    }
    this.at = end;
    const value = text.slice(start, end);
    return this.backslash && this.quote !== -1
      ? value.replaceAll(`\\${this.dialect.quote}`, this.dialect.quote)
      : value;
  }

  /** The field whose opening quote is at `open`; null where that quote turns out to be text. */
  private quotedField(open: number): string | null {
    const { notes } = this.scanned;
    const close = this.closing(open + 1);
    const raw = close === null ? '' : this.text.slice(open + 1, close);
    let after = (close ?? 0) + 1;
    if (this.spaces) while (this.text.charCodeAt(after) === SPACE) after += 1;
    const closesWell = close !== null && this.endsField(after);
    const breaks = close === null ? 0 : countBreaks(raw);
    if (close === null || (!closesWell && breaks > 0)) {
      if (!this.isLast && this.text.length - open < LONGEST_FIELD) this.isUnfinished = true;
      notes.runaways += 1;
      notes.example ??= this.text.slice(open, open + 40).split(/[\n\r]/)[0] ?? null;
      return null;
    }
    const value = unescapeQuotes(raw, this.dialect);
    this.scanned.breaks += breaks;
    if (value.length !== raw.length) notes.escapes += 1;
    if (closesWell) {
      if (open !== this.at || after !== close + 1) notes.spaced += 1;
      this.at = after;
      notes.quoted += 1;
      const { delimiter, quote } = this.dialect;
      if (breaks > 0 || value.includes(delimiter) || value.includes(quote)) notes.needed += 1;
      return value;
    }
    const rest = this.bareField(close + 1);
    notes.badCloses += 1;
    notes.example ??= this.text.slice(open, this.at).slice(0, 40);
    return value + rest;
  }

  private closing(from: number): number | null {
    const close = closingQuote(this.text, from, this.dialect);
    return close === null || close - from > LONGEST_FIELD ? null : close;
  }

  private delimiterAt(at: number): number {
    if (this.text.charCodeAt(at) !== this.first) return 0;
    if (this.dialect.delimiter !== ', ') return 1;
    const next = this.text.charCodeAt(at + 1);
    if (next === SPACE) return 2;
    return Number.isNaN(next) || next === LF || next === CR ? 1 : 0;
  }

  private endsField(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return Number.isNaN(code) || code === LF || code === CR || this.delimiterAt(at) > 0;
  }
}

/** Where the quote that closes a field is; null where there is none. */
export function closingQuote(text: string, from: number, { quote, escape }: Dialect): number | null {
  for (let at = from; ; at += 1) {
    at = text.indexOf(quote, at);
    if (at === -1) return null;
    if (escape === '\\') {
      let slashes = 0;
      while (at - 1 - slashes >= from && text[at - 1 - slashes] === '\\') slashes += 1;
      if (slashes % 2 === 0) return at;
    } else if (text[at + 1] === quote) at += 1;
    else return at;
  }
}

export function unescapeQuotes(raw: string, { quote, escape }: Dialect): string {
  if (!raw.includes(escape === '\\' ? '\\' : quote)) return raw;
  if (escape === '\\') return raw.replace(quote === "'" ? /\\(['\\])/g : /\\(["\\])/g, '$1');
  return raw.replaceAll(quote + quote, quote);
}

function emptyScan(): Scanned {
  return {
    fields: [],
    end: 0,
    breaks: 0,
    strays: 0,
    notes: { quoted: 0, needed: 0, badCloses: 0, runaways: 0, spaced: 0, escapes: 0, example: null },
  };
}

function countBreaks(value: string): number {
  let breaks = 0;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code === LF || (code === CR && value.charCodeAt(at + 1) !== LF)) breaks += 1;
  }
  return breaks;
}
