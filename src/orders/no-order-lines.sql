-- The file names no products: no lines, no products.

create or replace table shop.fresh_products (
  product_id integer,
  product varchar,
  product_name varchar,
  category varchar
);

create or replace table shop.fresh_order_lines (
  customer_id integer,
  order_key varchar,
  ordered_on date,
  product_id integer,
  units double,
  amount decimal(18, 4),
  days_since_first integer,
  days_since_same integer
);
