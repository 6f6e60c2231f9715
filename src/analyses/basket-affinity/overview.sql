-- grain: one row for the scope: what there is to read, and what was left out
, lines as (
  select
    count(*) as lines,
    count(product_id) as lines_with_product
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
  (select count(distinct product_id) from basket_items)::integer as products,
  (select count(*) from frequent)::integer as frequent_products,
  b.baskets::integer as baskets,
  b.baskets_of_several::integer as baskets_of_several,
  b.baskets_left_out::integer as baskets_left_out,
  (select size from largest)::integer as largest_counted
from lines as l
cross join basket_counts as b
cross join order_counts as o
order by orders
