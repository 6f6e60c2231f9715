import { LIMITS } from './limits';

/** Thrown where text is no well-formed XML, or uses what workbooks never do: a document type, entities of its own. */
export class XmlError extends Error {}

export interface XmlHandler {
  /** `name` without its prefix. Attributes are read with `attribute` while the call lasts. */
  open(name: string, attributes: XmlAttributes): void;
  close(name: string): void;
  /** Text as it is meant, in pieces. */
  text(text: string): void;
}

export interface XmlAttributes {
  /** An attribute's value by its name without prefix, or null. */
  get(name: string): string | null;
}

const QUOTE = 34;
const APOSTROPHE = 39;
const SLASH = 47;
const COLON = 58;
const EQUALS = 61;
const GREATER = 62;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * A reader of XML in chunks of text, for parts of hundreds of megabytes: four to eight times as fast as a parser that
 * validates names. It takes less than XML allows: no document type, so no entities but the five and numbers, and no
 * tag or text beyond the limits. Tags must match.
 */
export class XmlReader implements XmlAttributes {
  private rest = '';
  private at = 0;
  private readonly path: string[] = [];
  private hasRoot = false;
  private tag = '';
  /** Starts and ends of names and values in `tag`, four numbers for each attribute. */
  private readonly spans: number[] = [];
  private spanCount = 0;

  constructor(private readonly handler: XmlHandler) {}

  write(chunk: string): void {
    this.rest = this.at < this.rest.length ? this.rest.slice(this.at) + chunk : chunk;
    this.at = 0;
    while (this.at < this.rest.length && this.step());
    if (this.rest.length - this.at > LIMITS.xmlPiece) throw new XmlError('A piece is too long');
  }

  end(): void {
    const isOpen = this.path.length > 0 || !this.hasRoot;
    if (isOpen || this.rest.slice(this.at).trim() !== '') throw new XmlError('The text breaks off');
  }

  get(name: string): string | null {
    for (let index = 0; index < this.spanCount; index += 4) {
      const [from, to] = [this.spans[index]!, this.spans[index + 1]!];
      const start = afterPrefix(this.tag, from, to);
      if (to - start === name.length && this.tag.startsWith(name, start)) {
        return decodeEntities(this.tag.slice(this.spans[index + 2], this.spans[index + 3]));
      }
    }
    return null;
  }

  /** Reads one piece; false where it is not all there yet. */
  private step(): boolean {
    const { rest, at } = this;
    const start = rest.indexOf('<', at);
    if (start !== at) return this.readText(start);
    switch (rest.charAt(at + 1)) {
      case '':
        return false;
      case '/':
        return this.readClose();
      case '!':
        return this.readDeclared();
      case '?':
        return this.skipTo('?>', 2);
      default:
        return this.readOpen();
    }
  }

  /** Text up to the next tag. What comes at the end of a chunk waits for it: an entity may be cut. */
  private readText(end: number): boolean {
    if (end === -1) return false;
    const text = this.rest.slice(this.at, end);
    this.at = end;
    if (this.path.length > 0) this.handler.text(decodeEntities(text));
    else if (text.trim() !== '' && text !== '\ufeff') throw new XmlError('Text outside of the root');
    return true;
  }

  private readClose(): boolean {
    const end = this.rest.indexOf('>', this.at);
    if (end === -1) return false;
    const name = this.rest.slice(this.at + 2, end).trimEnd();
    if (this.path.pop() !== name) throw new XmlError('A tag that was not opened is closed');
    this.at = end + 1;
    this.handler.close(localName(name));
    return true;
  }

  private readDeclared(): boolean {
    const { rest, at } = this;
    if (rest.startsWith('<!--', at)) return this.skipTo('-->', 4);
    const isCdata = rest.startsWith('<![CDATA[', at);
    if (!isCdata && rest.length - at < 9) return false;
    if (!isCdata || this.path.length === 0) throw new XmlError('A document type is declared');
    const end = rest.indexOf(']]>', at + 9);
    if (end === -1) return false;
    this.at = end + 3;
    this.handler.text(rest.slice(at + 9, end));
    return true;
  }

  private skipTo(mark: string, from: number): boolean {
    const end = this.rest.indexOf(mark, this.at + from);
    if (end !== -1) this.at = end + mark.length;
    return end !== -1;
  }

  private readOpen(): boolean {
    const { rest } = this;
    const nameEnd = endOfName(rest, this.at + 1);
    const end = this.readAttributes(nameEnd);
    if (end === -1) return false;
    const name = rest.slice(this.at + 1, nameEnd);
    if (name === '') throw new XmlError('A tag without a name');
    if (this.path.length === 0 && this.hasRoot) throw new XmlError('A second root');
    if (this.path.length >= LIMITS.xmlDepth) throw new XmlError('Too deep');
    this.hasRoot = true;
    this.at = end + 1;
    const local = localName(name);
    this.handler.open(local, this);
    if (rest.charCodeAt(end - 1) === SLASH) this.handler.close(local);
    else this.path.push(name);
    return true;
  }

  /** Notes the spans of attributes from `from` on; where the tag ends, or -1 where that is not there yet. */
  private readAttributes(from: number): number {
    const { rest } = this;
    this.tag = rest;
    this.spanCount = 0;
    let at = from;
    for (;;) {
      while (isSpace(rest.charCodeAt(at))) at++;
      const code = rest.charCodeAt(at);
      if (code === GREATER) return at;
      if (code === SLASH && rest.charCodeAt(at + 1) === GREATER) return at + 1;
      if (at + 1 >= rest.length) return -1;
      const nameEnd = endOfName(rest, at);
      let value = nameEnd;
      while (isSpace(rest.charCodeAt(value))) value++;
      if (value >= rest.length) return -1;
      if (nameEnd === at || rest.charCodeAt(value) !== EQUALS)
        throw new XmlError('An attribute without a value');
      value++;
      while (isSpace(rest.charCodeAt(value))) value++;
      if (value >= rest.length) return -1;
      const mark = rest.charCodeAt(value);
      if (mark !== QUOTE && mark !== APOSTROPHE) throw new XmlError('A value without quotes');
      const end = rest.indexOf(mark === QUOTE ? '"' : "'", value + 1);
      if (end === -1) return -1;
      this.spans[this.spanCount++] = at;
      this.spans[this.spanCount++] = nameEnd;
      this.spans[this.spanCount++] = value + 1;
      this.spans[this.spanCount++] = end;
      at = end + 1;
    }
  }
}

/** A name ends at white space, `=`, `/` or `>`. */
function endOfName(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === GREATER || code === SLASH || code === EQUALS) break;
  }
  return at;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function afterPrefix(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === COLON) return at + 1;
  return from;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]*);?/g, (entity, name: string) => {
    const known = entity.endsWith(';') && Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    if (known !== undefined) return known;
    const number = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(name);
    const code = number ? (number[1] ? parseInt(number[1], 16) : Number(number[2])) : NaN;
    if (!entity.endsWith(';') || !(code <= 0x10ffff)) throw new XmlError('An entity that is not known');
    return String.fromCodePoint(code);
  });
}
