-- grain: one order number n (p_count: orders, or purchase days that merge the orders of one day), from 1 to p_most, where anyone
--   in scope has placed it. Numbers count the whole history, before any filter.
-- customers: whose n-th purchase is in scope; returned: those of them with a later purchase in scope; waiting: the others, who
--   may still come. rate: returned ÷ customers; low, high: Wilson's interval of 95 %, as for the matured rate.
-- matured: customers observed for p_within days after their n-th purchase; returned_within: those of them back within p_within
--   days; matured_rate: returned_within ÷ matured.
-- median_days_to_next: smallest number of days by which at least half of the returned were back; median_days_from_first: the
--   same from the first purchase of all to the n-th. average_value: revenue of the n-th purchases ÷ customers.
with
numbered as (
  select
    customer_id,
    ordered_on,
    first_ordered_on,
    amount,
    if(getvariable('p_count') = 'order', order_number, day_number) as number
  from orders
),
placed as (
  -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope, of the same
  -- purchase day or of the one before.
  select
    *,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(ordered_on) over () as previous_day,
    lag(number) over () as previous_number
  from numbered
),
flagged as (
  select
    *,
    getvariable('p_count') = 'order' or customer_id <> previous_customer or ordered_on <> previous_day as is_purchase
  from placed
),
reached as (
  select
    number,
    case
      when count(*) filter (
        customer_id < previous_customer or (customer_id = previous_customer and ordered_on < previous_day)
      ) > 0 then error('orders are not sorted by customer and time')
      else count(*) filter (is_purchase)
    end as customers,
    count(*) filter (
      is_purchase and ordered_on + getvariable('p_within') <= getvariable('p_observed_through')
    ) as matured,
    sum(amount) as revenue
  from flagged
  where number <= getvariable('p_most')
  group by number
),
waits as (
  -- grain: one number and one length of the wait that ended in the next purchase in scope
  select
    previous_number as number,
    ordered_on - previous_day as days,
    count(*) as returned,
    count(*) filter (
      ordered_on - previous_day <= getvariable('p_within')
      and previous_day + getvariable('p_within') <= getvariable('p_observed_through')
    ) as returned_within
  from flagged
  where is_purchase
    and customer_id = previous_customer
    and previous_number <= getvariable('p_most')
  group by previous_number, days
),
ages as (
  select
    number,
    ordered_on - first_ordered_on as days,
    count(*) as customers
  from flagged
  where is_purchase
    and number <= getvariable('p_most')
  group by number, days
),
running as (
  select 'next' as span, number, days, returned as counted, returned_within
  from waits
  union all
  select 'first' as span, number, days, customers, 0
  from ages
),
ranked as (
  select
    *,
    sum(counted) over (partition by span, number order by days) as counted_up_to,
    sum(counted) over (partition by span, number) as counted_in_all
  from running
),
spans as (
  select
    number,
    coalesce(sum(counted) filter (span = 'next'), 0) as returned,
    coalesce(sum(returned_within), 0) as returned_within,
    min(days) filter (span = 'next' and counted_up_to * 2 >= counted_in_all) as median_days_to_next,
    min(days) filter (span = 'first' and counted_up_to * 2 >= counted_in_all) as median_days_from_first
  from ranked
  group by number
),
rated as (
  select
    r.*,
    s.returned,
    s.returned_within,
    s.median_days_to_next,
    s.median_days_from_first,
    s.returned / r.customers as rate,
    getvariable('p_z') * getvariable('p_z') / r.customers as spread,
    s.returned_within / nullif(r.matured, 0) as matured_rate,
    getvariable('p_z') * getvariable('p_z') / nullif(r.matured, 0) as matured_spread
  from reached as r
  join spans as s using (number)
),
bounded as (
  select
    *,
    (rate + spread / 2) / (1 + spread) as centre,
    sqrt(spread * (rate * (1 - rate) + spread / 4)) / (1 + spread) as half,
    (matured_rate + matured_spread / 2) / (1 + matured_spread) as matured_centre,
    sqrt(matured_spread * (matured_rate * (1 - matured_rate) + matured_spread / 4)) / (1 + matured_spread) as matured_half
  from rated
)
select
  number::integer as order_number,
  customers::integer as customers,
  returned::integer as returned,
  (customers - returned)::integer as waiting,
  rate::double as rate,
  if(returned = 0, 0, centre - half)::double as low,
  if(returned = customers, 1, centre + half)::double as high,
  matured::integer as matured,
  returned_within::integer as returned_within,
  matured_rate::double as matured_rate,
  if(returned_within = 0, 0 * matured_centre, matured_centre - matured_half)::double as matured_low,
  if(returned_within = matured, 1 + 0 * matured_centre, matured_centre + matured_half)::double as matured_high,
  median_days_to_next::integer as median_days_to_next,
  median_days_from_first::integer as median_days_from_first,
  revenue::double as revenue,
  (revenue::double / customers)::double as average_value
from bounded
order by order_number;
