-- Who buys at full price as usually written: orders with a coupon or a discount, counted for each customer.
-- grain: one way to buy: never, sometimes or always discounted
with orders as (
  select
    customer_key,
    order_key,
    min(ordered_at)::date as ordered_on,
    sum(amount) as amount,
    sum(discount) as discount,
    coalesce(bool_or(coupon <> '' or discount <> 0), false) as is_discounted
  from lines
  where customer_key is not null and amount > 0
  group by customer_key, order_key
),
customers as (
  select
    count(*) as orders,
    count(*) filter (where is_discounted) as discounted_orders,
    sum(amount) as revenue,
    sum(discount) as discount,
    min(ordered_on) < max(ordered_on) as is_repeat
  from orders
  group by customer_key
)
select
  case discounted_orders when 0 then 'never' when orders then 'always' else 'sometimes' end as use,
  count(*)::integer as customers,
  sum(orders)::integer as orders,
  sum(revenue)::double as revenue,
  sum(discount)::double as discount,
  avg(is_repeat::integer)::double as repeat_rate
from customers
group by use
order by use;
