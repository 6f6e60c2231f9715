import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileOf, openFiles, refusalOf, tableOf } from './packages';

const folder = mkdtempSync(join(tmpdir(), 'parquet-'));
let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A file as native DuckDB writes it. */
async function written(query: string, options = ''): Promise<Buffer> {
  const path = join(folder, 'a.parquet');
  await connection.run(`copy (${query}) to '${path}' (format parquet${options && `, ${options}`})`);
  return readFileSync(path);
}

/** Values as native DuckDB casts them to text. */
async function asText(query: string, columns: string[]): Promise<string[][]> {
  const casts = columns.map((name) => `coalesce("${name}"::varchar, '')`).join(', ');
  const rows = await (await connection.run(`select ${casts} from (${query})`)).getRows();
  return rows as string[][];
}

const TYPED = `select * from (values
  (1::bigint, 12.50::decimal(9,2), date '2011-12-09', timestamp '2011-12-09 12:50:00', 'ann', true, 2.55::double, 1::utinyint, time '08:26:00'),
  (9007199254740993, -0.05, date '1969-12-31', timestamp '1969-12-31 23:59:59.5', 'Zoë, "quoted"', false, 0.1, 255, time '23:59:59.25'),
  (-9223372036854775807, 1234567.89, date '0001-01-01', timestamp '1900-02-28 00:00:00', '订单', null, -1e-7, 0, time '00:00:00'),
  (null, null, null, null, null, null, null, null, null)
) t(id, price, day, moment, name, paid, rate, small, clock)`;
const COLUMNS = ['id', 'price', 'day', 'moment', 'name', 'paid', 'rate', 'small', 'clock'];

describe('Parquet', () => {
  it.each(['snappy', 'zstd', 'gzip', 'brotli', 'lz4_raw', 'uncompressed'])(
    'values of every type read as DuckDB prints them, packed by %s',
    async (codec) => {
      const rows = await tableOf(await written(TYPED, `compression ${codec}`), 'a.parquet');
      const expected = await asText(TYPED, COLUMNS);
      // An exponent is written in full here.
      expected[2]![6] = '-0.0000001';
      expect(rows).toEqual([COLUMNS, ...expected]);
    },
  );

  it('decimals of any width are exact', async () => {
    const query = `select * from (values (1, 0.1234::decimal(4,4), 12345678901234567890123456789012345.678::decimal(38,3), 99999999.99::decimal(10,2)),
      (2, -0.0001, -0.001, -1), (3, null, 0, 0)) t(id, small, wide, middle)`;
    const columns = ['id', 'small', 'wide', 'middle'];
    // DuckDB writes 128-bit decimals as bytes, the others as integers.
    expect(await tableOf(await written(query), 'a.parquet')).toEqual([
      columns,
      ...(await asText(query, columns)),
    ]);
  });

  it('single precision is written as short as it was', async () => {
    const query = `select i as id, (i / 100)::float as price from range(1, 2000) t(i)`;
    const rows = await tableOf(await written(query), 'a.parquet');
    // DuckDB writes a whole one with a point.
    const expected = (await asText(query, ['id', 'price'])).map(([id, price]) => [
      id,
      price!.replace(/\.0$/, ''),
    ]);
    expect(rows.slice(1)).toEqual(expected);
  });

  it('lists and structures are JSON', async () => {
    const query = `select * from (values (1, {'a': 1, 'b': 'x'}, [1, 2], {'n': 9007199254740993::bigint}), (2, null, [], null)) t(id, s, l, n)`;
    expect(await tableOf(await written(query), 'a.parquet')).toEqual([
      ['id', 's', 'l', 'n'],
      ['1', '{"a":1,"b":"x"}', '[1,2]', '{"n":"9007199254740993"}'],
      ['2', '', '[]', ''],
    ]);
  });

  it('reads row group by row group, and old time stamps', async () => {
    const query = `select i as id, 'c' || (i % 977) as customer, timestamp '2011-01-01' + interval (i) minute as at from range(30000) t(i)`;
    const rows = await tableOf(await written(query, 'row_group_size 2048'), 'a.parquet');
    expect(rows.slice(1)).toEqual(await asText(query, ['id', 'customer', 'at']));
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: 'id', data: [1, 2], type: 'INT32' },
        { name: '__proto__', data: ['a', 'b'], type: 'STRING' },
        {
          name: 'at',
          data: [new Date('2011-12-09T12:50:00Z'), new Date('2011-12-10T00:00:00Z')],
          type: 'TIMESTAMP',
        },
      ],
    });
    expect(await tableOf(new Uint8Array(buffer), 'a.parquet')).toEqual([
      ['id', '__proto__', 'at'],
      ['1', 'a', '2011-12-09 12:50:00'],
      ['2', 'b', '2011-12-10 00:00:00'],
    ]);
  });

  it('is refused cut short, changed or encrypted', async () => {
    const file = await written(TYPED);
    const key = async (bytes: Uint8Array) => (await refusalOf(openFiles(fileOf(bytes, 'a.parquet')))).key;
    expect(await key(file.subarray(0, -1))).toBe('opening_refused_parquet');
    expect(await key(file.subarray(0, 60))).toBe('opening_refused_parquet');
    expect(await key(Buffer.from('PARE0000PARE'))).toBe('opening_refused_parquet');
    expect(await key(Buffer.from('PAR1'))).toBe('opening_refused_parquet');
  });
});
