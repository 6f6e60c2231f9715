-- Cohort retention, cell by cell.
-- grain: one cohort (the customers whose first order fell in one period) and one age (whole periods since), as a
--   rectangle: every cohort with customers in scope × every age the oldest cohort can have reached.
-- period: calendar week from Monday, calendar month or quarter of the shop's own clock, by p_grain. Where p_rolling_days is
--   above 0, ages are windows of so many days from each customer's own first order; cohorts stay those of the calendar.
-- customers: distinct customers of the cohort with an order in that period; none is 0, never a missing row.
-- cumulative_customers: those who ordered in any period from age 1 up to this one (0 at age 0).
-- cumulative_orders, cumulative_revenue: from age 0, the first order included.
-- on_or_after_customers: those whose last order observed so far lies in this period or later. It can still rise while the
--   cohort is watched, whatever the state of the cell.
-- rate_low, rate_high: Wilson's 95 % interval of `rate` (z = 1.959964; its squares are written out).
-- revenue: orders and, where refunds count at their own date, the cohort's refunds of that period; it can be below zero. A
--   refund before the customer's first order, or of a customer without one, has no cell; nor has one of a cohort without
--   orders in scope.
-- size: customers of the cohort with an order in scope. The first order, and so the cohort, is of the whole history.
-- state: future: the period begins after the last observed day, its numbers are null, not 0; truncated: it began before
--   the first covered day or, where the days are narrowed, the whole cohort before the first of them: then only those who
--   came back are counted as its size; partial: it ends after the last observed day, where ages roll for the last customer
--   the cohort can have; complete: all its days are covered.
, shown as (
  select
    *,
    state <> 'future' as is_observed,
    (1.959963984540054 * sqrt(customers * (size - customers) / size + 0.960364705173531)) as half
  from filled
)
select
  begins::date as cohort,
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
  if(is_observed, revenue::double / size, null)::double as revenue_per_customer,
  if(is_observed, on_or_after_customers, null)::integer as on_or_after_customers,
  if(is_observed, on_or_after_customers / size, null)::double as on_or_after_rate,
  if(is_observed, greatest(0, (customers + 1.920729410347062 - half) / (size + 3.841458820694124)), null)::double as rate_low,
  if(is_observed, least(1, (customers + 1.920729410347062 + half) / (size + 3.841458820694124)), null)::double as rate_high
from shown
order by cohort, age;
