-- The customers of a segment with an order in scope, most spent first. p_segment_members has a bit for each customer, at
-- customer_id: 1 for members.
-- grain: one customer
select
  customer_key::varchar as customer_key,
  name::varchar as name,
  first_ordered_on::date as first_ordered_on,
  last_ordered_on::date as last_ordered_on,
  order_count::integer as orders,
  revenue::double as revenue
from customers
where get_bit(getvariable('p_segment_members')::bit, customer_id) = 1
  and order_count > 0
order by customers.revenue desc, customer_key;
