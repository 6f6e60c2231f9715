-- grain: one customer, the 15 of whom most orders are expected; columns as of customers.sql
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  h.x::integer as x,
  (h.t_x / 7)::double as t_x,
  (h.t_days / 7)::double as T,
  s.p_alive::double as p_alive,
  s.expected_orders::double as expected_orders,
  h.last_ordered_on::date as last_ordered_on,
  if(
    s.next_in_days <= 1825,
    getvariable('p_observed_through') + round(least(s.next_in_days, 1825))::integer,
    null
  )::date as expected_next_on
from purchase_histories as h
join kernel.scores as s
  on s.x = h.x
  and s.t_x = h.t_x
  and s.t_days = h.t_days
join customers as c
  on c.customer_id = h.customer_id
where s.expected_orders > 0
order by s.expected_orders desc, customer_key
limit 15;
