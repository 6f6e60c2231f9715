-- grain: up to `waits`, one item (a product, or a category), wait until the next purchase and, where there was none yet,
-- length of watching: how many customers. The head of the queries about what is bought again.
-- Purchases of one item on one day are one. The wait runs from the first day of the item to the customer's next day
-- with the same item, with anything of its category, or with anything at all (p_again). days: how long it took, null
-- where the next is not there yet; watched: how long it could be seen, of those who wait. What was bought after the last
-- day the data covers in full ends no wait and starts none: buyers are those who started one, matured those of them who
-- could be seen for p_within days. purchase_days, lines, units and revenue count all of the item.
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
regrouped as (
  select
    l.customer_id,
    i.item_id,
    l.ordered_on
  from order_lines as l
  join item_of as i using (product_id)
  where getvariable('p_level') = 'category'
    or coalesce(getvariable('p_narrowed'), false)
  order by l.customer_id, i.item_id, l.ordered_on
),
placed as (
  select
    *,
    lag(customer_id) over () as previous_customer,
    lag(item_id) over () as previous_item,
    lag(ordered_on) over () as previous_day
  from regrouped
),
spaced as (
  select
    customer_id,
    item_id,
    ordered_on,
    if(customer_id = previous_customer and item_id = previous_item, ordered_on - previous_day, -1) as since_same
  from placed
),
regrouped_days as materialized (
  select *
  from spaced
  where since_same <> 0
),
item_days as (
  -- since_same: days since the customer's day with the item before, -1 for the first; sorted by customer, item and day.
  -- Lines have it stored; not of categories, and not of a narrowed scope.
  select
    customer_id,
    product_id as item_id,
    ordered_on,
    days_since_same as since_same
  from order_lines
  where days_since_same <> 0
    and product_id is not null
    and getvariable('p_level') <> 'category'
    and not coalesce(getvariable('p_narrowed'), false)
  union all
  select *
  from regrouped_days
),
first_days as (
  -- until_again: days until the next day with the item, -1 where there is none
  select
    customer_id,
    item_id,
    ordered_on,
    until_again
  from (
    select
      *,
      lead(since_same, 1, -1) over () as until_again
    from item_days
    where ordered_on <= getvariable('p_observed_through')
  )
  where since_same = -1
),
target_days as (
  select distinct
    l.customer_id,
    if(getvariable('p_again') = 'any', 0, i.target_id) as target_id,
    l.ordered_on
  from order_lines as l
  left join item_of as i using (product_id)
  where getvariable('p_again') <> 'same'
    and l.ordered_on <= getvariable('p_observed_through')
  order by 1, 2, 3
),
targets as (
  select
    customer_id,
    target_id,
    ordered_on,
    lead(customer_id) over () as customer_after,
    lead(target_id) over () as target_after,
    lead(ordered_on) over () as day_after
  from target_days
),
target_of as (
  select distinct
    item_id,
    target_id
  from item_of
),
started as (
  -- wait: days until the next purchase; where there was none yet, the days watched, as −1 for none, −2 for one and so on. One
  -- number, as rows by the million are grouped by it.
  select
    item_id,
    ordered_on,
    if(until_again = -1, ordered_on - getvariable('p_observed_through') - 1, until_again) as wait
  from first_days
  where getvariable('p_again') = 'same'
  union all
  select
    f.item_id,
    f.ordered_on,
    coalesce(t.day_after - f.ordered_on, f.ordered_on - getvariable('p_observed_through') - 1) as wait
  from first_days as f
  join target_of as o using (item_id)
  left join targets as t
    on t.customer_id = f.customer_id
    and t.target_id = o.target_id
    and t.ordered_on = f.ordered_on
    and t.customer_after = t.customer_id
    and t.target_after = t.target_id
  where getvariable('p_again') <> 'same'
),
waited as (
  select
    item_id,
    wait,
    count(*) as buyers,
    count(*) filter (ordered_on <= getvariable('p_observed_through') - getvariable('p_within')::integer) as matured
  from started
  group by item_id, wait
),
days_of as (
  select
    item_id,
    count(*) as purchase_days
  from regrouped_days
  group by item_id
),
sold as (
  select
    product_id,
    count(*) as lines,
    count(*) filter (days_since_same <> 0) as purchase_days,
    sum(units) as units,
    sum(amount) as revenue
  from order_lines
  group by product_id
),
waits as (
  select
    item_id,
    if(wait > 0, wait, null) as days,
    if(wait < 0, -wait - 1, null) as watched,
    buyers,
    matured,
    0 as purchase_days,
    0 as lines,
    0 as units,
    0 as revenue
  from waited
  union all
  select
    i.item_id,
    null as days,
    null as watched,
    0 as buyers,
    0 as matured,
    coalesce(max(d.purchase_days), sum(s.purchase_days)) as purchase_days,
    sum(s.lines) as lines,
    sum(s.units) as units,
    sum(s.revenue) as revenue
  from sold as s
  join item_of as i using (product_id)
  left join days_of as d using (item_id)
  group by i.item_id
)
