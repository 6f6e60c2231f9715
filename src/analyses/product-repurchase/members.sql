-- grain: one customer who bought the item p_item (a product's code, or a category) in scope and could be seen for p_within days
--   since, of the group p_group; most revenue first
-- again: those whose next purchase by p_again, as in the head of what is bought again, came within p_within days; not_again: the
--   others, who may have come later. bought_on: the first day with the item; next_on: the next purchase, where there is one yet.
with wanted as (
  select
    product_id,
    coalesce(category, '') as category
  from products
  where if(getvariable('p_level') = 'category', coalesce(category, ''), product) = getvariable('p_item')
),
bought as (
  select
    customer_id,
    min(ordered_on) as bought_on
  from order_lines
  semi join wanted using (product_id)
  group by customer_id
  having min(ordered_on) + getvariable('p_within')::integer <= getvariable('p_observed_through')
),
targets as (
  select product_id
  from products
  where product_id in (select product_id from wanted)
    or (getvariable('p_again') = 'category' and coalesce(category, '') in (select category from wanted))
),
next_days as (
  select
    l.customer_id,
    min(l.ordered_on) as next_on
  from order_lines as l
  join bought as b using (customer_id)
  left join targets as t using (product_id)
  where l.ordered_on > b.bought_on
    and l.ordered_on <= getvariable('p_observed_through')
    and (getvariable('p_again') = 'any' or t.product_id is not null)
  group by l.customer_id
),
waits as (
  select
    b.*,
    n.next_on,
    coalesce(n.next_on <= b.bought_on + getvariable('p_within')::integer, false) as is_within
  from bought as b
  left join next_days as n using (customer_id)
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  w.bought_on::date as bought_on,
  w.next_on::date as next_on,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  c.last_ordered_on::date as last_ordered_on
from waits as w
join customers as c using (customer_id)
where (getvariable('p_group') = 'again' and w.is_within)
  or (getvariable('p_group') = 'not_again' and not w.is_within)
order by revenue desc, customer_key
