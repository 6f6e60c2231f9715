/**
 * Purchase histories of customers, merged where they are equal; all four arrays of one length. Times are weeks
 * (days / 7) since the customer's first purchase day.
 */
export interface Histories {
  /** Repeat purchase days: purchase days less the first. */
  x: Float64Array;
  /** From the first to the last purchase day; 0 where there was no other. */
  tx: Float64Array;
  /** From the first purchase day to the end of observation. */
  T: Float64Array;
  /** Customers with this history. */
  weight: Float64Array;
}

export interface History {
  x: number;
  tx: number;
  T: number;
}

export interface Fit {
  /** In the order of `names`; rates are per week. */
  parameters: number[];
  names: string[];
  /** From the inverse Hessian of the negative log-likelihood; null where the data do not pin every parameter down. */
  standardErrors: number[] | null;
  /** Of the logarithms of the parameters, n × n; null where the standard errors are. */
  logCovariance: number[][] | null;
  logLikelihood: number;
  /** The slopes are zero and no parameter has run away. */
  converged: boolean;
  evaluations: number;
}

/** The distinct values of all arrays, ascending, and for each array where its elements stand among them. */
export function ranked(...arrays: readonly Float64Array[]): { values: Float64Array; indices: Int32Array[] } {
  const values = Float64Array.from(new Set(arrays.flatMap((array) => [...new Set(array)]))).sort();
  const place = new Map<number, number>();
  values.forEach((value, i) => place.set(value, i));
  return { values, indices: arrays.map((array) => Int32Array.from(array, (value) => place.get(value)!)) };
}

/** Histories sorted by their count, so that what depends on it alone is worked out once a group. */
export interface ByCount {
  histories: Histories;
  groups: { x: number; from: number; to: number }[];
}

export function byCount(histories: Histories): ByCount {
  const compare = (one: number, other: number) =>
    histories.x[one]! - histories.x[other]! ||
    histories.T[one]! - histories.T[other]! ||
    histories.tx[one]! - histories.tx[other]!;
  const order = Uint32Array.from(histories.x.keys());
  // As SQL hands them over they are sorted already, and there may be many.
  if (order.some((at) => at > 0 && compare(at - 1, at) > 0)) order.sort(compare);
  const sorted = (column: Float64Array) => Float64Array.from(order, (at) => column[at]!);
  const x = sorted(histories.x);
  const groups: ByCount['groups'] = [];
  x.forEach((count, i) => {
    const last = groups.at(-1);
    if (last?.x === count) last.to = i + 1;
    else groups.push({ x: count, from: i, to: i + 1 });
  });
  const rest = { tx: sorted(histories.tx), T: sorted(histories.T), weight: sorted(histories.weight) };
  return { histories: { x, ...rest }, groups };
}

/** Every n-th history, in the order of `byCount`, so that at most `most` are left: a like sample of them. */
export function sampled(histories: Histories, most: number): Histories {
  const every = Math.ceil(histories.x.length / most);
  if (every <= 1) return histories;
  const { histories: sorted } = byCount(histories);
  const kept = (column: Float64Array) => column.filter((_, i) => i % every === 0);
  return { x: kept(sorted.x), tx: kept(sorted.tx), T: kept(sorted.T), weight: kept(sorted.weight) };
}
