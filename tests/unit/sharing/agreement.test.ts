import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SharedTable } from '../../../src/document/types';
import { compareResults, compareTables, renamedIn } from '../../../src/sharing/agreement';
import { asksTheSame } from '../../../src/sharing/asks';
import { change, compareRuns, migration } from '../../../src/sharing/two-runs';
import { toTable } from '../../../src/sharing/tables';
import { exampleDocument } from '../document/example';
import { anyResult, CONTEXT, sharedOf, tableOf } from './arbitraries';

const cohorts = tableOf({ cohort: 'date', age: 'integer', rate: 'share', state: 'text' }, [
  ['2011-11-01', 0, 1, 'complete'],
  ['2011-11-01', 1, 0.25, 'partial'],
  ['2011-12-01', 0, 1, 'partial'],
]);
const now = (table: SharedTable, asksTheSame = true) =>
  new Map([['c-1', { asksTheSame, results: { cells: table } }]]);

describe('results against those of a run here', () => {
  it('any result agrees with itself, in any order of rows, and all its numbers are counted', () => {
    fc.assert(
      fc.property(anyResult, fc.boolean(), ({ shape, rows }, reversed) => {
        const table = toTable(rows, shape);
        const other = toTable(reversed ? [...rows].reverse() : rows, shape);
        const compared = compareTables(table, other)!;
        const count = rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'number');
        // Rows that nothing tells apart are matched in their order, which is another when turned round.
        const keys = rows.map((row) => JSON.stringify(compared.keys.map((key) => String(row[key]))));
        fc.pre(!reversed || new Set(keys).size === keys.length);
        expect(compared).toMatchObject({ same: count.length, differences: 0, missingRows: [], newRows: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('changed numbers are named, those and no others', () => {
    const rows = Array.from({ length: 30 }, (_, at) => [`s${at}`, at, at * 1.5] as (string | number)[]);
    const columns = { segment: 'text', customers: 'integer', revenue: 'money' } as const;
    const places = fc.uniqueArray(fc.tuple(fc.nat(29), fc.constantFrom(1, 2)), { selector: String });
    fc.assert(
      fc.property(places, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (changed, by) => {
        const after = rows.map((row) => [...row]);
        for (const [at, column] of changed)
          after[at]![column] = (after[at]![column] as number) * (1 + by) + by;
        const compared = compareTables(tableOf(columns, rows), tableOf(columns, after))!;
        const named = compared.different.map(({ key, column }) => `${String(key[0])} ${column}`);
        const expected = changed.map(([at, column]) => `s${at} ${column === 1 ? 'customers' : 'revenue'}`);
        expect(named.sort()).toEqual(expected.sort());
        expect(compared.same).toBe(60 - changed.length);
      }),
    );
  });

  it('rows are told apart by day and age, and the largest change stands first', () => {
    const after = structuredClone(cohorts);
    after.rows[1] = ['2011-11-01', 1, 0.26, 'complete'];
    after.rows[2] = ['2011-12-01', 0, 0.5, 'partial'];
    after.rows.push(['2011-12-01', 1, 0.1, 'partial']);
    const compared = compareTables(cohorts, after)!;
    expect(compared.keys).toEqual(['cohort', 'age']);
    expect(compared.different.map(({ column, before, after: is }) => [column, before, is])).toEqual([
      ['state', 'partial', 'complete'],
      ['rate', 1, 0.5],
      ['rate', 0.25, 0.26],
    ]);
    expect(compared.newRows).toEqual([['2011-12-01', 1]]);
    expect(compareTables(after, cohorts)!.missingRows).toEqual([['2011-12-01', 1]]);
  });

  it('the last bits of a sum are no difference, a millionth is', () => {
    const one = (value: number) => tableOf({ total: 'money' }, [[value]]);
    expect(compareTables(one(0.1 + 0.2), one(0.3))!.differences).toBe(0);
    expect(compareTables(one(1e6), one(1e6 + 1))!.differences).toBe(1);
    expect(compareTables(one(0), one(1e-12))!.differences).toBe(1);
  });

  it('says “all agree” only where something was compared', () => {
    const shared = sharedOf({ 'c-1': { cells: cohorts } });
    expect(compareResults(shared, now(cohorts))).toMatchObject({ same: 6, differences: 0, allAgree: true });
    expect(compareResults(shared, new Map())).toMatchObject({
      allAgree: false,
      notCompared: [{ cellId: 'c-1', result: 'cells', because: 'not-run' }],
    });
    expect(compareResults(shared, now(cohorts, false)).notCompared[0]?.because).toBe('other-question');
  });

  it('renamed customers are compared with nobody', () => {
    const table = tableOf({ who: 'text', spent: 'money' }, [['C-000001', 5]]);
    const shared = sharedOf({ 'c-1': { cells: table } }, { rowsOfCustomers: 'pseudonyms' });
    const agreement = compareResults(shared, now(cohorts), renamedIn(shared));
    expect(agreement.notCompared).toEqual([{ cellId: 'c-1', result: 'cells', because: 'pseudonyms' }]);
  });

  it('a later as-of day asks the same, another filter does not', () => {
    const before = { params: { grain: 'month' }, context: CONTEXT };
    const later = { ...CONTEXT, asOf: '2012-01-31' };
    expect(asksTheSame(before, { ...before, context: later }, null)).toBe(true);
    const narrowed = { from: '2011-01-01', to: null, dimensions: {}, segment: null };
    expect(asksTheSame(before, { ...before, context: { ...CONTEXT, narrowed } }, null)).toBe(false);
    expect(asksTheSame(before, { ...before, params: { grain: 'week' } }, null)).toBe(false);
  });
});

describe('two runs of a notebook', () => {
  const segments = (lost: number, champions: number | null) =>
    tableOf({ position: 'integer', segment: 'text', customers: 'integer', revenue: 'money' }, [
      ...(champions === null ? [] : [[1, 'Champions', champions, 10 * champions]]),
      [2, 'Lost', lost, lost],
    ]);
  const who = (rows: [string, string][]) => tableOf({ customer_key: 'text', segment: 'text' }, rows);
  const run = (tables: Record<string, SharedTable>, customers: number, rowsOfCustomers: 'none' | 'real') => ({
    cells: exampleDocument().cells,
    results: sharedOf(
      { 'c-3': tables },
      { rowsOfCustomers, scope: { customers, orders: 2 * customers, revenue: 7 } },
    ),
  });

  it('says by how much each main number changed', () => {
    const compared = compareRuns(
      run({ segments: segments(20, null) }, 20, 'none'),
      run({ segments: segments(15, 9) }, 24, 'none'),
      [],
    );
    expect(compared.scope[0]).toEqual({
      total: 'customers',
      before: 20,
      after: 24,
      absolute: 4,
      relative: 0.2,
    });
    expect(compared.segments).toEqual([
      { segment: 'Champions', before: 0, after: 9, absolute: 9, relative: null },
      { segment: 'Lost', before: 20, after: 15, absolute: -5, relative: -0.25 },
    ]);
    expect(compared.cells[0]?.rows.map((row) => row.in)).toEqual(['both', 'after']);
    expect(compared.migration).toBeNull();
    expect(change(null, 4)).toEqual({ before: null, after: 4, absolute: null, relative: null });
  });

  it('follows customers only under their real ids, and loses none', () => {
    const before = who([
      ['a', 'Lost'],
      ['b', 'Lost'],
      ['c', 'Champions'],
    ]);
    const after = who([
      ['a', 'Champions'],
      ['b', 'Lost'],
      ['d', 'Lost'],
    ]);
    const of = (customers: SharedTable) => ({ segments: segments(2, 1), customers });
    const real = compareRuns(run(of(before), 3, 'real'), run(of(after), 3, 'real'), []);
    expect(real.migration).toEqual({
      segments: ['Champions', 'Lost'],
      counts: [
        [0, 0],
        [1, 1],
      ],
      arrived: [0, 1],
      left: [1, 0],
    });
    expect(compareRuns(run(of(before), 3, 'none'), run(of(after), 3, 'real'), []).migration).toBeNull();
    const anyShop = fc.uniqueArray(
      fc.tuple(fc.stringMatching(/^[a-f]{1,2}$/), fc.constantFrom('x', 'y', 'z')),
      {
        selector: ([key]) => key,
      },
    );
    fc.assert(
      fc.property(anyShop, anyShop, (old, is) => {
        const { counts, arrived, left } = migration(who(old), who(is));
        const sum = (list: number[]) => list.reduce((total, each) => total + each, 0);
        expect(sum(counts.flat()) + sum(arrived)).toBe(is.length);
        expect(sum(counts.flat()) + sum(left)).toBe(old.length);
      }),
    );
  });
});
