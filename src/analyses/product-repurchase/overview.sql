-- grain: one row for the scope: what there is to read, and the customers whose first purchase has matured
, matured as (
  select
    count(*) as customers,
    count(*) filter (where later_orders > 0) as returned,
    sum(later_revenue) / count(*) as later_revenue
  from customers_followed
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
  m.customers::integer as matured_customers,
  m.returned::integer as matured_returned,
  (m.returned / nullif(m.customers, 0))::double as matured_rate,
  m.later_revenue::double as later_revenue
from lines as l
cross join matured as m
cross join order_counts as o
order by orders
