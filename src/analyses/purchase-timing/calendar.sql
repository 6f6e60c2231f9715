-- grain: one part of the calendar: a weekday (1 Monday … 7), a month of the year (1 … 12), a day of the month (1 … 31)
-- index = orders per covered day of this kind ÷ orders per covered day of all: 1 is an average day. Days without an
-- order count as days; days the data does not cover do not. whole_periods: for months, how many the data covers from
-- their first to their last day; for the others, days. years: calendar years with such a day.
, by_day as (
  select
    c.day,
    coalesce(sum(d.orders), 0) as orders,
    coalesce(sum(d.revenue), 0) as revenue
  from covered as c
  left join daily as d using (day)
  group by c.day
),
whole_months as (
  select
    month(day) as month,
    count(*) as months
  from (
    select date_trunc('month', day) as day
    from covered
    group by date_trunc('month', day)
    having count(*) = max(day(last_day(day)))
  )
  group by month(day)
),
parts as (
  select 'weekday' as part, isodow(day) as value, * from by_day
  union all
  select 'month' as part, month(day) as value, * from by_day
  union all
  select 'month_day' as part, day(day) as value, * from by_day
),
counted as (
  select
    part,
    value,
    count(*) as days,
    sum(orders) as orders,
    sum(revenue) as revenue,
    count(distinct year(day)) as years
  from parts
  group by part, value
),
everything as (
  select
    count(*) as days,
    sum(orders) as orders,
    sum(revenue) as revenue
  from by_day
),
places as (
  select 1 as place, 'month' as part, value from range(1, 13) as r(value)
  union all
  select 2 as place, 'weekday' as part, value from range(1, 8) as r(value)
  union all
  select 3 as place, 'month_day' as part, value from range(1, 32) as r(value)
)
select
  p.part::varchar as part,
  p.value::integer as value,
  coalesce(c.orders, 0)::integer as orders,
  coalesce(c.revenue, 0)::double as revenue,
  coalesce(c.days, 0)::integer as days,
  (if(p.part = 'month', coalesce(w.months, 0), coalesce(c.days, 0)))::integer as whole_periods,
  coalesce(c.years, 0)::integer as years,
  (c.orders / nullif(c.days, 0))::double as orders_per_day,
  (c.revenue / nullif(c.days, 0))::double as revenue_per_day,
  ((c.orders / c.days) / nullif(e.orders / nullif(e.days, 0), 0))::double as orders_index,
  ((c.revenue / c.days) / nullif(e.revenue / nullif(e.days, 0), 0))::double as revenue_index
from places as p
cross join everything as e
left join counted as c on c.part = p.part and c.value = p.value
left join whole_months as w on p.part = 'month' and w.month = p.value
order by p.place, p.value
