/** Terms after which a series or fraction has long settled for any degrees of freedom an analysis has. */
const TERMS = 10_000;
const PRECISION = 1e-16;

/**
 * Probability that a chi-square variable with `degrees` of freedom (a whole number, 1 or more) exceeds `x` ≥ 0.
 *
 * It is the upper incomplete gamma function ratio Q(degrees ÷ 2, x ÷ 2): 1 − its series where x is small, Lentz's continued
 * fraction where it is not, so that small probabilities keep their digits.
 * Source: Abramowitz & Stegun 6.5.29 and 6.5.31; W. J. Lentz, Applied Optics 15 (1976) 668–671.
 * Throws a RangeError for other degrees or a negative or missing x.
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (!Number.isInteger(degrees) || degrees < 1) throw new RangeError(`${degrees} degrees of freedom`);
  if (!(x >= 0)) throw new RangeError(`Chi-square of ${x}`);
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const shape = degrees / 2;
  const at = x / 2;
  const scale = Math.exp(shape * Math.log(at) - at - logGammaOfHalves(degrees));
  return at < shape + 1 ? 1 - scale * lowerSeries(shape, at) : scale * upperFraction(shape, at);
}

/** Probability of a standard normal variable as far from 0 as `z`, on either side. */
export function twoSidedTail(z: number): number {
  return chiSquareTail(z * z, 1);
}

/** ln Γ(n ÷ 2) from Γ(½) = √π or Γ(1) = 1 upwards. */
function logGammaOfHalves(n: number): number {
  let sum = n % 2 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let half = n - 2; half > 0; half -= 2) sum += Math.log(half / 2);
  return sum;
}

function lowerSeries(shape: number, at: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let place = 1; place < TERMS && term > sum * PRECISION; place += 1) {
    term *= at / (shape + place);
    sum += term;
  }
  return sum;
}

function upperFraction(shape: number, at: number): number {
  let b = at + 1 - shape;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let place = 1; place < TERMS; place += 1) {
    const a = -place * (place - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return value;
}
