-- grain: up to `firsts`, one customer and item (a product, or a category) the customer bought in scope. The head of the
-- queries about what is bought again.
-- Purchases of one item on one day are one. The wait runs from the first day of the item to the customer's next day
-- with the same item, with anything of its category, or with anything at all (p_again). days: how long it took, null
-- where the next is not there yet; watched: how long it could be seen. What was bought after the last day the data
-- covers in full ends no wait and starts none.
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
bought as (
  select
    l.customer_id,
    i.item_id,
    any_value(i.target_id) as target_id,
    l.ordered_on,
    sum(l.units) as units,
    sum(l.amount) as amount
  from order_lines as l
  join item_of as i using (product_id)
  where i.is_chosen
  group by l.customer_id, i.item_id, l.ordered_on
),
starts as (
  select
    customer_id,
    item_id,
    any_value(target_id) as target_id,
    min(ordered_on) as first_on
  from bought
  where getvariable('p_again') <> 'same'
    and ordered_on <= getvariable('p_observed_through')
  group by customer_id, item_id
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
),
targets as (
  select
    customer_id,
    target_id,
    ordered_on,
    lead(ordered_on) over (partition by customer_id, target_id order by ordered_on) as next_on
  from target_days
),
own_days as (
  select
    customer_id,
    item_id,
    ordered_on,
    row_number() over item_days as place,
    lead(ordered_on) over item_days as next_on
  from bought
  where getvariable('p_again') = 'same'
    and ordered_on <= getvariable('p_observed_through')
  window item_days as (partition by customer_id, item_id order by ordered_on)
),
firsts as (
  select
    customer_id,
    item_id,
    next_on - ordered_on as days,
    getvariable('p_observed_through') - ordered_on as watched
  from own_days
  where place = 1
  union all
  select
    s.customer_id,
    s.item_id,
    t.next_on - s.first_on as days,
    getvariable('p_observed_through') - s.first_on as watched
  from starts as s
  join targets as t
    on t.customer_id = s.customer_id
    and t.target_id = s.target_id
    and t.ordered_on = s.first_on
)
