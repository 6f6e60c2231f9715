import { CollationKeys } from './collation';
import { sortByKeys } from './radix';
import { part, type Work } from './slices';
import { CHUNK, kindOf, numberOf, numbersTo, valueIn, type TableColumn, type TableRow } from './values';

/** Groups up to this size are compared text by text. */
const FEW = 12;
const SAMPLE = 2000;

/**
 * A number a row whose order is the column's: numbers and yes/no as they are, texts as the place they take in the
 * reader's order of what is shown, days as they are written. NaN where there is no value.
 */
export function* rankRows(
  rows: readonly TableRow[],
  column: TableColumn,
  locale: string,
): Work<Float64Array> {
  const kind = kindOf(column);
  const ranks = new Float64Array(rows.length);
  if (kind === 'text' || kind === 'date') {
    const { texts, places } = yield* part(textsOf(rows, column), 0, 0.25);
    const order = yield* part(rankTexts(texts, kind === 'date' ? null : locale), 0.25, 0.95);
    for (let row = 0; row < rows.length; row += 1) {
      const place = places[row]!;
      ranks[row] = place < 0 ? NaN : order[place]!;
      if (row % CHUNK === 0) yield 0.95 + (0.05 * row) / rows.length;
    }
    return ranks;
  }
  for (let row = 0; row < rows.length; row += 1) {
    ranks[row] = numberOf(valueIn(rows[row], column.name));
    if (row % CHUNK === 0) yield row / rows.length;
  }
  return ranks;
}

/** The texts to put in order, each once where many rows share one, and each row's place among them; −1 is no value. */
function* textsOf(
  rows: readonly TableRow[],
  column: TableColumn,
): Work<{ texts: string[]; places: Int32Array }> {
  const shown = kindOf(column) === 'text' ? column.format : String;
  const places = new Int32Array(rows.length);
  const texts: string[] = [];
  // Growing a map of a million keys holds the page for longer than it saves.
  const shared = sharesValues(rows, column.name);
  const known = new Map<unknown, number>();
  for (let row = 0; row < rows.length; row += 1) {
    if (row % CHUNK === 0) yield row / rows.length;
    const value = valueIn(rows[row], column.name);
    if (value === null) {
      places[row] = -1;
      continue;
    }
    let place = shared ? known.get(value) : undefined;
    if (place === undefined) {
      place = texts.length;
      texts.push(shown(value));
      if (shared) known.set(value, place);
    }
    places[row] = place;
  }
  return { texts, places };
}

function sharesValues(rows: readonly TableRow[], name: string): boolean {
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  const values = new Set<unknown>();
  let seen = 0;
  for (let row = 0; row < rows.length; row += step, seen += 1) values.add(valueIn(rows[row], name));
  return values.size < seen / 2;
}

/** Each text's rank; equal ones share it. Without a language by code unit, which is the order of ISO days. */
export function* rankTexts(texts: readonly string[], locale: string | null): Work<Float64Array> {
  if (locale === null) {
    const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    return yield* ranksOf(yield* mergeSorted(numbersTo(texts.length), texts, compare), texts, compare);
  }
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const { keys, plain } = yield* part(CollationKeys.learn(texts, locale), 0, 0.15);
  const { quick, rest } = yield* part(apart(plain), 0.15, 0.2);
  const sorted = new PlainTexts(texts, keys, compare);
  yield* part(sorted.sort(quick), 0.2, 0.8);
  if (rest.length === 0) return sorted.ranks;
  const others = yield* part(mergeSorted(rest, texts, compare), 0.8, 0.9);
  const merged = new Uint32Array(texts.length);
  yield* merge(sorted.order, others, merged, 0, texts, compare);
  return yield* ranksOf(merged, texts, compare);
}

type Compare = (a: string, b: string) => number;

function* apart(plain: Uint8Array): Work<{ quick: Uint32Array; rest: Uint32Array }> {
  const quick = new Uint32Array(plain.length);
  const rest = new Uint32Array(plain.length);
  let first = 0;
  let second = 0;
  for (let place = 0; place < plain.length; place += 1) {
    if (plain[place]) quick[first++] = place;
    else rest[second++] = place;
    if (place % CHUNK === 0) yield place / plain.length;
  }
  return { quick: quick.subarray(0, first), rest: rest.subarray(0, second) };
}

/** Texts that have keys: sorted by key, then what shares a key by the key of its further symbols, and so on. */
class PlainTexts {
  order: Uint32Array = new Uint32Array(0);
  readonly ranks: Float64Array;
  private readonly values: Float64Array;

  constructor(
    private readonly texts: readonly string[],
    private readonly keys: CollationKeys,
    private readonly compare: Compare,
  ) {
    this.ranks = new Float64Array(texts.length);
    this.values = new Float64Array(texts.length);
  }

  *sort(places: Uint32Array): Work<void> {
    this.order = places;
    const waiting = [{ start: 0, end: places.length, depth: 0 }];
    for (let group = waiting.pop(); group; group = waiting.pop()) {
      const { start, end, depth } = group;
      if (end - start <= FEW) {
        this.sortFew(start, end);
        if (start % 64 === 0) yield 0.9;
        continue;
      }
      const members = this.order.subarray(start, end);
      for (let at = 0; at < members.length; at += 1) {
        this.values[members[at]!] = this.keys.key(this.texts[members[at]!]!, depth);
        if (at % CHUNK === 0) yield (0.5 * at) / members.length;
      }
      this.order.set(yield* this.sortMembers(members), start);
      yield* this.splitGroup(start, end, depth, waiting);
    }
  }

  /** A sort by radix costs its tables, however few the members. */
  private *sortMembers(members: Uint32Array): Work<Uint32Array> {
    const { values } = this;
    if (members.length < CHUNK) {
      return members.slice().sort((a, b) => values[a]! - values[b]! || a - b);
    }
    return yield* part(sortByKeys(members, values, false), 0.5, 0.9);
  }

  /** Runs of one key that go on are put on the pile; the others have their place. */
  private *splitGroup(
    start: number,
    end: number,
    depth: number,
    waiting: { start: number; end: number; depth: number }[],
  ): Work<void> {
    for (let run = start, step = 0; run < end; step += 1) {
      const key = this.values[this.order[run]!]!;
      let next = run + 1;
      while (next < end && this.values[this.order[next]!] === key) next += 1;
      if (next - run === 1) this.ranks[this.order[run]!] = run;
      else if (this.keys.isLast(key)) yield* this.sortEnded(run, next);
      else if (next - run <= FEW) this.sortFew(run, next);
      else waiting.push({ start: run, end: next, depth: depth + this.keys.symbols });
      run = next;
      if (step % CHUNK === 0) yield 0.95;
    }
  }

  private sortFew(start: number, end: number): void {
    const { texts, compare } = this;
    const members = this.order.subarray(start, end);
    members.sort((a, b) => compare(texts[a]!, texts[b]!) || a - b);
    this.rankGroup(start, end);
  }

  /** Letters are equal to the end: what is left to compare is capitals. */
  private *sortEnded(start: number, end: number): Work<void> {
    const { texts, compare } = this;
    const first = texts[this.order[start]!]!;
    let same = true;
    for (let at = start; same && at < end; at += 1) same = texts[this.order[at]!] === first;
    if (same) {
      for (let at = start; at < end; at += 1) this.ranks[this.order[at]!] = start;
      yield 0.95;
      return;
    }
    const members = this.order.slice(start, end);
    this.order.set(yield* mergeSorted(members, texts, compare), start);
    this.rankGroup(start, end);
  }

  private rankGroup(start: number, end: number): void {
    let rank = start;
    for (let at = start; at < end; at += 1) {
      const text = this.texts[this.order[at]!]!;
      if (at > start && this.compare(this.texts[this.order[at - 1]!]!, text) !== 0) rank = at;
      this.ranks[this.order[at]!] = rank;
    }
  }
}

/** A stable sort by comparison that can be laid down: pieces sorted at once, then merged two by two. */
function* mergeSorted(places: Uint32Array, texts: readonly string[], compare: Compare): Work<Uint32Array> {
  const PIECE = 512;
  let from: Uint32Array = places.slice();
  for (let start = 0; start < from.length; start += PIECE) {
    from.subarray(start, start + PIECE).sort((a, b) => compare(texts[a]!, texts[b]!) || a - b);
    yield (0.5 * start) / from.length;
  }
  let to: Uint32Array = new Uint32Array(from.length);
  for (let width = PIECE; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(from.length, start + width);
      const end = Math.min(from.length, start + 2 * width);
      yield* merge(from.subarray(start, middle), from.subarray(middle, end), to, start, texts, compare);
    }
    [from, to] = [to, from];
  }
  return from;
}

function* merge(
  left: Uint32Array,
  right: Uint32Array,
  to: Uint32Array,
  at: number,
  texts: readonly string[],
  compare: Compare,
): Work<void> {
  let l = 0;
  let r = 0;
  while (l < left.length || r < right.length) {
    const takeLeft =
      r >= right.length || (l < left.length && compare(texts[left[l]!]!, texts[right[r]!]!) <= 0);
    to[at + l + r] = takeLeft ? left[l++]! : right[r++]!;
    if ((l + r) % 1024 === 0) yield 0.75;
  }
}

function* ranksOf(order: Uint32Array, texts: readonly string[], compare: Compare): Work<Float64Array> {
  const ranks = new Float64Array(order.length);
  let rank = 0;
  for (let at = 0; at < order.length; at += 1) {
    if (at > 0 && compare(texts[order[at - 1]!]!, texts[order[at]!]!) !== 0) rank = at;
    ranks[order[at]!] = rank;
    if (at % CHUNK === 0) yield at / order.length;
  }
  return ranks;
}
