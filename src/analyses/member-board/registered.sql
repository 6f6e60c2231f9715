-- Members by their registration, now and one period before.
-- grain: one metric, in the order of the board; none where no member is known
-- Registered: joined up to the end of the period, with or without an order; ordered: with an order in scope by then.
-- first_order_days: median of the days from joining to the first order, of those who had not ordered before they joined.
-- The other columns are those of metrics.sql.
, people as materialized (
  select
    customer_id,
    registered_on
  from members
),
buyers as (
  -- where nobody is a member the customers are not read
  select
    p.registered_on,
    c.first_ordered_on
  from customers as c
  join people as p using (customer_id)
),
enrolled as (
  select
    p.point,
    count(*) as registered,
    count(*) filter (m.registered_on >= p.begins) as joined
  from points as p
  join people as m on m.registered_on < p.next_begins
  group by p.point
),
ordered as (
  select
    p.point,
    count(*) as ordered,
    median(b.first_ordered_on - b.registered_on) filter (b.first_ordered_on >= b.registered_on) as first_order_days
  from points as p
  join buyers as b on b.registered_on < p.next_begins and b.first_ordered_on < p.next_begins
  group by p.point
),
has_members as (
  select exists (select 1 from people) as has_members
),
counted as (
  -- a point before which nobody joined has nought of them
  select
    p.point,
    p.is_complete,
    coalesce(e.registered, 0) as registered,
    coalesce(e.joined, 0) as joined,
    coalesce(o.ordered, 0) as ordered,
    o.first_order_days
  from points as p
  left join enrolled as e using (point)
  left join ordered as o using (point)
  cross join has_members as h
  where h.has_members
),
listed as (
  select
    point,
    is_complete,
    unnest([
      {'position': 1, 'metric': 'registered', 'value': registered::double, 'numerator': null::double, 'denominator': null::double},
      {'position': 2, 'metric': 'registered_new', 'value': joined, 'numerator': null, 'denominator': null},
      {'position': 3, 'metric': 'registered_ordered', 'value': ordered, 'numerator': null, 'denominator': null},
      {'position': 4, 'metric': 'never_ordered', 'value': registered - ordered, 'numerator': null, 'denominator': null},
      {'position': 5, 'metric': 'first_order_rate', 'value': ordered / nullif(registered, 0), 'numerator': ordered, 'denominator': registered},
      {'position': 6, 'metric': 'first_order_days', 'value': first_order_days, 'numerator': null, 'denominator': null}
    ], recursive := true)
  from counted
),
beside as (
  select
    position,
    metric,
    max(value) filter (point = 0 and is_complete) as value,
    max(value) filter (point = 1 and is_complete) as previous,
    max(numerator) filter (point = 0 and is_complete) as numerator,
    max(denominator) filter (point = 0 and is_complete) as denominator
  from listed
  group by position, metric
)
select
  metric::varchar as metric,
  value::double as value,
  previous::double as previous,
  (value - previous)::double as change,
  numerator::double as numerator,
  denominator::double as denominator
from beside
order by position;
