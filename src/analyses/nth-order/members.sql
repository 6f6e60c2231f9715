-- grain: one customer whose purchase number p_number (p_count: orders, or purchase days) is in scope, of the group p_group of
--   them; most revenue first
-- reached: all of them; went_on, not_yet: with or without a later purchase in scope. matured: observed for p_within days after
--   the purchase; went_on_within, not_within: those of the matured with or without a later purchase in scope in these days.
with
numbered as (
  select
    customer_id,
    ordered_on,
    if(getvariable('p_count') = 'order', order_number, day_number) as number
  from orders
),
reached as (
  select
    customer_id,
    min(ordered_on) filter (number = getvariable('p_number')) as reached_on,
    min(ordered_on) filter (number > getvariable('p_number')) as next_on
  from numbered
  where number >= getvariable('p_number')
  group by customer_id
  having reached_on is not null
),
judged as (
  select
    *,
    reached_on + getvariable('p_within') <= getvariable('p_observed_through') as is_matured,
    coalesce(next_on <= reached_on + getvariable('p_within'), false) as is_within
  from reached
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  j.reached_on::date as reached_on,
  j.next_on::date as next_on,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  c.last_ordered_on::date as last_ordered_on
from judged as j
join customers as c using (customer_id)
where case getvariable('p_group')
  when 'reached' then true
  when 'went_on' then j.next_on is not null
  when 'not_yet' then j.next_on is null
  when 'matured' then j.is_matured
  when 'went_on_within' then j.is_matured and j.is_within
  when 'not_within' then j.is_matured and not j.is_within
  else false
end
order by revenue desc, customer_key;
