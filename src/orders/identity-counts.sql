-- Customers of the used rows and those of them with two orders or more, by the file's own ids and by persons.
-- grain: one row
-- A row that is a guest's on one side only is used on the other, so guests are left to this query: run with
-- `p_guests` = 'keep', and `p_identity_guests` the policy itself. Refunds and cancellations are no orders.

with used as (
  select
    source_customer_key,
    customer_key,
    row_order_key,
    order_group
  from staging.judged
  where reason is null
    and not is_document
),
sides as (
  select
    'before' as side,
    source_customer_key as known_key,
    row_order_key,
    order_group
  from used
  union all
  select
    'after' as side,
    customer_key as known_key,
    row_order_key,
    order_group
  from used
),
buyers as (
  select
    side,
    known_key is null as is_guest,
    coalesce(known_key, row_order_key) as buyer_key,
    count(distinct order_group) as orders
  from sides
  where known_key is not null
    or getvariable('p_identity_guests') = 'keep'
  group by all
)
select
  (count(*) filter (where side = 'before'))::integer as customers_before,
  (count(*) filter (where side = 'before' and orders > 1))::integer as repeat_before,
  (count(*) filter (where side = 'after'))::integer as customers_after,
  (count(*) filter (where side = 'after' and orders > 1))::integer as repeat_after
from buyers
order by customers_before;
