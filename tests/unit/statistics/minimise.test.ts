import { expect, test } from 'vitest';
import {
  hessian,
  inverseOfPositive,
  minimise,
  withNumericalGradient,
  type Minimum,
} from '../../../src/statistics/minimise';

function finished<T>(run: Generator<void, T>): { value: T; turns: number } {
  let turns = 0;
  let part = run.next();
  while (!part.done) {
    turns += 1;
    part = run.next();
  }
  return { value: part.value, turns };
}

test('the minimum of Rosenbrock’s valley is found from the usual start, with one turn an evaluation', () => {
  const { value: found, turns } = finished<Minimum>(
    minimise(
      ([x, y], gradient) => {
        gradient.set([-2 * (1 - x!) - 400 * x! * (y! - x! * x!), 200 * (y! - x! * x!)]);
        return (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2;
      },
      Float64Array.of(-1.2, 1),
    ),
  );
  expect(found.converged).toBe(true);
  expect([...found.at].every((part) => Math.abs(part - 1) < 1e-7)).toBe(true);
  expect(found.evaluations).toBe(turns);
  expect(turns).toBeLessThan(100);
});

test('a numerical gradient does, and places out of bounds are kept away from', () => {
  const objective = withNumericalGradient(([x, y]) =>
    x! <= 0 ? Infinity : x! - Math.log(x!) + (y! - 3) ** 4,
  );
  const { value: found } = finished(minimise(objective, Float64Array.of(9, 2), { tolerance: 1e-7 }));
  expect(found.at[0]).toBeCloseTo(1, 4);
  expect(found.at[1]).toBeCloseTo(3, 1);
});

test('a function without a minimum ends unconverged, with numbers', () => {
  const { value: found } = finished(
    minimise(([x], gradient) => {
      gradient[0] = -1;
      return -x!;
    }, Float64Array.of(0)),
  );
  expect(found.converged).toBe(false);
  expect(Number.isFinite(found.value)).toBe(true);
});

test('second derivatives and the inverse of their matrix', () => {
  const { value: second } = finished(
    hessian(
      ([x, y], gradient) => {
        gradient.set([4 * x! + y!, x! + 6 * y!]);
        return 2 * x! * x! + x! * y! + 3 * y! * y!;
      },
      Float64Array.of(1, 2),
    ),
  );
  second.flat().forEach((part, i) => expect(part).toBeCloseTo([4, 1, 1, 6][i]!, 8));
  const inverse = inverseOfPositive([
    [4, 1],
    [1, 6],
  ]);
  inverse!.flat().forEach((part, i) => expect(part).toBeCloseTo([6, -1, -1, 4][i]! / 23, 12));
  expect(
    inverseOfPositive([
      [1, 2],
      [2, 1],
    ]),
  ).toBeNull();
});
