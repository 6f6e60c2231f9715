-- grain: up to `acquired`, one customer whose first order of all lies in scope. What every query of this analysis begins with.
-- Attributes are those of that first order. is_member, by p_split: a second purchase day in scope within p_within days
-- (customers first seen at least so many days before the data ends; later ones are not judged), or the tenth with the
-- highest revenue in scope, or an order in the last p_within days of those first seen before them.
with first_orders as (
  select
    customer_id,
    ordered_on,
    coalesce(channel, '') as channel,
    coalesce(store, '') as store,
    coalesce(region, '') as region,
    coalesce(coupon, '') as coupon,
    coalesce(category, '') as category,
    coalesce(first_product, '') as first_product
  from orders
  where order_number = 1
    and ordered_on <= getvariable('p_observed_through')
    and (getvariable('p_split') = 'top' or ordered_on + getvariable('p_within')::integer <= getvariable('p_observed_through'))
),
returned as (
  select distinct customer_id
  from orders
  where getvariable('p_split') <> 'top'
    and day_number > 1
    and ordered_on <= getvariable('p_observed_through')
    and case getvariable('p_split')
      when 'returned' then ordered_on <= first_ordered_on + getvariable('p_within')::integer
      else ordered_on > getvariable('p_observed_through') - getvariable('p_within')::integer
    end
),
spent as (
  select
    c.customer_id,
    row_number() over (order by c.revenue desc, c.customer_id) as rank,
    count(*) over () as customers
  from customers as c
  semi join first_orders as f on f.customer_id = c.customer_id
  where getvariable('p_split') = 'top'
),
group_members as (
  select customer_id
  from returned
  union all
  select customer_id
  from spent
  where rank <= ceil(customers / 10)
),
acquired as (
  select
    *,
    -- a join would carry all attributes along, at twice the cost
    customer_id in (select customer_id from group_members) as is_member
  from first_orders
)
