import { logGamma } from '../special';

/** P(N = n), n = 0…most, of orders within t weeks at a rate λ ~ Gamma(r, α) per week: the negative binomial distribution. */
export function countsOfPoissonGamma(r: number, alpha: number, t: number, most: number): Float64Array {
  const [none, each] = [-r * Math.log1p(t / alpha), Math.log(t / (alpha + t))];
  const gammaR = logGamma(r);
  return Float64Array.from({ length: most + 1 }, (_, n) =>
    Math.exp(none + (n > 0 ? logGamma(r + n) - gammaR - logGamma(n + 1) + n * each : 0)),
  );
}
