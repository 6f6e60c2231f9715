/** Nodes and weights on [−1, 1]. */
export interface Quadrature {
  nodes: Float64Array;
  weights: Float64Array;
}

/**
 * Gauss–Legendre quadrature with n nodes: exact for polynomials up to degree 2n − 1. Roots of the Legendre polynomial by
 * Newton's method from Tricomi's approximation (Press et al., Numerical Recipes, §4.6).
 */
export function gaussLegendre(n: number): Quadrature {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step += 1) {
      let value = 1;
      let before = 0;
      for (let k = 1; k <= n; k += 1)
        [value, before] = [((2 * k - 1) * x * value - (k - 1) * before) / k, value];
      slope = (n * (x * value - before)) / (x * x - 1);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    nodes[n - 1 - i] = x;
    weights[n - 1 - i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

/** ∫ f over [from, to]. */
export function integrate(
  { nodes, weights }: Quadrature,
  from: number,
  to: number,
  f: (at: number) => number,
): number {
  const half = (to - from) / 2;
  const middle = (to + from) / 2;
  let sum = 0;
  for (let i = 0; i < nodes.length; i += 1) sum += weights[i]! * f(middle + half * nodes[i]!);
  return sum * half;
}
