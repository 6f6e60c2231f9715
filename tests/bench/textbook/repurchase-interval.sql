-- Days between purchase days as usually written: one row a customer and day, `lag` within the customer.
-- grain: one length of gap, in whole days
with days as (
  select distinct customer_key, ordered_at::date as ordered_on
  from lines
  where customer_key is not null and amount > 0
),
gaps as (
  select date_diff('day', lag(ordered_on) over (partition by customer_key order by ordered_on), ordered_on) as days
  from days
)
select days::integer as days, count(*)::integer as count
from gaps
where days is not null
group by all
order by days;
