-- grain: one customer, the 15 of whom most orders are expected; columns as of customers.sql
-- Fifteen histories have at least as many customers.
, best as (
  select *
  from kernel.scores
  where expected_orders > 0
  order by expected_orders desc, x desc, t_days, t_x
  limit 15
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  h.x::integer as x,
  (h.t_x / 7)::double as t_x,
  (h.t_days / 7)::double as T,
  s.p_alive::double as p_alive,
  s.expected_orders::double as expected_orders,
  h.last_ordered_on::date as last_ordered_on,
  (getvariable('p_observed_through') + round(s.next_in_days)::integer)::date as expected_next_on
from purchase_histories as h
join best as s
  on s.x = h.x
  and s.t_x = h.t_x
  and s.t_days = h.t_days
join customers as c
  on c.customer_id = h.customer_id
order by s.expected_orders desc, customer_key
limit 15;
