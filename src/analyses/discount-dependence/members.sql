-- grain: one customer with an order in scope, of the kind p_kind and of the part p_part of them; most revenue first
-- p_kind: never, sometimes, always: by all their orders in scope; discounted, full_price: by the first order of matured
--   customers, as in the counts of first orders. p_part: all; repeat: with a second purchase day in scope; returned,
--   not_returned: of first orders, with or without another purchase day in scope within p_within days. next_on: the next
--   purchase day in scope, whenever it came.
, kinds as (
  select
    *,
    case when discounted_orders = 0 then 'never' when discounted_orders = orders then 'always' else 'sometimes' end as use,
    case
      when first_ordered_on + getvariable('p_within')::integer > getvariable('p_observed_through') then null
      when is_first_discounted then 'discounted'
      when not is_first_discounted then 'full_price'
    end as first_order
  from by_customer
),
next_days as (
  select
    customer_id,
    min(ordered_on) as next_on
  from flagged
  where day_number > 1
  group by customer_id
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  k.orders::integer as orders,
  k.discounted_orders::integer as discounted_orders,
  k.discount::double as discount,
  c.revenue::double as revenue,
  k.first_ordered_on::date as first_ordered_on,
  n.next_on::date as next_on,
  c.last_ordered_on::date as last_ordered_on
from kinds as k
join customers as c using (customer_id)
left join next_days as n using (customer_id)
where case getvariable('p_part')
  when 'all' then getvariable('p_kind') in (k.use, k.first_order)
  when 'repeat' then k.use = getvariable('p_kind') and k.is_repeat
  when 'returned' then k.first_order = getvariable('p_kind') and k.later_orders > 0
  when 'not_returned' then k.first_order = getvariable('p_kind') and k.later_orders = 0
  else false
end
order by revenue desc, customer_key
