-- Customers by number of purchase days as usually written: counted for each customer, then how many have each count.
-- grain: one number of purchase days, 10 standing for all from 10 on
with customers as (
  select
    customer_key,
    count(distinct ordered_at::date) as days,
    count(distinct order_key) as orders,
    sum(amount) as revenue
  from lines
  where customer_key is not null and amount > 0
  group by customer_key
)
select
  least(days, 10)::integer as days,
  count(*)::integer as customers,
  (count(*) / sum(count(*)) over ())::double as customer_share,
  sum(orders)::integer as orders,
  sum(revenue)::double as revenue,
  (sum(revenue) / sum(sum(revenue)) over ())::double as revenue_share
from customers
group by least(days, 10)
order by days;
