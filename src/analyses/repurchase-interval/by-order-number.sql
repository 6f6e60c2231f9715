-- grain: one step from the n-th purchase day to the next one in scope
-- Gaps that ended in an order, in days. Those who reach the tenth purchase day are the frequent ones: the fall of
-- these figures with n is partly who is left, not that customers speed up.
-- Equal gaps are counted first and the quantiles read off the running count: they interpolate (R type 7).
, counted as (
  select previous_number, days_since_previous as days, count(*) as counted
  from purchase_days
  where place > 1
  group by previous_number, days_since_previous
),
running as (
  select
    *,
    sum(counted) over (partition by previous_number order by days) as counted_up_to,
    sum(counted) over (partition by previous_number) as n
  from counted
),
-- The value at position (n − 1) × share, counted from 0, lies between these two neighbours.
steps as (
  select
    previous_number,
    any_value(n) as n,
    sum(days * counted) / any_value(n) as mean,
    min(days) filter (counted_up_to > floor((n - 1) * 0.25)) as p25_below,
    min(days) filter (counted_up_to > ceil((n - 1) * 0.25)) as p25_above,
    min(days) filter (counted_up_to > floor((n - 1) * 0.5)) as p50_below,
    min(days) filter (counted_up_to > ceil((n - 1) * 0.5)) as p50_above,
    min(days) filter (counted_up_to > floor((n - 1) * 0.75)) as p75_below,
    min(days) filter (counted_up_to > ceil((n - 1) * 0.75)) as p75_above
  from running
  group by previous_number
)
select
  previous_number::integer as from_order,
  n::integer as n,
  mean::double as mean,
  (p25_below + ((n - 1) * 0.25 - floor((n - 1) * 0.25)) * (p25_above - p25_below))::double as p25,
  (p50_below + ((n - 1) * 0.5 - floor((n - 1) * 0.5)) * (p50_above - p50_below))::double as p50,
  (p75_below + ((n - 1) * 0.75 - floor((n - 1) * 0.75)) * (p75_above - p75_below))::double as p75
from steps
order by from_order;
