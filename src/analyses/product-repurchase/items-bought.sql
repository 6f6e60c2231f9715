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
  order by l.customer_id, i.item_id, l.ordered_on
),
bought as (
  -- `order_lines` is stored sorted by customer, product and day; categories are not, and a filter need not keep it
  select
    customer_id,
    product_id as item_id,
    ordered_on
  from order_lines
  where product_id is not null
    and getvariable('p_level') <> 'category'
    and not coalesce(getvariable('p_narrowed'), false)
  union all
  select *
  from regrouped
  where getvariable('p_level') = 'category'
    or coalesce(getvariable('p_narrowed'), false)
),
paired as (
  -- customer and item as one number, the higher half the customer: one is compared with the rows beside it faster than two
  select
    *,
    customer_id * 4294967296 + item_id as pair
  from bought
),
placed as (
  select
    *,
    lag(pair, 1, 0) over () as pair_before,
    lag(ordered_on) over () as day_before
  from paired
),
item_days as (
  select
    customer_id,
    item_id,
    ordered_on,
    pair
  from placed
  where case
    when pair < pair_before or (pair = pair_before and ordered_on < day_before)
      then error('lines are not sorted by customer, item and day')
    else not (pair = pair_before and ordered_on = day_before)
  end
),
neighbours as (
  select
    *,
    lag(pair, 1, 0) over () as pair_before,
    lead(pair, 1, 0) over () as pair_after,
    lead(ordered_on) over () as day_after
  from item_days
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
  -- wait: days until the next purchase; where there was none yet, the days watched, as −1 for none, −2 for one and so on; 0 where
  -- the day starts no wait. One number, as rows by the million are grouped by it.
  select
    item_id,
    ordered_on,
    case
      when pair = pair_before or ordered_on > getvariable('p_observed_through') then 0
      when pair <> pair_after or day_after > getvariable('p_observed_through')
        then ordered_on - getvariable('p_observed_through') - 1
      else day_after - ordered_on
    end as wait
  from neighbours
  where getvariable('p_again') = 'same'
  union all
  select
    n.item_id,
    n.ordered_on,
    case
      when n.pair = n.pair_before or n.ordered_on > getvariable('p_observed_through') then 0
      when t.day_after is null then n.ordered_on - getvariable('p_observed_through') - 1
      else t.day_after - n.ordered_on
    end as wait
  from neighbours as n
  join target_of as o using (item_id)
  left join targets as t
    on t.customer_id = n.customer_id
    and t.target_id = o.target_id
    and t.ordered_on = n.ordered_on
    and t.customer_after = t.customer_id
    and t.target_after = t.target_id
  where getvariable('p_again') <> 'same'
),
waited as (
  select
    item_id,
    wait,
    count(*) as days,
    count(*) filter (ordered_on <= getvariable('p_observed_through') - getvariable('p_within')::integer) as matured
  from started
  group by item_id, wait
),
sold as (
  select
    product_id,
    count(*) as lines,
    sum(units) as units,
    sum(amount) as revenue
  from order_lines
  group by product_id
),
waits as materialized (
  select
    item_id,
    if(wait > 0, wait, null) as days,
    if(wait < 0, -wait - 1, null) as watched,
    if(wait <> 0, days, 0) as buyers,
    if(wait <> 0, matured, 0) as matured,
    days as purchase_days,
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
    0 as purchase_days,
    sum(s.lines) as lines,
    sum(s.units) as units,
    sum(s.revenue) as revenue
  from sold as s
  join item_of as i using (product_id)
  group by i.item_id
)
