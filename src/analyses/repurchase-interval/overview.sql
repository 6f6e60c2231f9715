-- grain: one row for the notebook's scope
-- started: customers with an n-th purchase day (p_from); waiting: those of them not back by p_observed_through;
-- waiting_recent: those waiting for fewer than 60 days, who have hardly had the time.
-- `coalesce(days_since_previous, 1) > 0` keeps the first order of each purchase day.
with scope as (
  select
    count(*) filter (where day_number = 1) as customers,
    count(*) as purchase_days,
    count(*) filter (where day_number = 2) as repeaters
  from orders
  where coalesce(days_since_previous, 1) > 0
),
started as (
  select
    count(*) as customers,
    count(*) filter (where getvariable('p_observed_through') - ordered_on < 60) as recent
  from orders
  where day_number = getvariable('p_from')
    and coalesce(days_since_previous, 1) > 0
    and ordered_on <= getvariable('p_observed_through')
),
returned as (
  select
    count(*) as customers,
    -- Recent by the day the wait began, so that they can be taken off those who started.
    count(*) filter (where getvariable('p_observed_through') - ordered_on + days_since_previous < 60) as recent
  from orders
  where day_number = getvariable('p_from') + 1
    and days_since_previous > 0
    and ordered_on <= getvariable('p_observed_through')
)
select
  scope.customers::integer as customers,
  scope.purchase_days::integer as purchase_days,
  scope.repeaters::integer as repeaters,
  started.customers::integer as started,
  returned.customers::integer as returned,
  (started.customers - returned.customers)::integer as waiting,
  (started.recent - returned.recent)::integer as waiting_recent
from scope
cross join started
cross join returned
order by customers;
