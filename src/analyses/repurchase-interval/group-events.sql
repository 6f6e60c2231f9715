-- grain: one value of the chosen dimension (p_by) and one length of wait in days; no rows where none is chosen
-- A customer belongs to the value of the n-th purchase day (p_step), from which the wait runs: that of its first order in
-- scope. events and censored are those of survival-events.sql. Only the p_most_groups values with most customers are here;
-- an empty value is '' and stands for itself.
with
valued as (
  -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope.
  select
    customer_id,
    ordered_on,
    day_number,
    coalesce(case getvariable('p_by')
      when 'channel' then channel
      when 'store' then store
      when 'region' then region
      when 'coupon' then coupon
      when 'category' then category
      when 'first_product' then first_product
    end, '') as value,
    lag(customer_id, 1, 0) over () as customer_before,
    lag(ordered_on) over () as day_before
  from orders
  where getvariable('p_by') <> 'none'
),
purchase_days as (
  select
    customer_id,
    ordered_on,
    day_number,
    value,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(ordered_on) over () as previous_day,
    lag(day_number) over () as previous_number,
    lag(value) over () as previous_value
  from valued
  where case
    when customer_id < customer_before or (customer_id = customer_before and ordered_on < day_before)
      then error('orders are not sorted by customer and time')
    else customer_id <> customer_before or ordered_on <> day_before
  end
),
started as (
  select value, getvariable('p_observed_through') - ordered_on as day, count(*) as customers
  from purchase_days
  where day_number = getvariable('p_step')
    and ordered_on <= getvariable('p_observed_through')
  group by 1, 2
),
returned as (
  select
    previous_value as value,
    ordered_on - previous_day as days_waited,
    getvariable('p_observed_through') - previous_day as days_observed,
    count(*) as customers
  from purchase_days
  where previous_customer = customer_id
    and previous_number = getvariable('p_step')
    and ordered_on <= getvariable('p_observed_through')
  group by 1, 2, 3
),
ranked as (
  select value, row_number() over (order by sum(customers) desc, value) as rank
  from started
  group by value
),
leaving as (
  select value, day, 0 as events, customers as censored
  from started
  union all
  select value, days_observed as day, 0 as events, -customers as censored
  from returned
  union all
  select value, days_waited as day, customers as events, 0 as censored
  from returned
)
select
  l.value::varchar as "group",
  l.day::integer as day,
  sum(l.events)::integer as events,
  sum(l.censored)::integer as censored,
  getvariable('p_confidence')::double as confidence
from leaving as l
join ranked as r using (value)
where r.rank <= getvariable('p_most_groups')
group by r.rank, l.value, l.day
having sum(l.events) > 0 or sum(l.censored) > 0
order by r.rank, l.day;
