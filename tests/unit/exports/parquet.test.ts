import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnType, ResultShape, Row } from '../../../src/analyses/define';
import type { Provenance } from '../../../src/exports/provenance';
import { exportTable } from '../../../src/exports/registry';
import type { TableOptions } from '../../../src/exports/table';

const folder = mkdtempSync(join(tmpdir(), 'regulars-parquet-'));
const path = join(folder, 'a.parquet');
let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => rmSync(folder, { recursive: true }));

const provenance: Provenance = {
  notebook: '回头客',
  title: 'Customers',
  analysis: null,
  params: {},
  asOf: '2011-12-09',
  window: null,
  sources: [],
};
const shapeOf = (columns: Record<string, ColumnType>): ResultShape =>
  Object.fromEntries(
    Object.entries(columns).map(([name, type]) => [name, { type, label: () => 'The same label' }]),
  );
async function written(rows: Row[], shape: ResultShape, options?: TableOptions): Promise<ArrayBuffer> {
  const { blob, name } = await exportTable('parquet', { rows, shape, provenance }, options);
  expect(name).toBe('回头客 - Customers - 2011-12-09.parquet');
  const bytes = await blob.arrayBuffer();
  writeFileSync(path, new Uint8Array(bytes));
  return bytes;
}
const asked = async (sql: string) => (await connection.run(sql)).getRows();

describe('Parquet, as native DuckDB reads it', () => {
  const types = {
    key: 'text',
    n: 'integer',
    x: 'number',
    exact: 'money',
    near: 'money',
    rate: 'share',
    on: 'date',
    yes: 'boolean',
  } as const;

  it('has a type a column and every value to the digit', async () => {
    await written(
      [
        {
          key: "O'Reilly",
          n: -3,
          x: 0.1,
          exact: '8911407.9040',
          near: -12.5,
          rate: 0.2365,
          on: '2011-12-09',
          yes: true,
        },
        {
          key: '张伟 😀',
          n: 9_007_199_254_740_991,
          x: 1 / 3,
          exact: '-0.05',
          near: 1e-7,
          rate: 1,
          on: '1899-12-31',
          yes: false,
        },
        { key: null, n: null, x: NaN, exact: null, near: null, rate: null, on: null, yes: null },
      ],
      shapeOf(types),
    );
    expect(await asked(`select column_name, column_type from (describe from '${path}')`)).toEqual([
      ['key', 'VARCHAR'],
      ['n', 'BIGINT'],
      ['x', 'DOUBLE'],
      ['exact', 'DECIMAL(18,4)'],
      ['near', 'DOUBLE'],
      ['rate', 'DOUBLE'],
      ['on', 'DATE'],
      ['yes', 'BOOLEAN'],
    ]);
    expect(
      await asked(`select key, n::varchar, x, exact::varchar, near, rate, "on"::varchar, yes from '${path}'`),
    ).toEqual([
      ["O'Reilly", '-3', 0.1, '8911407.9040', -12.5, 0.2365, '2011-12-09', true],
      ['张伟 😀', '9007199254740991', 1 / 3, '-0.0500', 1e-7, 1, '1899-12-31', false],
      [null, null, null, null, null, null, null, null],
    ]);
  });

  it('carries where the numbers come from', async () => {
    await written([{ n: 1 }], shapeOf({ n: 'integer' }));
    const [row] = await asked(`select decode(key), decode(value) from parquet_kv_metadata('${path}')`);
    expect(row?.[0]).toBe('regulars');
    expect(JSON.parse(String(row?.[1]))).toEqual({
      format: 'regulars-table',
      version: 1,
      ...provenance,
      columns: [{ name: 'n', type: 'integer', label: 'The same label' }],
    });
  });

  it('turns a column into text rather than lose what does not fit', async () => {
    await written(
      [
        { n: 1.5, x: 'n/a', on: 'soon', yes: 'maybe', exact: '1.5', big: '12345678901234567890.5' },
        { n: 2, x: 3, on: '2011-12-09', yes: true, exact: 2, big: '1' },
      ],
      shapeOf({ n: 'integer', x: 'number', on: 'date', yes: 'boolean', exact: 'money', big: 'money' }),
    );
    expect(await asked(`select * from '${path}'`)).toEqual([
      [1.5, 'n/a', 'soon', 'maybe', 1.5, 12345678901234567890.5],
      [2, '3', '2011-12-09', 'true', 2, 1],
    ]);
  });

  it('is a table without rows, too, and has labels for names where asked, each once', async () => {
    await written([], shapeOf(types), { headings: 'labels' });
    const columns = await asked(`select column_name from (describe from '${path}')`);
    expect(columns.slice(0, 3).flat()).toEqual([
      'The same label',
      'The same label (2)',
      'The same label (3)',
    ]);
    expect(await asked(`select count(*)::int from '${path}'`)).toEqual([[0]]);
  });

  it('of 100,000 rows holds each row once and adds up', async () => {
    const rows = Array.from({ length: 100_000 }, (_, n): Row => ({
      key: `C${n}`,
      n,
      exact: `${n}.25`,
      on: '2011-12-09',
    }));
    const bytes = await written(rows, shapeOf({ key: 'text', n: 'integer', exact: 'money', on: 'date' }));
    expect(
      await asked(
        `select count(*)::int, count(distinct key)::int, sum(n)::varchar, sum(exact)::varchar from '${path}'`,
      ),
    ).toEqual([[100_000, 100_000, '4999950000', '4999975000.00']]);
    const last = await parquetReadObjects({ file: bytes, rowStart: 99_999, rowEnd: 100_000 });
    expect(last[0]).toMatchObject({ key: 'C99999', n: 99_999n });
  });
});
