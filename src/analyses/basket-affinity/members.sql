-- grain: one customer with the products p_a and p_b in one basket (an order, or all they bought), most baskets first
with wanted as (
  select product_id
  from products
  where product in (getvariable('p_a'), getvariable('p_b'))
),
shared_baskets as (
  select customer_id
  from order_lines
  semi join wanted using (product_id)
  group by customer_id, if(getvariable('p_basket') = 'customer', '', order_key)
  having count(distinct product_id) = 2
),
counted as (
  select
    customer_id,
    count(*) as baskets
  from shared_baskets
  group by customer_id
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  k.baskets::integer as baskets,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  c.last_ordered_on::date as last_ordered_on
from counted as k
join customers as c using (customer_id)
order by baskets desc, revenue desc, customer_key
