-- grain: one row for the customers with an order in scope, also where there are none
-- mean_purchases, median_purchases: purchases a customer by p_count, the median being the smallest number that at least half do
-- not exceed; waiting_recent: customers with one purchase in scope less than 60 days before p_observed_through.
, running as (
  select
    *,
    sum(customers) over (order by purchases) as up_to,
    sum(customers) over () as in_all
  from counted
  where purchases > 0
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
