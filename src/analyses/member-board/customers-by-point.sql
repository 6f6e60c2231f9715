-- grain: up to `flagged`, one customer in scope at one point. The head of the queries about who orders.
-- A window is at most 31 periods long, so that both fit the bits of one number: bit n is set for who ordered in the n-th period
--   before the last complete one.
-- The flags are defined in the method note; a customer counts from their first order in scope on.
, last_complete as (
  select
    max(next_begins) as next_begins,
    min(next_begins) as next_begins_before,
    max(window_begins) as window_begins,
    min(window_begins) as window_begins_before,
    max(case getvariable('p_grain')
      when 'day' then begins - date '0001-01-01'
      when 'week' then (begins - date '0001-01-01') // 7
      when 'month' then year(begins) * 12 + month(begins) - 1
    end) as period
  from points
),
histories as (
  select
    o.customer_id,
    any_value(o.first_ordered_on) as first_ever_on,
    min(o.ordered_on) as first_on,
    max(o.ordered_on) as last_on,
    max(o.ordered_on) filter (o.ordered_on < l.next_begins_before) as last_on_before
  from orders as o, last_complete as l
  where o.ordered_on < l.next_begins
  group by o.customer_id
),
dated as (
  -- the orders of both windows
  select
    o.customer_id,
    o.amount,
    (l.period - case getvariable('p_grain')
      when 'day' then o.ordered_on - date '0001-01-01'
      when 'week' then (o.ordered_on - date '0001-01-01') // 7
      when 'month' then year(o.ordered_on) * 12 + month(o.ordered_on) - 1
    end)::integer as age
  from orders as o, last_complete as l
  where o.ordered_on < l.next_begins
    and o.ordered_on >= l.window_begins_before
),
ordered as (
  select
    customer_id,
    bit_or(1::bigint << age) as bits,
    sum(amount) filter (age < getvariable('p_window')) as spent,
    sum(amount) filter (age > 0) as spent_before
  from dated
  group by customer_id
),
given_back as (
  select
    r.customer_id,
    sum(r.amount) filter (r.refunded_on >= l.window_begins) as in_window,
    sum(r.amount) filter (r.refunded_on >= l.window_begins_before and r.refunded_on < l.next_begins_before) as in_window_before
  from refunds as r, last_complete as l
  where r.refunded_on < l.next_begins
    and r.refunded_on >= l.window_begins_before
  group by r.customer_id
),
recent as (
  -- one customer with an order in one of the windows; bits_in_window: of those that end with point 0 and point 1
  select
    o.customer_id,
    o.bits,
    o.bits & ((1::bigint << getvariable('p_window')::integer) - 1) as bits_in_window,
    o.bits >> 1 as bits_in_window_before,
    coalesce(o.spent, 0) + coalesce(g.in_window, 0) as spent,
    coalesce(o.spent_before, 0) + coalesce(g.in_window_before, 0) as spent_before
  from ordered as o
  left join given_back as g using (customer_id)
),
means as (
  select
    avg(spent) filter (bits_in_window > 0) as mean_spent,
    avg(spent_before) filter (bits_in_window_before > 0) as mean_spent_before
  from recent
),
lives as (
  -- joined before there are two rows of each customer
  select
    h.*,
    r.bits,
    r.bits_in_window,
    r.bits_in_window_before,
    r.spent,
    r.spent_before
  from histories as h
  left join recent as r using (customer_id)
),
standing as (
  select
    0 as point,
    p.begins,
    p.next_begins,
    l.customer_id,
    l.first_ever_on,
    l.first_on,
    l.last_on,
    coalesce(l.bits, 0) as bits,
    coalesce(l.bits_in_window, 0) as bits_in_window,
    l.spent,
    m.mean_spent
  from lives as l, means as m, points as p
  where p.point = 0
  union all
  select
    1 as point,
    p.begins,
    p.next_begins,
    l.customer_id,
    l.first_ever_on,
    l.first_on,
    l.last_on_before as last_on,
    coalesce(l.bits, 0) >> 1 as bits,
    coalesce(l.bits_in_window_before, 0) as bits_in_window,
    l.spent_before as spent,
    m.mean_spent_before as mean_spent
  from lives as l, means as m, points as p
  where p.point = 1
    and l.last_on_before is not null
),
flagged as (
  select
    s.*,
    s.bits & 1 = 1 as active,
    s.bits & 1 = 1 and s.first_ever_on >= s.begins as is_new,
    s.bits & 3 = 3 as retained,
    s.bits & 3 = 1 and s.first_ever_on < s.begins as resurrected,
    s.bits & 3 = 2 as churned,
    s.bits & 1 = 0 as dormant,
    s.bits & 2 = 0 and s.first_on < s.begins as was_dormant,
    s.last_on >= s.next_begins - 7 as active_7,
    s.last_on >= s.next_begins - 30 as active_30,
    s.last_on >= s.next_begins - 90 as active_90,
    s.bits & 7 = 7 as streak_3,
    s.bits & 63 = 63 as streak_6,
    bit_count(s.bits_in_window) as active_periods,
    bit_count(s.bits_in_window) >= getvariable('p_loyal') as loyal,
    s.bits_in_window > 0 and s.spent > 0 and s.spent >= getvariable('p_high_value') * s.mean_spent as high_value
  from standing as s
)
