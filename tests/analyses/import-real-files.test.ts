import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mapping, Policies, ReadOptions } from '../../src/intake/types';
import { csvFile, ImportEngine } from './import-engine';
import { hasOrderFiles, textOf, truthOf } from './order-files';

/** Real files against truths computed by an independent program. */
interface Truth {
  customers: number;
  orders: number;
  order_lines_used: number;
  revenue: string | number;
  date_min: string;
  date_max: string;
  customers_with_2plus_orders: number;
  customers_with_2plus_purchase_days: number;
  interpurchase_gap_days_pooled: { n: number; mean: number };
}

if (!hasOrderFiles)
  console.warn('Real order files are not here: imports are not checked against their truths.');

let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

async function imported(
  text: string,
  given: { read?: Partial<ReadOptions>; mapping?: Mapping; policies?: Partial<Policies> } = {},
) {
  const { assessment, ledger, choices } = await engine.import(csvFile(text), given);
  expect(assessment.ledger).toEqual(ledger);
  const [shop] = engine.rows(`
    select
      (select count(*) from shop.customers)::integer as customers,
      (select count(*) from shop.orders)::integer as orders,
      (select sum(amount) from shop.orders)::varchar as revenue,
      (select sum(revenue) from shop.customers)::varchar as customer_revenue,
      (select count(*) from shop.customers where order_count > 1)::integer as repeaters,
      (select count(*) from (select customer_id from shop.orders group by all having max(day_number) > 1))::integer as repeaters_by_day,
      (select count(*) from shop.orders where days_since_previous > 0)::integer as gaps,
      (select avg(days_since_previous) from shop.orders where days_since_previous > 0)::double as mean_gap`);
  const window = engine.rows(
    'select first_day::varchar as first, last_day::varchar as last from shop.data_window',
  )[0];
  return { shop, window, ledger, choices };
}

async function expectTruth(found: Awaited<ReturnType<typeof imported>>, truth: Truth) {
  const exact = Number(truth.revenue).toFixed(4);
  expect(found.ledger).toMatchObject({
    rowsUsed: truth.order_lines_used,
    amountUsed: exact,
    orders: truth.orders,
    customers: truth.customers,
    firstDay: truth.date_min,
    lastDay: truth.date_max,
  });
  const { mean_gap: meanGap, ...counts } = found.shop!;
  expect(counts).toEqual({
    customers: truth.customers,
    orders: truth.orders,
    revenue: exact,
    customer_revenue: exact,
    repeaters: truth.customers_with_2plus_orders,
    repeaters_by_day: truth.customers_with_2plus_purchase_days,
    gaps: truth.interpurchase_gap_days_pooled.n,
  });
  expect(meanGap).toBeCloseTo(truth.interpurchase_gap_days_pooled.mean, 8);
  expect(found.window).toEqual({ first: truth.date_min, last: truth.date_max });
}

describe.skipIf(!hasOrderFiles)('Online Retail', () => {
  const truth = () =>
    truthOf<{ raw: Record<string, number | string>; clean: Truth; clean_dedup: Truth }>('online_retail');

  it('as it comes, everything guessed, is the truth called clean', async () => {
    const found = await imported(textOf('online_retail/online_retail.csv'));
    expect(found.choices.mapping).toMatchObject({
      customer: 'CustomerID',
      order: 'InvoiceNo',
      orderedAt: 'InvoiceDate',
      quantity: 'Quantity',
      unitPrice: 'UnitPrice',
      product: 'StockCode',
    });
    await expectTruth(found, truth().clean);
    const { raw } = truth();
    expect(found.ledger.rowsRead).toBe(raw.rows);
    expect(found.ledger.amountRead).toBe(Number(raw.revenue_all_rows).toFixed(4));
    expect(found.ledger.setAside.find(({ reason }) => reason === 'no_customer')?.rows).toBe(
      raw.missing_customer_rows,
    );
    expect(
      engine.rows("select count(*)::integer as n from shop.customers where customer_key like '%.0'"),
    ).toEqual([{ n: 0 }]);
    expect(
      engine.rows(
        'select count(*)::integer as lines, count(product_id)::integer as known from shop.order_lines',
      ),
    ).toEqual([{ lines: truth().clean.order_lines_used, known: truth().clean.order_lines_used }]);
    // Every line has its order, and the lines add up to it.
    expect(
      engine.rows(`
        with sums as (select customer_id, order_key, sum(amount) as amount from shop.order_lines group by all)
        select count(*)::integer as orders, count(*) filter (where s.amount = o.amount)::integer as equal
        from shop.orders as o left join sums as s using (customer_id, order_key)`),
    ).toEqual([{ orders: truth().clean.orders, equal: truth().clean.orders }]);
  }, 240_000);

  it('without exact duplicates is the truth called clean_dedup', async () => {
    const found = await imported(textOf('online_retail/online_retail.csv'), {
      policies: { duplicates: 'setAside' },
    });
    await expectTruth(found, truth().clean_dedup);
    expect(found.ledger.amountUsed).toBe('8887208.8940');
    expect(found.ledger.rowsUsed).toBe(392_692);
  }, 240_000);
});

describe.skipIf(!hasOrderFiles)('rfm_data_orders', () => {
  it('each row an order, names with apostrophes as ids', async () => {
    const found = await imported(textOf('rfm/rfm_data_orders.csv'));
    await expectTruth(found, truthOf<Truth>('rfm_data_orders'));
    expect(
      engine.rows("select email from shop.customers where customer_key = 'Abbey O''Reilly'"),
    ).toHaveLength(1);
  });
});

describe.skipIf(!hasOrderFiles)('CDNOW', () => {
  const asCsv = (path: string, skip: number, at: number): string =>
    ['customer_id,date,quantity,amount']
      .concat(
        textOf(path).split(/\r?\n/).slice(skip).filter((line) => line.trim() !== '').map((line) => line.trim().split(/\s+/).slice(at).join(',')),
      )
      .join('\n'); // prettier-ignore

  it.each([
    ['sample', 'cdnow/CDNOW_sample.txt', 0, 1, 'cdnow_sample'],
    ['master', 'cdnow/CDNOW_master.txt', 1, 0, 'cdnow_master'],
  ] as const)(
    '%s: days written together, ids with leading zeros, zero values kept',
    async (_, path, skip, at, name) => {
      const found = await imported(asCsv(path, skip, at), {
        mapping: { customer: 'customer_id', orderedAt: 'date', amount: 'amount' },
        policies: { zeroValue: 'keep' },
      });
      await expectTruth(found, truthOf<Truth>(name));
      expect(
        engine.rows("select count(*)::integer as n from shop.customers where customer_key like '0%'")[0]?.n,
      ).not.toBe(0);
    },
  );
});

describe.skipIf(!hasOrderFiles)('complete journey sample', () => {
  it('line items to the last place, counted over plain arrays', async () => {
    const text = textOf('complete_journey/transactions_sample.csv');
    const [header, ...rows] = text.trim().split(/\r?\n/).map((line) => line.split(',')); // prettier-ignore
    const at = (name: string) => header!.indexOf(name);
    // One value is a float's remainder, too small for the four places that are kept: it is of zero value as well.
    const used = rows.filter((row) => Number(Number(row[at('sales_value')]).toFixed(4)) !== 0);
    const cents = used.reduce((sum, row) => sum + Math.round(Number(row[at('sales_value')]) * 100), 0);
    const found = await imported(text, {
      mapping: {
        customer: 'household_id', order: 'basket_id', orderedAt: 'transaction_timestamp', amount: 'sales_value', quantity: 'quantity', product: 'product_id', store: 'store_id',
      }, // prettier-ignore
    });
    expect(found.ledger).toMatchObject({
      rowsRead: rows.length,
      rowsUsed: used.length,
      amountUsed: (cents / 100).toFixed(4),
      customers: new Set(used.map((row) => row[at('household_id')])).size,
      orders: new Set(used.map((row) => `${row[at('household_id')]} ${row[at('basket_id')]}`)).size,
    });
    expect(engine.rows('select count(*)::integer as n from shop.products')).toEqual([
      { n: new Set(used.map((row) => row[at('product_id')])).size },
    ]);
  });
});
