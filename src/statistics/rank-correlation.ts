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

/** Spearman's rank correlation: Pearson's of the ranks, ties at the middle of theirs. Null where either side is all ties. */
export function weightedRankCorrelation(
  one: Float64Array,
  other: Float64Array,
  weight: Float64Array,
): number | null {
  return weightedCorrelation(ranks(one, weight), ranks(other, weight), weight);
}

/** The middle rank of each value among all, weights being how often it is there. */
function ranks(values: Float64Array, weight: Float64Array): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const found = new Float64Array(values.length);
  let before = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    let alike = 0;
    for (; to < order.length && values[order[to]!] === values[order[from]!]; to += 1)
      alike += weight[order[to]!]!;
    for (let i = from; i < to; i += 1) found[order[i]!] = before + (alike + 1) / 2;
    before += alike;
    from = to;
  }
  return found;
}
