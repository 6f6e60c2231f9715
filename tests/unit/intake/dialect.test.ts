import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecords, sniffDialect } from '../../../src/intake/dialect';
import { columnNames } from '../../../src/intake/header';
import type { ReadOptions } from '../../../src/intake/types';

const fields = (text: string, read = sniffDialect(text).read): string[][] =>
  parseRecords(text, read).map((record) => record.fields);

describe('parseRecords', () => {
  const read = { delimiter: ',', quote: '"', escape: '"' } as const;
  const cases: [string, string, string[][]][] = [
    ['quotes, delimiters and breaks inside quotes', 'a,"b, ""c""\r\nd"\r\n1,2', [['a', 'b, "c"\r\nd'], ['1', '2']]],
    ['LF, CRLF and CR', 'a,b\nc,d\r\ne,f\rg,h', [['a', 'b'], ['c', 'd'], ['e', 'f'], ['g', 'h']]],
    ['blank lines', '\n\na,b\n\n1,2\n\n', [['a', 'b'], ['1', '2']]],
    ['empty fields at the end', 'a,b,\n,,\n', [['a', 'b', ''], ['', '', '']]],
    ['a byte order mark', '\ufeffa,b\n', [['a', 'b']]],
    ['a quote inside a field', '1,5" pipe,3\n4,5,6', [['1', '5" pipe', '3'], ['4', '5', '6']]],
    ['text behind a closing quote', '1,"x" y,3\n4,5,6', [['1', 'x y', '3'], ['4', '5', '6']]],
    ['an opening quote that never closes', '1,"pipe,3\n4,5,6', [['1', '"pipe', '3'], ['4', '5', '6']]],
    ['two of them', '1,"pipe,3\n4,5,6\n7,"hose,9', [['1', '"pipe', '3'], ['4', '5', '6'], ['7', '"hose', '9']]],
    ['spaces around quotes', '1, "p,q" ,3', [['1', 'p,q', '3']]],
    ['nothing', '', []],
  ]; // prettier-ignore
  it.each(cases)('%s', (_, text, expected) =>
    expect(fields(text, { ...read } as ReadOptions)).toEqual(expected),
  );

  it('numbers lines as the file does', () => {
    const text = 'a,b\r\n"x\r\ny",1\r\n\r\n3,4\r\n';
    expect(parseRecords(text, read).map((record) => record.line)).toEqual([1, 2, 5]);
    expect(parseRecords(text, read, 2)).toHaveLength(2);
  });

  it('knows backslash escapes', () => {
    const text = 'a,b\n"say \\"hi, you\\"","c:\\\\"\n';
    expect(fields(text, { ...read, escape: '\\' } as ReadOptions)[1]).toEqual(['say "hi, you"', 'c:\\']);
  });
});

describe('sniffDialect', () => {
  const table = 'customer,date,amount\n1,2026-01-05,"1,5"\n2,2026-01-06,"2,25"\n3,2026-01-07,3\n';

  it.each([',', ';', '\t', '|'] as const)('finds %j', (delimiter) => {
    const text = `id${delimiter}day${delimiter}paid\n${[1, 2, 3].map((n) => [n, `2026-01-0${n}`, `${n},5`].join(delimiter)).join('\n')}`;
    if (delimiter === ',') expect(sniffDialect(table).read.delimiter).toBe(',');
    else expect(sniffDialect(text).read).toMatchObject({ delimiter, columns: ['id', 'day', 'paid'] });
  });

  it('keeps a table with a stray quote whole, wherever the quote stands', () => {
    const rows = (n: number) =>
      Array.from({ length: n }, (_, index) => `C${index},2026-01-05,${index}.50,plain`);
    for (const stray of ['"12 inch', '12" pipe', 'pipe 12"', '"12" pipe', '""12 pipe']) {
      const text = ['id,day,paid,item', ...rows(50), `C50,2026-01-06,1.50,${stray}`, ...rows(50)].join('\n');
      const { read, evidence } = sniffDialect(text);
      expect(read).toMatchObject({ delimiter: ',', columns: ['id', 'day', 'paid', 'item'] });
      expect(fields(text, read).every((record) => record.length === 4)).toBe(true);
      expect(fields(text, read)).toHaveLength(102);
      expect(evidence.delimiter.key).not.toBe('intake_read_fields_most');
    }
  });

  it('takes the file for unquoted where the only quotes are strays', () => {
    const text = `id,item,n\n${'1,hose,2\n'.repeat(20)}1,"pipe,3\n${'1,hose,2\n'.repeat(20)}`;
    expect(sniffDialect(text).read.quote).toBe('');
    expect(fields(text)[21]).toEqual(['1', '"pipe', '3']);
  });

  it('keeps quotes that are needed', () => {
    expect(sniffDialect(table).read.quote).toBe('"');
    expect(sniffDialect("id,item,n\n1,'a, b',2\n2,'c, d',3\n3,e,4\n").read.quote).toBe("'");
    expect(sniffDialect('id,item,n\n1,"a \\"b\\", c",2\n2,"d, e",3\n3,f,4\n').read.escape).toBe('\\');
    expect(sniffDialect("id,name,n\n1,O'Reilly,2\n2,O'Neill,3\n").read.quote).toBe('"');
  });

  it('tells names from data', () => {
    const headed = (text: string) => sniffDialect(text).read.header;
    expect(headed(table)).toBe(true);
    expect(headed('1,2026-01-05,15\n2,2026-01-06,2\n')).toBe(false);
    expect(headed('00004,0001,19970101,2,29.33\n00004,0001,19970118,2,29.73\n')).toBe(false);
    expect(headed('person,colour\nbob,red\ncarol,red\n')).toBe(true);
    expect(headed('alice,red\nbob,red\nalice,blue\n')).toBe(false);
    expect(headed('甲,乙\n张三,1\n李四,2\n')).toBe(true);
    expect(headed('customer,date,amount\n')).toBe(true);
    expect(sniffDialect('1,2\n3,4\n').read.columns).toEqual(['column_1', 'column_2']);
    expect(sniffDialect('1,2\n3,4\n').evidence.header).toEqual({
      key: 'intake_read_header_none',
      values: { example: '1' },
    });
  });

  it('keeps what a person chose', () => {
    expect(sniffDialect('a;b,c\n1;2,3\n', { delimiter: ';' }).read).toMatchObject({
      delimiter: ';',
      columns: ['a', 'b,c'],
    });
    expect(sniffDialect(table, { header: false }).read.columns).toEqual(['column_1', 'column_2', 'column_3']);
  });

  it('says how it read the file', () => {
    expect(sniffDialect(table).evidence.delimiter).toEqual({
      key: 'intake_read_fields_all',
      values: { n: 3 },
    });
    expect(sniffDialect(`${table}4,5\n`).evidence.delimiter).toEqual({
      key: 'intake_read_fields_most',
      values: { n: 3, m: 3, of: 4 },
    });
    expect(sniffDialect(`\ufeff${table}`).evidence.encoding.key).toBe('intake_read_utf8_mark');
    expect(sniffDialect(`${table}4,2026-01-08,£3\n`).evidence.encoding.values).toEqual({ example: '£' });
  });

  it('reads an empty text as a table without columns', () => {
    expect(sniffDialect('').read.columns).toEqual([]);
  });
});

describe('columnNames', () => {
  it('makes names unique and non-empty', () => {
    expect(columnNames(['name', 'name', '', 'name_2', ' name '], 6)).toEqual([
      'name',
      'name_3',
      'column_3',
      'name_2',
      'name_4',
      'column_6',
    ]);
    expect(columnNames(['__proto__', 'constructor', '__proto__', 'toString'], 4)).toEqual([
      '__proto__',
      'constructor',
      '__proto___2',
      'toString',
    ]);
  });

  it('is always unique', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'a_2', 'a_3', '', 'column_1', 'column_2', ' a')),
        fc.nat(8),
        (header, width) => {
          const names = columnNames(header, width);
          expect(new Set(names).size).toBe(Math.max(header.length, width));
          expect(names).not.toContain('');
        },
      ),
    );
  });
});

describe('any table, written in any dialect, comes back', () => {
  const word = fc.stringMatching(/^[A-Za-z订单客户éß][A-Za-z0-9订单 é.'-]{0,8}[a-z0-9号]$/);
  const awkward = fc
    .tuple(word, fc.constantFrom(', ', '; ', '\n', '\r\n', ' | ', '\t', '"', ' "x" ', "'s "), word)
    .map((parts) => parts.join(''));
  const day = fc
    .tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }))
    .map(([d, m]) => `2025-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`);
  const money = fc.integer({ min: -99_999, max: 999_999 }).map((cents) => (cents / 100).toFixed(2));
  const cell = fc.oneof(
    { weight: 4, arbitrary: word },
    { weight: 3, arbitrary: money },
    { weight: 3, arbitrary: day },
    { weight: 1, arbitrary: fc.constant('') },
    { weight: 2, arbitrary: awkward },
  );
  const tables = fc
    .integer({ min: 2, max: 7 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 12 }),
    )
    // A row of nothing is a blank line in one column's eyes, and a first column of days leaves a record something.
    .map((rows) => rows.map((row, index) => [`c${index}`, ...row]));
  const dialects = fc.record({
    delimiter: fc.constantFrom<ReadOptions['delimiter']>(',', ';', '\t', '|'),
    quote: fc.constantFrom<'"' | "'">('"', "'"),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    all: fc.boolean(),
    mark: fc.constantFrom('', '\ufeff'),
    end: fc.boolean(),
  });

  it('field by field', () => {
    fc.assert(
      fc.property(tables, dialects, (rows, { delimiter, quote, newline, all, mark, end }) => {
        const write = (value: string): string => {
          const needs = all || /[\n\r,;|\t"']/.test(value);
          return needs ? quote + value.replaceAll(quote, quote + quote) + quote : value;
        };
        const text =
          mark + rows.map((row) => row.map(write).join(delimiter)).join(newline) + (end ? newline : '');
        expect(fields(text)).toEqual(rows);
      }),
      { numRuns: 400 },
    );
  });
});
