import type { Work } from './slices';
import { CHUNK } from './values';

const BITS = 11;
const BUCKETS = 1 << BITS;
const MASK = BUCKETS - 1;

/**
 * Rows in order of their keys: stable in both directions, NaN last in both. A radix sort, because it takes the same
 * time for any data and can be laid down after any row. Knuth, The Art of Computer Programming 3, 5.2.5.
 *
 * @param rows  row numbers; not changed
 * @param keys  by row number
 */
export function* sortByKeys(rows: Uint32Array, keys: Float64Array, descending: boolean): Work<Uint32Array> {
  let from: Uint32Array = new Uint32Array(rows.length);
  const absent = new Uint32Array(rows.length);
  let known = 0;
  let unknown = 0;
  let whole = true;
  for (let start = 0; start < rows.length; start += CHUNK) {
    const end = Math.min(rows.length, start + CHUNK);
    for (let at = start; at < end; at += 1) {
      const row = rows[at]!;
      const key = keys[row]!;
      if (Number.isNaN(key)) absent[unknown++] = row;
      else {
        from[known++] = row;
        whole &&= key >>> 0 === key;
      }
    }
    yield (0.2 * end) / rows.length;
  }
  const words = yield* sortableWords(keys, whole, descending);
  let to: Uint32Array = new Uint32Array(rows.length);
  for (const [place, word] of words.entries()) {
    for (let shift = 0; shift < 32; shift += BITS) {
      const moved = yield* pass(from, to, known, word, shift);
      if (moved) [from, to] = [to, from];
      yield 0.3 + (0.7 * (place + (shift + BITS) / 33)) / words.length;
    }
  }
  from.set(absent.subarray(0, unknown), known);
  return from;
}

/** Keys as unsigned words whose order is theirs, the least significant word first. */
function* sortableWords(keys: Float64Array, whole: boolean, descending: boolean): Work<Uint32Array[]> {
  const low = new Uint32Array(keys.length);
  const high = new Uint32Array(whole ? 0 : keys.length);
  const double = new Float64Array(1);
  const halves = new Uint32Array(double.buffer);
  // The halves of a double lie in the machine's order.
  double[0] = 1;
  const [lower, upper] = halves[1] === 0 ? [1, 0] : [0, 1];
  const flip = descending ? 0xffffffff : 0;
  for (let start = 0; start < keys.length; start += CHUNK) {
    const end = Math.min(keys.length, start + CHUNK);
    for (let row = start; row < end; row += 1) {
      if (whole) {
        low[row] = keys[row]! ^ flip;
        continue;
      }
      // Adding zero turns −0 into 0: they are equal.
      double[0] = keys[row]! + 0;
      const sign = halves[upper]! >>> 31 ? 0xffffffff : 0;
      low[row] = halves[lower]! ^ sign ^ flip;
      high[row] = halves[upper]! ^ (sign || 0x80000000) ^ flip;
    }
    yield 0.2 + (0.1 * end) / keys.length;
  }
  return whole ? [low] : [low, high];
}

/** One digit. False, with nothing moved, where it is the same in all rows. */
function* pass(
  from: Uint32Array,
  to: Uint32Array,
  count: number,
  word: Uint32Array,
  shift: number,
): Generator<number, boolean, void> {
  const places = new Uint32Array(BUCKETS);
  for (let start = 0; start < count; start += CHUNK) {
    const end = Math.min(count, start + CHUNK);
    for (let at = start; at < end; at += 1) places[(word[from[at]!]! >>> shift) & MASK]! += 1;
    yield 0.5;
  }
  let next = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const size = places[bucket]!;
    if (size === count) return false;
    places[bucket] = next;
    next += size;
  }
  for (let start = 0; start < count; start += CHUNK) {
    const end = Math.min(count, start + CHUNK);
    for (let at = start; at < end; at += 1) {
      const row = from[at]!;
      to[places[(word[row]! >>> shift) & MASK]!++] = row;
    }
    yield 0.5;
  }
  return true;
}
