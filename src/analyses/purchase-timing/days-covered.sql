-- grain: up to `daily`, one day that the data covers in scope, with what was ordered on it, by hour. The head of every
-- query of this analysis. Hours are of the shop's own clock. p_which: all orders, first orders of customers, later ones.
with covered as (
  select unnest(generate_series(getvariable('p_first_day'), getvariable('p_observed_through'), interval 1 day))::date as day
),
daily as (
  select
    ordered_on as day,
    hour(ordered_at) as hour,
    count(*) as orders,
    sum(amount) as revenue,
    count(*) filter (where ordered_at = ordered_on::timestamp) as midnight_orders
  from orders
  where ordered_on <= getvariable('p_observed_through')
    and case getvariable('p_which')
      when 'first' then order_number = 1
      when 'repeat' then order_number > 1
      else true
    end
  group by ordered_on, hour(ordered_at)
)
