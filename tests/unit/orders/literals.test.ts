import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setVariables, sqlLiteral } from '../../../src/orders/literals';
import { TestEngine } from '../../analyses/engine';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const valueOf = (sql: string): unknown => engine.rows(`select ${sql} as v`)[0]?.v;

it('any text comes back as it was, and never as SQL', () => {
  // Without the null character, which the engine's C strings end at; it cannot come from a form or a file either.
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom("'", "''; drop table x; --", '\\', '$$', '{a}', '\n'),
  );
  fc.assert(
    fc.property(
      texts.filter((given) => !given.includes('\0')),
      (given) => {
        expect(valueOf(sqlLiteral(given))).toBe(given);
      },
    ),
    { numRuns: 200 },
  );
});

it('any number comes back as it was', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), (given) => {
      expect(Number(engine.rows(`select (${sqlLiteral(given)})::double as v`)[0]?.v)).toBe(given + 0);
    }),
    { numRuns: 200 },
  );
});

it('values of every kind reach the statements as variables', () => {
  engine.execute(
    setVariables({
      p_text: "O'Neil",
      p_day: { date: '2024-02-29' },
      p_list: ['a', "b'"],
      p_none: null,
      p_empty: [],
      p_on: true,
    }),
  );
  expect(
    engine.rows(`select getvariable('p_text') as t, getvariable('p_day')::varchar as d, getvariable('p_list')[2] as l,
      getvariable('p_none') is null as n, len(getvariable('p_empty'))::integer as e, getvariable('p_on') as o`),
  ).toEqual([{ t: "O'Neil", d: '2024-02-29', l: "b'", n: true, e: 0, o: true }]);
});

it.each([Infinity, NaN])('refuses %s', (given) => {
  expect(() => sqlLiteral(given)).toThrow(RangeError);
});
it('refuses a day that is none', () => {
  expect(() => sqlLiteral({ date: "2024-01-01' or 1" })).toThrow(RangeError);
});
