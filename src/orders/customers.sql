-- grain: one customer with at least one used order; ids are dense and follow the order of customer_key
-- Name, address and region are those of the latest order that has one.

create or replace table shop.fresh_customers as
with totals as (
  select
    customer_key,
    arg_max(name, ordered_at) as name,
    arg_max(email, ordered_at) as email,
    arg_max(phone, ordered_at) as phone,
    arg_max(region, ordered_at) as region,
    min(ordered_at)::date as first_ordered_on,
    max(ordered_at)::date as last_ordered_on,
    count(*)::integer as order_count,
    sum(amount)::decimal(18, 4) as revenue
  from staging.grouped
  group by customer_key
)
select
  (row_number() over (order by customer_key))::integer as customer_id,
  *
from totals
order by customer_id;
