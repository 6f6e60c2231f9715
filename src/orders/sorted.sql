-- Orders in their final physical order: by customer, time and number.
-- grain: one order

create or replace table staging.sorted as
select
  c.customer_id,
  c.first_ordered_on,
  g.order_key,
  g.ordered_at,
  g.ordered_at::date as ordered_on,
  g.amount,
  coalesce(g.discount, 0)::decimal(18, 4) as discount,
  coalesce(g.refund, 0)::decimal(18, 4) as refund,
  g.units,
  g.channel,
  g.store,
  g.region,
  g.coupon,
  g.first_product,
  g.category
from staging.grouped as g
join shop.fresh_customers as c using (customer_key)
order by c.customer_id, g.ordered_at, g.order_key;

-- Each step lets go of what no later one reads: at millions of orders a tab has no room for both.
drop table staging.grouped;
