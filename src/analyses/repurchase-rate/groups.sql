-- grain: one value of the chosen dimension (p_by) and one definition of the repurchase rate; no rows where none is chosen
-- A customer, with all their orders in scope, belongs to the value of their first order in scope: groups share nobody, and
-- their numerators and denominators add up to those of definitions.sql.
-- kind: value; blank: no value in the file; others: all beyond the 50 values with most customers together. value: null for both.
with
chosen as (
  select
    customer_id,
    ordered_on,
    order_number,
    day_number,
    case getvariable('p_by')
      when 'channel' then channel
      when 'store' then store
      when 'region' then region
      when 'coupon' then coupon
      when 'category' then category
      when 'first_product' then first_product
    end as value
  from orders
  where getvariable('p_by') <> 'none'
),
placed as (
  -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope, of the same
  -- purchase day or of the one before.
  select
    *,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(ordered_on) over () as previous_day,
    lag(day_number) over () as previous_number
  from chosen
),
people as (
  select
    max(value) filter (customer_id <> previous_customer) as value,
    count(*) as orders,
    count(*) filter (order_number > 1) as repeat_orders,
    count(*) filter (customer_id <> previous_customer or ordered_on <> previous_day) as days,
    count(*) filter (
      day_number > 1 and (customer_id <> previous_customer or ordered_on <> previous_day)
    ) as repeat_days,
    bool_or(day_number = 1) as has_begun,
    bool_or(day_number = 1 and ordered_on + getvariable('p_within') <= getvariable('p_observed_through')) as is_matured,
    bool_or(
      customer_id = previous_customer and ordered_on <> previous_day and previous_number = 1
      and ordered_on - previous_day <= getvariable('p_within')
      and previous_day + getvariable('p_within') <= getvariable('p_observed_through')
    ) as has_returned,
    bool_or(ordered_on >= getvariable('p_window') and ordered_on < getvariable('p_next_window')) as is_in_window,
    bool_or(ordered_on >= getvariable('p_next_window') and ordered_on < getvariable('p_window_end')) as is_in_next
  from placed
  group by customer_id
),
counted as (
  select
    value,
    count(*) as customers,
    count(*) filter (orders > 1) as repeaters,
    count(*) filter (days > 1) as days_repeaters,
    sum(orders) as orders,
    sum(repeat_orders) as repeat_orders,
    sum(days) as days,
    sum(repeat_days) as repeat_days,
    count(*) filter (has_begun and not is_matured) as left_out,
    count(*) filter (is_matured) as matured,
    count(*) filter (has_returned) as returned,
    count(*) filter (is_in_window) as window_customers,
    count(*) filter (is_in_window and is_in_next) as window_returned
  from people
  group by value
),
ranked as (
  select *, row_number() over (order by value is null, customers desc, value) as rank
  from counted
),
folded as (
  select
    case when value is null then 'blank' when rank > 50 then 'others' else 'value' end as kind,
    if(rank > 50, null, value) as value,
    min(rank) as rank,
    sum(customers) as customers,
    sum(repeaters) as repeaters,
    sum(days_repeaters) as days_repeaters,
    sum(orders) as orders,
    sum(repeat_orders) as repeat_orders,
    sum(days) as days,
    sum(repeat_days) as repeat_days,
    sum(left_out) as left_out,
    sum(matured) as matured,
    sum(returned) as returned,
    sum(window_customers) as window_customers,
    sum(window_returned) as window_returned
  from ranked
  group by 1, 2
),
defined as (
  select
    d.place,
    d.definition,
    f.kind,
    f.value,
    f.rank,
    f.customers,
    case d.place
      when 1 then f.repeaters
      when 2 then f.days_repeaters
      when 3 then f.repeat_orders
      when 4 then f.repeat_days
      when 5 then f.returned
      when 6 then f.window_returned
    end as numerator,
    case d.place
      when 3 then f.orders
      when 4 then f.days
      when 5 then f.matured
      when 6 then f.window_customers
      else f.customers
    end as denominator,
    if(d.place = 5, f.left_out, 0) as left_out
  from (values
    (1, 'customer_orders'), (2, 'customer_days'), (3, 'order_orders'), (4, 'order_days'), (5, 'within_days'), (6, 'next_window')
  ) as d(place, definition)
  cross join folded as f
),
rated as (
  select
    *,
    numerator / nullif(denominator, 0) as rate,
    getvariable('p_z') * getvariable('p_z') / nullif(denominator, 0) as spread,
    place not in (3, 4) as is_of_customers
  from defined
),
bounded as (
  select
    *,
    (rate + spread / 2) / (1 + spread) as centre,
    sqrt(spread * (rate * (1 - rate) + spread / 4)) / (1 + spread) as half
  from rated
)
select
  kind::varchar as kind,
  value::varchar as value,
  definition::varchar as definition,
  customers::integer as customers,
  numerator::integer as numerator,
  denominator::integer as denominator,
  rate::double as rate,
  (case when is_of_customers then if(numerator = 0, 0 * centre, centre - half) end)::double as low,
  (case when is_of_customers then if(numerator = denominator, 1 + 0 * centre, centre + half) end)::double as high,
  left_out::integer as left_out
from bounded
order by rank, place;
