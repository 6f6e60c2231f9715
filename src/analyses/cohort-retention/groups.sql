-- Retention by what the first order was: its product, category, channel, store, region or coupon, by p_by.
-- grain: one value and one age, as in cells.sql; nothing where p_by is 'period'. The p_most_groups values with the most
--   customers stand for themselves (kind `value`, an empty value is `blank`), the others together (`others`), and so do
--   customers whose first order is out of scope, so that its value is not known (`unknown`).
-- size: customers of the value with an order in scope, of any cohort.
-- n: those of them whose cohort has lived through the whole age; customers: those of n with an order at that age. Others
--   count in neither, nor does a cohort that began before the first of narrowed days; the first age of a cohort cut off
--   by the start of the file is left out.
-- rate: customers ÷ n, null where n is 0. rate_low, rate_high: Wilson's 95 % interval.
with
dated as (
  select
    customer_id,
    case getvariable('p_grain')
      when 'week' then (first_ordered_on - date '0001-01-01') // 7
      when 'month' then year(first_ordered_on) * 12 + month(first_ordered_on) - 1
      when 'quarter' then year(first_ordered_on) * 4 + quarter(first_ordered_on) - 1
    end as cohort,
    case
      when getvariable('p_rolling_days') > 0 then (ordered_on - first_ordered_on) // getvariable('p_rolling_days')
      when getvariable('p_grain') = 'week' then (ordered_on - date '0001-01-01') // 7 - cohort
      when getvariable('p_grain') = 'month' then year(ordered_on) * 12 + month(ordered_on) - 1 - cohort
      when getvariable('p_grain') = 'quarter' then year(ordered_on) * 4 + quarter(ordered_on) - 1 - cohort
    end as age
  from orders
  where getvariable('p_by') <> 'period'
),
placed as (
  -- Stored sorted by customer and time, as filled.sql checks. The join comes after: it need not keep the order.
  select
    *,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(age) over () as previous_age
  from dated
),
first_orders as (
  select
    customer_id,
    coalesce(case getvariable('p_by')
      when 'first_product' then first_product
      when 'category' then category
      when 'channel' then channel
      when 'store' then store
      when 'region' then region
      when 'coupon' then coupon
    end, '') as value
  from orders
  where order_number = 1
    and getvariable('p_by') <> 'period'
),
ranked as (
  select value, row_number() over (order by count(*) desc, value) as place
  from first_orders
  group by value
),
members as (
  select f.customer_id, least(r.place, getvariable('p_most_groups') + 1) as place
  from first_orders as f
  join ranked as r using (value)
),
visits as (
  -- grain: one place among the values, one cohort and one age at which it ordered
  select
    coalesce(m.place, getvariable('p_most_groups') + 2) as place,
    p.cohort,
    p.age,
    count(*) filter (p.customer_id <> p.previous_customer) as begun,
    count(*) filter (p.customer_id <> p.previous_customer or p.age <> p.previous_age) as customers
  from placed as p
  left join members as m using (customer_id)
  group by 1, 2, 3
),
sizes as (
  select
    place,
    cohort,
    sum(begun) as size,
    case getvariable('p_grain')
      when 'week' then date '0001-01-01' + (cohort * 7)::integer
      when 'month' then make_date(cohort // 12, cohort % 12 + 1, 1)
      when 'quarter' then make_date(cohort // 4, cohort % 4 * 3 + 1, 1)
    end as begins
  from visits
  group by place, cohort
),
steps as (
  select
    span,
    if(getvariable('p_rolling_days') > 0, to_days(getvariable('p_rolling_days')), span) as step
  from (
    select case getvariable('p_grain')
      when 'week' then interval 7 day
      when 'month' then interval 1 month
      when 'quarter' then interval 3 month
    end as span
  )
),
ages as (
  select unnest(range(1 + case
    when getvariable('p_rolling_days') > 0
      then (getvariable('p_observed_through') - min(begins)) // getvariable('p_rolling_days')
    else date_diff(getvariable('p_grain'), min(begins), getvariable('p_observed_through'))
  end)) as age
  from sizes
),
lived as (
  -- grain: one cohort and one age it has lived through
  select c.cohort, a.age
  from (select distinct cohort, begins from sizes) as c
  cross join ages as a
  cross join steps as s
  where coalesce(c.begins >= getvariable('p_from'), true)
    and (a.age > 0 or c.begins >= getvariable('p_first_day'))
    and case
      when getvariable('p_rolling_days') > 0 then (c.begins + s.span + (a.age + 1) * s.step)::date - 2
      else (c.begins + (a.age + 1) * s.step)::date - 1
    end <= getvariable('p_observed_through')
),
pooled as (
  select z.place, l.age, sum(z.size) as n, sum(coalesce(v.customers, 0)) as customers
  from sizes as z
  join lived as l on l.cohort = z.cohort
  left join visits as v on v.place = z.place and v.cohort = z.cohort and v.age = l.age
  group by z.place, l.age
),
shown as (
  select
    g.place,
    g.size,
    a.age,
    coalesce(p.n, 0) as n,
    if(p.n > 0, p.customers, null) as customers,
    if(p.n > 0, 1.959963984540054 * sqrt(p.customers * (p.n - p.customers) / p.n + 0.960364705173531), null) as half
  from (select place, sum(size) as size from sizes group by place) as g
  cross join ages as a
  left join pooled as p on p.place = g.place and p.age = a.age
)
select
  case when s.place <= getvariable('p_most_groups') then r.value end::varchar as value,
  case
    when s.place = getvariable('p_most_groups') + 1 then 'others'
    when s.place > getvariable('p_most_groups') then 'unknown'
    when r.value = '' then 'blank'
    else 'value'
  end::varchar as kind,
  s.age::integer as age,
  s.size::integer as size,
  s.n::integer as n,
  s.customers::integer as customers,
  (s.customers / s.n)::double as rate,
  if(s.n > 0, greatest(0, (s.customers + 1.920729410347062 - s.half) / (s.n + 3.841458820694124)), null)::double as rate_low,
  if(s.n > 0, least(1, (s.customers + 1.920729410347062 + s.half) / (s.n + 3.841458820694124)), null)::double as rate_high
from shown as s
left join ranked as r on r.place = s.place
order by s.place, s.age;
