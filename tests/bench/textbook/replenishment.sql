-- Usual intervals by product as usually written: `lag` within customer and product, then who falls due this week.
-- grain: one product bought again by at least ten customers, most due first
with days as (
  select distinct product, customer_key, ordered_at::date as ordered_on
  from lines
  where customer_key is not null and amount > 0 and product is not null
),
gaps as (
  select
    *,
    ordered_on - lag(ordered_on) over by_customer as days,
    lead(ordered_on) over by_customer is null as is_last
  from days
  window by_customer as (partition by product, customer_key order by ordered_on)
),
intervals as (
  select product, median(days) as median_days, count(distinct customer_key) as customers
  from gaps
  where days is not null
  group by product
  having count(distinct customer_key) >= 10
)
select
  product,
  any_value(median_days)::double as median_days,
  any_value(customers)::integer as customers,
  count(*) filter (
    where is_last
      and days is not null
      and ordered_on + median_days::integer between getvariable('p_as_of') and getvariable('p_as_of') + 6
  )::integer as due
from gaps
join intervals using (product)
group by product
order by due desc, product;
