-- grain: one used line of an order, physically sorted by customer_id, product_id, ordered_on; run only where the file names products
-- `customer_id` and `order_key` are those of the line's order. Amounts are those of the line as sold: what is given back
-- later is taken off the order, never off its lines. The rows come sorted, so the window streams.

create or replace table shop.fresh_order_lines as
with merged as (
  -- the order that a purchase day became; empty where orders of one day stay separate
  select
    customer_key,
    ordered_at::date as ordered_on,
    order_key
  from staging.grouped
  where getvariable('p_same_day') = 'merge'
),
sorted as (
  -- what a customer bought again then stands in the next row, and groups by customer, with which most questions about lines
  -- begin, lie side by side in memory
  select
    c.customer_id,
    coalesce(m.order_key, j.row_order_key) as order_key,
    j.ordered_at::date as ordered_on,
    p.product_id,
    j.quantity as units,
    j.amount,
    c.first_ordered_on
  from staging.judged as j
  join shop.fresh_customers as c
    on c.customer_key = j.buyer_key
  left join merged as m
    on m.customer_key = j.buyer_key
    and m.ordered_on = j.ordered_at::date
  left join shop.fresh_products as p
    on p.product = coalesce(j.product, j.product_name)
  where j.reason is null
    and not j.is_document
  order by c.customer_id, p.product_id, j.ordered_at::date
),
placed as (
  select
    *,
    lag(customer_id) over () as previous_customer,
    lag(product_id) over () as previous_product,
    lag(ordered_on) over () as previous_day
  from sorted
)
select
  customer_id,
  order_key,
  ordered_on,
  product_id,
  units,
  amount,
  (ordered_on - first_ordered_on)::integer as days_since_first,
  case when customer_id = previous_customer and product_id = previous_product then ordered_on - previous_day else -1 end::integer as days_since_same
from placed;
