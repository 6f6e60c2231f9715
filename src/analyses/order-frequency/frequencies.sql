-- How often customers buy, and what each frequency brings.
-- grain: one number of purchases in scope (p_count: orders, or purchase days that merge the orders of one day), from 1 to p_most
--   without holes; the last one, where and_more holds, is of all who have at least so many. A row of 0 stands first where
--   customers in scope have refunds and no order.
-- customers add up to those in scope, orders and revenue to theirs. revenue: orders, and refunds that count at their own date.
-- customer_share, at_least_share: ÷ customers with an order in scope; null in the row of 0. revenue_share: null where the whole
--   is not above 0. at_least: customers with so many purchases or more.
, capped as (
  select
    least(purchases, getvariable('p_most')) as purchases,
    sum(customers)::bigint as customers,
    sum(orders) as orders,
    sum(revenue) as revenue
  from counted
  group by 1
),
spine as (
  select unnest(range(least(min(purchases), 1), max(purchases) + 1)) as purchases
  from capped
),
filled as (
  select
    s.purchases,
    coalesce(c.customers, 0) as customers,
    coalesce(c.orders, 0) as orders,
    coalesce(c.revenue, 0) as revenue
  from spine as s
  left join capped as c using (purchases)
),
compared as (
  select
    *,
    sum(customers) over (order by purchases desc) as at_least,
    sum(if(purchases > 0, customers, 0)) over () as all_customers,
    sum(orders) over () as all_orders,
    sum(revenue) over () as all_revenue
  from filled
)
select
  purchases::integer as purchases,
  (purchases = getvariable('p_most'))::boolean as and_more,
  customers::integer as customers,
  if(purchases > 0, customers / nullif(all_customers, 0), null)::double as customer_share,
  if(purchases > 0, at_least, null)::integer as at_least,
  if(purchases > 0, at_least / nullif(all_customers, 0), null)::double as at_least_share,
  orders::integer as orders,
  (orders / nullif(all_orders, 0))::double as order_share,
  revenue::double as revenue,
  if(all_revenue > 0, revenue::double / all_revenue::double, null)::double as revenue_share,
  (revenue::double / nullif(customers, 0))::double as revenue_per_customer
from compared
order by purchases;
