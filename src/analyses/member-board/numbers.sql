-- grain: up to `numbers`, one point: how many customers it has in each flag, and the orders of the period that ends with it
, flags as (
  select
    point,
    count(*) as customers,
    count(*) filter (dormant) as dormant,
    count(*) filter (active) as active,
    count(*) filter (active_7) as active_7,
    count(*) filter (active_30) as active_30,
    count(*) filter (active_90) as active_90,
    count(*) filter (is_new) as is_new,
    count(*) filter (retained) as retained,
    count(*) filter (resurrected) as resurrected,
    count(*) filter (churned) as churned,
    count(*) filter (was_dormant) as was_dormant,
    count(*) filter (was_dormant and active) as woken,
    count(*) filter (streak_3) as streak_3,
    count(*) filter (streak_6) as streak_6,
    count(*) filter (loyal) as loyal,
    count(*) filter (high_value) as high_value,
    median(next_begins - 1 - last_on) as days_since_last,
    sum(active_periods) as active_periods,
    count(*) filter (active_periods > 0) as active_in_window,
    -- a map from a number of periods to the customers who ordered in so many
    histogram(active_periods) filter (active_periods > 0) as by_active_periods
  from flagged
  group by point
),
in_period as (
  select
    p.point,
    count(*) as orders,
    sum(o.amount) as revenue,
    count(distinct o.customer_id::bigint * 4000000 + (o.ordered_on - date '0001-01-01')) as customer_days,
    sum(o.days_since_previous) filter (o.days_since_previous > 0) as gap_days,
    count(*) filter (o.days_since_previous > 0) as gaps
  from orders as o
  join points as p on o.ordered_on >= p.begins and o.ordered_on < p.next_begins
  group by p.point
),
refunded as (
  select
    p.point,
    sum(r.amount) as revenue
  from refunds as r
  join points as p on r.refunded_on >= p.begins and r.refunded_on < p.next_begins
  group by p.point
),
numbers as (
  -- a point without customers, orders or refunds has nought of them
  select
    p.point,
    p.is_complete,
    p.has_period_before,
    p.next_begins - p.begins as days,
    f.days_since_last,
    f.by_active_periods,
    i.gap_days,
    (coalesce(i.revenue, 0) + coalesce(r.revenue, 0))::double as revenue,
    coalesce(f.customers, 0) as customers,
    coalesce(f.dormant, 0) as dormant,
    coalesce(f.active, 0) as active,
    coalesce(f.active_7, 0) as active_7,
    coalesce(f.active_30, 0) as active_30,
    coalesce(f.active_90, 0) as active_90,
    coalesce(f.is_new, 0) as is_new,
    coalesce(f.retained, 0) as retained,
    coalesce(f.resurrected, 0) as resurrected,
    coalesce(f.churned, 0) as churned,
    coalesce(f.was_dormant, 0) as was_dormant,
    coalesce(f.woken, 0) as woken,
    coalesce(f.streak_3, 0) as streak_3,
    coalesce(f.streak_6, 0) as streak_6,
    coalesce(f.loyal, 0) as loyal,
    coalesce(f.high_value, 0) as high_value,
    coalesce(f.active_periods, 0) as active_periods,
    coalesce(f.active_in_window, 0) as active_in_window,
    coalesce(i.orders, 0) as orders,
    coalesce(i.customer_days, 0) as customer_days,
    coalesce(i.gaps, 0) as gaps
  from points as p
  left join flags as f using (point)
  left join in_period as i using (point)
  left join refunded as r using (point)
)
