-- What the canonical tables hold, with the columns of totals.sql.
-- grain: one row

with span as (
  select
    date_trunc('month', min(first_ordered_on)) as first_month
  from shop.customers
)
select
  coalesce(sum(order_count), 0)::integer as orders,
  count(*)::integer as customers,
  (count(*) filter (where order_count = 0))::integer as customers_without_orders,
  min(first_ordered_on)::date as first_day,
  max(last_ordered_on)::date as last_day,
  any_value(first_month)::date as first_month,
  (count(*) filter (where date_trunc('month', first_ordered_on) = first_month))::integer as first_month_customers,
  (count(*) filter (where date_trunc('month', first_ordered_on) = first_month + interval 1 month))::integer as second_month_customers
from shop.customers
cross join span
order by orders;
