-- grain: up to `usual`, one product bought on two or more days by at least p_minimum customers. The head of the queries
-- about intervals and what falls due.
-- Lines of one product, customer and day are one purchase. An interval lies between two purchases of one product by one
-- customer; what is still waited for has no interval yet. Nothing after the last day the data covers in full counts.
with resorted as (
  select
    customer_id,
    product_id,
    ordered_on
  from order_lines
  where product_id is not null
    and ordered_on <= getvariable('p_observed_through')
    and coalesce(getvariable('p_narrowed'), false)
  order by customer_id, product_id, ordered_on
),
sorted as (
  -- `order_lines` is stored sorted by customer, product and day; a filter need not keep it
  select
    customer_id,
    product_id,
    ordered_on
  from order_lines
  where product_id is not null
    and ordered_on <= getvariable('p_observed_through')
    and not coalesce(getvariable('p_narrowed'), false)
  union all
  select *
  from resorted
),
paired as (
  -- customer and product as one number, the higher half the customer: one is compared and grouped by faster than two
  select
    customer_id * 4294967296 + product_id as pair,
    product_id,
    ordered_on
  from sorted
),
placed as (
  select
    *,
    lag(pair, 1, 0) over () as previous_pair,
    lag(ordered_on) over () as previous_day
  from paired
),
spaced as (
  select
    pair,
    product_id,
    ordered_on,
    case
      when pair = previous_pair and ordered_on >= previous_day then (ordered_on - previous_day)::integer
      when pair > previous_pair then null
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
    pair,
    any_value(product_id) as product_id,
    count(*) as intervals,
    median(days) as median_days,
    max(ordered_on) as last_on
  from purchases
  where days is not null
  group by pair
),
repeaters as (
  select
    product_id,
    count(*) as repeat_buyers
  from rhythms
  group by product_id
),
quartiles as (
  select
    product_id,
    quantile_cont(days, [0.25, 0.5, 0.75]) as quartiles
  from purchases
  where days is not null
  group by product_id
),
usual as materialized (
  -- each a column: a list would be opened for every customer
  select
    product_id,
    quartiles[1] as p25,
    quartiles[2] as median_days,
    quartiles[3] as p75
  from quartiles
  join repeaters using (product_id)
  where repeat_buyers >= getvariable('p_minimum')
)
