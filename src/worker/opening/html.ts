import { LIMITS } from './limits';

/** Thrown where a page holds more than any export does. */
export class HtmlTooLarge extends Error {}

export interface HtmlTag {
  /** In lower case. */
  name: string;
  /** An attribute's value by its name in lower case, or null. */
  attribute(name: string): string | null;
}

export interface HtmlHandler {
  open(tag: HtmlTag): void;
  close(name: string): void;
  /** Text as it is meant, in pieces. */
  text(text: string): void;
}

/** Elements whose content is no markup. */
const RAW = new Set(['script', 'style', 'title', 'textarea', 'noscript', 'template']);
/** Those of the named characters that exports write; others stay as they are written. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: ' ',
  emsp: ' ',
  yen: '¥',
  euro: '€',
  pound: '£',
  cent: '¢',
  middot: '·',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  copy: '©',
  reg: '®',
  times: '×',
};

/**
 * Reads tags and text of HTML in pieces. Not a parser of documents: nothing is built and nothing is ever run; an element
 * that nobody closes is the handler's to mind. Throws `HtmlTooLarge` for a tag or text that never ends.
 */
export class HtmlReader {
  private rest = '';
  private at = 0;
  /** The element whose content is passed over up to its end. */
  private raw: string | null = null;

  constructor(private readonly handler: HtmlHandler) {}

  write(piece: string, isLast: boolean): void {
    this.rest = this.rest.slice(this.at) + piece;
    this.at = 0;
    while (this.at < this.rest.length && this.step(isLast));
    if (this.rest.length - this.at > LIMITS.xmlPiece) throw new HtmlTooLarge();
  }

  /** Reads one piece; false where it is not all there yet. */
  private step(isLast: boolean): boolean {
    const { rest, at } = this;
    if (this.raw !== null) return this.passRaw(this.raw, isLast);
    const start = rest.indexOf('<', at);
    if (start !== at) return this.readText(start, isLast);
    if (rest.length - at < 4 && !isLast) return false;
    if (rest.startsWith('<!--', at)) return this.passTo('-->', 4, isLast);
    if (/^<[!?]/.test(rest.slice(at, at + 2))) return this.passTo('>', 2, isLast);
    const name = /^<\/?([a-z][^\s/>]*)/i.exec(rest.slice(at, at + LONGEST_NAME));
    if (!name) {
      this.handler.text('<');
      this.at += 1;
      return true;
    }
    const end = endOfTag(rest, at + name[0].length);
    if (end < 0) return isLast ? this.passTo('>', 1, true) : false;
    this.at = end + 1;
    this.readTag(name[1]!.toLowerCase(), rest.slice(at, end), rest.charAt(at + 1) === '/');
    return true;
  }

  private readTag(name: string, tag: string, isEnd: boolean): void {
    if (isEnd) this.handler.close(name);
    else {
      this.handler.open({ name, attribute: (wanted) => attributeOf(tag, wanted) });
      if (RAW.has(name) && !tag.endsWith('/')) this.raw = name;
    }
  }

  /** Text up to the next tag. What stands at the end of a piece waits: an entity may be cut. */
  private readText(end: number, isLast: boolean): boolean {
    if (end < 0 && !isLast) return false;
    const text = end < 0 ? this.rest.slice(this.at) : this.rest.slice(this.at, end);
    this.at += text.length;
    this.handler.text(withCharacters(text));
    return true;
  }

  private passRaw(name: string, isLast: boolean): boolean {
    const end = new RegExp(`</${name}[\\s/>]`, 'i').exec(this.rest.slice(this.at));
    if (end) {
      this.raw = null;
      this.at += end.index;
      return true;
    }
    // Only what could be the beginning of the end is kept.
    this.at = isLast ? this.rest.length : Math.max(this.at, this.rest.length - name.length - 3);
    return false;
  }

  private passTo(mark: string, from: number, isLast: boolean): boolean {
    const end = this.rest.indexOf(mark, this.at + from);
    if (end < 0 && !isLast) return false;
    this.at = end < 0 ? this.rest.length : end + mark.length;
    return true;
  }
}

const LONGEST_NAME = 64;

/** The `>` that ends a tag: those inside of quotes do not. */
function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text[at]!;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return at;
    // A quote opens a value behind an equals sign; elsewhere it is a slip of whoever wrote the page.
    else if ((character === '"' || character === "'") && /=\s*$/.test(text.slice(Math.max(from, at - 8), at)))
      quote = character;
  }
  return -1;
}

function attributeOf(tag: string, wanted: string): string | null {
  const found = tag.matchAll(/[\s"']([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  for (const [, name = '', double, single, bare] of found)
    if (name.toLowerCase() === wanted) return withCharacters(double ?? single ?? bare ?? '');
  return null;
}

function withCharacters(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(?:x([\da-f]{1,6})|(\d{1,7}))|([a-z]{2,8}));?/gi,
    (written, hex, decimal, name) => {
      if (name !== undefined) {
        const known = (name as string).toLowerCase();
        return Object.hasOwn(NAMED, known) ? NAMED[known]! : written;
      }
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}
