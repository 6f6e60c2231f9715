-- grain: up to `usual`, one product bought on two or more days by at least p_minimum customers. The head of the queries
-- about intervals and what falls due.
-- Lines of one product, customer and day are one purchase. An interval lies between two purchases of one product by one
-- customer; what is still waited for has no interval yet. Nothing after the last day the data covers in full counts.
with bought as materialized (
  select
    customer_id,
    product_id,
    min(ordered_on) as first_on,
    max(ordered_on) as last_on
  from order_lines
  where product_id is not null
    and ordered_on <= getvariable('p_observed_through')
  group by customer_id, product_id
),
purchase_days as (
  -- only of those who came back: everybody else has one day
  select distinct
    l.customer_id,
    l.product_id,
    l.ordered_on
  from order_lines as l
  semi join (
    select
      customer_id,
      product_id
    from bought
    where first_on < last_on
  ) as repeated
    on repeated.customer_id = l.customer_id
    and repeated.product_id = l.product_id
  where l.ordered_on <= getvariable('p_observed_through')
),
since_previous as (
  select
    customer_id,
    product_id,
    ordered_on - lag(ordered_on) over (partition by customer_id, product_id order by ordered_on) as days
  from purchase_days
),
intervals as materialized (
  select *
  from since_previous
  where days is not null
),
rhythms as materialized (
  select
    customer_id,
    product_id,
    count(*) as intervals,
    median(days) as median_days
  from intervals
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
  from intervals
  semi join (
    select product_id
    from repeaters
    where repeat_buyers >= getvariable('p_minimum')
  ) as frequent using (product_id)
  group by product_id
)
