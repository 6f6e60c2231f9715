-- Customers by the number of periods in which they ordered, of the last p_window complete ones.
-- grain: one number of periods, from 1 to p_window
-- customers: exactly so many; at_least: so many or more; shares of those who ordered in any of them.
, counted as (
  select
    bit_count(bits_in_window) as active_periods,
    count(*) as customers
  from recent
  where bits_in_window > 0
  group by active_periods
),
numbers as (
  select unnest(range(1, getvariable('p_window') + 1)) as active_periods
),
summed as (
  select
    active_periods,
    coalesce(customers, 0) as customers,
    sum(coalesce(customers, 0)) over (order by active_periods desc) as at_least,
    sum(coalesce(customers, 0)) over () as everyone
  from numbers
  left join counted using (active_periods)
)
select
  active_periods::integer as active_periods,
  customers::integer as customers,
  (customers / nullif(everyone, 0))::double as share,
  at_least::integer as at_least,
  (at_least / nullif(everyone, 0))::double as at_least_share
from summed
order by active_periods;
