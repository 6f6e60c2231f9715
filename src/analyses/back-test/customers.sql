-- grain: one customer with an order by the split, those of whom most orders were expected first
-- x: repeat purchase days by the split; t_x, T: weeks from the first purchase day to the last one before the split, and to
-- the split; actual: purchase days after it; error: expected_orders less actual; same_rate, recency, mean: the guesses.
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  h.x::integer as x,
  (h.t_x / 7)::double as t_x,
  (h.t_days / 7)::double as T,
  s.p_alive::double as p_alive,
  s.expected_orders::double as expected_orders,
  h.actual::integer as actual,
  (s.expected_orders - h.actual)::double as error,
  s.same_rate::double as same_rate,
  s.recency::double as recency,
  s.mean::double as mean,
  h.last_ordered_on::date as last_ordered_on
from split_histories as h
join kernel.scores as s
  on s.x = h.x
  and s.t_x = h.t_x
  and s.t_days = h.t_days
  and s.actual = h.actual
join customers as c
  on c.customer_id = h.customer_id
order by s.expected_orders desc nulls last, customer_key;
