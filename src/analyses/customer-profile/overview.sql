-- grain: one row for the scope
-- Every customer has one value of an attribute, '' where there is none: those of any attribute add up to all.
, totals as (
  select
    coalesce(sum(customers), 0)::bigint as customers,
    coalesce(sum(members), 0)::bigint as members
  from counted
  where attribute = 'channel'
)
select
  customers::integer as customers,
  members::integer as members,
  (members / nullif(customers, 0))::double as share
from totals
order by customers
