import { sameName } from './identifier';
import { RESERVED } from './keywords';
import { tokens, type Token } from './tokens';

/** What a statement is and reads, from its text alone. Offsets are UTF-16 units of the text. */
export interface Outline {
  /** The first word, in lower case: what kind of statement this is; null where there is none (`(select 1)`: `select`). */
  verb: Token | null;
  /** Where the first token stands: before `verb` where parentheses open. */
  firstAt: number;
  /** Behind `explain [analyze] [(…)]`, where the explained statement begins; null without `explain`. */
  explainedFrom: number | null;
  /** Where named queries can be put in front of the statement's own: behind its own `with [recursive]`, else null. */
  insideWith: number | null;
  /** Names of the statement's outermost `with`, to be compared by `sameName`. */
  ownNames: string[];
  /** Words with which the statement and each query inside begin, after `explain` and after `with …` too. */
  beginnings: Token[];
  /** Relations that may be read, as first written; qualified ones with their dots (`shop.orders`). */
  relations: string[];
}

/** Begins a query wherever parentheses open. */
const QUERY = new Set(['select', 'from', 'with', 'values', 'table', 'pivot', 'unpivot', 'describe', 'desc']);
for (const word of ['summarize', 'show', 'pivot_wider', 'pivot_longer']) QUERY.add(word);
const PIVOTS = new Set(['pivot', 'unpivot', 'pivot_wider', 'pivot_longer']);
/** End the list of tables at their own depth. */
const AFTER_TABLES = new Set(['select', 'where', 'group', 'having', 'window', 'qualify', 'order', 'limit']);
for (const word of ['offset', 'fetch', 'union', 'except', 'intersect', 'returning']) AFTER_TABLES.add(word);
const SET_OPERATIONS = new Set(['union', 'except', 'intersect']);
const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

type Inside = 'query' | 'tables' | 'expression';
type Names = ReadonlySet<string>;

/** Reads one statement. Never fails: what the engine would refuse is read as far as it makes sense. */
export function outline(sql: string): Outline {
  const reader = new Reader(tokens(sql));
  reader.statement();
  return reader.found;
}

/** The names of relations that a statement may read: behind `from`, `join` and their commas, without its own `with` names. */
export function relationsRead(sql: string): string[] {
  return outline(sql).relations;
}

class Reader {
  readonly found: Outline = {
    verb: null,
    firstAt: 0,
    explainedFrom: null,
    insideWith: null,
    ownNames: [],
    beginnings: [],
    relations: [],
  };
  private at = 0;
  private readonly seen = new Set<string>();

  constructor(private readonly list: readonly Token[]) {}

  statement(): void {
    this.found.firstAt = this.list[0]?.from ?? 0;
    let first = this.at;
    while (this.isSign('(', first)) first += 1;
    this.found.verb = this.word(first);
    if (this.wordIs('explain')) this.explain();
    while (this.list[this.at]) this.frame('query', new Set(), null, true);
  }

  private explain(): void {
    this.found.beginnings.push(this.list[this.at]!);
    this.at += 1;
    if (this.wordIs('analyze') || this.wordIs('analyse')) this.at += 1;
    // Options stand in parentheses, and so may a statement.
    if (this.isSign('(') && !this.beginsQuery(this.at + 1)) this.skipParentheses();
    this.found.explainedFrom = this.list[this.at]?.from ?? null;
  }

  /** Reads up to and with the closing sign, or to the end. `outermost` is the statement itself. */
  private frame(inside: Inside, outer: Names, closing: string | null, outermost = false): void {
    const place = new Place(inside, outer);
    for (let token = this.list[this.at]; token; token = this.list[this.at]) {
      if (token.kind === 'sign' && token.text === closing) {
        this.at += 1;
        return;
      }
      if (token.kind === 'sign' && CLOSING[token.text]) this.nested(token, place);
      else if (place.inside === 'expression') this.at += 1;
      else if (place.atStart && token.kind === 'word' && this.begin(token, place, outermost)) continue;
      else if (place.expectsTable && this.table(token, place)) continue;
      else this.inQuery(token, place);
    }
  }

  private nested(token: Token, place: Place): void {
    this.at += 1;
    const isTable = place.expectsTable;
    place.expectsTable = false;
    place.atStart = false;
    this.frame(this.insideOf(token, isTable), place.names, CLOSING[token.text]!);
  }

  /** What stands behind an opening sign that was just read. */
  private insideOf(opening: Token, isTable: boolean): Inside {
    if (opening.text !== '(') return 'expression';
    // `((select 1) as a join b …)` are tables, and so is `((select 1) union (select 2))` to begin with.
    if (isTable) return this.beginsQuery(this.at, this.at) ? 'query' : 'tables';
    // `trim(from x)` is a function of its own spelling.
    const isTrim = this.word(this.at - 2)?.value === 'trim';
    return this.beginsQuery(this.at) && !isTrim ? 'query' : 'expression';
  }

  /** A word that begins a query; true where it was read. */
  private begin(token: Token, place: Place, outermost: boolean): boolean {
    if (
      token.value === 'all' ||
      token.value === 'distinct' ||
      token.value === 'by' ||
      token.value === 'name'
    ) {
      this.at += 1;
      return true;
    }
    place.atStart = false;
    this.found.beginnings.push(token);
    if (token.value === 'with') {
      this.with(place, outermost);
      place.atStart = true;
      return true;
    }
    if (PIVOTS.has(token.value) || token.value === 'table') place.tables(PIVOTS.has(token.value));
    else if (['summarize', 'describe', 'desc', 'show'].includes(token.value)) {
      if (this.beginsQuery(this.at + 1)) place.atStart = true;
      else place.tables(true);
    } else return false;
    this.at += 1;
    return true;
  }

  private with(place: Place, outermost: boolean): void {
    this.at += 1;
    const recursive = this.wordIs('recursive');
    if (recursive) this.at += 1;
    const isOwn = outermost && this.found.insideWith === null;
    if (isOwn) this.found.insideWith = this.list[this.at - 1]!.to;
    for (;;) {
      const name = this.identifier();
      if (name === null) return;
      if (isOwn) this.found.ownNames.push(sameName(name));
      const withName = new Set([...place.names, sameName(name)]);
      while (this.list[this.at] && !this.wordIs('as')) {
        if (this.isSign('(')) this.skipParentheses();
        else this.at += 1;
      }
      this.at += 1;
      if (this.wordIs('not')) this.at += 1;
      if (this.wordIs('materialized')) this.at += 1;
      if (this.isSign('(')) {
        this.at += 1;
        // A name reads the relation of the same name outside, unless it may read itself.
        this.frame('query', recursive ? withName : place.names, ')');
      }
      place.names = withName;
      if (!this.isSign(',')) return;
      this.at += 1;
    }
  }

  /** A relation, table function or file where one is expected; false where a keyword stands instead. */
  private table(token: Token, place: Place): boolean {
    if (token.kind === 'word' && token.value === 'lateral') {
      this.at += 1;
      return true;
    }
    place.expectsTable = false;
    if (token.kind === 'word' && RESERVED.has(token.value)) return false;
    const start = this.at;
    const path: string[] = [];
    for (let part = this.identifier(); part !== null; part = this.isSign('.') ? this.afterDot() : null)
      path.push(part);
    if (path.length === 0) return false;
    if (path.length === 1 && this.isSign(':')) {
      this.at += 1;
      place.expectsTable = true;
    } else if (this.isSign('(')) this.tableFunction(this.list[start]!.value, place.names);
    else this.read(path, place.names);
    return true;
  }

  private afterDot(): string | null {
    this.at += 1;
    return this.identifier();
  }

  private read(path: readonly string[], names: Names): void {
    const name = path.join('.');
    const key = sameName(name);
    if ((path.length === 1 && names.has(key)) || this.seen.has(key)) return;
    this.seen.add(key);
    this.found.relations.push(name);
  }

  /** Two of them read relations by the text they are given. The arguments themselves are read as any expression. */
  private tableFunction(name: string, names: Names): void {
    if (name !== 'query_table' && name !== 'query') return;
    for (let next = this.at + 1; this.list[next] && !this.isSign(')', next); next += 1) {
      const token = this.list[next]!;
      if (token.kind !== 'text') continue;
      if (name === 'query_table') this.read([token.value], names);
      else for (const relation of relationsRead(token.value)) this.read([relation], names);
    }
  }

  private inQuery(token: Token, place: Place): void {
    place.atStart = false;
    this.at += 1;
    if (token.kind === 'sign' && token.text === ',') place.comma();
    if (token.kind !== 'word') return;
    if (token.value === 'from') {
      const before = this.word(this.at - 2)?.value;
      const twoBefore = this.word(this.at - 3)?.value;
      const isComparison = before === 'distinct' && (twoBefore === 'is' || twoBefore === 'not');
      if (!isComparison) place.tables(false);
    } else if (token.value === 'join' && place.inTables) place.expectsTable = true;
    else if (AFTER_TABLES.has(token.value)) {
      place.inTables = false;
      place.atStart = SET_OPERATIONS.has(token.value);
    }
  }

  private identifier(): string | null {
    const token = this.list[this.at];
    if (token?.kind !== 'word' && token?.kind !== 'name') return null;
    this.at += 1;
    return token.kind === 'word' ? token.text : token.value;
  }

  /** Whether a query begins here, behind parentheses up to token `deepest`. */
  private beginsQuery(index: number, deepest = Infinity): boolean {
    let first = index;
    while (first < deepest && this.isSign('(', first)) first += 1;
    const word = this.word(first);
    return word !== null && QUERY.has(word.value);
  }

  private skipParentheses(): void {
    let depth = 0;
    for (; this.list[this.at]; this.at += 1) {
      if (this.isSign('(')) depth += 1;
      if (this.isSign(')') && --depth === 0) {
        this.at += 1;
        return;
      }
    }
  }

  private word(index: number): Token | null {
    const token = this.list[index];
    return token?.kind === 'word' ? token : null;
  }

  private wordIs(value: string): boolean {
    return this.word(this.at)?.value === value;
  }

  private isSign(text: string, index = this.at): boolean {
    const token = this.list[index];
    return token?.kind === 'sign' && token.text === text;
  }
}

/** Where the reader stands inside one pair of parentheses. */
class Place {
  /** Nothing of a query was read yet: `with`, `pivot` and the like mean themselves. */
  atStart: boolean;
  inTables: boolean;
  expectsTable: boolean;
  /** A pivoted table is one: the commas behind are not between tables. */
  private single = false;

  constructor(
    readonly inside: Inside,
    public names: Names,
  ) {
    this.atStart = inside === 'query';
    this.inTables = inside === 'tables';
    this.expectsTable = this.inTables;
  }

  tables(single: boolean): void {
    this.inTables = true;
    this.expectsTable = true;
    this.single = single;
  }

  comma(): void {
    if (this.inTables && !this.single) this.expectsTable = true;
  }
}
