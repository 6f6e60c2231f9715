import { LIMITS } from './limits';

/** Thrown where text is no JSON; at the line of the file where that shows. */
export class JsonError extends Error {
  constructor(readonly line: number) {
    super('No JSON');
  }
}

/** Thrown where JSON is deeper, or an element longer, than an order can be. */
export class JsonTooLarge extends Error {}

/** A value of a list, as it stands in the file. */
export interface JsonElement {
  text: string;
  /** Line of the file it starts on, 1-based. */
  line: number;
}

/** A list by the keys that lead to it; none for a list that is the file itself. */
export interface JsonList {
  path: string[];
  /** Objects and lists among its elements. */
  elements: number;
}

interface Frame {
  isList: boolean;
  /** The key whose value is being read. */
  key: string;
  list: JsonList | null;
}

const [QUOTE, BACKSLASH, NEW_LINE] = [34, 92, 10];
/** Keys that lead to a list of orders: `{ "data": { "orders": [ … ] } }`. */
const LIST_DEPTH = 4;

/**
 * Finds values in JSON that comes in chunks, without building any of it: a file of 300 MB is one value, and parsed at
 * once would take ten times that. Values found are only cut out; whether they are JSON is for whoever parses them.
 *
 * Either all lists are found (`lists`), with the values at the top counted (`values`), or with `wanted` the elements of
 * one list are handed out, or with a path of null the values at the top, one after the other.
 */
export class JsonScanner {
  readonly lists: JsonList[] = [];
  /** Values at the top that have begun: more than one in concatenated JSON. */
  values = 0;
  line = 1;
  private buffer = '';
  private at = 0;
  private readonly frames: Frame[] = [];
  private depth = 0;
  /** Where what must be kept begins: an element, or a string outside of one. -1 where nothing must. */
  private keep = -1;
  private stringAt = -1;
  private key = '';
  private elementDepth = -1;
  private elementLine = 1;

  constructor(
    private readonly wanted: { path: readonly string[] | null } | null = null,
    private readonly onElement: (element: JsonElement) => void = () => undefined,
  ) {}

  write(chunk: string): void {
    const from = this.keep >= 0 ? this.keep : this.buffer.length;
    this.buffer = this.buffer.slice(from) + chunk;
    this.at -= from;
    if (this.keep >= 0) this.keep = 0;
    if (this.stringAt >= 0) this.stringAt -= from;
    if (this.buffer.length > LIMITS.jsonElement + chunk.length) throw new JsonTooLarge();
    while (this.at < this.buffer.length && this.step());
  }

  end(): void {
    if (this.elementDepth >= 0 && this.elementDepth === this.depth && this.stringAt < 0) this.finishElement();
    if (this.depth > 0 || this.stringAt >= 0) throw new JsonError(this.line);
  }

  /** Reads one character, or a string as a whole; false where the rest of a string is still to come. */
  private step(): boolean {
    if (this.stringAt >= 0) return this.finishString();
    const code = this.buffer.charCodeAt(this.at);
    switch (code) {
      case NEW_LINE:
        this.line++;
        this.endScalar();
        break;
      case 32:
      case 13:
      case 9:
        this.endScalar();
        break;
      case QUOTE:
        this.beginValue(false);
        this.stringAt = this.at;
        if (this.keep < 0) this.keep = this.at;
        break;
      case 123:
      case 91:
        this.push(code === 91);
        break;
      case 125:
      case 93:
        this.endScalar();
        this.pop(code === 93);
        break;
      case 44:
        this.endScalar();
        break;
      case 58:
        this.nameValue();
        break;
      default:
        this.beginValue(false);
    }
    this.at++;
    return true;
  }

  private finishString(): boolean {
    const end = this.buffer.indexOf('"', this.at);
    if (end === -1) {
      this.at = this.buffer.length;
      return false;
    }
    this.at = end + 1;
    let slashes = 0;
    while (this.buffer.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 1) return true;
    if (this.elementDepth < 0) {
      this.key = this.unescaped(this.buffer.slice(this.stringAt, end + 1));
      this.keep = -1;
    }
    this.stringAt = -1;
    return true;
  }

  private unescaped(key: string): string {
    if (!key.includes('\\')) return key.slice(1, -1);
    try {
      return String(JSON.parse(key));
    } catch {
      // An escape that there is not.
      throw new JsonError(this.line);
    }
  }

  private nameValue(): void {
    const frame = this.frames.at(-1);
    if (this.elementDepth < 0 && frame && !frame.isList) frame.key = this.key;
  }

  /** A value begins here, unless one that is handed out whole is already under way. */
  private beginValue(isCompound: boolean): void {
    if (this.elementDepth >= 0) return;
    const frame = this.frames.at(-1);
    if (!frame) this.values++;
    else if (frame.list && isCompound) frame.list.elements++;
    if (!this.isWantedHere(frame)) return;
    this.elementDepth = this.depth;
    this.elementLine = this.line;
    this.keep = this.at;
  }

  private isWantedHere(frame: Frame | undefined): boolean {
    if (!this.wanted) return false;
    const { path } = this.wanted;
    if (path === null) return frame === undefined;
    const list = frame?.list;
    return !!list && list.path.length === path.length && list.path.every((key, index) => key === path[index]);
  }

  private push(isList: boolean): void {
    this.beginValue(true);
    this.depth++;
    if (this.depth > LIMITS.jsonDepth) throw new JsonTooLarge();
    if (this.elementDepth >= 0) return;
    const path = this.frames.map(({ key }) => key);
    const isPlace = isList && path.length <= LIST_DEPTH && !this.frames.some((frame) => frame.isList);
    const list = isPlace ? { path, elements: 0 } : null;
    if (list) this.lists.push(list);
    this.frames.push({ isList, key: '', list });
  }

  private pop(isList: boolean): void {
    this.depth--;
    if (this.depth < 0) throw new JsonError(this.line);
    if (this.elementDepth >= 0) {
      if (this.depth < this.elementDepth) throw new JsonError(this.line);
      if (this.depth === this.elementDepth) {
        this.at++;
        this.finishElement();
        this.at--;
      }
      return;
    }
    if (this.frames.pop()?.isList !== isList) throw new JsonError(this.line);
  }

  /** A number, a word or a string among the elements ends where something else begins. */
  private endScalar(): void {
    if (this.elementDepth >= 0 && this.elementDepth === this.depth) this.finishElement();
  }

  private finishElement(): void {
    const text = this.buffer.slice(this.keep, this.at);
    this.keep = -1;
    this.elementDepth = -1;
    this.onElement({ text, line: this.elementLine });
  }
}
