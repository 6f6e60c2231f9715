-- grain: one customer with p_from_x to p_to_x repeat purchase days whose first order in scope lies from p_begins to the day
-- before p_ends, the highest revenue first; the days are null where any first order counts
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  h.x::integer as x,
  h.repeat_spend::double as repeat_spend,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  h.first_ordered_on::date as first_ordered_on,
  h.last_ordered_on::date as last_ordered_on
from purchase_histories as h
join customers as c
  on c.customer_id = h.customer_id
where h.x between getvariable('p_from_x') and getvariable('p_to_x')
  and (getvariable('p_begins') is null or h.first_ordered_on >= getvariable('p_begins'))
  and (getvariable('p_ends') is null or h.first_ordered_on < getvariable('p_ends'))
order by c.revenue desc, customer_key;
