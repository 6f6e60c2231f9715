-- grain: one hour of a weekday (1 Monday … 7 Sunday), 168 in all
-- days: how many such weekdays the data covers; orders_per_day and revenue_per_day: on an average one of them.
, weekdays as (
  select isodow(day) as weekday, count(*) as days
  from covered
  group by isodow(day)
),
counted as (
  select
    isodow(day) as weekday,
    hour,
    sum(orders) as orders,
    sum(revenue) as revenue
  from daily
  group by isodow(day), hour
)
select
  d.weekday::integer as weekday,
  h.hour::integer as hour,
  coalesce(c.orders, 0)::integer as orders,
  coalesce(c.revenue, 0)::double as revenue,
  coalesce(w.days, 0)::integer as days,
  (coalesce(c.orders, 0) / nullif(w.days, 0))::double as orders_per_day,
  (coalesce(c.revenue, 0) / nullif(w.days, 0))::double as revenue_per_day
from range(1, 8) as d(weekday)
cross join range(24) as h(hour)
left join weekdays as w on w.weekday = d.weekday
left join counted as c on c.weekday = d.weekday and c.hour = h.hour
order by d.weekday, h.hour
