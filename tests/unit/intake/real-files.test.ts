import { existsSync, openSync, readSync, closeSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dateCandidates } from '../../../src/intake/dates';
import { parseRecords, sniffDialect } from '../../../src/intake/dialect';
import { readIds } from '../../../src/intake/identifiers';
import { guessMapping } from '../../../src/intake/mapping';
import { readNumbers } from '../../../src/intake/numbers';
import { looksCancelled } from '../../../src/intake/policies';
import { refuseBytes } from '../../../src/intake/refusal';
import type { Mapping } from '../../../src/intake/types';

const DATA = '../shared/data';
const HEAD = 1_048_576;

/** As the worker does: the head of the file, cut behind its last line break. */
function open(path: string) {
  const size = statSync(`${DATA}/${path}`).size;
  const head = new Uint8Array(Math.min(size, HEAD));
  const handle = openSync(`${DATA}/${path}`, 'r');
  readSync(handle, head);
  closeSync(handle);
  expect(refuseBytes(head, size)).toBeNull();
  const decoded = new TextDecoder().decode(head, { stream: size > head.length });
  const text = size > head.length ? decoded.slice(0, decoded.lastIndexOf('\n') + 1) : decoded;
  const { read } = sniffDialect(text);
  const rows = parseRecords(text, read)
    .slice(read.header ? 1 : 0)
    .map((record) => record.fields);
  const profiles = read.columns.map((name) => ({
    name,
    blank: 0,
    distinct: 2,
    examples: [],
    shortest: 1,
    longest: 9,
  }));
  const column = (name: string) => rows.map((row) => row[read.columns.indexOf(name)] ?? '');
  return { read, rows, column, ...guessMapping(read.columns, profiles, rows) };
}

const EXPECTED: [path: string, mapping: Mapping, exact: boolean][] = [
  [
    'online_retail/online_retail.csv',
    {
      order: 'InvoiceNo',
      customer: 'CustomerID',
      orderedAt: 'InvoiceDate',
      quantity: 'Quantity',
      unitPrice: 'UnitPrice',
      product: 'StockCode',
      productName: 'Description',
      region: 'Country',
    },
    true,
  ],
  [
    'rfm/rfm_data_orders.csv',
    { customer: 'customer_id', orderedAt: 'order_date', amount: 'revenue', email: 'email' },
    true,
  ],
  [
    'complete_journey/transactions_sample.csv',
    {
      customer: 'household_id',
      order: 'basket_id',
      amount: 'sales_value',
      orderedAt: 'transaction_timestamp',
      quantity: 'quantity',
      product: 'product_id',
      store: 'store_id',
    },
    true,
  ],
  [
    'platform_exports/shopify_order_data.csv',
    {
      customer: 'customer_id',
      order: 'order_number',
      orderedAt: 'created_at',
      amount: 'total_price',
      currency: 'currency',
    },
    false,
  ],
  [
    'platform_exports/stripe_charge_data.csv',
    {
      customer: 'customer_id',
      orderedAt: 'created',
      amount: 'amount',
      refund: 'amount_refunded',
      status: 'status',
    },
    false,
  ],
  [
    'platform_exports/amazon_sp_orders.csv',
    {
      order: 'amazon_order_id',
      orderedAt: 'purchase_date',
      amount: 'order_total_amount',
      status: 'order_status',
    },
    false,
  ],
];

const hasData = existsSync(DATA);
if (!hasData)
  console.warn(
    `Skipped: ${EXPECTED.length + 2} tests of intake on real files, for ../shared/data is not there.`,
  );

describe.skipIf(!hasData)('real files', () => {
  it.each(EXPECTED)('%s is mapped without help', (path, mapping, exact) => {
    const found = open(path).mapping;
    if (exact) expect(found).toEqual(mapping);
    else expect(found).toMatchObject(mapping);
  });

  it('Online Retail is read as its truth says', () => {
    const { read, column, guesses } = open('online_retail/online_retail.csv');
    expect(read).toMatchObject({ delimiter: ',', quote: '"', header: true });
    expect(readIds(column('CustomerID'))).toEqual({ dropPointZero: true });
    expect(looksCancelled(column('InvoiceNo'))).toBe(true);
    expect(dateCandidates(column('InvoiceDate'))).toMatchObject({
      readings: [{ kind: 'iso' }],
      ambiguous: false,
    });
    expect(readNumbers(column('UnitPrice')).reading).toEqual({ plain: true, decimal: '.' });
    expect(guesses.every(({ sure }) => sure >= 2)).toBe(true);
    const order = guesses.find(({ field }) => field === 'order');
    expect(order?.because.map(({ key }) => key)).toContain('intake_because_cancels');
  });

  it('rfm ids keep their apostrophes', () => {
    const { read, rows } = open('rfm/rfm_data_orders.csv');
    expect(read.quote).toBe('"');
    expect(rows).toHaveLength(4906);
    expect(rows.filter(([id]) => id?.includes("'")).length).toBeGreaterThan(0);
  });
});
