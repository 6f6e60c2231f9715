-- Refunds are set aside: none counts.

create or replace table staging.refund_rows (
  row_id bigint,
  customer_key varchar,
  row_order_key varchar,
  order_key varchar,
  refunded_at timestamp,
  product varchar,
  pieces double,
  amount decimal(18, 4),
  name varchar,
  email varchar,
  phone varchar,
  region varchar,
  taken_off bigint
);
