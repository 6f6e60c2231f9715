-- What refunds could be of: the orders' lines of customers who have refunds. Run only where orders are restated.
-- A refund with the number of an order of its customer belongs to it.
-- grain: one line of an order; `order_id` is the order's rowid in staging.grouped

create or replace table staging.refundable as
select
  g.rowid as order_id,
  j.buyer_key as customer_key,
  j.row_order_key,
  coalesce(j.product, j.product_name) as product,
  coalesce(abs(j.quantity), 1) as pieces,
  g.order_key,
  g.ordered_at
from staging.judged as j
join staging.grouped as g
  on g.customer_key = j.buyer_key
  and g.group_key = j.order_group
where j.reason is null
  and not j.is_document
  and j.buyer_key in (select customer_key from staging.refund_rows);

update staging.refund_rows as r
set taken_off = numbered.order_id
from (
  -- merged by days, the lines of one number may lie on several
  select
    customer_key,
    row_order_key,
    arg_max(order_id, ordered_at) as order_id
  from staging.refundable
  group by customer_key, row_order_key
) as numbered
where numbered.customer_key = r.customer_key
  and numbered.row_order_key = r.row_order_key;
