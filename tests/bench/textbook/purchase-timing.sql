-- Orders by weekday and hour as usually written: lines to orders, then counted.
-- grain: one hour of a weekday in which something was ordered
with orders as (
  select customer_key, order_key, min(ordered_at) as ordered_at, sum(amount) as amount
  from lines
  where customer_key is not null and amount > 0
  group by customer_key, order_key
)
select
  isodow(ordered_at)::integer as weekday,
  hour(ordered_at)::integer as hour,
  count(*)::integer as orders,
  sum(amount)::double as revenue
from orders
group by all
order by weekday, hour;
