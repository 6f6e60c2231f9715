-- grain: one calendar month with an order in scope
-- state: partial where the data does not cover the month from its first to its last day.
, by_month as (
  select
    date_trunc('month', ordered_on)::date as month,
    sum(orders)::bigint as orders,
    sum(discounted_orders)::bigint as discounted_orders,
    sum(revenue) as revenue,
    coalesce(sum(discounted_revenue), 0) as discounted_revenue,
    sum(discount) as discount
  from by_day
  group by date_trunc('month', ordered_on)::date
)
select
  month::date as month,
  orders::integer as orders,
  discounted_orders::integer as discounted_orders,
  (discounted_orders / orders)::double as share,
  revenue::double as revenue,
  discounted_revenue::double as discounted_revenue,
  discount::double as discount,
  (case
    when month < getvariable('p_first_day') or last_day(month) > getvariable('p_observed_through') then 'partial'
    else 'complete'
  end)::varchar as state
from by_month
order by month
