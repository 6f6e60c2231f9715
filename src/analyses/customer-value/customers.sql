-- grain: one customer with an order in scope, the most valuable first
-- x: repeat purchase days; repeat_spend: mean amount of them, null where there is none; expected_orders: within the horizon;
-- expected_spend: per order; value: discounted expected orders x expected spend x margin.
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  v.x::integer as x,
  v.repeat_spend::double as repeat_spend,
  v.p_alive::double as p_alive,
  v.expected_orders::double as expected_orders,
  v.expected_spend::double as expected_spend,
  v.value::double as value,
  v.last_ordered_on::date as last_ordered_on
from valued as v
join customers as c
  on c.customer_id = v.customer_id
order by v.value desc nulls last, customer_key;
