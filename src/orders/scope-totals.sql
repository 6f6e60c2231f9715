-- What the notebook's filters leave.
-- grain: one row

select
  count(distinct customer_id)::integer as customers,
  count(*)::integer as orders,
  (coalesce(sum(amount), 0) + (select coalesce(sum(amount), 0) from refunds))::double as revenue
from orders
order by orders;
