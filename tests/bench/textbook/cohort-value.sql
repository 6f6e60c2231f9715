-- Cohort value as usually written: revenue of a cohort in each later month, added up, by customer of the cohort.
-- grain: one cohort and one month in which it ordered
with used as (
  select customer_key, date_trunc('month', ordered_at) as month, amount
  from lines
  where customer_key is not null and amount > 0
),
firsts as (
  select customer_key, min(month) as cohort
  from used
  group by customer_key
),
sizes as (
  select cohort, count(*) as customers
  from firsts
  group by cohort
),
earned as (
  select cohort, date_diff('month', cohort, month) as age, sum(amount) as revenue
  from used
  join firsts using (customer_key)
  group by all
)
select
  cohort::date as cohort,
  age::integer as age,
  customers::integer as customers,
  (sum(revenue) over (partition by cohort order by age) / customers)::double as value
from earned
join sizes using (cohort)
order by cohort, age;
