-- What the customers of a cohort have brought by each age.
-- grain: one cohort (the customers whose first order of all fell in one calendar period) and one age (periods since), as a
--   rectangle: every cohort with orders in scope × every age the oldest can have reached.
-- size: customers of the cohort with an order in scope.
-- revenue: their orders of that period and, where refunds count at their own date, their refunds of it; a refund before the
--   customer's first order counts at age 0, so that the last ages of all cohorts add up to all revenue of customers with
--   orders. It can be below zero.
-- cumulative_revenue: from age 0 to this one. revenue_per_customer: that ÷ size. margin_per_customer: × p_margin.
-- state: future: the period begins after the last observed day, its numbers are null, not 0; truncated: the cohort began
--   before the first covered or narrowed day, so that it holds only some of its customers; partial: the period ends after
--   the last observed day; complete: all its days are covered.
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
  -- `orders` is stored sorted by customer: the row before is the customer's previous order in scope, or another's.
  select cohort, period, amount, customer_id, lag(customer_id, 1, 0) over () as previous_customer
  from dated
),
ordered as (
  select
    cohort,
    period,
    case
      when count(*) filter (customer_id < previous_customer) > 0 then error('orders are not sorted by customer')
      else count(*) filter (customer_id <> previous_customer)
    end as begun,
    sum(amount) as revenue
  from placed
  group by cohort, period
),
given_back as (
  select cohort, greatest(cohort, period) as period, sum(amount) as revenue
  from (
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
      amount
    from refunds
    where first_ordered_on <= getvariable('p_as_of')
  )
  group by 1, 2
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
  from ordered
  group by cohort
),
steps as (
  select case getvariable('p_grain')
    when 'week' then interval 7 day
    when 'month' then interval 1 month
    when 'quarter' then interval 3 month
  end as step
),
ages as (
  select unnest(range(1 + date_diff(getvariable('p_grain'), min(begins), getvariable('p_observed_through')))) as age
  from cohorts
),
filled as (
  select
    c.begins,
    c.size,
    a.age,
    case
      when (c.begins + a.age * s.step)::date > getvariable('p_observed_through') then 'future'
      when c.begins < getvariable('p_first_day') then 'truncated'
      when (c.begins + (a.age + 1) * s.step)::date - 1 > getvariable('p_observed_through') then 'partial'
      else 'complete'
    end as state,
    coalesce(o.revenue, 0) + coalesce(g.revenue, 0) as revenue,
    sum(coalesce(o.revenue, 0) + coalesce(g.revenue, 0)) over (partition by c.cohort order by a.age) as cumulative_revenue
  from cohorts as c
  cross join ages as a
  cross join steps as s
  left join ordered as o on o.cohort = c.cohort and o.period = c.cohort + a.age
  left join given_back as g on g.cohort = c.cohort and g.period = c.cohort + a.age
)
select
  begins::date as cohort,
  age::integer as age,
  size::integer as size,
  if(state <> 'future', revenue, null)::double as revenue,
  if(state <> 'future', cumulative_revenue, null)::double as cumulative_revenue,
  if(state <> 'future', cumulative_revenue::double / size, null)::double as revenue_per_customer,
  if(state <> 'future', cumulative_revenue::double / size * getvariable('p_margin'), null)::double as margin_per_customer,
  state::varchar as state
from filled
order by cohort, age;
