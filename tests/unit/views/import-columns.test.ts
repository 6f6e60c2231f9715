import { describe, expect, it } from 'vitest';
import type { Staged } from '../../../src/engine/protocol';
import type { Field, Mapping } from '../../../src/intake/types';
import {
  columnRows,
  computedAmount,
  exampleText,
  fieldOf,
  offendingPositions,
} from '../../../src/views/import/column-rows';

const columns = ['InvoiceNo', 'StockCode', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Note'];
const mapping: Mapping = {
  order: 'InvoiceNo',
  product: 'StockCode',
  quantity: 'Quantity',
  orderedAt: 'InvoiceDate',
  unitPrice: 'UnitPrice',
  customer: 'CustomerID',
};

function stagedWith(guessed: Mapping): Staged {
  const guess = (column: string) => ({
    column,
    field: fieldOf(guessed, column),
    sure: 3 as const,
    because: [],
  });
  return {
    tables: [],
    unused: [],
    platform: null,
    read: {
      encoding: 'utf-8',
      delimiter: ',',
      quote: '"',
      escape: '"',
      skip: 0,
      header: true,
      headerRows: 1,
      columns,
    },
    refunds: [],
    rowsRead: 1,
    readEvidence: {
      encoding: { key: 'x' },
      delimiter: { key: 'x' },
      header: { key: 'x' },
      dates: { key: 'x' },
    },
    profiles: columns.map((name) => ({
      name,
      blank: 0,
      distinct: 1,
      examples: [name],
      shortest: 1,
      longest: 1,
    })),
    guesses: columns.map(guess),
    mapping: guessed,
    readings: {},
    policies: {
      refunds: 'setAside',
      zeroValue: 'setAside',
      duplicates: 'keep',
      guests: 'setAside',
      identity: { by: 'customer', normalise: false },
      sameDay: 'separate',
      unpaid: 'setAside',
      testOrders: 'setAside',
      nonProducts: 'keep',
      overlaps: 'setAside',
      rates: {},
      statuses: [],
      currency: null,
      tax: 'asIs',
      shipping: 'asIs',
      fileTimeZone: null,
      timeZone: null,
      exportedOn: null,
    },
    dateIsAmbiguous: false,
  };
}

describe('columnRows', () => {
  it('puts who, when and how much first, the unused last, each column once', () => {
    const rows = columnRows(stagedWith(mapping), mapping);
    expect(rows.map((row) => row.column)).toEqual([
      'InvoiceNo',
      'CustomerID',
      'InvoiceDate',
      'Quantity',
      'UnitPrice',
      'StockCode',
      'Note',
    ]);
    expect(rows.every((row) => !row.chosen && row.profile?.name === row.column)).toBe(true);
  });

  it('keeps rows in their place when a meaning is changed, and marks what was chosen', () => {
    const staged = stagedWith(mapping);
    const { customer: _, ...rest } = mapping;
    const changed: Mapping = { ...rest, email: 'CustomerID' };
    const rows = columnRows(staged, changed);
    expect(rows.map((row) => row.column)).toEqual(columnRows(staged, mapping).map((row) => row.column));
    expect(rows.filter((row) => row.chosen).map((row) => [row.column, row.field])).toEqual([
      ['CustomerID', 'email'],
    ]);
  });
});

describe('computedAmount', () => {
  it.each<[Mapping, ReturnType<typeof computedAmount>]>([
    [mapping, { quantity: 'Quantity', unitPrice: 'UnitPrice' }],
    [{ unitPrice: 'Price' }, { quantity: null, unitPrice: 'Price' }],
    [{ ...mapping, amount: 'Total' }, null],
    [{ quantity: 'Quantity' }, null],
  ])('of %j is %j', (given, computed) => {
    expect(computedAmount(given)).toEqual(computed);
  });
});

describe('offendingPositions', () => {
  const values = ['C536379', 'D', '-1', '2010-12-01', '27.5', '14527', '-'];

  it('names the column the engine names, and every mapped number below zero of a refund', () => {
    const row = { values, reason: 'refund' as const, column: 'InvoiceNo' };
    expect([...offendingPositions(row, columns, mapping)]).toEqual([0, 2]);
  });

  it('names nothing in a row that is used, and only the column at fault otherwise', () => {
    expect(offendingPositions({ values, reason: null, column: null }, columns, mapping).size).toBe(0);
    const row = { values, reason: 'no_customer' as const, column: 'CustomerID' };
    expect([...offendingPositions(row, columns, mapping)]).toEqual([5]);
  });
});

describe('exampleText', () => {
  it.each([
    [[], ''],
    [['2010-12-01 08:26:00', '2010-12-02 08:26:00'], '2010-12-01 08:26:00'],
    [['536365', 'C536379', '536366'], '536365, C536379'],
    [['6', '-1', '12', '24'], '6, -1, 12'],
  ])('of %j is %j', (examples, text) => {
    expect(exampleText(examples)).toBe(text);
  });
});

describe('fieldOf', () => {
  it('is the inverse of the mapping', () => {
    for (const [field, column] of Object.entries(mapping))
      expect(fieldOf(mapping, column)).toBe(field as Field);
    expect(fieldOf(mapping, 'Note')).toBeNull();
  });
});
