-- Rows of the file that are refunds or cancellations and count; run only where refunds count.
-- grain: one row of the file
-- `amount` is what was given back, above zero. `taken_off` is the order it was taken off (its rowid in staging.grouped),
-- or null: it counts at its own date.

create or replace table staging.refund_rows as
select
  row_id,
  buyer_key as customer_key,
  row_order_key,
  order_key,
  ordered_at as refunded_at,
  coalesce(product, product_name) as product,
  coalesce(abs(quantity), 1) as pieces,
  given_back as amount,
  name,
  email,
  phone,
  region,
  null::bigint as taken_off
from staging.judged
where reason is null
  and is_document;
