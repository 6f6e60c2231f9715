/**
 * Random draws that come out the same in every browser. Only + − × ÷ and comparisons are used: `Math.log` and its kin
 * may differ in the last bit from engine to engine, and one bit makes another shop.
 */
export type Random = () => number;

/** mulberry32 by Tommy Ettinger (public domain): uniform on [0, 1) in steps of 2^-32, with a period of 2^32. */
export function mulberry32(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One seed from two (the finaliser of MurmurHash3), for a stream of its own per customer. */
export function mixed(seed: number, index: number): number {
  let hash = (seed ^ Math.imul(index + 1, 0x9e3779b1)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Exponential with mean 1, by comparisons alone: J. von Neumann, Various techniques used with random digits (1951). */
export function exponential(random: Random): number {
  for (let whole = 0; ; whole += 1) {
    const first = random();
    let previous = first;
    let run = 1;
    for (let next = random(); next < previous; next = random()) {
      previous = next;
      run += 1;
    }
    if (run % 2 === 1) return whole + first;
  }
}

/** Gamma with a whole shape and mean 1. */
export function gamma(random: Random, shape: number): number {
  let sum = 0;
  for (let part = 0; part < shape; part += 1) sum += exponential(random);
  return sum / shape;
}

/** Beta(1, b), b whole: the least of b uniforms. */
export function leastOf(random: Random, b: number): number {
  let least = 1;
  for (let part = 0; part < b; part += 1) least = Math.min(least, random());
  return least;
}

/** A weighted choice, prepared once. */
export function chooser<T>(items: readonly T[], weight: (item: T) => number): (random: Random) => T {
  const ends: number[] = [];
  let total = 0;
  for (const item of items) ends.push((total += weight(item)));
  return (random) => {
    const drawn = random() * total;
    const index = ends.findIndex((end) => drawn < end);
    return items[index < 0 ? items.length - 1 : index] as T;
  };
}
