-- grain: one customer with a used order or a refund that counts; ids are dense and follow the order of customer_key
-- Name, address and region are those of the latest order that has one; of customers without an order, of a refund.

create or replace table shop.fresh_customers as
with documents as (
  select
    customer_key,
    name,
    email,
    phone,
    region,
    ordered_at,
    ordered_at as said_at,
    amount
  from staging.grouped
  union all
  select
    customer_key,
    name,
    email,
    phone,
    region,
    null as ordered_at,
    timestamp '0001-01-01' as said_at,
    case when taken_off is null then -amount else 0 end as amount
  from staging.refund_rows
),
totals as (
  select
    customer_key,
    arg_max(name, said_at) as name,
    arg_max(email, said_at) as email,
    arg_max(phone, said_at) as phone,
    arg_max(region, said_at) as region,
    min(ordered_at)::date as first_ordered_on,
    max(ordered_at)::date as last_ordered_on,
    count(ordered_at)::integer as order_count,
    sum(amount)::decimal(18, 4) as revenue
  from documents
  group by customer_key
)
select
  (row_number() over (order by customer_key))::integer as customer_id,
  *
from totals
order by customer_id;
