-- Rows of the file → orders, before customers have their dense ids.
-- grain: one order (or one purchase day, where same-day orders are merged); refunds and cancellations are none
-- What an order's rows say about it is what the first of them says that says anything.
-- Where refunds count, what the file says was given back is taken off. `group_key` is kept only for finding the orders
-- that refunds belong to.
-- Of p_parts, part p_part: an order's rows are all of one part.

with used as (
  select *
  from staging.judged
  where reason is null
    and not is_document
    and (getvariable('p_parts') = 1 or hash(order_group) % getvariable('p_parts')::ubigint = getvariable('p_part')::ubigint)
)
select
  buyer_key as customer_key,
  coalesce(min(order_key), order_group) as order_key,
  min(ordered_at) as ordered_at,
  (case when getvariable('p_refunds') = 'setAside' then sum(amount) else sum(amount) - sum(given_back) end)::decimal(18, 4) as amount,
  sum(discount)::decimal(18, 4) as discount,
  (case when getvariable('p_refunds') = 'setAside' then sum(refund) else sum(given_back) end)::decimal(18, 4) as refund,
  sum(quantity)::double as units,
  any_value(channel) as channel,
  any_value(store) as store,
  any_value(region) as region,
  any_value(coupon) as coupon,
  any_value(coalesce(product_name, product)) as first_product,
  any_value(category) as category,
  any_value(name) as name,
  any_value(email) as email,
  any_value(phone) as phone,
  case when getvariable('p_refunds') = 'restate' then order_group end::varchar as group_key
from used
group by buyer_key, order_group;
