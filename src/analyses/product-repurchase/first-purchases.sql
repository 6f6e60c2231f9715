-- grain: one item in the first purchase of matured customers, most customers first
-- Customers whose first purchase day of all lies in scope, at least p_within days before the data ends. Returned: a
-- later purchase day in scope within p_within days; later orders and revenue: within the same days, per customer.
-- one_time_share: of the customers who did not return, those whose first purchase held the item; repeat_share: the same
-- of those who did. lift = rate ÷ the rate of all these customers.
, item_of as (
  select
    product_id,
    if(getvariable('p_level') = 'category', min(product_id) over (partition by coalesce(category, '')), product_id) as item_id
  from products
),
first_lines as (
  -- a line of a first purchase day in scope: its order is in scope too
  select
    l.customer_id,
    l.product_id,
    l.days_since_same,
    b.later_orders,
    b.later_revenue
  from order_lines as l
  left join came_back as b using (customer_id)
  where l.days_since_first = 0
    and l.ordered_on <= getvariable('p_observed_through') - getvariable('p_within')::integer
),
baskets as (
  -- of several lines of one product, the first stands for all where none can be out of scope
  select
    product_id as item_id,
    later_orders,
    later_revenue
  from first_lines
  where days_since_same = -1
    and product_id is not null
    and getvariable('p_level') <> 'category'
    and not coalesce(getvariable('p_narrowed'), false)
  union all
  select
    item_id,
    later_orders,
    later_revenue
  from (
    select distinct
      f.customer_id,
      i.item_id,
      f.later_orders,
      f.later_revenue
    from first_lines as f
    join item_of as i using (product_id)
    where getvariable('p_level') = 'category'
      or coalesce(getvariable('p_narrowed'), false)
  )
),
everyone as (
  select
    (select count(*) from matured) as customers,
    (select count(*) from came_back) as returned
),
counted as (
  select
    item_id,
    count(*) as customers,
    count(later_orders) as returned,
    coalesce(sum(later_orders), 0) / count(*) as later_orders,
    coalesce(sum(later_revenue), 0) / count(*) as later_revenue
  from baskets
  group by item_id
),
rates as (
  select
    c.*,
    c.returned / c.customers as rate,
    e.customers as all_customers,
    e.returned as all_returned,
    1 + z * z / c.customers as spread,
    z * z / (2 * c.customers) as shift,
    z * sqrt(c.returned::double * (c.customers - c.returned) / c.customers ** 3 + z * z / (4 * c.customers ** 2)) as reach
  from counted as c
  cross join everyone as e
  cross join (values (1.959963984540054::double)) as t(z)
)
select
  (if(getvariable('p_level') = 'category', coalesce(p.category, ''), p.product))::varchar as item,
  (if(getvariable('p_level') = 'category', null, p.product_name))::varchar as item_name,
  r.customers::integer as customers,
  r.returned::integer as returned,
  r.rate::double as rate,
  (if(r.returned = 0, 0, (r.rate + r.shift - r.reach) / r.spread))::double as low,
  (if(r.returned = r.customers, 1, (r.rate + r.shift + r.reach) / r.spread))::double as high,
  (r.rate / nullif(r.all_returned / r.all_customers, 0))::double as lift,
  ((r.customers - r.returned) / nullif(r.all_customers - r.all_returned, 0))::double as one_time_share,
  (r.returned / nullif(r.all_returned, 0))::double as repeat_share,
  r.later_orders::double as later_orders,
  r.later_revenue::double as later_revenue
from rates as r
join products as p on p.product_id = r.item_id
order by customers desc, item
