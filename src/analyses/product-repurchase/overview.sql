-- grain: one row for the scope: what there is to read, and the customers whose first purchase has matured
, followed as (
  select
    (select count(*) from matured) as customers,
    count(*) as returned,
    coalesce(sum(later_revenue), 0) as later_revenue
  from came_back
),
lines_of as (
  select
    product_id,
    count(*) as lines
  from order_lines
  group by product_id
),
lines as (
  select
    coalesce(sum(l.lines), 0) as lines,
    coalesce(sum(l.lines) filter (where l.product_id is not null), 0) as lines_with_product,
    coalesce(sum(l.lines) filter (where p.category is not null), 0) as lines_with_category
  from lines_of as l
  left join products as p using (product_id)
),
order_counts as (
  select count(*) as orders
  from orders
)
select
  o.orders::integer as orders,
  l.lines::integer as lines,
  (l.lines - l.lines_with_product)::integer as lines_without_product,
  l.lines_with_category::integer as lines_with_category,
  f.customers::integer as matured_customers,
  f.returned::integer as matured_returned,
  (f.returned / nullif(f.customers, 0))::double as matured_rate,
  (f.later_revenue / nullif(f.customers, 0))::double as later_revenue
from lines as l
cross join followed as f
cross join order_counts as o
order by orders
