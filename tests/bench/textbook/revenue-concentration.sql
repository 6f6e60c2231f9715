-- Revenue by tenth of customers as usually written: NTILE over revenue, then shares and their running sum.
-- grain: one tenth of the customers, the best first
with customers as (
  select customer_key, count(distinct order_key) as orders, sum(amount) as revenue
  from lines
  where customer_key is not null and amount > 0
  group by customer_key
),
ranked as (
  select *, ntile(10) over (order by revenue desc, customer_key) as decile
  from customers
)
select
  decile::integer as decile,
  count(*)::integer as customers,
  sum(orders)::integer as orders,
  sum(revenue)::double as revenue,
  (sum(revenue) / sum(sum(revenue)) over ())::double as share,
  (sum(sum(revenue)) over (order by decile) / sum(sum(revenue)) over ())::double as running_share
from ranked
group by decile
order by decile;
