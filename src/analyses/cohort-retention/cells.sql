-- Cohort retention, cell by cell.
-- grain: one cohort (the customers whose first order fell in one period) and one age (whole periods since), as a
--   rectangle: every cohort with customers in scope × every age the oldest cohort can have reached.
-- period: calendar week from Monday, calendar month or quarter of the shop's own clock, by p_grain.
-- customers: distinct customers of the cohort with an order in that period; none is 0, never a missing row.
-- cumulative_customers: those who ordered in any period from age 1 up to this one (0 at age 0).
-- cumulative_orders, cumulative_revenue: from age 0, the first order included.
-- revenue: orders and, where refunds count at their own date, the cohort's refunds of that period; it can be below zero. A
--   refund before the customer's first order, or of a customer without one, has no cell; nor has one of a cohort without
--   orders in scope.
-- size: customers of the cohort with an order in scope. The first order, and so the cohort, is of the whole history.
-- state: future: the period begins after the last observed day, its numbers are null, not 0; truncated: it began before
--   the first covered day or, where the days are narrowed, the whole cohort before the first of them: then only those who
--   came back are counted as its size; partial: it ends after the last observed day; complete: all its days are covered.
with
dated as (
  -- Periods as running numbers: months are year × 12 + month, quarters alike, weeks count Mondays since 0001-01-01.
  select
    customer_id,
    case getvariable('p_grain')
      when 'week' then (first_ordered_on - date '0001-01-01') // 7
      when 'month' then year(first_ordered_on) * 12 + month(first_ordered_on) - 1
      when 'quarter' then year(first_ordered_on) * 4 + quarter(first_ordered_on) - 1
    end as cohort,
    case getvariable('p_grain')
      when 'week' then (ordered_on - date '0001-01-01') // 7
      when 'month' then year(ordered_on) * 12 + month(ordered_on) - 1
      when 'quarter' then year(ordered_on) * 4 + quarter(ordered_on) - 1
    end as period,
    amount
  from orders
),
placed as (
  -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope.
  -- Counting where customer or period changes needs no set of (customer, period) pairs, a third of the time.
  select
    *,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(period) over () as previous_period
  from dated
),
visits as (
  -- grain: one cohort and one period in which it ordered; `begun` counts first orders in scope, `returned` first returns.
  select
    cohort,
    period,
    count(*) filter (customer_id <> previous_customer) as begun,
    count(*) filter (customer_id <> previous_customer or period <> previous_period) as customers,
    count(*) filter (
      period > cohort
      and (customer_id <> previous_customer or (period <> previous_period and previous_period = cohort))
    ) as returned,
    case
      when count(*) filter (
        customer_id < previous_customer or (customer_id = previous_customer and period < previous_period)
      ) > 0 then error('orders are not sorted by customer and time')
      else count(*)
    end as orders,
    sum(amount) as revenue
  from placed
  group by cohort, period
),
given_back as (
  -- grain: one cohort and one period in which refunds of its customers fell, at their own date
  select
    case getvariable('p_grain')
      when 'week' then (first_ordered_on - date '0001-01-01') // 7
      when 'month' then year(first_ordered_on) * 12 + month(first_ordered_on) - 1
      when 'quarter' then year(first_ordered_on) * 4 + quarter(first_ordered_on) - 1
    end as cohort,
    case getvariable('p_grain')
      when 'week' then (refunded_on - date '0001-01-01') // 7
      when 'month' then year(refunded_on) * 12 + month(refunded_on) - 1
      when 'quarter' then year(refunded_on) * 4 + quarter(refunded_on) - 1
    end as period,
    sum(amount) as revenue
  from refunds
  where first_ordered_on is not null
  group by cohort, period
),
cohorts as (
  select cohort, sum(begun) as size, cohort = min(cohort) over () as is_first
  from visits
  group by cohort
),
observed as (
  select case getvariable('p_grain')
    when 'week' then (getvariable('p_observed_through') - date '0001-01-01') // 7
    when 'month' then year(getvariable('p_observed_through')) * 12 + month(getvariable('p_observed_through')) - 1
    when 'quarter' then year(getvariable('p_observed_through')) * 4 + quarter(getvariable('p_observed_through')) - 1
  end as period
),
ages as (
  select unnest(range((select period from observed) - min(cohort) + 1)) as age
  from cohorts
),
spine as (
  select cohort, is_first, size, age, cohort + age as period
  from cohorts
  cross join ages
),
calendar as (
  -- grain: one period of the spine, with its first day and the first day after it
  select
    period,
    case getvariable('p_grain')
      when 'week' then date '0001-01-01' + (period * 7)::integer
      when 'month' then make_date(period // 12, period % 12 + 1, 1)
      when 'quarter' then make_date(period // 4, period % 4 * 3 + 1, 1)
    end as begins,
    case getvariable('p_grain')
      when 'week' then date '0001-01-01' + (period * 7 + 7)::integer
      when 'month' then make_date((period + 1) // 12, (period + 1) % 12 + 1, 1)
      when 'quarter' then make_date((period + 1) // 4, (period + 1) % 4 * 3 + 1, 1)
    end as next_begins
  from (select distinct period from spine)
),
filled as (
  select
    s.cohort,
    s.is_first,
    s.size,
    s.age,
    case
      when c.begins > getvariable('p_observed_through') then 'future'
      when c.begins < getvariable('p_first_day') then 'truncated'
      when first.begins < getvariable('p_from') then 'truncated'
      when c.next_begins - 1 > getvariable('p_observed_through') then 'partial'
      else 'complete'
    end as state,
    coalesce(v.customers, 0) as customers,
    coalesce(v.orders, 0) as orders,
    coalesce(v.revenue, 0) + coalesce(g.revenue, 0) as revenue,
    sum(coalesce(v.returned, 0)) over past as cumulative_customers,
    sum(coalesce(v.orders, 0)) over past as cumulative_orders,
    sum(coalesce(v.revenue, 0) + coalesce(g.revenue, 0)) over past as cumulative_revenue
  from spine as s
  join calendar as c using (period)
  join calendar as first on first.period = s.cohort
  left join visits as v on v.cohort = s.cohort and v.period = s.period
  left join given_back as g on g.cohort = s.cohort and g.period = s.period
  window past as (partition by s.cohort order by s.age)
),
shown as (
  select
    f.*,
    c.begins as cohort_begins,
    f.state <> 'future' as is_observed
  from filled as f
  join calendar as c on c.period = f.cohort
)
select
  cohort_begins::date as cohort,
  age::integer as age,
  size::integer as size,
  if(is_observed, customers, null)::integer as customers,
  if(is_observed, customers / size, null)::double as rate,
  if(is_observed, orders, null)::integer as orders,
  if(is_observed, revenue, null)::double as revenue,
  state::varchar as state,
  if(is_observed, cumulative_customers, null)::integer as cumulative_customers,
  if(is_observed, cumulative_customers / size, null)::double as cumulative_rate,
  if(is_observed, cumulative_orders, null)::integer as cumulative_orders,
  if(is_observed, cumulative_revenue, null)::double as cumulative_revenue,
  if(is_observed, revenue::double / size, null)::double as revenue_per_customer
from shown
order by cohort, age;
