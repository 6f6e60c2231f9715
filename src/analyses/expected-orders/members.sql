-- grain: one customer with p_from_x to p_to_x repeat purchase days, the last p_from_days to p_to_days days ago
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  h.x::integer as x,
  (getvariable('p_observed_through') - h.last_ordered_on)::integer as recency_days,
  h.last_ordered_on::date as last_ordered_on,
  c.revenue::double as revenue
from purchase_histories as h
join customers as c
  on c.customer_id = h.customer_id
where h.x between getvariable('p_from_x') and getvariable('p_to_x')
  and getvariable('p_observed_through') - h.last_ordered_on between getvariable('p_from_days') and getvariable('p_to_days')
order by h.x desc, customer_key;
