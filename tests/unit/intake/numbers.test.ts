import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNumber, readNumbers } from '../../../src/intake/numbers';

const point = { plain: false, decimal: '.' } as const;
const comma = { plain: false, decimal: ',' } as const;

describe('parseNumber', () => {
  it.each<[string, string | null]>([
    ['12', '12'],
    [' 12.50 ', '12.50'],
    ['-0.5', '-0.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+7', '7'],
    ['007.10', '7.10'],
    ['-0.00', '0.00'],
    ['1,234.56', '1234.56'],
    ['1,234', '1234'],
    ['12,34,567.8', '1234567.8'],
    ['1 234.5', '1234.5'],
    ["1'234.50", '1234.50'],
    ['¥1,234', '1234'],
    ['￥99.90', '99.90'],
    ['£2.55', '2.55'],
    ['-£2.55', '-2.55'],
    ['£-2.55', '-2.55'],
    ['US$ 12', '12'],
    ['12.00 USD', '12.00'],
    ['12元', '12'],
    ['(12.00)', '-12.00'],
    ['($1,200.00)', '-1200.00'],
    ['12.00-', '-12.00'],
    ['\u221212', '-12'],
    ['１２．５', '12.5'],
    ['１，２３４．５６', '1234.56'],
    ['（１２）', '-12'],
    ['￥９９', '99'],
    ['1\u00a0234.5', '1234.5'],
    ['1.38E+10', '13800000000'],
    ['12e-3', '0.012'],
    ['-1.5e2', '-150'],
    ['9007199254740993.01', '9007199254740993.01'],
    ['12,5', null],
    ['1,2345', null],
    ['1.2.3', null],
    ['(12', null],
    ['(-12)', null],
    ['--12', null],
    ['12-15', null],
    ['C536379', null],
    ['2011-12-09', null],
    ['12%', null],
    ['n/a', null],
    ['', null],
    ['¥', null],
    ['284.36a', null],
  ])('reads %s with a decimal point as %s', (text, number) => {
    expect(parseNumber(text, point)).toBe(number);
  });

  it.each<[string, string | null]>([
    ['1.234,56', '1234.56'],
    ['1 234,56', '1234.56'],
    ['1\u202f234,56 €', '1234.56'],
    ['0,99', '0.99'],
    ['1.234', '1234'],
    ['1234', '1234'],
    ['12.5', null],
    ['1,234.56', null],
  ])('reads %s with a decimal comma as %s', (text, number) => {
    expect(parseNumber(text, comma)).toBe(number);
  });
});

describe('readNumbers', () => {
  it('decides the decimal mark by what reads; the point where nothing tells', () => {
    expect(readNumbers(['2.55', '3', '']).reading).toEqual({ plain: true, decimal: '.' });
    expect(readNumbers(['1,234', '5']).reading).toEqual({ plain: false, decimal: '.' });
    expect(readNumbers(['1.234', '5']).reading).toEqual({ plain: true, decimal: '.' });
    expect(readNumbers(['1.234', '0,99']).reading).toEqual({ plain: false, decimal: ',' });
    expect(readNumbers(['1,234', '0.99']).reading).toEqual({ plain: false, decimal: '.' });
    expect(readNumbers(['¥12', '￥13.5']).reading).toEqual({ plain: false, decimal: '.', currencySign: '¥' });
    expect(readNumbers(['$12', '€13']).signs).toEqual(['$', '€']);
  });

  it('counts what reads and lists what does not', () => {
    expect(readNumbers(['1', 'x', '', ' ', 'x', '2'])).toMatchObject({ readable: 2, unreadable: ['x'] });
  });
});

describe('money written out and read back', () => {
  const cents = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
  const exact = (value: bigint): string => {
    const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
    return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  const write = (value: bigint, group: string, mark: string): string => {
    const [whole = '', fraction = ''] = exact(value < 0n ? -value : value).split('.');
    return `${whole.replace(/(?<=\d)(?=(\d{3})+$)/g, group)}${mark}${fraction}`;
  };
  const styles: { group: string; mark: '.' | ','; negative: (text: string) => string }[] = [
    { group: ',', mark: '.', negative: (text) => `-${text}` },
    { group: '', mark: '.', negative: (text) => `\u2212${text}` },
    { group: ',', mark: '.', negative: (text) => `(¥${text})` },
    { group: '.', mark: ',', negative: (text) => `${text}-` },
    { group: ' ', mark: ',', negative: (text) => `-${text} €` },
    { group: '’', mark: '.', negative: (text) => `-CHF ${text}` },
  ];
  it.each(styles)('style %#', ({ group, mark, negative }) => {
    fc.assert(
      fc.property(cents, (value) => {
        const text = write(value, group, mark);
        const signed = value < 0n ? negative(text) : text;
        expect(parseNumber(signed, { plain: false, decimal: mark })).toBe(exact(value));
        expect(readNumbers([signed]).reading.decimal).toBe(mark);
      }),
    );
  });
});
