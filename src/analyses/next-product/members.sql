-- grain: one customer who bought the product p_product in scope and not yet p_next, the latest buyers first
with bought as (
  select
    l.customer_id,
    max(l.ordered_on) filter (where p.product = getvariable('p_product')) as bought_on,
    count(*) filter (where p.product = getvariable('p_next')) as next_lines
  from order_lines as l
  join products as p using (product_id)
  where p.product in (getvariable('p_product'), getvariable('p_next'))
    and l.ordered_on <= getvariable('p_observed_through')
  group by l.customer_id
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  b.bought_on::date as bought_on,
  c.order_count::integer as orders,
  c.revenue::double as revenue
from bought as b
join customers as c using (customer_id)
where b.bought_on is not null
  and b.next_lines = 0
order by bought_on desc, customer_key
