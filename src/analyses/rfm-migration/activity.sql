-- grain: up to `activity`, one customer at one of two moments: 1 (up to p_before) and 2 (up to the as-of date); numbers, as rows
-- by the million are joined and grouped by them
-- Orders and refunds are those in scope; p_before_from and p_after_from, where they are set, cut the history to its last
-- months at each date. `scales` says by whose cut points a moment is scored: p_scale is later, earlier or each.
with documents_before as (
  select customer_id, ordered_on, amount
  from orders
  where ordered_on <= getvariable('p_before')
    and (getvariable('p_before_from') is null or ordered_on >= getvariable('p_before_from'))
  union all
  select customer_id, null, amount
  from refunds
  where refunded_on <= getvariable('p_before')
    and (getvariable('p_before_from') is null or refunded_on >= getvariable('p_before_from'))
),
documents_after as (
  select customer_id, ordered_on, amount
  from orders
  where getvariable('p_after_from') is not null
    and ordered_on >= getvariable('p_after_from')
  union all
  select customer_id, null, amount
  from refunds
  where getvariable('p_after_from') is not null
    and refunded_on >= getvariable('p_after_from')
),
totals as (
  select
    1 as moment,
    customer_id,
    max(ordered_on) as last_ordered_on,
    count(ordered_on) as orders,
    sum(amount)::decimal(18, 4) as revenue
  from documents_before
  group by customer_id
  union all
  select
    2,
    customer_id,
    max(ordered_on),
    count(ordered_on),
    sum(amount)::decimal(18, 4)
  from documents_after
  group by customer_id
  union all
  -- the whole history up to the as-of date is added up already
  select
    2,
    customer_id,
    last_ordered_on,
    order_count,
    revenue
  from customers
  where getvariable('p_after_from') is null
),
purchase_days as (
  select 1 as moment, customer_id, count(distinct ordered_on) as days
  from orders
  where getvariable('p_orders') = 'days'
    and ordered_on <= getvariable('p_before')
    and (getvariable('p_before_from') is null or ordered_on >= getvariable('p_before_from'))
  group by customer_id
  union all
  select 2, customer_id, count(distinct ordered_on)
  from orders
  where getvariable('p_orders') = 'days'
    and (getvariable('p_after_from') is null or ordered_on >= getvariable('p_after_from'))
  group by customer_id
),
activity as materialized (
  select
    moment,
    customer_id,
    last_ordered_on,
    date_diff('day', last_ordered_on, if(moment = 1, getvariable('p_before'), getvariable('p_as_of')))::integer as recency,
    coalesce(days, orders)::integer as frequency,
    revenue,
    revenue::double as monetary,
    orders
  from totals
  left join purchase_days using (moment, customer_id)
  -- a refund alone makes no customer who buys
  where orders > 0
),
scales as (
  select
    moment,
    case
      when getvariable('p_scale') = 'each' then moment
      -- the cut points of nobody are none
      when getvariable('p_scale') = 'earlier' and exists (from activity where moment = 1) then 1
      when exists (from activity where moment = 2) then 2
      else 1
    end as scale
  from (values (1), (2)) as moments(moment)
)
