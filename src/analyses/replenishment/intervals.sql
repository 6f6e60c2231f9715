-- grain: up to `usual`, one product bought on two or more days by at least p_minimum customers. The head of the queries
-- about intervals and what falls due.
-- Lines of one product, customer and day are one purchase. An interval lies between two purchases of one product by one
-- customer; what is still waited for has no interval yet. Nothing after the last day the data covers in full counts.
with sorted as (
  -- One sort finds purchases, intervals and last days; groups by customer and product would be made several times over.
  select
    customer_id,
    product_id,
    ordered_on
  from order_lines
  where product_id is not null
    and ordered_on <= getvariable('p_observed_through')
  order by customer_id, product_id, ordered_on
),
placed as (
  select
    *,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(product_id, 1, 0) over () as previous_product,
    lag(ordered_on) over () as previous_day
  from sorted
),
spaced as (
  select
    customer_id,
    product_id,
    ordered_on,
    case
      when customer_id = previous_customer and product_id = previous_product and ordered_on >= previous_day
        then (ordered_on - previous_day)::integer
      when customer_id > previous_customer or (customer_id = previous_customer and product_id > previous_product)
        then null
      else error('lines are not sorted by customer, product and day')
    end as days
  from placed
),
purchases as materialized (
  -- days: since the one before, null for the first
  select *
  from spaced
  where days is distinct from 0
),
rhythms as materialized (
  select
    customer_id,
    product_id,
    count(*) as intervals,
    median(days) as median_days,
    max(ordered_on) as last_on
  from purchases
  where days is not null
  group by customer_id, product_id
),
repeaters as (
  select
    product_id,
    count(*) as repeat_buyers
  from rhythms
  group by product_id
),
usual as materialized (
  select
    product_id,
    quantile_cont(days, [0.25, 0.5, 0.75]) as quartiles
  from purchases
  semi join (
    select product_id
    from repeaters
    where repeat_buyers >= getvariable('p_minimum')
  ) as frequent using (product_id)
  where days is not null
  group by product_id
)
