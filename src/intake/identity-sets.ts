/** Union–find over 0…n−1, with path halving and union by size: Tarjan (1975), near constant time a step. */
export class DisjointSets {
  private readonly parent: Int32Array;
  private readonly size: Int32Array;

  constructor(readonly elements: number) {
    this.parent = new Int32Array(elements).map((_, element) => element);
    this.size = new Int32Array(elements).fill(1);
  }

  /** The element that stands for the whole set. */
  find(element: number): number {
    let at = element;
    for (;;) {
      const parent = this.parent[at]!;
      if (parent === at) return at;
      const above = this.parent[parent]!;
      this.parent[at] = above;
      at = above;
    }
  }

  join(a: number, b: number): void {
    const [first, second] = [this.find(a), this.find(b)];
    if (first === second) return;
    const [large, small] = this.size[first]! < this.size[second]! ? [second, first] : [first, second];
    this.parent[small] = large;
    this.size[large]! += this.size[small]!;
  }
}

/**
 * For each of `lefts` how many different `rights` it stands with. Pairs with a −1 in them count for nothing.
 * Pairs are sorted as numbers, exact while n × the largest right is below 2⁵³: no set of sets.
 */
export function countPartners(lefts: Int32Array, rights: Int32Array, n: number): Int32Array {
  const partners = new Int32Array(n);
  const first = new Int32Array(n).fill(-1);
  let width = 0;
  for (const right of rights) if (right >= width) width = right + 1;
  const pairs = new Float64Array(lefts.length);
  let several = 0;
  lefts.forEach((left, index) => {
    const right = rights[index]!;
    if (left < 0 || right < 0) return;
    // Most values always stand with the same partner; only the rest is worth sorting.
    if (first[left] === -1 || first[left] === right) {
      first[left] = right;
      partners[left] = 1;
    } else {
      pairs[several++] = left * width + right;
    }
  });
  const sorted = pairs.subarray(0, several).sort();
  let previous = -1;
  for (const pair of sorted) {
    if (pair !== previous) partners[Math.floor(pair / width)]!++;
    previous = pair;
  }
  return partners;
}
