-- grain: one used line of an order; run only where the file names products

create or replace table shop.order_lines as
select
  c.customer_id,
  coalesce(j.order_key, j.row_id::varchar) as order_key,
  j.ordered_at::date as ordered_on,
  p.product_id,
  j.quantity as units,
  j.amount
from staging.judged as j
join shop.customers as c
  on c.customer_key = case when j.is_guest then 'guest ' || coalesce(j.order_key, j.row_id::varchar) else j.customer_key end
left join shop.products as p
  on p.product = coalesce(j.product, j.product_name)
where j.reason is null;
