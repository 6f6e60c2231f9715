/** B(2k) / (2k (2k − 1)) of Stirling's series, Abramowitz & Stegun 6.1.41. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];
/** B(2k) / (2k) of the asymptotic series of the digamma function, Abramowitz & Stegun 6.3.18. */
const DIGAMMA = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12];
/** From here on the series are exact to the last digits of a double; smaller arguments are carried up. */
const ASYMPTOTIC_FROM = 10;
const HALF_LOG_TWO_PI = 0.918938533204672741780329736406;

/**
 * ln Γ(x) for x > 0, to about 1e-14 (absolute where it is near 0, relative elsewhere); NaN for x ≤ 0.
 * Recurrence Γ(x + 1) = x Γ(x) up to 10, then Stirling's series (Abramowitz & Stegun 6.1.41).
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return NaN;
  if (x === Infinity) return Infinity;
  let product = 1;
  let at = x;
  while (at < ASYMPTOTIC_FROM) {
    product *= at;
    at += 1;
  }
  const inverse = 1 / at;
  const square = inverse * inverse;
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k -= 1) series = series * square + STIRLING[k]!;
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + series * inverse - Math.log(product);
}

/** ψ(x) = d ln Γ(x) / dx for x > 0, to about 1e-14; NaN for x ≤ 0. Abramowitz & Stegun 6.3.5 and 6.3.18. */
export function digamma(x: number): number {
  if (!(x > 0)) return NaN;
  let carried = 0;
  let at = x;
  while (at < ASYMPTOTIC_FROM) {
    carried += 1 / at;
    at += 1;
  }
  const square = 1 / (at * at);
  let series = 0;
  for (let k = DIGAMMA.length - 1; k >= 0; k -= 1) series = series * square + DIGAMMA[k]!;
  return Math.log(at) - 0.5 / at - series * square - carried;
}

/** ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), for a, b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** ln(1 + e^y) without overflow. */
export function log1pExp(y: number): number {
  return y > 0 ? y + Math.log1p(Math.exp(-y)) : Math.log1p(Math.exp(y));
}

const TERMS_AT_MOST = 200_000;
const RESCALE_ABOVE = 1e200;

/** Σ of a series as `sum × e^logScale`, so that neither overflows. */
export interface ScaledSum {
  sum: number;
  logScale: number;
}

/**
 * Σ from n = 1 of (a)ₙ (b)ₙ₋₁ zⁿ / ((c)ₙ₋₁ n!), 0 ≤ z < 1, c > 0: what is left of ₂F₁(a, b − 1; c − 1; z) − 1 when
 * (b − 1) / (c − 1) is taken out, so that it stays exact where b or c is near 1.
 */
export function shiftedSeries(a: number, b: number, c: number, z: number): ScaledSum {
  let term = a * z;
  let sum = term;
  let logScale = 0;
  for (let n = 1; n < TERMS_AT_MOST; n += 1) {
    const ratio = ((a + n) * (b + n - 1) * z) / ((c + n - 1) * (n + 1));
    term *= ratio;
    sum += term;
    if (Math.abs(term) > RESCALE_ABOVE) {
      term /= RESCALE_ABOVE;
      sum /= RESCALE_ABOVE;
      logScale += Math.log(RESCALE_ABOVE);
    }
    if (Math.abs(term) <= 1e-17 * Math.abs(sum) && Math.abs(ratio) < 1) return { sum, logScale };
  }
  return { sum, logScale };
}

/**
 * ln of Gauss' ₂F₁(a, b; c; z) for a, b, c > 0 and 0 ≤ z < 1, where all terms of the series are positive.
 * Abramowitz & Stegun 15.1.1.
 */
export function logHyp2f1(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  let logScale = 0;
  for (let n = 0; n < TERMS_AT_MOST; n += 1) {
    const ratio = ((a + n) * (b + n) * z) / ((c + n) * (n + 1));
    term *= ratio;
    sum += term;
    if (term > RESCALE_ABOVE) {
      term /= RESCALE_ABOVE;
      sum /= RESCALE_ABOVE;
      logScale += Math.log(RESCALE_ABOVE);
    }
    if (term <= 1e-17 * sum && ratio < 1) break;
  }
  return Math.log(sum) + logScale;
}

/**
 * Gauss' ₂F₁(a, b; c; z) for c > 0 and z < 1. Negative z by Pfaff's, c < a + b by Euler's transformation
 * (Abramowitz & Stegun 15.3.3–15.3.5), which leave the shortest series. Slow within 1e-4 of z = 1.
 */
export function hyp2f1(a: number, b: number, c: number, z: number): number {
  if (z === 0) return 1;
  if (z < 0) return (1 - z) ** -a * hyp2f1(a, c - b, c, z / (z - 1));
  if (a > 0 && b > 0) {
    if (c - a > 0 && c - b > 0 && c < a + b)
      return Math.exp((c - a - b) * Math.log1p(-z) + logHyp2f1(c - a, c - b, c, z));
    return Math.exp(logHyp2f1(a, b, c, z));
  }
  const { sum, logScale } = shiftedSeries(a, b + 1, c + 1, z);
  return 1 + (b / c) * sum * Math.exp(logScale);
}
