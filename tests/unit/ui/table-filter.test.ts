import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distinctValues, filterOfValues, parseFilter, valuesOfFilter } from '../../../src/ui/table/filter';
import type { ColumnKind, TableColumn, TableValue } from '../../../src/ui/table/values';

const column = (kind: ColumnKind, format: TableColumn['format'] = String): TableColumn => ({
  name: 'c',
  label: 'C',
  align: 'left',
  kind,
  format,
});

function passing(typed: string, kind: ColumnKind, values: TableValue[], format?: TableColumn['format']) {
  const filter = parseFilter(typed, column(kind, format));
  return filter.kind === 'test' ? values.filter(filter.passes) : filter.kind;
}

describe('texts', () => {
  const values = ['Lost', "Can't Lose Them", 'Müller', '王伟', 'ＡＢＣ', '', null];

  test.each([
    ['lo', ['Lost', "Can't Lose Them"]],
    ['  LOST ', ['Lost']],
    ['muller', ['Müller']],
    ['MÜL', ['Müller']],
    ['伟', ['王伟']],
    ['abc', ['ＡＢＣ']],
    ['!lo', ['Müller', '王伟', 'ＡＢＣ', '', null]],
    ['！lo', ['Müller', '王伟', 'ＡＢＣ', '', null]],
    ['=lost|王伟', ['Lost', '王伟']],
    ['=', ['', null]],
    ['=|Lost', ['Lost', '', null]],
    ['>100', []],
  ])('%s', (typed, expected) => expect(passing(typed, 'text', values)).toEqual(expected));

  test('as they are shown, and as they are stored', () => {
    const shown = (value: TableValue) => ({ lost: '已流失', new: '新客户' })[String(value)] ?? '';
    expect(passing('流失', 'text', ['lost', 'new'], shown)).toEqual(['lost']);
    expect(passing('=new', 'text', ['lost', 'new'], shown)).toEqual(['new']);
    expect(passing('=新客户', 'text', ['lost', 'new'], shown)).toEqual(['new']);
  });

  test('a list of any values is read back, and passes exactly these', () => {
    const value = fc.option(fc.string({ unit: fc.constantFrom('|', '\\', '=', ' ', 'a', '王') }));
    const plain = (text: TableValue) => String(text ?? '').trim();
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), fc.array(value), (chosen, others) => {
        const typed = filterOfValues(chosen);
        expect(valuesOfFilter(typed)).toEqual(chosen.map(plain));
        const expected = others.filter((text) => chosen.map(plain).includes(plain(text)));
        expect(passing(typed, 'text', others)).toEqual(expected);
      }),
    );
  });
});

describe('numbers', () => {
  const values = [-5, 0, 0.25, 9.99, 10, 15, 20, 1234, 12_000, 1.2e6, null];

  test.each([
    ['10', [10]],
    ['=10', [10]],
    ['>10', [15, 20, 1234, 12_000, 1.2e6]],
    ['＞10', [15, 20, 1234, 12_000, 1.2e6]],
    ['>=1,234', [1234, 12_000, 1.2e6]],
    ['≤0', [-5, 0]],
    ['<-1', [-5]],
    ['<−1', [-5]],
    ['!=0', [-5, 0.25, 9.99, 10, 15, 20, 1234, 12_000, 1.2e6]],
    ['10..20', [10, 15, 20]],
    ['..0', [-5, 0]],
    ['1.2M..', [1.2e6]],
    ['1.2万', [12_000]],
    ['10.0', [9.99, 10]],
    ['=10|20|', [10, 20, null]],
    ['.3', [0.25]],
    ['abc', 'unclear'],
    ['>', 'unclear'],
    ['1..2..3', 'unclear'],
    ['>1..2', 'unclear'],
    ['..', 'unclear'],
    ['1e5', 'unclear'],
    ['   ', 'none'],
  ])('%s', (typed, expected) => expect(passing(typed, 'number', values)).toEqual(expected));

  test('shares are typed in percent, and what is shown as 23.7% is 23.7', () => {
    const shares = [0, 0.2, 0.2365, 0.237, 0.5, 1, null];
    expect(passing('23.7', 'share', shares)).toEqual([0.2365, 0.237]);
    expect(passing('>=23.7%', 'share', shares)).toEqual([0.237, 0.5, 1]);
    expect(passing('20..50', 'share', shares)).toEqual([0.2, 0.2365, 0.237, 0.5]);
  });
});

describe('days', () => {
  const days = Array.from({ length: 900 }, (_, at) =>
    new Date(Date.UTC(2010, 0, 1 + at)).toISOString().slice(0, 10),
  );
  const between = (from: string, to: string) =>
    days.filter((day) => Date.parse(day) >= Date.parse(from) && Date.parse(day) <= Date.parse(to));

  test.each([
    ['2011', between('2011-01-01', '2011-12-31')],
    ['2011-02', between('2011-02-01', '2011-02-28')],
    ['2011年2月', between('2011-02-01', '2011-02-28')],
    ['2011/2/5', ['2011-02-05']],
    ['2011-Q1', between('2011-01-01', '2011-03-31')],
    ['2011年第4季度', between('2011-10-01', '2011-12-31')],
    ['>2011-03', between('2011-04-01', '2012-06-18')],
    ['>=2011-03', between('2011-03-01', '2012-06-18')],
    ['<2010-Q2', between('2010-01-01', '2010-03-31')],
    ['<=2010-Q2', between('2010-01-01', '2010-06-30')],
    ['2011-01..2011-03', between('2011-01-01', '2011-03-31')],
    ['2011-12-30..2012', between('2011-12-30', '2012-06-18')],
    ['..2010-01-02', between('2010-01-01', '2010-01-02')],
    ['=2010-01-01|2010-01-03', ['2010-01-01', '2010-01-03']],
    ['=2010-01', between('2010-01-01', '2010-01-31')],
    ['2011-13', 'unclear'],
    ['March', 'unclear'],
  ])('%s', (typed, expected) => {
    const found = passing(typed, 'date', [...days, null]);
    expect(found).toEqual(expected);
  });

  test('stamps count to the day they are on; what has no day passes nothing', () => {
    const stamps = ['2011-03-31 23:59:59', '2011-04-01 00:00:00', null];
    expect(passing('..2011-03', 'date', stamps)).toEqual(['2011-03-31 23:59:59']);
    expect(passing('!=2011-03', 'date', stamps)).toEqual(['2011-04-01 00:00:00']);
  });
});

test('the values of a column with their rows, unless they are too many', () => {
  const rows = ['b', 'a', null, 'b', 'b', null].map((c) => ({ c }));
  expect(distinctValues(rows, 'c')).toEqual([
    { value: 'b', rows: 3 },
    { value: null, rows: 2 },
    { value: 'a', rows: 1 },
  ]);
  expect(distinctValues(rows, 'c', 2)).toBeNull();
});
