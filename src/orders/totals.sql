-- What the used rows add up to, before the canonical tables are built.
-- grain: one row; the first two months' new customers tell whether the file starts mid-life

with used as (
  select
    buyer_key,
    case when getvariable('p_same_day') = 'merge' then ordered_at::date::varchar else row_order_key end as order_group,
    ordered_at
  from staging.judged
  where reason is null
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
    count(*) as orders,
    count(distinct ordered_on) as days,
    min(ordered_on) as first_on,
    max(ordered_on) as last_on
  from placed
  group by buyer_key
),
span as (
  select
    date_trunc('month', min(first_on)) as first_month
  from buyers
)
select
  coalesce(sum(orders), 0)::integer as orders,
  coalesce(sum(days), 0)::integer as purchase_days,
  count(*)::integer as customers,
  min(first_on)::date as first_day,
  max(last_on)::date as last_day,
  any_value(first_month)::date as first_month,
  (count(*) filter (where date_trunc('month', first_on) = first_month))::integer as first_month_customers,
  (count(*) filter (where date_trunc('month', first_on) = first_month + interval 1 month))::integer as second_month_customers
from buyers
cross join span
order by orders;
