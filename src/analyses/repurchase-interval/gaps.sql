-- grain: one length of gap, in whole days
-- Only gaps that ended in an order in scope are here: the open ones are in survival-events.sql.
select
  days_since_previous::integer as days,
  count(*)::integer as count
from purchase_days
where place > 1
group by days_since_previous
order by days;
