-- grain: one customer whose first purchase has matured and held the item p_item, of the group p_group; most revenue first
-- started: all of them; came_back, stayed_away: with or without a later purchase day in scope within p_within days. bought_on: the
-- day of that first purchase; next_on: the next in scope, whenever it came.
, wanted as (
  select product_id
  from products
  where if(getvariable('p_level') = 'category', coalesce(category, ''), product) = getvariable('p_item')
),
starters as (
  select distinct
    l.customer_id,
    l.ordered_on as bought_on,
    b.customer_id is not null as is_back
  from order_lines as l
  semi join wanted as w
    on w.product_id = l.product_id
  left join came_back as b
    on b.customer_id = l.customer_id
  where l.days_since_first = 0
    and l.ordered_on <= getvariable('p_observed_through') - getvariable('p_within')::integer
),
next_days as (
  select
    customer_id,
    min(ordered_on) as next_on
  from orders
  where day_number > 1
  group by customer_id
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  s.bought_on::date as bought_on,
  n.next_on::date as next_on,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  c.last_ordered_on::date as last_ordered_on
from starters as s
join customers as c using (customer_id)
left join next_days as n using (customer_id)
where getvariable('p_group') = 'started'
  or (getvariable('p_group') = 'came_back' and s.is_back)
  or (getvariable('p_group') = 'stayed_away' and not s.is_back)
order by revenue desc, customer_key
