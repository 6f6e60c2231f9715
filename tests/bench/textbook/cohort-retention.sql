-- Cohort retention as it is usually written: customers by month of the first order, distinct customers in each later month.
-- grain: one cohort and one month in which it ordered
with used as (
  select customer_key, ordered_at
  from lines
  where customer_key is not null and amount > 0
),
firsts as (
  select customer_key, date_trunc('month', min(ordered_at)) as cohort
  from used
  group by customer_key
)
select
  cohort::date as cohort,
  date_diff('month', cohort, date_trunc('month', ordered_at))::integer as age,
  count(distinct customer_key)::integer as customers
from used
join firsts using (customer_key)
group by all
order by all;
