-- Repurchase by product as usually written: days with the product for each customer, then how many had a second one.
-- grain: one product, most buyers first
with days as (
  select
    product,
    customer_key,
    ordered_at::date as ordered_on,
    sum(amount) as amount
  from lines
  where customer_key is not null and amount > 0 and product is not null
  group by all
),
numbered as (
  select
    *,
    row_number() over by_customer as number,
    lead(ordered_on) over by_customer - ordered_on as days
  from days
  window by_customer as (partition by product, customer_key order by ordered_on)
)
select
  product,
  count(*) filter (where number = 1)::integer as buyers,
  count(days) filter (where number = 1)::integer as returned,
  (count(*) filter (where number = 1 and days <= 90 and ordered_on <= getvariable('p_as_of') - 90)
    / nullif(count(*) filter (where number = 1 and ordered_on <= getvariable('p_as_of') - 90), 0))::double as rate,
  (median(days) filter (where number = 1))::double as median_days,
  sum(amount)::double as revenue
from numbered
group by product
order by buyers desc, product;
