-- Weighted average of cohort retention at each age: Σ customers ÷ Σ size over complete cells only.
-- grain: one age. A cohort that reached the age without a return counts with 0; partial, truncated and future cells count
--   with neither customers nor size. n is Σ size, the customers an average stands on; where it is 0 there is no average.
-- `_without_first` leaves out the first cohort, whose “first” orders may lie before the file begins.
-- The steps up to `filled` are those of cells.sql, word for word.
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
)
select
  a.age::integer as age,
  (sum(f.customers) / sum(f.size))::double as rate,
  coalesce(sum(f.size), 0)::integer as n,
  (sum(f.customers) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as rate_without_first,
  coalesce(sum(f.size) filter (where not f.is_first), 0)::integer as n_without_first,
  (sum(f.orders) / sum(f.size))::double as orders_per_customer,
  (sum(f.orders) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as orders_per_customer_without_first,
  (sum(f.revenue) / sum(f.size))::double as revenue_per_customer,
  (sum(f.revenue) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as revenue_per_customer_without_first,
  (sum(f.cumulative_customers) / sum(f.size))::double as cumulative_rate,
  (sum(f.cumulative_customers) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as cumulative_rate_without_first,
  (sum(f.cumulative_orders) / sum(f.size))::double as cumulative_orders_per_customer,
  (sum(f.cumulative_orders) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as cumulative_orders_per_customer_without_first,
  (sum(f.cumulative_revenue) / sum(f.size))::double as cumulative_revenue_per_customer,
  (sum(f.cumulative_revenue) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as cumulative_revenue_per_customer_without_first
from ages as a
left join filled as f on f.age = a.age and f.state = 'complete'
group by a.age
order by a.age;
