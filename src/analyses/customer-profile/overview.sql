-- grain: one row for the scope
select
  count(*)::integer as customers,
  (count(*) filter (where is_member))::integer as members,
  (count(*) filter (where is_member) / nullif(count(*), 0))::double as share
from acquired
order by customers
