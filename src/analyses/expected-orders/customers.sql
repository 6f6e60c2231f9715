-- grain: one customer with an order in scope, those of whom most orders are expected first
-- x: repeat purchase days; t_x, T: weeks from the first purchase day to the last one and to p_observed_through;
-- expected_next_on: the day by which half of such customers have come back, if they are still customers; null beyond five
-- years, and where no model could be fitted.
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
join kernel.scores as s
  on s.x = h.x
  and s.t_x = h.t_x
  and s.t_days = h.t_days
join customers as c
  on c.customer_id = h.customer_id
order by s.expected_orders desc nulls last, customer_key;
