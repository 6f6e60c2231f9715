-- Members by month as usually written: active, new and retained, the last by joining each month with the one before.
-- grain: one month with orders
with months as (
  select
    customer_key,
    date_trunc('month', ordered_at)::date as month,
    count(distinct order_key) as orders,
    sum(amount) as revenue
  from lines
  where customer_key is not null and amount > 0
  group by all
),
firsts as (
  select customer_key, min(month) as first_month
  from months
  group by customer_key
)
select
  months.month,
  count(*)::integer as active,
  count(*) filter (where months.month = first_month)::integer as new,
  count(before.customer_key)::integer as retained,
  (sum(months.orders) / count(*))::double as orders_each,
  (sum(months.revenue) / count(*))::double as revenue_each
from months
join firsts on firsts.customer_key = months.customer_key
left join months as before
  on before.customer_key = months.customer_key
  and before.month = months.month - interval 1 month
group by months.month
order by months.month;
