-- grain: one refund document of a customer on one day, at its own date; sorted by customer and time
-- What was taken off the order it belongs to is not here.

create or replace table shop.fresh_refunds as
select
  c.customer_id,
  coalesce(min(r.order_key), r.row_order_key) as order_key,
  min(r.refunded_at) as refunded_at,
  r.refunded_at::date as refunded_on,
  (-sum(r.amount))::decimal(18, 4) as amount,
  c.first_ordered_on
from staging.refund_rows as r
join shop.fresh_customers as c using (customer_key)
where r.taken_off is null
group by c.customer_id, c.first_ordered_on, r.row_order_key, r.refunded_at::date
order by c.customer_id, min(r.refunded_at), order_key;
