-- grain: one calendar month with an order in scope
-- state: partial where the data does not cover the month from its first to its last day.
, by_month as (
  select
    date_trunc('month', ordered_on)::date as month,
    count(*) as orders,
    count(*) filter (where is_discounted) as discounted_orders,
    sum(amount) as revenue,
    coalesce(sum(amount) filter (where is_discounted), 0) as discounted_revenue,
    sum(discount) as discount
  from flagged
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
