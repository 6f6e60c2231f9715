-- grain: up to `waits`, one item (a product, or a category), wait until the next purchase and, where there was none yet,
-- length of watching: how many customers. The head of the queries about what is bought again.
-- Purchases of one item on one day are one. The wait runs from the first day of the item to the customer's next day
-- with the same item, with anything of its category, or with anything at all (p_again). days: how long it took, null
-- where the next is not there yet; watched: how long it could be seen, of those who wait. What was bought after the last
-- day the data covers in full ends no wait and starts none: buyers are those who started one, matured those of them who
-- could be seen for p_within days. purchase_days and lines count all of the item.
-- The days of a customer with an item are one sorted list: the first two tell the wait, all of them the purchase days.
with item_of as (
  select
    product_id,
    if(getvariable('p_level') = 'category', min(product_id) over same_category, product_id) as item_id,
    case getvariable('p_again')
      when 'any' then 0
      when 'category' then min(product_id) over same_category
      else if(getvariable('p_level') = 'category', min(product_id) over same_category, product_id)
    end as target_id
  from products
  window same_category as (partition by coalesce(category, ''))
),
product_days as (
  select
    customer_id,
    product_id,
    list(ordered_on) as days
  from order_lines
  where product_id is not null
  group by customer_id, product_id
),
item_lines as (
  select
    customer_id,
    product_id as item_id,
    days
  from product_days
  where getvariable('p_level') <> 'category'
  union all
  select
    d.customer_id,
    i.item_id,
    flatten(list(d.days)) as days
  from product_days as d
  join item_of as i using (product_id)
  where getvariable('p_level') = 'category'
  group by d.customer_id, i.item_id
),
item_days as materialized (
  select
    customer_id,
    item_id,
    if(len(days) = 1, days, list_sort(days)) as days
  from item_lines
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
own_next as (
  select
    item_id,
    days[1] as first_on,
    -- the first day may stand several times
    case
      when days[2] > days[1] then days[2]
      when len(days) > 2 then list_min(list_filter(days, lambda day : day > days[1]))
    end as next_on
  from item_days
  where getvariable('p_again') = 'same'
),
firsts as (
  select
    item_id,
    first_on,
    if(next_on <= getvariable('p_observed_through'), next_on, null) as next_on
  from own_next
  union all
  select
    d.item_id,
    d.days[1] as first_on,
    t.next_on
  from item_days as d
  join target_of as o using (item_id)
  left join targets as t
    on t.customer_id = d.customer_id
    and t.target_id = o.target_id
    and t.ordered_on = d.days[1]
  where getvariable('p_again') <> 'same'
),
line_days as (
  -- the days of all lists, one list after the other
  select
    customer_id,
    item_id,
    unnest(days) as day
  from item_days
),
beside as (
  select
    item_id,
    day = lag(day) over ()
      and item_id = lag(item_id) over ()
      and customer_id = lag(customer_id) over () as is_again
  from line_days
),
waits as materialized (
  select
    item_id,
    next_on - first_on as days,
    if(next_on is null, getvariable('p_observed_through') - first_on, null) as watched,
    count(*) as buyers,
    count(*) filter (where getvariable('p_observed_through') - first_on >= getvariable('p_within')) as matured,
    0 as purchase_days,
    0 as lines
  from firsts
  where first_on <= getvariable('p_observed_through')
  group by all
  union all
  select
    item_id,
    null as days,
    null as watched,
    0 as buyers,
    0 as matured,
    count(*) filter (where is_again is not true) as purchase_days,
    count(*) as lines
  from beside
  group by item_id
)
