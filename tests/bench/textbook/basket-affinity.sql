-- What is bought together as usually written: orders joined with themselves by product, pairs in twenty orders or more.
-- grain: one pair of products, the highest lift first
with baskets as (
  select distinct order_key, product
  from lines
  where customer_key is not null and amount > 0 and product is not null
),
products as (
  select product, count(*) as orders
  from baskets
  group by product
),
pairs as (
  select a.product as first_product, b.product as second_product, count(*) as orders
  from baskets as a
  join baskets as b on b.order_key = a.order_key and b.product > a.product
  group by all
  having count(*) >= 20
),
counted as (
  select count(distinct order_key) as orders
  from baskets
)
select
  first_product,
  second_product,
  pairs.orders::integer as orders,
  (pairs.orders / counted.orders)::double as support,
  (pairs.orders / a.orders)::double as confidence,
  (pairs.orders * counted.orders / (a.orders * b.orders))::double as lift
from pairs
join products as a on a.product = first_product
join products as b on b.product = second_product
cross join counted
order by lift desc, first_product, second_product;
