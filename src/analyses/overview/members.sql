-- grain: one customer who ordered in scope from p_begins to the day before p_next_begins, of the group p_group of them; most
--   revenue first
-- all: all of them; new: whose first order of their whole history falls in the period; returning: the others; repeat: with at
--   least two orders in the period. period_orders, period_amount: what they ordered in it, before refunds.
with
buyers as (
  select
    customer_id,
    min(first_ordered_on) as first_ordered_on,
    count(*) as period_orders,
    sum(amount) as period_amount
  from orders
  where ordered_on >= getvariable('p_begins')::date
    and ordered_on < getvariable('p_next_begins')::date
  group by customer_id
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  b.first_ordered_on::date as first_ordered_on,
  b.period_orders::integer as period_orders,
  b.period_amount::double as period_amount,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  c.last_ordered_on::date as last_ordered_on
from buyers as b
join customers as c using (customer_id)
where case getvariable('p_group')
  when 'all' then true
  when 'new' then b.first_ordered_on >= getvariable('p_begins')::date
  when 'returning' then b.first_ordered_on < getvariable('p_begins')::date
  when 'repeat' then b.period_orders > 1
  else false
end
order by revenue desc, customer_key;
