-- The shop by month as usually written: orders, customers, revenue, and how much of it came from customers of before.
-- grain: one month with orders
with used as (
  select customer_key, order_key, date_trunc('month', ordered_at) as month, amount, quantity
  from lines
  where customer_key is not null and amount > 0
),
firsts as (
  select customer_key, min(month) as first_month
  from used
  group by customer_key
)
select
  month::date as month,
  count(distinct order_key)::integer as orders,
  count(distinct customer_key)::integer as customers,
  sum(amount)::double as revenue,
  sum(quantity)::double as units,
  (sum(amount) / count(distinct order_key))::double as average_order,
  count(distinct customer_key) filter (where month > first_month)::integer as returning_customers,
  coalesce(sum(amount) filter (where month > first_month), 0)::double as returning_revenue
from used
join firsts using (customer_key)
group by month
order by month;
