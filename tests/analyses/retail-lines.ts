import { tableFromArrays, tableToIPC } from 'apache-arrow';
import type { TestEngine } from './engine';
import { textOf } from './order-files';

/**
 * Loads UCI Online Retail as the truth file's `affinity_clean` reads it: lines with a customer, a quantity and a price
 * above zero, no cancellations; a product is the upper-cased stock code with a digit in it, but for C2 (carriage).
 * Lines of other codes (postage, fees) have no product and stay in their order.
 */
export function retailLines(engine: TestEngine): void {
  const columns = { customer: [], invoice: [], at: [], code: [], name: [], quantity: [], amount: [] } as {
    [Name in 'customer' | 'invoice' | 'at' | 'code' | 'name']: string[];
  } & { quantity: number[]; amount: number[] };
  for (const text of textOf('online_retail/online_retail.csv').split(/\r?\n/).slice(1)) {
    if (text === '') continue;
    const [invoice, stockCode, name, quantity, at, price, customer] = fieldsOf(text);
    if (!customer || invoice!.startsWith('C') || !(Number(quantity) > 0) || !(Number(price) > 0)) continue;
    const code = stockCode!.toUpperCase();
    columns.customer.push(customer);
    columns.invoice.push(invoice!);
    columns.at.push(at!);
    columns.code.push(/\d/.test(code) && code !== 'C2' ? code : '');
    columns.name.push(name!);
    columns.quantity.push(Number(quantity));
    columns.amount.push(Number(quantity) * Number(price));
  }
  engine.loadOrders([]);
  const numbers = {
    quantity: Float64Array.from(columns.quantity),
    amount: Float64Array.from(columns.amount),
  };
  const bytes = tableToIPC(tableFromArrays({ ...columns, ...numbers }), 'stream');
  engine.execute('create schema if not exists retail; drop table if exists retail.lines');
  engine.connection.insertArrowFromIPCStream(bytes, { schema: 'retail', name: 'lines', create: true });
  engine.execute(`
    insert into shop.customers
      select row_number() over (order by customer), customer, null, null, null, null,
             min("at"::timestamp)::date, max("at"::timestamp)::date, count(distinct invoice), sum(amount)
      from retail.lines group by customer;
    insert into shop.products
      select row_number() over (order by code), code, min(name), null from retail.lines where code <> '' group by code;
    insert into shop.orders
      select c.customer_id, l.invoice, min("at"::timestamp), min("at"::timestamp)::date, sum(l.amount), 0, 0, sum(l.quantity),
             null, null, null, null, null, null, 1, 1, null, any_value(c.first_ordered_on)
      from retail.lines as l join shop.customers as c on c.customer_key = l.customer
      group by c.customer_id, l.invoice order by c.customer_id, 3, l.invoice;
    insert into shop.order_lines
      select o.customer_id, o.order_key, o.ordered_on, p.product_id, l.quantity, l.amount, o.ordered_on - o.first_ordered_on,
             if(p.product_id is null, -1, coalesce(o.ordered_on - lag(o.ordered_on) over (partition by o.customer_id, p.product_id order by o.ordered_on), -1))
      from retail.lines as l
      join shop.customers as c on c.customer_key = l.customer
      join shop.orders as o on o.customer_id = c.customer_id and o.order_key = l.invoice
      left join shop.products as p on p.product = l.code
      order by o.customer_id, p.product_id, o.ordered_on;
    insert into shop.data_window select min(ordered_on), max(ordered_on), null from shop.orders;
    drop table retail.lines`);
}

function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2]!,
  );
}
