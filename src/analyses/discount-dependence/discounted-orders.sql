-- grain: up to `flagged`, one order in scope. What every query of this analysis begins with.
-- Discounted: with a coupon, or with an amount taken off, whichever of the two the file tells.
with flagged as (
  select
    customer_id,
    ordered_on,
    amount,
    discount,
    order_number,
    day_number,
    first_ordered_on,
    coalesce(coupon, '') <> '' as has_coupon,
    discount <> 0 as has_discount,
    coalesce(coupon, '') <> '' or discount <> 0 as is_discounted
  from orders
)
