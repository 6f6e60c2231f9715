-- From purchase to purchase as usually written: numbered by `row_number`, the wait by `lag`, both within the customer.
-- grain: one number of a purchase day, 1 to 10
with days as (
  select customer_key, ordered_at::date as ordered_on, sum(amount) as amount
  from lines
  where customer_key is not null and amount > 0
  group by all
),
numbered as (
  select
    amount,
    row_number() over by_customer as number,
    ordered_on - lag(ordered_on) over by_customer as days
  from days
  window by_customer as (partition by customer_key order by ordered_on)
)
select
  number::integer as number,
  count(*)::integer as customers,
  (lead(count(*)) over (order by number) / count(*))::double as next_share,
  median(days)::double as median_days,
  avg(amount)::double as average_amount
from numbered
where number <= 11
group by number
qualify number <= 10
order by number;
