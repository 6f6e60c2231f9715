import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import { SET_ASIDE_REASONS } from '../../src/intake/types';
import { csvFile, ImportEngine } from './import-engine';
import { generatedFiles, type GeneratedFile } from './import-files';
import {
  buildOracle,
  byBytes,
  dayOf,
  daysBetween,
  sum,
  type MeantRow,
  type OracleShop,
} from './import-oracle';
import { givenBackOf, isDocument } from './import-oracle-policies';
import { revenueOf } from '../../src/orders/judgement';
import { Refused } from '../../src/worker/failures';

let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

const money = (units: bigint): string => {
  const size = units < 0n ? -units : units;
  return `${units < 0n ? '-' : ''}${size / 10_000n}.${String(size % 10_000n).padStart(4, '0')}`;
};

function ledgerOf(oracle: OracleShop, { policies, cancelledPrefix }: GeneratedFile) {
  const { rows, reasons, orders, customers } = oracle;
  const total = (own: MeantRow[]) => money(sum(own.map((row) => row.amount ?? 0n)));
  const where = (reason: string | null) => rows.filter((_, index) => reasons[index] === reason);
  const days = orders.map((order) => order.ordered_on).sort();
  const used = where(null);
  const documents = used.filter((row) => isDocument(row, cancelledPrefix));
  const purchases = used.filter((row) => !isDocument(row, cancelledPrefix));
  const back = purchases.map((row) => givenBackOf(row, cancelledPrefix)).filter((amount) => amount !== 0n);
  const gone = documents.map((row) => (row.amount! < 0n ? row.amount! : -row.amount!));
  const netting = {
    purchases: { rows: purchases.length, amount: total(purchases) },
    refunds: { rows: documents.length, amount: money(sum(gone)) },
    refunded: { rows: back.length, amount: money(-sum(back)) },
    revenue: money(sum(purchases.map((row) => row.amount!)) + sum(gone) - sum(back)),
    customersWithoutOrders: customers.filter((customer) => customer.order_count === 0).length,
  };
  return {
    rowsRead: rows.length,
    amountRead: total(rows),
    rowsUsed: used.length,
    amountUsed: total(used),
    setAside: SET_ASIDE_REASONS.flatMap((reason) => {
      const own = where(reason);
      return own.length === 0 ? [] : [{ reason, rows: own.length, amount: total(own) }];
    }),
    orders: orders.length,
    customers: customers.length,
    firstDay: days[0] ?? null,
    lastDay: [...days, ...documents.map((row) => dayOf(row.at!))].sort().at(-1) ?? null,
    ...(policies.refunds === 'setAside' ? {} : { netting }),
  };
}

/** The canonical tables as plain rows; money as exact text. */
function tables() {
  return {
    // No ORDER BY on orders: their physical order is part of the promise.
    orders: engine.rows(`
      select customer_id, order_key, ordered_at::varchar as ordered_at, ordered_on::varchar as ordered_on, amount::varchar as amount,
             discount::varchar as discount, refund::varchar as refund, units, channel, region, first_product, category,
             order_number, day_number, days_since_previous, first_ordered_on::varchar as first_ordered_on
      from shop.orders`),
    customers: engine.rows(`
      select customer_id, customer_key, email, region, first_ordered_on::varchar as first_ordered_on,
             last_ordered_on::varchar as last_ordered_on, order_count, revenue::varchar as revenue
      from shop.customers`),
    refunds: engine.rows(`
      select customer_id, order_key, refunded_at::varchar as refunded_at, refunded_on::varchar as refunded_on,
             amount::varchar as amount, first_ordered_on::varchar as first_ordered_on
      from shop.refunds`),
    products: engine.rows('from shop.products'),
    lines: engine.rows(`
      select customer_id, order_key, ordered_on::varchar as ordered_on, product_id, units, amount::varchar as amount,
             days_since_first, days_since_same
      from shop.order_lines`),
    window: engine.rows(
      'select first_day::varchar as first_day, last_day::varchar as last_day, exported_on::varchar as exported_on from shop.data_window',
    ),
  };
}

const sorted = (rows: object[]): string[] => rows.map((row) => JSON.stringify(row)).sort(byBytes);

it('any file becomes the tables, ledger and assessment that its rows mean', async () => {
  await fc.assert(
    fc.asyncProperty(generatedFiles(), async (file) => {
      const oracle = buildOracle(file.rows, file.policies, file);
      const given = {
        read: file.read,
        mapping: file.mapping,
        readings: file.readings,
        policies: file.policies,
      };
      if (oracle.orders.length === 0) {
        await expect(engine.import(csvFile(file.text), given)).rejects.toBeInstanceOf(Refused);
        return;
      }
      const { assessment, ledger } = await engine.import(csvFile(file.text), given);
      const expected = ledgerOf(oracle, file);
      expect(assessment.ledger).toEqual(expected);
      const { rows, amount } = oracle.restated;
      const restated =
        file.policies.refunds === 'restate' ? { restated: { rows, amount: money(amount) } } : {};
      expect(ledger).toEqual(
        expected.netting ? { ...expected, netting: { ...expected.netting, ...restated } } : expected,
      );
      expect(oracle.customers.reduce((total, customer) => total + customer.revenue, 0n)).toBe(
        BigInt(revenueOf(ledger).replace('.', '')),
      );
      expectTables(oracle, file.policies.exportedOn);
      const preview = assessment.preview;
      expect(new Set(preview.map((row) => row.reason))).toEqual(new Set(oracle.reasons));
    }),
    { numRuns: 10, interruptAfterTimeLimit: 40_000 },
  );
}, 180_000);

function oneOf(allowed: Set<string | null>, found: unknown): unknown {
  return allowed.has(found as string | null) ? found : [...allowed];
}

function expectTables(oracle: OracleShop, exportedOn: string | null): void {
  const built = tables();
  expect(built.orders).toEqual(
    oracle.orders.map((order) => ({
      ...order,
      amount: money(order.amount),
      discount: money(order.discount),
      refund: money(order.refund),
    })),
  );
  expect(built.customers).toEqual(
    oracle.customers.map((customer, index) => ({
      ...customer,
      revenue: money(customer.revenue),
      email: oneOf(customer.email, built.customers[index]?.email),
      region: oneOf(customer.region, built.customers[index]?.region),
    })),
  );
  expect(built.refunds).toEqual(
    oracle.refunds.map((refund) => ({ ...refund, amount: money(refund.amount) })),
  );
  expect(built.products).toEqual(oracle.products);
  expect(sorted(built.lines.map(({ days_since_same: _, ...line }) => line))).toEqual(
    sorted(oracle.lines.map((line) => ({ ...line, amount: money(line.amount) }))),
  );
  // Their order is part of the promise too; lines without a product stand behind a customer's others.
  const place = ({ customer_id, product_id, ordered_on }: (typeof built.lines)[number]): string =>
    [customer_id, product_id ?? 999_999_999].map((id) => String(id).padStart(9, '0')).join() + ordered_on;
  expect(built.lines.map(place)).toEqual(built.lines.map(place).sort());
  // Of lines of one day it is open which stands first.
  const lastOn = new Map<string, string>();
  for (const { customer_id, product_id, ordered_on, days_since_same } of built.lines) {
    const before = lastOn.get(`${customer_id} ${product_id}`);
    const isFirst = before === undefined || product_id === null;
    expect(days_since_same).toBe(isFirst ? -1 : daysBetween(before, String(ordered_on)));
    lastOn.set(`${customer_id} ${product_id}`, String(ordered_on));
  }
  expect(built.window).toEqual([
    { first_day: oracle.firstDay, last_day: oracle.lastDay, exported_on: exportedOn },
  ]);
}

/** Rows of orders that are interleaved: an order's lines lie far apart, as in a file sorted by something else. */
function interleaved(count: number, orders: number, customers: number): { text: string; rows: MeantRow[] } {
  let state = 7;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const rows = Array.from({ length: count }, (): MeantRow => {
    const order = next(orders);
    const day = new Date(Date.UTC(2022, 0, 1 + ((order * 7919) % 700))).toISOString().slice(0, 10);
    const product = next(4) === 0 ? null : `p${next(500)}`;
    return {
      malformed: false, customer: `c${(order * 31) % customers}`, order: `o${order}`, at: `${day} ${String(10 + next(10))}:00:00`,
      amount: BigInt(1 + next(9999)) * 100n, quantity: null, discount: null, refund: null, product, productName: null, category: null,
      channel: next(3) === 0 ? null : `v${next(9)}`, status: null, currency: null, email: next(2) === 0 ? null : `e${order}`,
      region: null, text: '',
    }; // prettier-ignore
  });
  const lines = rows.map((row, index) =>
    [
      row.customer,
      row.order,
      row.at,
      money(row.amount!),
      row.product ?? '',
      row.channel ?? '',
      row.email ?? '',
      index,
    ].join(','),
  );
  rows.forEach((row, index) => (row.text = lines[index]!));
  return { text: ['who,number,day,paid,sku,via,mail,line', ...lines].join('\n'), rows };
}

it.each([
  ['many orders of several lines', 120_000, 40_000, 9_000],
  ['one order a customer', 60_000, 60_000, 60_000],
  ['one customer', 60_000, 30_000, 1],
])(
  '%s: order of rows, numbers and gaps hold in a large file',
  async (_, count, orders, customers) => {
    const { text, rows } = interleaved(count, orders, customers);
    const mapping = { customer: 'who', order: 'number', orderedAt: 'day', amount: 'paid', product: 'sku', channel: 'via', email: 'mail' }; // prettier-ignore
    await engine.import(csvFile(text), { mapping });
    const oracle = buildOracle(rows, DEFAULT_POLICIES, {
      hasOrder: true,
      hasProduct: true,
      hasCodes: true,
      cancelledPrefix: null,
    });
    expectTables(oracle, null);
  },
  120_000,
);
