-- grain: one row for the scope: what there is to read
with lines_of as (
  select
    product_id,
    count(*) as lines
  from order_lines
  group by product_id
),
lines as (
  select
    coalesce(sum(lines), 0) as lines,
    coalesce(sum(lines) filter (product_id is not null), 0) as lines_with_product,
    count(product_id) as products
  from lines_of
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
