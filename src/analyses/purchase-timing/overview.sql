-- grain: one row for the scope; midnight_orders: stamped 00:00:00, as are those of files that name only the day
, counted as (
  select
    coalesce(sum(orders), 0) as orders,
    coalesce(sum(revenue), 0) as revenue,
    coalesce(sum(midnight_orders), 0) as midnight_orders
  from daily
),
days as (
  select count(*) as days, min(day) as first_day, max(day) as last_day
  from covered
)
select
  c.orders::integer as orders,
  c.revenue::double as revenue,
  c.midnight_orders::integer as midnight_orders,
  d.days::integer as days,
  d.first_day::date as first_day,
  d.last_day::date as last_day
from counted as c
cross join days as d
order by orders
