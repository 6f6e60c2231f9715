-- grain: one row for the notebook's scope
-- started: customers with an n-th purchase day (p_step) in scope; waiting: those of them not back in scope by
-- p_observed_through; waiting_recent: those waiting for fewer than 60 days, who have hardly had the time.
, counted as (
  select
    count(*) filter (where place = 1) as customers,
    count(*) as purchase_days,
    count(*) filter (where place = 2) as repeaters
  from purchase_days
),
started as (
  select
    count(*) as customers,
    count(*) filter (where getvariable('p_observed_through') - ordered_on < 60) as recent
  from purchase_days
  where day_number = getvariable('p_step')
    and ordered_on <= getvariable('p_observed_through')
),
returned as (
  select
    count(*) as customers,
    -- Recent by the day the wait began, so that they can be taken off those who started.
    count(*) filter (where getvariable('p_observed_through') - ordered_on + days_since_previous < 60) as recent
  from purchase_days
  where previous_number = getvariable('p_step')
    and ordered_on <= getvariable('p_observed_through')
)
select
  counted.customers::integer as customers,
  counted.purchase_days::integer as purchase_days,
  counted.repeaters::integer as repeaters,
  started.customers::integer as started,
  returned.customers::integer as returned,
  (started.customers - returned.customers)::integer as waiting,
  (started.recent - returned.recent)::integer as waiting_recent
from counted
cross join started
cross join returned
order by customers;
