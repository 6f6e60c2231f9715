-- grain: one row for the scope: what there is to read
, lines as (
  select
    count(*) as lines,
    count(product_id) as lines_with_product
  from order_lines
),
order_counts as (
  select count(*) as orders
  from orders
),
buyers as (
  select
    (select count(distinct product_id) from firsts) as products,
    (select count(*) from sizes) as customers
)
select
  o.orders::integer as orders,
  l.lines::integer as lines,
  (l.lines - l.lines_with_product)::integer as lines_without_product,
  b.customers::integer as customers,
  b.products::integer as products,
  (select count(*) from frequent)::integer as products_followed,
  (select count(*) from matured)::integer as matured,
  (select every from thinning)::integer as every_customer
from lines as l
cross join order_counts as o
cross join buyers as b
order by orders
