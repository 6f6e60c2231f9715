-- Customers by the number of periods in which they ordered, of the last p_window complete ones.
-- grain: one number of periods, from 1 to p_window
-- customers: exactly so many; at_least: so many or more; shares of those who ordered in any of them.
, listed as (
  select
    unnest(range(1, getvariable('p_window') + 1)) as active_periods,
    by_active_periods
  from numbers
  where point = 0
),
counted as (
  select
    active_periods,
    coalesce(by_active_periods[active_periods], 0) as customers
  from listed
),
summed as (
  select
    active_periods,
    customers,
    sum(customers) over (order by active_periods desc) as at_least,
    sum(customers) over () as everyone
  from counted
)
select
  active_periods::integer as active_periods,
  customers::integer as customers,
  (customers / nullif(everyone, 0))::double as share,
  at_least::integer as at_least,
  (at_least / nullif(everyone, 0))::double as at_least_share
from summed
order by active_periods;
