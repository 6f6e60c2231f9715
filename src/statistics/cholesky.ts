/** Lower triangle of a Cholesky factor, row by row, `size` × `size`. */
export interface Factor {
  size: number;
  lower: Float64Array;
  /** Columns that are sums of multiples of those before them; left out, as if they were not there. */
  aliased: readonly boolean[];
}

/**
 * Cholesky factor of a symmetric, positive semidefinite matrix: `matrix` = L·Lᵀ, row-major, only its lower triangle is read.
 * A column whose pivot falls below `tolerance` times its own diagonal adds nothing to those before it: it is marked
 * aliased, and solutions are 0 there. So a design's later columns give way to its earlier ones, as in R.
 * Source: Golub & Van Loan, “Matrix Computations”, 4th ed., §4.2.
 */
export function cholesky(matrix: Float64Array, size: number, tolerance = 1e-10): Factor {
  const lower = new Float64Array(size * size);
  const aliased: boolean[] = [];
  for (let row = 0; row < size; row += 1) {
    const start = row * size;
    for (let column = 0; column < row; column += 1) {
      if (aliased[column]) continue;
      const rest = matrix[start + column]! - dot(lower, start, column * size, column);
      lower[start + column] = rest / lower[column * size + column]!;
    }
    const diagonal = matrix[start + row]!;
    const pivot = diagonal - dot(lower, start, start, row);
    const isAliased = !(pivot > tolerance * diagonal);
    aliased.push(isAliased);
    if (isAliased) lower.fill(0, start, start + row);
    else lower[start + row] = Math.sqrt(pivot);
  }
  return { size, lower, aliased };
}

function dot(values: Float64Array, one: number, other: number, length: number): number {
  let sum = 0;
  for (let place = 0; place < length; place += 1) sum += values[one + place]! * values[other + place]!;
  return sum;
}

/** x with `matrix`·x = `right`; 0 at aliased columns. */
export function choleskySolve({ size, lower, aliased }: Factor, right: ArrayLike<number>): Float64Array {
  const solution = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    if (aliased[row]) continue;
    solution[row] = (right[row]! - dotWith(lower, row * size, solution, row)) / lower[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    if (aliased[row]) continue;
    let rest = solution[row]!;
    for (let below = row + 1; below < size; below += 1) rest -= lower[below * size + row]! * solution[below]!;
    solution[row] = rest / lower[row * size + row]!;
  }
  return solution;
}

function dotWith(values: Float64Array, start: number, others: Float64Array, length: number): number {
  let sum = 0;
  for (let place = 0; place < length; place += 1) sum += values[start + place]! * others[place]!;
  return sum;
}

/** Inverse of the matrix, row-major; rows and columns of 0 where aliased. */
export function choleskyInverse(factor: Factor): Float64Array {
  const { size } = factor;
  const inverse = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let column = 0; column < size; column += 1) {
    if (factor.aliased[column]) continue;
    unit[column] = 1;
    choleskySolve(factor, unit).forEach((value, row) => (inverse[row * size + column] = value));
    unit[column] = 0;
  }
  return inverse;
}

/** Natural logarithm of the determinant over the columns that are not aliased. */
export function logDeterminant({ size, lower, aliased }: Factor): number {
  let sum = 0;
  for (let row = 0; row < size; row += 1) if (!aliased[row]) sum += 2 * Math.log(lower[row * size + row]!);
  return sum;
}

/** The rows and columns at `places` of a square matrix. */
export function submatrix(matrix: Float64Array, size: number, places: readonly number[]): Float64Array {
  return Float64Array.from(places.flatMap((row) => places.map((column) => matrix[row * size + column]!)));
}

/** vᵀ·M⁻¹·v. */
export function quadraticForm(factor: Factor, vector: ArrayLike<number>): number {
  return choleskySolve(factor, vector).reduce((sum, value, row) => sum + value * vector[row]!, 0);
}
