-- One row a calendar month with orders: how many, from how many customers, how much, and how much of it was repeat
-- business (every order after a customer's first, counted over the whole history).
with monthly as (
  select
    date_trunc('month', ordered_on)::date as month,
    count(*)::integer as orders,
    count(distinct customer_id)::integer as customers,
    sum(amount)::double as revenue,
    coalesce(sum(amount) filter (where order_number > 1), 0)::double as repeat_revenue
  from orders
  group by all
)

select
  month,
  orders,
  customers,
  revenue,
  repeat_revenue,
  repeat_revenue / nullif(revenue, 0) as repeat_share
from monthly
order by month
