import fc from 'fast-check';
import type { CellValue, ColumnType, ColumnTypes, Row } from '../../../src/analyses/define';
import type { SharedResults, SharedTable } from '../../../src/document/types';

const day = fc
  .integer({ min: 0, max: 25_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

const VALUES: Record<ColumnType, fc.Arbitrary<CellValue>> = {
  text: fc.string({ unit: 'binary', maxLength: 12 }),
  integer: fc.maxSafeInteger(),
  number: fc.double(),
  money: fc.double({ noNaN: true }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  date: day,
  boolean: fc.boolean(),
};

const columnName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));
const columnType = fc.constantFrom(...(Object.keys(VALUES) as ColumnType[]));

/** Any result: named columns of any type, any rows with nulls among them. Zeros are positive, as JSON's are. */
export const anyResult: fc.Arbitrary<{ shape: ColumnTypes; rows: Row[] }> = fc
  .uniqueArray(fc.record({ name: columnName, type: columnType }), {
    selector: ({ name }) => name,
    minLength: 1,
    maxLength: 5,
  })
  .chain((columns) =>
    fc.record({
      shape: fc.constant(Object.fromEntries(columns.map(({ name, type }) => [name, { type }]))),
      rows: fc.array(
        fc.tuple(...columns.map(({ type }) => fc.option(VALUES[type], { freq: 6 }))).map((values) =>
          Object.fromEntries(
            columns.map(({ name }, at) => {
              const value = values[at] ?? null;
              return [name, value === 0 ? 0 : value];
            }),
          ),
        ),
        { maxLength: 12 },
      ),
    }),
  );

export const CONTEXT = {
  asOf: '2011-12-09',
  window: { firstDay: '2010-12-01', lastDay: '2011-12-09', observedThrough: '2011-12-09' },
};

export function sharedOf(
  results: Record<string, Record<string, SharedTable>>,
  more: Partial<SharedResults> = {},
): SharedResults {
  return {
    at: '2026-01-02T03:04:05.678Z',
    sources: [{ name: 'orders.csv', sha256: 'ab'.repeat(32) }],
    rowsOfCustomers: 'none',
    results: Object.fromEntries(
      Object.entries(results).map(([cellId, tables]) => [
        cellId,
        { question: '["q"]', params: {}, context: CONTEXT, status: 'current' as const, results: tables },
      ]),
    ),
    ...more,
  };
}

/** Rows written as a table: the first line names columns and types. */
export function tableOf(columns: Record<string, ColumnType>, rows: CellValue[][]): SharedTable {
  return { columns: Object.entries(columns).map(([name, type]) => ({ name, type })), rows };
}

/** A generator whose results can be repeated (mulberry32). */
export function seeded(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
