/**
 * DuckDB's lexis, as far as reading a statement from outside needs it. What is not closed runs to the end of the text:
 * the engine says so itself.
 */
export type TokenKind =
  /** A word without quotes: a keyword, a name, a function. `value` is in lower case. */
  | 'word'
  /** A name in double quotes. `value` is the name itself. */
  | 'name'
  /** Quoted text of any kind (`'…'`, `e'…'`, `$tag$…$tag$`). `value` is the text itself, without escapes undone. */
  | 'text'
  | 'number'
  /** `?`, `$1`, `$name` */
  | 'parameter'
  /** Any other sign; `::` is one. */
  | 'sign';

export interface Token {
  kind: TokenKind;
  /** As it is written. */
  text: string;
  value: string;
  /** Offsets in UTF-16 units, the end not included. */
  from: number;
  to: number;
}

export interface Piece {
  kind: TokenKind | 'space' | 'comment';
  from: number;
  to: number;
}

const SPACE = /[\s\u200b-\u200f]+/y;
/** Beyond ASCII every character belongs to a name, as in the engine. Spaces are taken first. */
const WORD = /[A-Za-z_\u0080-\uffff](?:(?![\s\u200b-\u200f])[A-Za-z0-9_$\u0080-\uffff])*/y;
const NUMBER = /(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const LINE_COMMENT = /--[^\r\n]*/y;
const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const PARAMETER = /\?|\$\w+/y;
/** Doubled quotes stay inside. */
const TEXT = /'(?:[^']|'')*(?:'|$)/y;
const ESCAPED_TEXT = /[eE]'(?:[^'\\]|''|\\[\s\S]|\\$)*(?:'|$)/y;
const QUOTED_NAME = /"(?:[^"]|"")*(?:"|$)/y;

/** The text cut into pieces, white space and comments too: put together again they are the text. */
export function* pieces(sql: string): Generator<Piece> {
  let at = 0;
  while (at < sql.length) {
    const piece = pieceAt(sql, at);
    yield piece;
    at = piece.to;
  }
}

function pieceAt(sql: string, from: number): Piece {
  const end = (pattern: RegExp): number | null => {
    pattern.lastIndex = from;
    return pattern.test(sql) ? pattern.lastIndex : null;
  };
  const piece = (kind: Piece['kind'], to: number): Piece => ({ kind, from, to });
  let to: number | null;
  if ((to = end(SPACE)) !== null) return piece('space', to);
  if ((to = end(LINE_COMMENT)) !== null) return piece('comment', to);
  if (sql.startsWith('/*', from)) return piece('comment', endOfBlock(sql, from));
  if ((to = end(TEXT) ?? end(ESCAPED_TEXT)) !== null) return piece('text', to);
  if ((to = end(QUOTED_NAME)) !== null) return piece('name', to);
  if ((to = end(DOLLAR)) !== null) return piece('text', endOfDollar(sql, from, to));
  if ((to = end(PARAMETER)) !== null) return piece('parameter', to);
  if ((to = end(NUMBER)) !== null) return piece('number', to);
  if ((to = end(WORD)) !== null) return piece('word', to);
  return piece('sign', from + (sql.startsWith('::', from) ? 2 : 1));
}

/** Block comments stand inside one another, as in PostgreSQL. */
function endOfBlock(sql: string, from: number): number {
  const edges = /\/\*|\*\//g;
  edges.lastIndex = from;
  let depth = 0;
  for (let edge = edges.exec(sql); edge; edge = edges.exec(sql)) {
    depth += edge[0] === '/*' ? 1 : -1;
    if (depth === 0) return edges.lastIndex;
  }
  return sql.length;
}

function endOfDollar(sql: string, from: number, opened: number): number {
  const tag = sql.slice(from, opened);
  const closed = sql.indexOf(tag, opened);
  return closed < 0 ? sql.length : closed + tag.length;
}

/** What means something: the text without white space and comments. */
export function tokens(sql: string): Token[] {
  const found: Token[] = [];
  for (const { kind, from, to } of pieces(sql)) {
    if (kind === 'space' || kind === 'comment') continue;
    const text = sql.slice(from, to);
    found.push({ kind, text, value: valueOf(kind, text), from, to });
  }
  return found;
}

function valueOf(kind: TokenKind, text: string): string {
  if (kind === 'word') return text.toLowerCase();
  if (kind === 'name') return text.replace(/^"|"$/g, '').replaceAll('""', '"');
  if (kind !== 'text') return text;
  if (text.startsWith('$')) {
    const tag = text.slice(0, text.indexOf('$', 1) + 1);
    return text.slice(tag.length, text.length - tag.length);
  }
  return text.replace(/^[eE]?'|'$/g, '').replaceAll("''", "'");
}

const PAIRS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** Whether every quote, comment and bracket is closed, so that the text can stand inside another's parentheses. */
export function isClosed(sql: string): boolean {
  const open: string[] = [];
  for (const { kind, from, to } of pieces(sql)) {
    const text = sql.slice(from, to);
    if (kind === 'comment' && text.startsWith('/*') && endOfBlock(`${text}*/`, 0) !== text.length)
      return false;
    if ((kind === 'text' || kind === 'name') && !isClosedQuote(text)) return false;
    if (kind !== 'sign') continue;
    if ('([{'.includes(text)) open.push(text);
    else if (PAIRS[text] && open.pop() !== PAIRS[text]) return false;
  }
  return open.length === 0;
}

function isClosedQuote(text: string): boolean {
  if (text.startsWith('$')) {
    const tag = text.slice(0, text.indexOf('$', 1) + 1);
    return text.length >= 2 * tag.length && text.endsWith(tag);
  }
  if (/^[eE]/.test(text)) return /^.'(?:[^'\\]|''|\\[\s\S])*'$/.test(text);
  return text.startsWith("'") ? /^'(?:[^']|'')*'$/.test(text) : /^"(?:[^"]|"")*"$/.test(text);
}
