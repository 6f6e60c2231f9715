import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeFoundTable } from '../../src/engine/decode-result';
import { composed } from '../../src/statements/compose';
import type { NamedStatement } from '../../src/statements/dependencies';
import { quotedIdentifier } from '../../src/statements/identifier';
import { COLUMN_ONLY, FUNCTION_ONLY, RESERVED } from '../../src/statements/keywords';
import { offsetOfError } from '../../src/statements/position';
import { profileStatements } from '../../src/statements/profile';
import columnsSql from '../../src/statements/columns.sql?raw';
import { schemaOf } from '../../src/statements/schema';
import { FUNCTIONS, TYPES } from '../../src/ui/editor/words';
import { relationsRead } from '../../src/statements/relations';
import { CANONICAL_VIEWS } from '../../src/statements/result-name';
import { TestEngine } from './engine';

let engine: TestEngine;

beforeAll(async () => {
  engine = await TestEngine.open();
  engine.execute("set variable p_as_of = date '2030-01-01'");
});
afterAll(() => engine.close());

interface EngineError {
  name?: string;
  type?: string;
  position?: string;
  exception_message: string;
}

/** What the engine has against a statement, or null. */
function complaint(sql: string): EngineError | null {
  try {
    engine.rows(sql);
    return null;
  } catch (error) {
    const message = (error as Error).message;
    return JSON.parse(message.slice(message.indexOf('{'))) as EngineError;
  }
}

/** The engine's own word: each relation that it misses is made, until the statement binds. */
function relationsMissed(sql: string): string[] {
  const missed: string[] = [];
  try {
    for (;;) {
      const error = complaint(`explain ${sql}`);
      if (error === null) break;
      // A named query that reads its own name reads what has it outside; where nothing has, the engine says it otherwise.
      const inside = /^There is a WITH item named "(.*)", but/.exec(error.exception_message)?.[1];
      const name = error.type === 'Table' ? error.name : inside;
      if (name === undefined) throw new Error(`${sql}\n${error.exception_message}`);
      if (missed.includes(name)) throw new Error(`${sql}\n${error.exception_message}`);
      missed.push(name);
      engine.execute(`create view ${quotedIdentifier(name)} as select 1 as x, 2 as y, 3 as z`);
    }
  } finally {
    for (const name of missed) engine.execute(`drop view ${quotedIdentifier(name)}`);
  }
  return missed;
}

const NAMES = ['ra', 'Rb', '"r c"', 'rd'];

const depth = fc.createDepthIdentifier();

/** Queries that all give one column `x`, over few names, so that named queries hide relations often. */
const { query } = fc.letrec<{ query: string; table: string; condition: string; joined: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, depthIdentifier: depth, withCrossShrink: true },
    fc
      .tuple(tie('joined'), tie('condition'))
      .map(([from, where]) => `select t0.x from ${from} where ${where}`),
    fc.tuple(tie('table')).map(([from]) => `from ${from} t select t.x`),
    fc
      .tuple(fc.subarray(NAMES, { minLength: 1, maxLength: 2 }), tie('query'), tie('query'), tie('query'))
      .map(([[first, second], a, b, main]) =>
        second === undefined
          ? `with ${first} as (${a}) ${nested(main)}`
          : `with ${first}(x) as (${a}), ${second} as (${b}) ${nested(main)}`,
      ),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a}) union all (${b})`),
    fc
      .tuple(tie('table'))
      .map(
        ([from]) =>
          `select "2" as x from (pivot (select 1 as x, 2 as y from ${from}) on y in (2) using sum(x))`,
      ),
  ),
  joined: fc
    .array(tie('table'), { minLength: 1, maxLength: 3 })
    .chain((tables) =>
      fc
        .constantFrom(', ', ' join ', ' -- from zz\n left join ')
        .map((by) =>
          tables
            .map((table, index) =>
              by === ', ' || index === 0
                ? `${table} as t${index}`
                : `${table} as t${index} on t${index}.x in [1, 2]`,
            )
            .join(by),
        ),
    ),
  table: fc.oneof(
    { maxDepth: 3, depthIdentifier: depth, withCrossShrink: true },
    { weight: 4, arbitrary: fc.constantFrom(...NAMES) },
    tie('query').map((inner) => `(${inner})`),
    fc.constantFrom('(select * from (values (1)) as v(x)) /* , zz */', '(select unnest([1]) as x)'),
  ),
  condition: fc.oneof(
    { maxDepth: 3, depthIdentifier: depth },
    fc.constantFrom(
      ...[
        "'from zz' <> 'a'",
        '1 is not distinct from 2',
        "trim(both 'a' from 'ab') = 'b'",
        '$$from zz, rd$$ <> $$a$$',
      ],
      "extract(year from date '2020-01-01') = 2020",
    ),
    tie('query').map((inner) => `exists (${inner})`),
    tie('query').map((inner) => `t0.x in (${inner})`),
  ),
}));

/** The engine takes no `with` right behind a `with`. */
const nested = (sql: string): string => (sql.startsWith('with') ? `select x from (${sql})` : sql);
const folded = (names: readonly string[]): string[] =>
  [...new Set(names.map((name) => name.toLowerCase()))].sort();

describe('what a statement reads', () => {
  it('is what the engine says it reads', () => {
    fc.assert(
      fc.property(query, (sql) => {
        expect(folded(relationsRead(sql))).toEqual(folded(relationsMissed(sql)));
      }),
      { numRuns: 30 },
    );
  });

  it('the views of the notebook’s scope are all there are', () => {
    const views = engine.rows(
      "select view_name from duckdb_views() where not internal and schema_name = 'main'",
    );
    expect(views.map(({ view_name }) => view_name).sort()).toEqual([...CANONICAL_VIEWS].sort());
  });
});

describe('names', () => {
  it('the keywords are the engine’s', () => {
    const words = (category: string) =>
      engine
        .rows(`select keyword_name from duckdb_keywords() where keyword_category = '${category}' order by 1`)
        .map(({ keyword_name }) => keyword_name);
    expect([...RESERVED].sort()).toEqual(words('reserved').sort());
    expect([...FUNCTION_ONLY].sort()).toEqual(words('type_function').sort());
    expect([...COLUMN_ONLY].sort()).toEqual(words('column_name').sort());
  });

  it('any text comes back as the name of a relation and a column', () => {
    const hostile = [
      'a"; drop view orders; --',
      "it's",
      'select',
      'a b',
      '"',
      '""',
      '1',
      '中文',
      'é',
      'left',
      'values',
    ];
    const name = fc
      .oneof(fc.constantFrom(...hostile), fc.string({ minLength: 1, unit: 'grapheme' }))
      .filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(name, (text) => {
        const quoted = quotedIdentifier(text);
        const [row] = engine.rows(
          `with ${quoted} as (select 1 as ${quoted}) select ${quoted} from ${quoted}`,
        );
        expect(Object.keys(row!)).toEqual([text]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('composed statements', () => {
  const cells = (...texts: [name: string | null, sql: string][]): NamedStatement[] =>
    texts.map(([name, sql], index) => ({ id: `c${index}`, name, sql }));
  const rows = (list: NamedStatement[], index = list.length - 1) => {
    const text = composed(list[index]!, list);
    if (!text.ok) throw new Error(text.reason.key);
    return engine.rows(text.sql);
  };

  beforeEach(() => {
    engine.loadOrders([
      { customer: 'a', at: '2011-01-01', amount: 10 },
      { customer: 'a', at: '2011-02-01', amount: 20 },
      { customer: 'b', at: '2011-01-05', amount: 5 },
    ]);
  });

  const per = 'select customer_id, count(*)::integer as n from orders group by customer_id -- each customer';
  it.each([
    ['select n from per order by n', [{ n: 1 }, { n: 2 }]],
    ['from per select n order by n desc;', [{ n: 2 }, { n: 1 }]],
    ['-- the most\nwith best as (select max(n) as n from per) select * from best -- end', [{ n: 2 }]],
    [
      'with recursive r as (select min(n) as n from per union all select n + 1 from r where n < 2) from r order by n',
      [{ n: 1 }, { n: 2 }],
    ],
    ['(select n from per where n = 1) union all (select 9)', [{ n: 1 }, { n: 9 }]],
    ['(with x as (from per) select n from x where n = 1) union all (select 9)', [{ n: 1 }, { n: 9 }]],
    [
      'with x as (from per), per as (select 7 as n) select max(x.n) as n, max(per.n) as own from x, per',
      [{ n: 2, own: 7 }],
    ],
    [
      'select column_name, count::integer as n from (summarize per) order by 1',
      [
        { column_name: 'customer_id', n: 2 },
        { column_name: 'n', n: 2 },
      ],
    ],
    ['select n from two order by n', [{ n: 1 }, { n: 2 }]],
    ['select "复购".n from "复购", PER where PER.n = "复购".n order by 1', [{ n: 1 }, { n: 2 }]],
  ])('%s', (sql, expected) => {
    const list = cells(
      ['per', per],
      ['two', 'with per as (from per) from per;'],
      ['复购', 'from two'],
      [null, sql],
    );
    expect(rows(list)).toEqual(expected);
  });

  it('statements that describe keep doing so, and can be read by name', () => {
    const list = cells(
      ['per', per],
      ['shape', 'describe per'],
      [null, 'summarize from per'],
      [null, 'explain analyze select * from per'],
    );
    expect(rows(list, 1).map(({ column_name }) => column_name)).toEqual(['customer_id', 'n']);
    expect(rows(list, 2).map(({ min }) => min)).toEqual(['1', '1']);
    expect(rows(list, 3)[0]).toMatchObject({ explain_key: 'analyzed_plan' });
    expect(
      rows([...list, { id: 'count', name: null, sql: 'select count(*)::integer as n from shape' }]),
    ).toEqual([{ n: 2 }]);
    expect(rows(cells(['p', 'pivot orders on customer_id using count(*)'], [null, 'from p']))).toHaveLength(
      3,
    );
  });

  it('the text without what it reads is the text as it was', () => {
    const list = cells(['per', per], [null, '  select 1 as x -- all ']);
    expect(composed(list[1]!, list)).toMatchObject({
      ok: true,
      sql: '  select 1 as x -- all ',
      cells: ['c1'],
    });
  });

  it('circles, cells that cannot be read and texts that are not closed are refused', () => {
    const list = cells(
      ['a', 'from b'],
      ['b', 'from c'],
      ['c', 'from a'],
      ['d', 'from d'],
      ['e', 'select 1'],
      [null, 'from a'],
    );
    for (const index of [0, 1, 2, 5]) {
      expect(composed(list[index]!, list)).toMatchObject({
        ok: false,
        reason: { key: 'sql_circle', values: { names: 'a → b → c → a' } },
      });
    }
    expect(composed(list[3]!, list)).toMatchObject({ reason: { key: 'sql_circle_self' } });
    expect(composed(list[4]!, list)).toMatchObject({ ok: true });
    for (const sql of [
      'select 1), b as (select 2',
      "select 'a",
      'select 1; select 2',
      'explain select 1',
      'drop view orders',
      'select 1 /*',
    ])
      expect(
        composed(cells([null, 'from n'])[0]!, [...cells([null, 'from n']), { id: 'n', name: 'n', sql }]),
      ).toMatchObject({ ok: false, cell: 'n', reason: { key: 'sql_source_refused', values: { name: 'n' } } });
  });

  it('an error is found in the cell it comes from, whatever letters stand before it', () => {
    const texts = [
      "select '😀中文' as t, nope as x",
      "select '中', 1 as x from from orders",
      '/* é */ select\u3000unheard(1) as x',
      "select '😀' as x, * from missing_table",
    ];
    const fault = [/nope/, /from orders/, /unheard/, /missing_table/];
    texts.forEach((sql, index) => {
      const before: [string, string][] = [
        ['first', "select '数' as x"],
        ['faulty', `${sql} -- 完`],
      ];
      const list = cells(...before, [null, '-- 我\nwith z as (select * from first) select * from faulty, z']);
      const text = composed(list[2]!, list);
      if (!text.ok) throw new Error(text.reason.key);
      const error = complaint(text.sql)!;
      const offset = offsetOfError(text.sql, Number(error.position), error.exception_message);
      expect(text.origin(offset)).toEqual({ cell: 'c1', offset: sql.search(fault[index]!) });
    });
  });

  it('every part of the composed text leads back to the same letters', () => {
    const list = cells(
      ['per', per],
      ['two', 'summarize per'],
      [null, 'explain with x as (from two) select * from x, per'],
    );
    const text = composed(list[2]!, list);
    if (!text.ok) throw new Error(text.reason.key);
    expect(text.relations).toEqual(['orders']);
    for (const { id, sql } of list) {
      const word = sql.lastIndexOf('per');
      if (word < 0) continue;
      const found = [...text.sql.matchAll(/per/g)].map(({ index }) => text.origin(index));
      expect(found).toContainEqual({ cell: id, offset: word });
    }
  });
});

describe('the profile of a column', () => {
  const cells: NamedStatement[] = [
    {
      id: 'c',
      name: 'mixed',
      sql: `select i as n, i / 4 as half, date '2011-01-01' + i::integer as day, timestamp '2011-01-01' + to_hours(i::integer) as at,
              case when i % 4 = 0 then null else 'k' || (i % 3) end as "a""b", 7 as same, null::integer as nothing
            from range(100) as t(i)`,
    },
  ];
  const profile = (name: string, type: string) => {
    const { summary, spread } = profileStatements('mixed', { name, type }, cells);
    if (!summary.ok || !spread.ok) throw new Error('refused');
    return { summary: engine.rows(summary.sql)[0]!, spread: engine.rows(spread.sql) };
  };
  const counts = (rows: Record<string, unknown>[]) => rows.map(({ row_count }) => Number(row_count));
  const total = (rows: Record<string, unknown>[]) => counts(rows).reduce((sum, n) => sum + n, 0);

  it('counts, finds the ends and spreads whole numbers over whole bins', () => {
    const { summary, spread } = profile('n', 'BIGINT');
    expect(summary).toMatchObject({
      row_count: 100,
      nulls: 0,
      distinct_values: 100,
      lowest: '0',
      highest: '99',
    });
    expect(counts(spread)).toEqual(Array.from({ length: 20 }, () => 5));
    expect(spread[19]).toMatchObject({ bin_from: 95, bin_to: 100 });
  });

  it.each([
    ['half', 'DOUBLE', 20],
    ['day', 'DATE', 20],
    ['at', 'TIMESTAMP', 20],
    ['same', 'INTEGER', 1],
  ])('%s: every row is in a bin', (name, type, bins) => {
    const { spread } = profile(name, type);
    expect([spread.length, total(spread)]).toEqual([bins, 100]);
  });

  it('text has its most frequent values, and a hostile name is a name', () => {
    const { summary, spread } = profile('a"b', 'VARCHAR');
    expect(summary).toMatchObject({ nulls: 25, distinct_values: 3 });
    expect(spread).toEqual([
      { value: 'k0', row_count: 25 },
      { value: 'k1', row_count: 25 },
      { value: 'k2', row_count: 25 },
    ]);
    const empty = profile('nothing', 'INTEGER');
    expect(empty.summary).toMatchObject({ nulls: 100, lowest: null });
    expect(empty.spread).toEqual([]);
  });

  it('every column of every table can be profiled', () => {
    const relations = schemaOf(decodeFoundTable(engine.connection.query(columnsSql)).rows as never, []);
    expect(relations.map(({ name }) => name).sort()).toEqual([...CANONICAL_VIEWS].sort());
    for (const { name, columns } of relations) {
      expect(columns.length).toBeGreaterThan(2);
      for (const column of columns) {
        const { summary, spread } = profileStatements(name, column, []);
        if (!summary.ok || !spread.ok) throw new Error('refused');
        expect(engine.rows(summary.sql)).toHaveLength(1);
        engine.rows(spread.sql);
      }
    }
  });
});

describe('a result of any columns', () => {
  it('has the engine’s own words for every type', () => {
    const sql = `select 1::tinyint as a, sum(i) as b, -1234567.5::decimal(18, 4) as c, 0.1::decimal(38, 10) as d,
        date '2020-01-02' as e, timestamp '2020-01-02 03:04:05.678' as f, timestamp '1969-12-31 23:59:59' as g,
        time '10:00:01' as h, to_months(14) + to_days(3) + to_hours(50) as i, to_microseconds(-3000001) as j,
        [1.5::decimal(4, 1), null] as k, {a: 1} as l, true as m, 'x'::enum('x') as n, null as o, 1::ubigint as p, 'é' as q,
        timestamp 'infinity' as r, to_days(0) as s
      from range(3) as t(i)`;
    const { columns, rows } = decodeFoundTable(engine.connection.query(sql));
    const [text] = engine.rows(`select columns(*)::varchar from (${sql})`);
    const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({
      a: 'integer',
      b: 'integer',
      c: 'number',
      d: 'number',
      e: 'date',
      m: 'boolean',
      f: 'text',
    });
    const [row] = rows;
    for (const { name, type } of columns) {
      const expected = text![name] as string | null;
      if (name === 'l') continue;
      if (expected === null) expect(row![name]).toBe(null);
      else if (type === 'number' || type === 'integer')
        expect([name, row![name]]).toEqual([name, Number(expected)]);
      else if (name === 'j') expect(row![name]).toBe('-00:00:03');
      else expect([name, String(row![name])]).toEqual([name, expected]);
    }
  });

  it('shows as many decimals as the numbers need, and never more than their type has', () => {
    const sql = `select i::decimal(18, 4) as whole, (i / 10)::decimal(18, 4) as tenths, (i / 10)::decimal(18, 1) as one,
        (i / 8)::decimal(18, 4) as eighths, (i / 3)::decimal(18, 6) as thirds, null::decimal(18, 4) as none,
        i::double as units, i / 3 as share, i * 10 / 3 as mean, 1e-9 * i as tiny, 'nan'::double as nan
      from range(5) as t(i)`;
    const { columns } = decodeFoundTable(engine.connection.query(sql));
    expect(columns.map(({ name, decimals }) => [name, decimals])).toEqual([
      ...[
        ['whole', 0],
        ['tenths', 2],
        ['one', 1],
        ['eighths', 3],
        ['thirds', 4],
        ['none', 0],
        ['units', 0],
        ['share', 4],
        ['mean', 2],
        ['tiny', 4],
        ['nan', 0],
      ],
    ]);
  });

  it('keeps columns of one name and of dangerous names apart', () => {
    const sql = 'select 1 as n, 2 as n, 3 as n_1, 4 as "__proto__", 5 as "constructor" from range(2)';
    const { columns, rows } = decodeFoundTable(engine.connection.query(sql));
    expect(columns.map(({ name }) => name)).toEqual(['n', 'n_2', 'n_1', '__proto__', 'constructor']);
    expect(rows.map((row) => columns.map(({ name }) => row[name]))).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]);
  });

  it('reads intervals beyond the first chunk, and their blanks', () => {
    const { rows } = decodeFoundTable(
      engine.connection.query(
        'select case when i = 4000 then null else to_days(i::integer) end as v from range(5000) t(i)',
      ),
    );
    expect([rows[1]!['v'], rows[3999]!['v'], rows[4000]!['v'], rows[4999]!['v']]).toEqual([
      ...['1 day', '3999 days', null, '4999 days'],
    ]);
  });
});

describe('the words of the editor', () => {
  it('its functions are the shipped engine’s: tests/tools/list-functions.mjs writes them', () => {
    const sql = readFileSync(join(import.meta.dirname, '../tools/functions.sql'), 'utf8');
    const list = readFileSync(join(import.meta.dirname, '../../src/ui/editor/duckdb-functions.txt'), 'utf8');
    const lines = engine
      .rows(sql)
      .map((row) => [row['name'], row['kind'], row['parameters'], row['returns'], row['does']].join('\t'));
    expect(list.split('\n').slice(1, -1)).toEqual(lines);
    expect(FUNCTIONS.length).toBeGreaterThan(lines.length);
    for (const name of [
      'sum',
      'date_trunc',
      'quantile_cont',
      'row_number',
      'coalesce',
      'string_agg',
      'strftime',
    ])
      expect(FUNCTIONS.filter((known) => known.name === name)).toHaveLength(1);
  });

  it('window functions and types are known to the engine', () => {
    const windows = FUNCTIONS.filter(({ kind }) => kind === 'window');
    for (const { name } of windows) {
      const given = { ntile: '2', nth_value: 'x, 1' }[name] ?? (/value|lag|lead/.test(name) ? 'x' : '');
      expect([name, complaint(`select ${name}(${given}) over (order by x) from (select 1 as x)`)]).toEqual([
        name,
        null,
      ]);
    }
    const known = new Set(
      engine.rows('select distinct type_name from duckdb_types()').map(({ type_name }) => type_name),
    );
    expect(TYPES.filter((type) => !known.has(type))).toEqual([]);
  });
});
