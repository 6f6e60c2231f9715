-- grain: one order, with its number and gap counted over the customer's whole history
-- The rows come sorted, so every window streams: a running count less the count before the customer is the customer's own.

create or replace table shop.fresh_orders as
with placed as (
  select
    *,
    row_number() over () as place,
    lag(customer_id) over () as previous_customer,
    lag(ordered_on) over () as previous_day
  from staging.sorted
),
spaced as (
  select
    *,
    case when previous_customer = customer_id then date_diff('day', previous_day, ordered_on) end::integer as days_since_previous
  from placed
),
counted as (
  select
    *,
    sum(case when days_since_previous = 0 then 0 else 1 end) over (rows between unbounded preceding and current row) as days_placed
  from spaced
),
histories as (
  select
    customer_id,
    min(place) - 1 as orders_before,
    min(days_placed) - 1 as days_before
  from counted
  group by customer_id
)
select
  c.customer_id,
  c.order_key,
  c.ordered_at,
  c.ordered_on,
  c.amount,
  c.discount,
  c.refund,
  c.units,
  c.channel,
  c.store,
  c.region,
  c.coupon,
  c.first_product,
  c.category,
  (c.place - h.orders_before)::integer as order_number,
  (c.days_placed - h.days_before)::integer as day_number,
  c.days_since_previous,
  c.first_ordered_on
from counted as c
join histories as h using (customer_id);

drop table staging.sorted;
