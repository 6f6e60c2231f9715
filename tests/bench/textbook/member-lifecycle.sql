-- Growth accounting as usually written: a row for each customer and month, `lag` and `lead` within the customer.
-- grain: one month in which customers were active, or were no longer
with months as (
  select distinct customer_key, date_trunc('month', ordered_at)::date as month
  from lines
  where customer_key is not null and amount > 0
),
moved as (
  select
    month,
    lag(month) over by_customer as month_before,
    lead(month) over by_customer as month_after
  from months
  window by_customer as (partition by customer_key order by month)
),
arrived as (
  select
    month,
    count(*) as active,
    count(*) filter (where month_before is null) as new,
    count(*) filter (where month_before = month - interval 1 month) as retained,
    count(*) filter (where month_before < month - interval 1 month) as resurrected
  from moved
  group by month
),
churned as (
  select (month + interval 1 month)::date as month, count(*) as churned
  from moved
  where month_after is null or month_after > month + interval 1 month
  group by all
)
select
  month,
  coalesce(active, 0)::integer as active,
  coalesce(new, 0)::integer as new,
  coalesce(retained, 0)::integer as retained,
  coalesce(resurrected, 0)::integer as resurrected,
  coalesce(churned, 0)::integer as churned
from arrived
full join churned using (month)
where month <= getvariable('p_as_of')
order by month;
