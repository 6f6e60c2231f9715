-- What the used rows add up to, before the canonical tables are built.
-- grain: one row; the first two months' new customers tell whether the file starts mid-life

with used as (
  select
    buyer_key,
    order_group,
    ordered_at
  from staging.judged
  where reason is null
    and not is_document
),
placed as (
  select
    buyer_key,
    min(ordered_at)::date as ordered_on
  from used
  group by buyer_key, order_group
),
buyers as (
  select
    buyer_key,
    count(*) as orders,
    count(distinct ordered_on) as days,
    min(ordered_on) as first_on,
    max(ordered_on) as last_on
  from placed
  group by buyer_key
),
refunded as (
  -- empty without a look at the rows where refunds are set aside
  select
    buyer_key,
    max(ordered_at)::date as last_on
  from staging.judged
  where getvariable('p_refunds') <> 'setAside'
    and reason is null
    and is_document
  group by buyer_key
),
without_orders as (
  select count(*) as customers
  from refunded
  where buyer_key not in (select buyer_key from buyers)
),
span as (
  select
    date_trunc('month', min(first_on)) as first_month
  from buyers
)
select
  coalesce(sum(orders), 0)::integer as orders,
  coalesce(sum(days), 0)::integer as purchase_days,
  (count(*) + (select customers from without_orders))::integer as customers,
  (select customers from without_orders)::integer as customers_without_orders,
  min(first_on)::date as first_day,
  greatest(max(last_on), (select max(last_on) from refunded))::date as last_day,
  any_value(first_month)::date as first_month,
  (count(*) filter (where date_trunc('month', first_on) = first_month))::integer as first_month_customers,
  (count(*) filter (where date_trunc('month', first_on) = first_month + interval 1 month))::integer as second_month_customers
from buyers
cross join span
order by orders;
