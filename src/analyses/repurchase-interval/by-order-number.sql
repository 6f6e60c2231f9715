-- grain: one step from the n-th purchase day to the next one in scope
-- Gaps that ended in an order, in days. Those who reach the tenth purchase day are the frequent ones: the fall of
-- these figures with n is partly who is left, not that customers speed up.
select
  previous_number::integer as from_order,
  count(*)::integer as n,
  avg(days_since_previous)::double as mean,
  (quantile_cont(days_since_previous, [0.25, 0.5, 0.75])[1])::double as p25,
  (quantile_cont(days_since_previous, [0.25, 0.5, 0.75])[2])::double as p50,
  (quantile_cont(days_since_previous, [0.25, 0.5, 0.75])[3])::double as p75
from purchase_days
where place > 1
group by previous_number
order by from_order;
