-- grain: one row for the scope: what there is to read, and the customers whose first purchase has matured
, matured as (
  select
    count(*) as customers,
    count(*) filter (where later_orders > 0) as returned,
    sum(later_revenue) / count(*) as later_revenue
  from customers_followed
),
lines as (
  select
    count(*) as lines,
    count(product_id) as lines_with_product,
    count(category) as lines_with_category
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
  l.lines_with_category::integer as lines_with_category,
  m.customers::integer as matured_customers,
  m.returned::integer as matured_returned,
  (m.returned / nullif(m.customers, 0))::double as matured_rate,
  m.later_revenue::double as later_revenue
from lines as l
cross join matured as m
cross join order_counts as o
order by orders
