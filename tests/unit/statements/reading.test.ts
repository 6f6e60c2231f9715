import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { quotedIdentifier } from '../../../src/statements/identifier';
import { offsetOfError } from '../../../src/statements/position';
import { readsOnly, withoutTrailingSemicolon } from '../../../src/statements/reading';
import { outline, relationsRead } from '../../../src/statements/relations';
import { isResultName, resultNameProblem } from '../../../src/statements/result-name';
import { isClosed, pieces, tokens } from '../../../src/statements/tokens';

/** Texts made of what is hard to cut: quotes, comments and dollars, open and closed. */
const awkward = fc
  .array(
    fc.constantFrom(
      ...["'", '"', '--', '/*', '*/', '$$', '$a$', '\n', ';', '(', ')', "e'", '\\', "''", '""'],
      ...['from', 'a', '中文', '😀', '1.5', '::', ' ', '\u3000', 'select', '$1', '_'],
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

describe('tokens', () => {
  it('put together again are the text, with every piece longer than nothing', () => {
    fc.assert(
      fc.property(awkward, (sql) => {
        const cut = [...pieces(sql)];
        expect(cut.map(({ from, to }) => sql.slice(from, to)).join('')).toBe(sql);
        expect(cut.every(({ from, to }) => to > from)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('quotes, dollars and nested comments hide what is in them', () => {
    const sql = `select 'it''s', e'a\\'b', "x""y", $$from z$$, $q$ $$ $q$ /* a /* b */ c */ -- from q\rfrom t`;
    expect(tokens(sql).map(({ value }) => value)).toEqual([
      ...['select', "it's", ',', "a\\'b", ',', 'x"y', ',', 'from z', ',', ' $$ ', 'from', 't'],
    ]);
  });

  it('what is closed is told from what is not', () => {
    for (const open of [`'a`, `'a''`, `"a`, `$$a`, `$a$b$$`, `/* a /* b */`, '(', ')', '(]', `e'\\'`, `)(`])
      expect([open, isClosed(`select ${open}`)]).toEqual([open, false]);
    for (const closed of [`'a'''`, `""""`, `$$$$`, `/* a /* b */ */`, '([{}])', `e'\\''`, `')' -- (`])
      expect([closed, isClosed(`select ${closed}`)]).toEqual([closed, true]);
  });
});

describe('readsOnly', () => {
  it.each([
    'select 1',
    'select 1;;',
    '-- said first\nwith a as (select 1) select * from a ; -- said last',
    'from orders',
    'values (1), (2)',
    'describe orders',
    'summarize select 1',
    'explain analyze select 1',
    'explain (format json) (select 1)',
    'pivot orders on channel using sum(amount)',
    '(select 1) union (select 2)',
    'select \'drop table x; delete\', "insert" from (values (1)) t(insert)',
    'table orders',
  ])('%s is read', (sql) => {
    expect(readsOnly(sql)).toMatchObject({ ok: true });
  });

  it.each([
    ['create table x as select 1', 'CREATE'],
    ['insert into shop.orders select 1', 'INSERT'],
    ['with a as (select 1) delete from shop.orders', 'DELETE'],
    ['with a as (delete from shop.orders returning *) from a', 'DELETE'],
    ['explain analyze update shop.orders set amount = 0', 'UPDATE'],
    ['explain (format json) with a as (select 1) insert into shop.orders from a', 'INSERT'],
    ['/* select */ attach ‘x’', 'ATTACH'],
    ["set variable p_as_of = date '2020-01-01'", 'SET'],
    ["copy (select 1) to 'out/x.csv'", 'COPY'],
    ['pragma version', 'PRAGMA'],
    ['(drop table x)', 'DROP'],
    ['"select" 1', '"SELECT"'],
  ])('%s is refused by its word', (sql, word) => {
    expect(readsOnly(sql)).toMatchObject({
      ok: false,
      reason: { key: 'sql_refused_word', values: { word } },
    });
  });

  it('none and several are refused', () => {
    for (const sql of ['', ' ;; ', '-- nothing\n/* at all */']) {
      expect(readsOnly(sql)).toMatchObject({ ok: false, reason: { key: 'sql_refused_empty' } });
    }
    expect(readsOnly('select 1; drop table x; -- end')).toMatchObject({
      reason: { key: 'sql_refused_several', values: { n: 2 } },
    });
  });

  it('a semicolon at the end goes, one inside a quote stays', () => {
    expect(withoutTrailingSemicolon("select ';' ; ; -- end")).toBe("select ';'  -- end");
    expect(withoutTrailingSemicolon("select ';'\n")).toBe("select ';'");
  });
});

describe('relationsRead', () => {
  it.each([
    ['select * from a, b as x, c', 'a b c'],
    ['from a join B using (x) left join "c d" on a.x in [1, 2], e', 'a B c d e'],
    ['select extract(year from t), trim(both from s), trim(from s) from a where x is distinct from y', 'a'],
    ['select * from a where x is not distinct from b and exists (from c)', 'a c'],
    ["select 'from x' /* from y */ from a -- , z", 'a'],
    ['with a as (from b), c as (from a) select * from c, a, d', 'b d'],
    ['with a as (from a) from a', 'a'],
    ['with recursive a as (select 1 as x union all select x + 1 from a) from a', ''],
    ['with a(x, y) as materialized (from b) from (with b as (from c) from b, a), b', 'b c'],
    ['from x: a, (select 1) y, lateral (select * from b), unnest([1]) u, c', 'a b c'],
    ['from ((select * from a) as s join b using (x)), ((from c) union all (from d))', 'a b c d'],
    ['pivot a on x, y using sum(v), min(v) group by z', 'a'],
    ['from a pivot (sum(x) for y in (1, 2)) order by b, c', 'a'],
    ['unpivot (a join b using (x)) on y, z', 'a b'],
    ['summarize a', 'a'],
    ['describe select * from a', 'a'],
    ['explain analyze from a', 'a'],
    ['from shop.orders, main."ab".c', 'shop.orders main.ab.c'],
    ["from query_table('a'), query('from b'), read_csv('c')", 'a b'],
    ['select * from a tablesample 10%, b using sample 5', 'a b'],
    ['from a select x, y union all from b select c, d', 'a b'],
    ['(from a) except (table b)', 'a b'],
    ['select max(values), count(*) filter (where x > 1) from a group by b, c', 'a'],
    ["from 'file.csv', a asof join b using (x)", 'a b'],
    ['select [(from a), 1], {k: (from b)} from c', 'c a b'],
  ])('%s', (sql, names) => {
    expect(relationsRead(sql).sort().join(' ')).toBe(names.split(' ').sort().join(' '));
  });

  it('never fails and ends, whatever the text', () => {
    fc.assert(
      fc.property(awkward, (sql) => {
        expect(Array.isArray(outline(sql).relations)).toBe(true);
        expect(readsOnly(sql).ok).toBeTypeOf('boolean');
      }),
      { numRuns: 500 },
    );
  });
});

describe('names', () => {
  it('of results are plain, no keyword, no view and nobody else’s', () => {
    for (const name of ['repeaters', '_x1', '复购', 'Best'])
      expect([name, isResultName(name)]).toEqual([name, true]);
    for (const name of [
      '',
      '1a',
      'a b',
      'a"b',
      'a-b',
      'Select',
      'orders',
      'DATA_WINDOW',
      'left',
      'values',
      'x'.repeat(64),
    ])
      expect([name, isResultName(name)]).toEqual([name, false]);
    expect(resultNameProblem('Best', ['best'])).toMatchObject({ key: 'sql_name_taken' });
  });

  it('are quoted only where they must be', () => {
    expect(['orders', '复购', 'a b', 'select', 'a"b', '1a'].map(quotedIdentifier)).toEqual([
      ...['orders', '复购', '"a b"', '"select"', '"a""b"', '"1a"'],
    ]);
    expect(() => quotedIdentifier('a\0')).toThrow(RangeError);
  });
});

describe('offsetOfError', () => {
  it('lies within the text, and is the position itself in ASCII', () => {
    fc.assert(
      fc.property(
        awkward,
        fc.nat(60),
        fc.constantFrom('syntax error at end', 'Table'),
        (sql, position, message) => {
          const offset = offsetOfError(sql, position, message);
          expect(offset).toBeLessThanOrEqual(sql.length);
          if (/^[\0-\x7f]*$/.test(sql)) expect(offset).toBe(Math.min(position, sql.length));
        },
      ),
    );
  });
});
