-- grain: up to `firsts`, one customer and item (a product, or a category) the customer bought in scope. The head of the
-- queries about what is bought again.
-- Purchases of one item on one day are one. The wait runs from the first day of the item to the customer's next day
-- with the same item, with anything of its category, or with anything at all (p_again). days: how long it took, null
-- where the next is not there yet; watched: how long it could be seen. What was bought after the last day the data
-- covers in full ends no wait and starts none.
-- Most items of most customers are bought once: their first and last day, found in one pass, tell. Only of the others
-- are the days between looked at.
, item_of as (
  select
    product_id,
    product_id in (select product_id from chosen) as is_chosen,
    if(getvariable('p_level') = 'category', min(product_id) over same_category, product_id) as item_id,
    case getvariable('p_again')
      when 'any' then 0
      when 'category' then min(product_id) over same_category
      else if(getvariable('p_level') = 'category', min(product_id) over same_category, product_id)
    end as target_id
  from products
  window same_category as (partition by coalesce(category, ''))
),
item_lines as materialized (
  select
    l.customer_id,
    i.item_id,
    l.ordered_on
  from order_lines as l
  join item_of as i using (product_id)
  where i.is_chosen
),
first_days as materialized (
  select
    customer_id,
    item_id,
    min(ordered_on) as first_on,
    max(ordered_on) as last_on
  from item_lines
  group by customer_id, item_id
),
later_days as materialized (
  -- the days with the item after the first one
  select distinct
    l.customer_id,
    l.item_id,
    l.ordered_on
  from item_lines as l
  join first_days as f
    on f.customer_id = l.customer_id
    and f.item_id = l.item_id
  where f.first_on < f.last_on
    and f.first_on < l.ordered_on
),
own_next as (
  select
    customer_id,
    item_id,
    min(ordered_on) as next_on
  from later_days
  where getvariable('p_again') = 'same'
    and ordered_on <= getvariable('p_observed_through')
  group by customer_id, item_id
),
target_lines as (
  select
    l.customer_id,
    if(getvariable('p_again') = 'any', 0, i.target_id) as target_id,
    l.ordered_on
  from order_lines as l
  left join item_of as i using (product_id)
  where getvariable('p_again') <> 'same'
    and l.ordered_on <= getvariable('p_observed_through')
),
repeated_targets as (
  select
    customer_id,
    target_id
  from target_lines
  group by customer_id, target_id
  having min(ordered_on) < max(ordered_on)
),
target_days as (
  select distinct
    customer_id,
    target_id,
    ordered_on
  from target_lines
  semi join repeated_targets using (customer_id, target_id)
),
target_of as (
  select distinct
    item_id,
    target_id
  from item_of
),
targets as (
  select
    customer_id,
    target_id,
    ordered_on,
    lead(ordered_on) over (partition by customer_id, target_id order by ordered_on) as next_on
  from target_days
),
firsts as (
  select
    f.customer_id,
    f.item_id,
    n.next_on - f.first_on as days,
    getvariable('p_observed_through') - f.first_on as watched
  from first_days as f
  left join own_next as n
    on n.customer_id = f.customer_id
    and n.item_id = f.item_id
  where getvariable('p_again') = 'same'
    and f.first_on <= getvariable('p_observed_through')
  union all
  select
    f.customer_id,
    f.item_id,
    t.next_on - f.first_on as days,
    getvariable('p_observed_through') - f.first_on as watched
  from first_days as f
  join target_of as o using (item_id)
  left join targets as t
    on t.customer_id = f.customer_id
    and t.target_id = o.target_id
    and t.ordered_on = f.first_on
  where getvariable('p_again') <> 'same'
    and f.first_on <= getvariable('p_observed_through')
)
