-- grain: one order, with its number and gap counted over the customer's whole history
-- The rows come sorted, and every window streams: what is counted up to a row, less what was counted at the first of the
-- customer, is the customer's own. Counted upwards, the first of the current customer is the largest first so far. No join:
-- one that does not fit into memory gives its rows in another order.

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
    count(case when days_since_previous is distinct from 0 then 1 end) over (rows between unbounded preceding and current row) as days_placed
  from spaced
),
numbered as (
  -- only a customer's first order has no gap
  select
    *,
    max(case when days_since_previous is null then place end) over (rows between unbounded preceding and current row) as first_place,
    max(case when days_since_previous is null then days_placed end) over (rows between unbounded preceding and current row) as first_day_placed
  from counted
)
select
  customer_id,
  order_key,
  ordered_at,
  ordered_on,
  amount,
  discount,
  refund,
  units,
  channel,
  store,
  region,
  coupon,
  first_product,
  category,
  (place - first_place + 1)::integer as order_number,
  (days_placed - first_day_placed + 1)::integer as day_number,
  days_since_previous,
  first_ordered_on
from numbered;

drop table staging.sorted;
