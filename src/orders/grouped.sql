-- Rows of the file → orders, before customers have their dense ids.
-- grain: one order (or one purchase day, where same-day orders are merged)
-- What an order's rows say about it is what the first of them says that says anything.

create or replace table staging.grouped as
with used as (
  select
    *,
    case when getvariable('p_same_day') = 'merge' then ordered_at::date::varchar else row_order_key end as order_group
  from staging.judged
  where reason is null
)
select
  buyer_key as customer_key,
  coalesce(min(order_key), order_group) as order_key,
  min(ordered_at) as ordered_at,
  sum(amount)::decimal(18, 4) as amount,
  sum(discount)::decimal(18, 4) as discount,
  sum(refund)::decimal(18, 4) as refund,
  sum(quantity)::double as units,
  any_value(channel) as channel,
  any_value(store) as store,
  any_value(region) as region,
  any_value(coupon) as coupon,
  any_value(coalesce(product_name, product)) as first_product,
  any_value(category) as category,
  any_value(name) as name,
  any_value(email) as email,
  any_value(phone) as phone
from used
group by buyer_key, order_group;
