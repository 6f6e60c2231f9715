import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDay } from '../../../src/intake/date-text';
import { dateCandidates } from '../../../src/intake/dates';
import { parseRecords, sniffDialect } from '../../../src/intake/dialect';
import { parseNumber } from '../../../src/intake/numbers';
import { moment, number } from '../../../src/orders/cell-sql';
import { sqlLiteral } from '../../../src/orders/literals';
import { readSource } from '../../../src/orders/source';
import { plainSource } from '../../analyses/plain-source';
import type { EngineText } from '../../../src/intake/types';
import { TestEngine } from '../../analyses/engine';

/** Intake decides in TypeScript what the engine then does in SQL: here both do the same work on the same texts. */
let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const one = (expression: string): unknown =>
  Object.values(engine.rows(`select ${expression} as v`)[0] ?? {})[0];

describe('dates', () => {
  it.each([
    '2011-12-09',
    '2011-12-09 12:50:00.123',
    '2024-01-15T23:10:12-05:00',
    '2024-01-15T23:10+08:00',
    '2026/1/5 9:03',
    '2026/1/5 下午3:05',
    '20260105',
    '20260105090312',
    '2026年1月5日 9时03分07秒',
    '31/12/2011 8:26',
    '12/31/2011 8:26:01 p.m.',
    '31.12.11',
    '09 Dec 2011',
    '9 DECEMBER 2011 14:03',
    '9-Dec-11',
    'Fri, 09 Dec 2011 12:50:00 GMT',
    'Jan 1, 2024 12:05:32\u202fAM PST',
    '31/12/70',
    '31/12/68',
    '２０２６／１／５ ９：０３',
    '2026년 1월 5일 오후 3:05',
    '2026年1月5日 午後3時05分',
    '2026-01-05 周一 09:03',
    '1/31/2026, 2:03:00 PM',
    'December 9, 2011 at 2:03 PM',
    '20260105T090307Z',
    '20260105.0',
    '5th of May 2026',
    'Sept 5, 2026',
    '12. März 2024, 14:03',
    '1. Dez. 2024',
    'lundi 5 février 2026 à 14:03',
    '15 aout 2026',
    '5 de enero de 2026',
    '5 de mar. de 2026',
    '5 gennaio 2026',
    '3 mrt 2026',
    '5 stycznia 2026',
    '5 января 2026 г., 14:03',
    '5 янв. 2026 г.',
    '2026. január 5.',
    '5. tammikuuta 2026 klo 9:03',
    '45123',
    '45123.375',
    '45123,9999999',
    '1767579787',
    '1767579787123',
    '1767579787.0',
  ])('%s is the same day for both', (text) => {
    const { readings } = dateCandidates([text]);
    expect(readings.length).toBeGreaterThan(0);
    for (const reading of readings) {
      const day = parseDay(text, reading);
      expect(day).not.toBeNull();
      expect(one(`(${moment(sqlLiteral(text), reading)})::date::varchar`)).toBe(day);
    }
  });
});

describe('numbers', () => {
  const texts = ['12', '1,234.56', '1.234,56', '1 234,5', '¥1,234', '(12.00)', '12.00-', '\u221212', '12,5', 'C536379', '12-15', '12 kg', '2011-12-09', '1,2345', 'US$ 12', '12元', '-€5', '12%', '１２', '（12）', '１，２３４．５６', '￥９９', '1\u00a0234,56', '1\u202f234,56', "1'234.50", '12,34,567.80', '']; // prettier-ignore
  it.each(['.', ','] as const)('with “%s” they are the same for both', (decimal) => {
    const reading = { plain: false, decimal };
    for (const text of texts) {
      const read = parseNumber(text, reading);
      const expected = read === null ? null : Number(read).toFixed(4);
      expect([text, one(`(${number(sqlLiteral(text), reading)})::varchar`)]).toEqual([text, expected]);
    }
  });
});

describe('records', () => {
  let files = 0;
  const rowsInEngine = (text: string) => {
    const { read } = sniffDialect(text);
    files += 1;
    const name = `imp/agree-${files}.csv`;
    engine.connection.useUnsafe((bindings) => bindings.registerFileText(name, text));
    engine.execute('drop table if exists rejects; drop table if exists rejects_scan');
    const columns = read.columns.map((_, index) => `coalesce(c${index + 1}, '') as c${index + 1}`).join(', ');
    const { delimiter, quote, escape, header } = read;
    const dialect: EngineText = {
      delimiter: delimiter as EngineText['delimiter'],
      quote,
      escape,
      header,
      numbered: false,
    };
    const source = plainSource(name, dialect, read.columns);
    const rows = engine.rows(`select ${columns} from (${readSource(source)})`);
    engine.connection.useUnsafe((bindings) => bindings.dropFile(name));
    const mine = parseRecords(text, read)
      .slice(read.header ? 1 : 0)
      .map(({ fields }) => read.columns.map((_, index) => fields[index] ?? ''));
    return { engine: rows.map((row) => Object.values(row)), mine };
  };

  it.each([
    'id,day,item\n1,2026-01-05,"a, ""b""\r\nc"\n2,2026-01-06,d\n',
    'id;day;paid\r\n1;2026-01-05;1,50\r\n2;2026-01-06;2,25\r\n',
    "id|day|item\n1|2026-01-05|'a|b ''c'''\n2|2026-01-06|'d|e'\n",
    'id\tday\titem\n1\t2026-01-05\t5" pipe\n2\t2026-01-06\t"hose\n3\t2026-01-07\those\n',
    'id,day,item\n1,2026-01-05\n\n2,2026-01-06,d\n',
    '\ufeffid,day,item\n00001,2026-01-05,a\n00002,2026-01-06,b',
    'id,day,item\n1,2026-01-05,"say \\"hi, you\\""\n2,2026-01-06,"d, e"\n',
  ])('%j', (text) => {
    const { engine: rows, mine } = rowsInEngine(text);
    expect(rows).toEqual(mine);
  });

  it('any regular table', () => {
    const cell = fc.constantFrom(
      'a',
      'b c',
      '12.50',
      '2026-01-05',
      'x, y',
      'say "hi"',
      "O'Reilly",
      '订单',
      'a\nb',
      '0',
    );
    const tables = fc.array(fc.tuple(fc.nat(999), cell, cell, fc.constantFrom('p', 'q')), {
      minLength: 3,
      maxLength: 8,
    });
    fc.assert(
      fc.property(tables, fc.constantFrom(',', ';', '\t', '|'), (rows, delimiter) => {
        const quoted = (value: string) =>
          /[",;|\t\n']/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
        const lines = [['id', 'one', 'two', 'end'], ...rows.map((row) => row.map(String))];
        const text = lines.map((row) => row.map(quoted).join(delimiter)).join('\n');
        const found = rowsInEngine(text);
        expect(found.mine).toEqual(lines.slice(1));
        expect(found.engine).toEqual(found.mine);
      }),
      { numRuns: 60 },
    );
  });
});
