-- grain: up to `numbers`, one point: how many customers it has in each flag, and the orders of the period that ends with it
, flags as (
  select
    point,
    sum(customers) as customers,
    sum(customers) filter (dormant) as dormant,
    sum(customers) filter (active) as active,
    sum(customers) filter (active_7) as active_7,
    sum(customers) filter (active_30) as active_30,
    sum(customers) filter (active_90) as active_90,
    sum(customers) filter (is_new) as is_new,
    sum(customers) filter (retained) as retained,
    sum(customers) filter (resurrected) as resurrected,
    sum(customers) filter (churned) as churned,
    sum(customers) filter (was_dormant) as was_dormant,
    sum(customers) filter (was_dormant and active) as woken,
    sum(customers) filter (streak_3) as streak_3,
    sum(customers) filter (streak_6) as streak_6,
    sum(customers) filter (loyal) as loyal,
    sum(customers) filter (high_value) as high_value,
    sum(customers * active_periods) as active_periods,
    sum(customers) filter (active_periods > 0) as active_in_window
  from flagged
  group by point
),
by_periods as (
  select
    point,
    active_periods,
    sum(customers)::bigint as customers
  from flagged
  where active_periods > 0
  group by point, active_periods
),
stickiness as (
  -- a map from a number of periods to the customers who ordered in so many
  select
    point,
    map(list(active_periods), list(customers)) as by_active_periods
  from by_periods
  group by point
),
by_day as (
  select
    point,
    next_begins - 1 - last_on as days,
    sum(customers)::bigint as customers
  from flagged
  group by point, days
),
reached as (
  -- how many have not ordered for so many days or fewer
  select
    point,
    days,
    sum(customers) over (partition by point order by days)::bigint as customers,
    sum(customers) over (partition by point)::bigint as everyone
  from by_day
),
medians as (
  -- the median of counted days: the mean of the two in the middle, which are one where their number is odd
  select
    point,
    (min(days) filter (customers > (everyone - 1) // 2) + min(days) filter (customers > everyone // 2)) / 2 as days_since_last
  from reached
  group by point
),
in_period as (
  select
    (o.ordered_on < l.next_begins_before)::integer as point,
    count(*) as orders,
    sum(o.amount) as revenue,
    count(distinct o.customer_id::bigint * 4000000 + (o.ordered_on - date '0001-01-01')) as customer_days,
    sum(o.days_since_previous) filter (o.days_since_previous > 0) as gap_days,
    count(*) filter (o.days_since_previous > 0) as gaps
  from orders as o, last_complete as l
  where o.ordered_on < l.next_begins
    and o.ordered_on >= l.begins_before
  group by 1
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
    d.days_since_last,
    s.by_active_periods,
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
  left join stickiness as s using (point)
  left join medians as d using (point)
  left join in_period as i using (point)
  left join refunded as r using (point)
)
