-- Rows of the file → orders, before customers have their dense ids.
-- grain: one order (or one purchase day, where same-day orders are merged)
-- Where the file has no order number every row is an order. A guest's order is a customer of its own.

create or replace table staging.grouped as
with used as (
  select
    *,
    case when is_guest then 'guest ' || coalesce(order_key, row_id::varchar) else customer_key end as buyer_key,
    case
      when getvariable('p_same_day') = 'merge' then ordered_at::date::varchar
      when getvariable('p_has_order') then coalesce(order_key, row_id::varchar)
      else row_id::varchar
    end as order_group
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
  first(channel) as channel,
  first(store) as store,
  first(region) as region,
  first(coupon) as coupon,
  first(coalesce(product_name, product)) as first_product,
  first(category) as category,
  first(name) as name,
  first(email) as email,
  first(phone) as phone
from used
group by buyer_key, order_group;
