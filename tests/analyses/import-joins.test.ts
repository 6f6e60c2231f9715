import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedTable } from '../../src/engine/opening-protocol';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import { Importer } from '../../src/worker/import/importer';
import { openText } from '../../src/worker/opening/text';
import { ImportEngine } from './import-engine';

/** Files that belong together, as marketplaces export them: order lines, orders, people. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());
const silent = () => undefined;

const file = (name: string, rows: readonly string[][]): Promise<OpenedTable> => {
  const text = rows.map((row) => `${row.join(',')}\n`).join('');
  return openText(new File([text], name), { path: [name], bytes: text.length }, {});
};

const ORDERS = 60;
const orders = [
  ['order_id', 'customer_id', 'order_purchase_timestamp', 'order_status'],
  ...Array.from({ length: ORDERS }, (_, index) => [
    `o${String(index).padStart(4, '0')}`,
    // One for each order, as some marketplaces give them: not the person's.
    `per-order-${index}`,
    `2024-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')} 10:00:00`,
    'delivered',
  ]),
];
const people = [
  ['customer_id', 'customer_unique_id', 'customer_city'],
  ...Array.from({ length: ORDERS }, (_, index) => [
    `per-order-${index}`,
    `person-${index % 20}`,
    'São Paulo',
  ]),
];
const items = [
  ['order_id', 'order_item_id', 'product_id', 'price'],
  // Two lines each, but none for the last two orders.
  ...Array.from({ length: ORDERS - 2 }, (_, index) =>
    [1, 2].map((item) => [
      `o${String(index).padStart(4, '0')}`,
      String(item),
      `p${(index + item) % 7}`,
      `${10 + item}.50`,
    ]),
  ).flat(),
];

async function imported(tables: OpenedTable[]) {
  const importer = Importer.open(engine.database, tables);
  const staged = await importer.stage(engine.lane, {}, false, silent);
  const choices = { mapping: staged.mapping, readings: staged.readings, policies: DEFAULT_POLICIES };
  const assessment = await importer.assess(engine.lane, choices, silent);
  const setAside = await importer.setAside(engine.lane, choices);
  await importer.build(engine.lane, choices, silent);
  return { staged, ledger: assessment.ledger, setAside };
}

describe('order lines, orders and people in files of their own', () => {
  it('become one: the person’s id, the order’s day, the line’s price', async () => {
    const { staged, ledger, setAside } = await imported([
      await file('orders.csv', orders),
      await file('customers.csv', people),
      await file('order_items.csv', items),
    ]);
    expect(staged.unused).toEqual([]);
    expect(staged.mapping).toMatchObject({
      customer: 'customer_unique_id',
      order: 'order_id',
      orderedAt: 'order_purchase_timestamp',
      product: 'product_id',
    });
    const used = 2 * (ORDERS - 2);
    // The two orders of which no line is known are rows as well, and are not lost in silence.
    expect(ledger).toMatchObject({
      rowsRead: used + 2,
      rowsUsed: used,
      orders: ORDERS - 2,
      customers: 20,
      amountUsed: `${(ORDERS - 2) * 24}.0000`,
    });
    expect(setAside.map(({ file: at, reason }) => [staged.tables[at]?.path[0], reason])).toEqual([
      ['orders.csv', 'unreadable_amount'],
      ['orders.csv', 'unreadable_amount'],
    ]);
    expect(setAside[0]?.text).toContain('o0058');
    const [first] = engine.rows<{ key: string; day: string; units: number }>(
      `select c.customer_key as key, o.ordered_on::varchar as day from shop.orders as o join shop.customers as c using (customer_id) where o.order_key = 'o0007'`,
    );
    expect(first).toEqual({ key: 'person-7', day: '2024-08-08' });
  });

  it('a table that belongs to nothing is named, and the rest is used', async () => {
    const { staged, ledger } = await imported([
      await file('orders.csv', [
        ['order_id', 'customer', 'date', 'total'],
        ...Array.from({ length: 30 }, (_, index) => [`o${index}`, `c${index % 9}`, `2024-03-${String(1 + (index % 28)).padStart(2, '0')}`, '5']), // prettier-ignore
      ]),
      await file('weather.csv', [
        ['station', 'degrees'],
        ...Array.from({ length: 30 }, (_, index) => [`s${index}`, `${index % 20}`]),
      ]),
    ]);
    expect(staged.unused.map(({ path }) => path)).toEqual([['weather.csv']]);
    expect(ledger).toMatchObject({ rowsRead: 30, rowsUsed: 30 });
  });

  it('files of one shape are stacked before they are joined', async () => {
    const [head = [], ...rows] = items;
    const { ledger } = await imported([
      await file('items-1.csv', [head, ...rows.slice(0, 50)]),
      await file('items-2.csv', [head, ...rows.slice(50)]),
      await file('orders.csv', orders),
      await file('customers.csv', people),
    ]);
    expect(ledger).toMatchObject({ rowsUsed: 2 * (ORDERS - 2), orders: ORDERS - 2, customers: 20 });
  });
});
