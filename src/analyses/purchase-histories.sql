-- grain: up to `purchase_histories`, one customer with an order in scope by p_observed_through. The head of the
-- queries of the models of what comes next.
-- x: repeat purchase days (purchase days less the first); t_x: days from the first to the last purchase day; T_days: days
-- from the first one to p_observed_through; repeat_spend: mean amount of a repeat purchase day, the first left out; null
-- where x = 0. Orders of one day are one purchase. Customers are aged from their first order in scope.
with purchase_days as (
  -- `orders` is stored sorted by customer: its rows fall into groups that are met once.
  select customer_id, ordered_on, sum(amount) as amount
  from orders
  where ordered_on <= getvariable('p_observed_through')
  group by customer_id, ordered_on
),
purchase_histories as (
  select
    customer_id,
    count(*) - 1 as x,
    max(ordered_on) - min(ordered_on) as t_x,
    getvariable('p_observed_through') - min(ordered_on) as t_days,
    min(ordered_on) as first_ordered_on,
    max(ordered_on) as last_ordered_on,
    (sum(amount) - min_by(amount, ordered_on))::double / nullif(count(*) - 1, 0) as repeat_spend
  from purchase_days
  group by customer_id
)
