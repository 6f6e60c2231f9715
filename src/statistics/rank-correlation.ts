/** Σ weight × value ÷ Σ weight. */
export function weightedMean(values: Float64Array, weight: Float64Array): number {
  let [sum, of] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    sum += weight[i]! * values[i]!;
    of += weight[i]!;
  }
  return sum / of;
}

/** Pearson's correlation, each pair as often as its weight says; null where either side does not vary. */
export function weightedCorrelation(
  one: Float64Array,
  other: Float64Array,
  weight: Float64Array,
): number | null {
  const [meanOne, meanOther] = [weightedMean(one, weight), weightedMean(other, weight)];
  let [both, squareOne, squareOther] = [0, 0, 0];
  for (let i = 0; i < one.length; i += 1) {
    const [a, b] = [one[i]! - meanOne, other[i]! - meanOther];
    both += weight[i]! * a * b;
    squareOne += weight[i]! * a * a;
    squareOther += weight[i]! * b * b;
  }
  const scale = Math.sqrt(squareOne) * Math.sqrt(squareOther);
  return scale > 0 ? Math.max(-1, Math.min(1, both / scale)) : null;
}

/** The middle rank of each value among all, weights being how often it is there: Pearson's correlation of ranks is Spearman's. */
export function ranks(values: Float64Array, weight: Float64Array): Float64Array {
  // Sorting numbers themselves is many times quicker than sorting places by a comparison.
  const sorted = values.toSorted();
  let distinct = 0;
  for (let i = 0; i < sorted.length; i += 1)
    if (i === 0 || sorted[i] !== sorted[distinct - 1]) sorted[distinct++] = sorted[i]!;
  const places = new Uint32Array(values.length);
  const middles = new Float64Array(distinct);
  for (let i = 0; i < values.length; i += 1) {
    places[i] = placeOf(values[i]!, sorted, distinct);
    middles[places[i]!]! += weight[i]!;
  }
  let before = 0;
  for (let place = 0; place < distinct; place += 1) {
    const alike = middles[place]!;
    middles[place] = before + (alike + 1) / 2;
    before += alike;
  }
  const found = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) found[i] = middles[places[i]!]!;
  return found;
}

/** Where a value stands among the first `count` sorted ones, of which it is one. */
function placeOf(value: number, sorted: Float64Array, count: number): number {
  let [from, to] = [0, count - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
