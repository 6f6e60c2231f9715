import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '../../../src/messages/speak';
import { formatExactMoney } from '../../../src/messages/exact-money';

afterEach(() => overwriteGetLocale(() => 'en'));

describe('formatExactMoney', () => {
  it.each([
    ['9747747.9340', '9,747,747.93'],
    ['8911407.9040', '8,911,407.90'],
    ['-611342.0900', '−611,342.09'],
    ['0.0000', '0.00'],
    ['12', '12.00'],
    ['1.005', '1.01'],
    ['-1.005', '−1.01'],
    ['0.9951', '1.00'],
    ['999.995', '1,000.00'],
    ['-0.0040', '0.00'],
    ['0000012.5', '12.50'],
  ])('writes %s as %s', (text, written) => {
    expect(formatExactMoney(text)).toBe(written);
  });

  it('keeps every digit of what a float cannot hold', () => {
    expect(formatExactMoney('90071992547409931234.57')).toBe('90,071,992,547,409,931,234.57');
  });

  it('writes the same in Chinese, and whole amounts without a point', () => {
    overwriteGetLocale(() => 'zh-CN');
    expect(formatExactMoney('-1234567.891')).toBe('−1,234,567.89');
    expect(formatExactMoney('1234.5', 0)).toBe('1,235');
  });

  it('refuses what is not an exact decimal', () => {
    for (const text of ['', '1e5', '1,000', 'NaN', '.5'])
      expect(() => formatExactMoney(text)).toThrow(RangeError);
  });

  it('never changes an amount of whole cents', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (cents) => {
        const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
        const exact = `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}00`;
        expect(formatExactMoney(exact).replaceAll(',', '').replace('−', '-') + '00').toBe(exact);
      }),
    );
  });
});
