-- grain: one length of gap, in whole days
-- A gap lies between two purchase days of one customer that follow each other; orders of one day are one purchase
-- day. Only gaps that ended in an order up to the as-of date are here: the open ones are in survival_events.sql.
select
  days_since_previous::integer as days,
  count(*)::integer as count
from orders
where days_since_previous > 0
group by days_since_previous
order by days;
