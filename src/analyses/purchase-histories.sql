-- grain: up to `purchase_histories`, one customer with an order in scope by p_observed_through. The head of the
-- queries of the models of what comes next.
-- x: repeat purchase days (purchase days less the first); t_x: days from the first to the last purchase day; t_days: days
-- from the first one to p_observed_through; repeat_spend: mean amount of a repeat purchase day, the first left out; null
-- where x = 0. Orders of one day are one purchase. Customers are aged from their first order in scope.
-- Where nothing is narrowed, the scope begins with each history, whose days import has counted already.
with days_in_scope as (
  select customer_id, ordered_on, sum(amount) as amount
  from orders
  where ordered_on <= getvariable('p_observed_through')
    and coalesce(getvariable('p_narrowed'), false)
  group by customer_id, ordered_on
),
purchase_histories as (
  select
    customer_id,
    count(*) filter (where coalesce(days_since_previous, 1) > 0) - 1 as x,
    max(ordered_on) - min(ordered_on) as t_x,
    getvariable('p_observed_through') - min(ordered_on) as t_days,
    min(ordered_on) as first_ordered_on,
    max(ordered_on) as last_ordered_on,
    sum(amount) filter (where ordered_on > first_ordered_on)::double
    / nullif(count(*) filter (where coalesce(days_since_previous, 1) > 0) - 1, 0) as repeat_spend
  from orders
  where ordered_on <= getvariable('p_observed_through')
    and not coalesce(getvariable('p_narrowed'), false)
  group by customer_id
  union all
  select
    customer_id,
    count(*) - 1 as x,
    max(ordered_on) - min(ordered_on) as t_x,
    getvariable('p_observed_through') - min(ordered_on) as t_days,
    min(ordered_on) as first_ordered_on,
    max(ordered_on) as last_ordered_on,
    (sum(amount) - min_by(amount, ordered_on))::double / nullif(count(*) - 1, 0) as repeat_spend
  from days_in_scope
  group by customer_id
)
