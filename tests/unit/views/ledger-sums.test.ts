import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDecimals, sumLedger } from '../../../src/views/ledger-sums';

const ledger = {
  rowsRead: 541_909,
  amountRead: '9747747.934',
  setAside: [
    { reason: 'no_customer', rows: 135_080, amount: '1447682.12' },
    { reason: 'refund', rows: 8_905, amount: '-611342.09' },
    { reason: 'zero_value', rows: 40, amount: '0' },
  ],
  rowsUsed: 397_884,
  amountUsed: '8911407.904',
  orders: 18_532,
  customers: 4_338,
  firstDay: '2010-12-01',
  lastDay: '2011-12-09',
};

test('the ledger of Online Retail adds up, exactly', () => {
  expect(sumLedger(ledger)).toEqual({ rowsSetAside: 144_025, amountSetAside: '836340.03', reconciles: true });
});

test('a thousandth or a row that is missing is noticed', () => {
  expect(sumLedger({ ...ledger, amountUsed: '8911407.903' }).reconciles).toBe(false);
  expect(sumLedger({ ...ledger, rowsUsed: 397_883 }).reconciles).toBe(false);
});

test('decimals are added as decimals', () => {
  expect(addDecimals(['0.1', '0.2'])).toBe('0.3');
  expect(addDecimals(['9007199254740993', '0.0001'])).toBe('9007199254740993.0001');
  expect(addDecimals(['-1.50', '1.5'])).toBe('0');
  expect(addDecimals([])).toBe('0');
  expect(() => addDecimals(['1e3'])).toThrow(RangeError);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 })), (cents) => {
      const text = (value: number) =>
        `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`;
      const total = cents.reduce((sum, value) => sum + value, 0);
      expect(Math.round(Number(addDecimals(cents.map(text))) * 100)).toBe(total);
    }),
  );
});
