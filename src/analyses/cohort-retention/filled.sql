-- grain: up to `filled`, one cohort (the customers whose first order fell in one period) and one age (whole periods since), as
-- a rectangle. The head of the queries about cells and about their averages, whose words are explained with the cells.
with
dated as (
  -- Periods as running numbers: months are year × 12 + month, quarters alike, weeks count Mondays since 0001-01-01. Where
  -- ages roll, a period is the cohort's number and the age.
  select
    customer_id,
    case getvariable('p_grain')
      when 'week' then (first_ordered_on - date '0001-01-01') // 7
      when 'month' then year(first_ordered_on) * 12 + month(first_ordered_on) - 1
      when 'quarter' then year(first_ordered_on) * 4 + quarter(first_ordered_on) - 1
    end as cohort,
    case
      when getvariable('p_rolling_days') > 0 then cohort + (ordered_on - first_ordered_on) // getvariable('p_rolling_days')
      when getvariable('p_grain') = 'week' then (ordered_on - date '0001-01-01') // 7
      when getvariable('p_grain') = 'month' then year(ordered_on) * 12 + month(ordered_on) - 1
      when getvariable('p_grain') = 'quarter' then year(ordered_on) * 4 + quarter(ordered_on) - 1
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
    lag(period) over () as previous_period,
    lead(customer_id, 1, 0) over () as next_customer
  from dated
),
visits as (
  -- grain: one cohort and one period in which it ordered; `begun` counts first orders in scope, `returned` first returns,
  -- `ended` last orders so far.
  select
    cohort,
    period,
    count(*) filter (customer_id <> previous_customer) as begun,
    count(*) filter (customer_id <> previous_customer or period <> previous_period) as customers,
    count(*) filter (
      period > cohort
      and (customer_id <> previous_customer or (period <> previous_period and previous_period = cohort))
    ) as returned,
    count(*) filter (customer_id <> next_customer) as ended,
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
  select cohort, period, sum(amount) as revenue
  from (
    select
      case getvariable('p_grain')
        when 'week' then (first_ordered_on - date '0001-01-01') // 7
        when 'month' then year(first_ordered_on) * 12 + month(first_ordered_on) - 1
        when 'quarter' then year(first_ordered_on) * 4 + quarter(first_ordered_on) - 1
      end as cohort,
      case
        when getvariable('p_rolling_days') > 0 and refunded_on < first_ordered_on then cohort - 1
        when getvariable('p_rolling_days') > 0 then cohort + (refunded_on - first_ordered_on) // getvariable('p_rolling_days')
        when getvariable('p_grain') = 'week' then (refunded_on - date '0001-01-01') // 7
        when getvariable('p_grain') = 'month' then year(refunded_on) * 12 + month(refunded_on) - 1
        when getvariable('p_grain') = 'quarter' then year(refunded_on) * 4 + quarter(refunded_on) - 1
      end as period,
      amount
    from refunds
    where first_ordered_on <= getvariable('p_as_of')
  )
  group by cohort, period
),
cohorts as (
  select
    cohort,
    sum(begun) as size,
    cohort = min(cohort) over () as is_first,
    case getvariable('p_grain')
      when 'week' then date '0001-01-01' + (cohort * 7)::integer
      when 'month' then make_date(cohort // 12, cohort % 12 + 1, 1)
      when 'quarter' then make_date(cohort // 4, cohort % 4 * 3 + 1, 1)
    end as begins
  from visits
  group by cohort
),
steps as (
  -- How long a cohort fills, and how long an age lasts.
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
  from cohorts
),
spine as (
  -- grain: one cell; `opens`: the first day on which one of its customers can be of that age, `closes`: the day after the last
  select
    c.cohort,
    c.is_first,
    c.size,
    c.begins,
    a.age,
    c.cohort + a.age as period,
    (c.begins + a.age * s.step)::date as opens,
    case
      when getvariable('p_rolling_days') > 0 then (c.begins + s.span + (a.age + 1) * s.step)::date - 1
      else (c.begins + (a.age + 1) * s.step)::date
    end as closes
  from cohorts as c
  cross join ages as a
  cross join steps as s
),
filled as materialized (
  select
    s.cohort,
    s.is_first,
    s.size,
    s.begins,
    s.age,
    case
      when s.opens > getvariable('p_observed_through') then 'future'
      when s.age = 0 and s.begins < getvariable('p_first_day') then 'truncated'
      when s.begins < getvariable('p_from') then 'truncated'
      when s.closes - 1 > getvariable('p_observed_through') then 'partial'
      else 'complete'
    end as state,
    coalesce(v.customers, 0) as customers,
    coalesce(v.orders, 0) as orders,
    coalesce(v.revenue, 0) + coalesce(g.revenue, 0) as revenue,
    sum(coalesce(v.returned, 0)) over past as cumulative_customers,
    sum(coalesce(v.orders, 0)) over past as cumulative_orders,
    sum(coalesce(v.revenue, 0) + coalesce(g.revenue, 0)) over past as cumulative_revenue,
    s.size - sum(coalesce(v.ended, 0)) over past + coalesce(v.ended, 0) as on_or_after_customers
  from spine as s
  left join visits as v on v.cohort = s.cohort and v.period = s.period
  left join given_back as g on g.cohort = s.cohort and g.period = s.period
  window past as (partition by s.cohort order by s.age)
)
