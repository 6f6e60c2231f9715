-- grain: one point of the Lorenz curve, from the customers with the lowest value upwards; at most 101
-- value_share: what the customers up to here, customer_share of all, bring together. The first point is (0, 0).
, percentiles as (
  select distinct round(n * t.customers / 100) as place
  from range(101) as r(n)
  cross join totals as t
  where t.customers > 0
)
select
  (p.place / t.customers)::double as customer_share,
  (case when p.place = t.customers then 1 else 1 - r.running / nullif(t.total, 0) end + 0 / nullif(t.total, 0))::double as value_share
from percentiles as p
cross join totals as t
left join ranked as r on r.rank = t.customers - p.place
order by customer_share
