-- grain: up to `split_histories`, one customer with an order in scope on or before p_split. The head of the
-- queries that hold days out.
-- x, t_x, t_days: as in purchase-histories.sql, but as of p_split; actual: purchase days after p_split, up to
-- p_observed_through. Orders of one day are one purchase.
with placed as (
  -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope, or another's.
  select
    customer_id,
    ordered_on,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(ordered_on) over () as previous_day
  from orders
  where ordered_on <= getvariable('p_observed_through')
),
purchase_days as (
  select
    if(customer_id < previous_customer, error('orders are not sorted by customer'), customer_id) as customer_id,
    ordered_on
  from placed
  where customer_id <> previous_customer
    or ordered_on <> previous_day
),
split_histories as (
  select
    customer_id,
    count(*) filter (ordered_on <= getvariable('p_split')) - 1 as x,
    max(ordered_on) filter (ordered_on <= getvariable('p_split')) - min(ordered_on) as t_x,
    getvariable('p_split') - min(ordered_on) as t_days,
    count(*) filter (ordered_on > getvariable('p_split')) as actual,
    max(ordered_on) filter (ordered_on <= getvariable('p_split')) as last_ordered_on
  from purchase_days
  group by customer_id
  having min(ordered_on) <= getvariable('p_split')
)
