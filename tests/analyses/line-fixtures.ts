import type { OrderFixture, TestEngine } from './engine';

/** One line of an order; lines of one customer and time are one order. */
export interface LineFixture {
  customer: string;
  /** `2011-12-09` or `2011-12-09 10:30:00`. */
  at: string;
  /** Null where the file names none. */
  product: string | null;
  category?: string;
  amount: number;
}

const text = (value: string | null | undefined): string =>
  value === null || value === undefined ? 'null' : `'${value.replaceAll("'", "''")}'`;

/** The orders that lines make up: amounts added, keyed by customer and time. */
export function ordersOf(lines: readonly LineFixture[]): OrderFixture[] {
  const orders = new Map<string, OrderFixture>();
  for (const { customer, at, amount } of lines) {
    const key = `${customer} ${at}`;
    const order = orders.get(key);
    if (order) order.amount += amount;
    else orders.set(key, { customer, at, amount, order: key });
  }
  return [...orders.values()];
}

/** Fills the canonical tables from lines: the orders they make, the products they name, and the lines themselves. */
export function loadLines(engine: TestEngine, lines: readonly LineFixture[]): void {
  engine.loadOrders(ordersOf(lines));
  if (lines.length === 0) return;
  const products = new Map(
    lines.flatMap(({ product, category }) => (product === null ? [] : [[product, category] as const])),
  );
  const codes = [...products.keys()].sort();
  if (codes.length > 0) {
    engine.execute(
      `insert into shop.products values ${codes
        .map((code, index) => `(${index + 1}, ${text(code)}, null, ${text(products.get(code))})`)
        .join(', ')}`,
    );
  }
  const rows = lines.map(
    ({ customer, at, product, amount }) =>
      `(${text(customer)}, ${text(`${customer} ${at}`)}, date '${at.slice(0, 10)}', ${product === null ? 'null' : codes.indexOf(product) + 1}::integer, 1, ${amount}::decimal(18, 4))`,
  );
  engine.execute(
    `insert into shop.order_lines
     select c.customer_id, l.order_key, l.ordered_on, l.product_id, l.units, l.amount, l.ordered_on - c.first_ordered_on,
            if(l.product_id is null, -1, coalesce(l.ordered_on - lag(l.ordered_on) over (partition by c.customer_id, l.product_id order by l.ordered_on), -1))
     from (values ${rows.join(', ')}) as l(customer_key, order_key, ordered_on, product_id, units, amount)
     join shop.customers as c using (customer_key)
     order by c.customer_id, l.product_id, l.ordered_on`,
  );
}
