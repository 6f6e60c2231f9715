-- grain: up to `split_histories`, one customer with an order in scope on or before p_split. The head of the
-- queries that hold days out.
-- x, t_x, t_days: as in purchase-histories.sql, but as of p_split; actual: purchase days after p_split, up to
-- p_observed_through. Orders of one day are one purchase.
-- Where nothing is narrowed, import has found the days already.
with purchase_days as (
  select customer_id, ordered_on
  from orders
  where ordered_on <= getvariable('p_observed_through')
    and coalesce(days_since_previous, 1) > 0
    and not coalesce(getvariable('p_narrowed'), false)
  union all
  select distinct customer_id, ordered_on
  from orders
  where ordered_on <= getvariable('p_observed_through')
    and coalesce(getvariable('p_narrowed'), false)
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
