-- grain: one row for the customers with an order in scope, also where there are none
-- mean_purchases, median_purchases: purchases a customer by p_count, the median being the smallest number that at least half do
-- not exceed; waiting_recent: customers with one purchase in scope less than 60 days before p_observed_through.
with
placed as (
  select
    customer_id,
    ordered_on,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(ordered_on) over () as previous_day
  from orders
  where getvariable('p_count') = 'day'
),
purchase_days as (
  select
    customer_id,
    count(*) as days
  from placed
  where customer_id <> previous_customer or ordered_on <> previous_day
  group by customer_id
),
people as (
  select
    if(getvariable('p_count') = 'day', coalesce(d.days, 0), c.order_count) as purchases,
    c.last_ordered_on
  from customers as c
  left join purchase_days as d using (customer_id)
  where c.order_count > 0
),
counted as (
  select
    purchases,
    count(*) as customers,
    count(*) filter (
      purchases = 1 and getvariable('p_observed_through') - last_ordered_on < 60
    ) as waiting_recent
  from people
  group by purchases
),
running as (
  select
    *,
    sum(customers) over (order by purchases) as up_to,
    sum(customers) over () as in_all
  from counted
)
select
  coalesce(sum(customers), 0)::integer as customers,
  coalesce(sum(purchases * customers), 0)::integer as purchases,
  (sum(purchases * customers) / nullif(sum(customers), 0))::double as mean_purchases,
  (min(purchases) filter (up_to * 2 >= in_all))::integer as median_purchases,
  max(purchases)::integer as most_purchases,
  coalesce(sum(customers) filter (purchases = 1), 0)::integer as bought_once,
  coalesce(sum(waiting_recent), 0)::integer as waiting_recent
from running
order by customers;
