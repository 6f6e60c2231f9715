-- grain: one row for the scope: what there is to read
with lines as (
  select
    count(*) as lines,
    count(product_id) as lines_with_product,
    count(distinct product_id) as products
  from order_lines
),
order_counts as (
  select count(*) as orders
  from orders
)
select
  o.orders::integer as orders,
  l.lines::integer as lines,
  (l.lines - l.lines_with_product)::integer as lines_without_product,
  l.products::integer as products
from lines as l
cross join order_counts as o
order by orders
