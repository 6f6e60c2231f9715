-- Customers who order again within brackets of ages, such as 1, 2–3, 4–6 and 7–12.
-- grain: one cohort, as in cells.sql, and one bracket of p_bracket_of, which has the bracket's number (from 1) of each age
--   from 0, 0 where an age is in none; nothing where it is just that.
-- customers: distinct customers of the cohort with an order at any age of the bracket; several ages count once, so that
--   the ages' cells do not add up to it.
-- state: complete when the last age is complete in cells.sql, future when the first has not begun, and else partial;
--   truncated: the days are narrowed and the cohort began before the first of them. A future bracket's numbers are null.
-- rate_low, rate_high: Wilson's 95 % interval.
with
dated as (
  select
    customer_id,
    first_ordered_on,
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
  where len(getvariable('p_bracket_of')) > 1
),
placed as (
  -- Stored sorted by customer and time, as filled.sql checks: ages of a customer never fall.
  select
    customer_id,
    cohort,
    coalesce(getvariable('p_bracket_of')[age + 1], 0) as bracket,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(coalesce(getvariable('p_bracket_of')[age + 1], 0)) over () as previous_bracket
  from dated
),
visits as (
  -- grain: one cohort and one bracket, 0 for orders in none
  select
    cohort,
    bracket,
    count(*) filter (customer_id <> previous_customer) as begun,
    count(*) filter (customer_id <> previous_customer or bracket <> previous_bracket) as customers
  from placed
  group by cohort, bracket
),
cohorts as (
  select
    cohort,
    sum(begun) as size,
    case getvariable('p_grain')
      when 'week' then date '0001-01-01' + (cohort * 7)::integer
      when 'month' then make_date(cohort // 12, cohort % 12 + 1, 1)
      when 'quarter' then make_date(cohort // 4, cohort % 4 * 3 + 1, 1)
    end as begins
  from visits
  group by cohort
),
brackets as (
  select bracket, min(age) as first_age, max(age) as last_age
  from (
    select unnest(getvariable('p_bracket_of')) as bracket, unnest(range(len(getvariable('p_bracket_of')))) as age
  )
  where bracket > 0
  group by bracket
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
filled as (
  select
    c.begins,
    c.size,
    b.first_age,
    b.last_age,
    coalesce(v.customers, 0) as customers,
    case
      when (c.begins + b.first_age * s.step)::date > getvariable('p_observed_through') then 'future'
      when c.begins < getvariable('p_from') then 'truncated'
      when b.first_age = 0 and c.begins < getvariable('p_first_day') then 'truncated'
      when getvariable('p_rolling_days') > 0
        and (c.begins + s.span + (b.last_age + 1) * s.step)::date - 2 > getvariable('p_observed_through') then 'partial'
      when getvariable('p_rolling_days') = 0
        and (c.begins + (b.last_age + 1) * s.step)::date - 1 > getvariable('p_observed_through') then 'partial'
      else 'complete'
    end as state
  from cohorts as c
  cross join brackets as b
  cross join steps as s
  left join visits as v on v.cohort = c.cohort and v.bracket = b.bracket
),
shown as (
  select
    *,
    state <> 'future' as is_observed,
    1.959963984540054 * sqrt(customers * (size - customers) / size + 0.960364705173531) as half
  from filled
)
select
  begins::date as cohort,
  first_age::integer as first_age,
  last_age::integer as last_age,
  size::integer as size,
  if(is_observed, customers, null)::integer as customers,
  if(is_observed, customers / size, null)::double as rate,
  if(is_observed, greatest(0, (customers + 1.920729410347062 - half) / (size + 3.841458820694124)), null)::double as rate_low,
  if(is_observed, least(1, (customers + 1.920729410347062 + half) / (size + 3.841458820694124)), null)::double as rate_high,
  state::varchar as state
from shown
order by cohort, first_age;
