-- grain: up to `flagged`, one customer in scope at one point: 0 the end of the last complete period, 1 the end of the one
--   before. The head of every query of this analysis.
-- period: calendar day, week from Monday or month of the shop's own clock, by p_grain; window: the p_window periods that end
--   with the point. Each is at most 31 periods long, so that both fit the bits of one number: bit n is set for who ordered in
--   the n-th period before the last complete one.
-- The flags are defined in the method note; a customer counts from their first order in scope on.
with bounds as (
  select
    case getvariable('p_grain')
      when 'day' then day_after
      when 'week' then date '0001-01-01' + ((day_after - date '0001-01-01') // 7 * 7)::integer
      when 'month' then date_trunc('month', day_after)::date
    end as current_begins,
    case getvariable('p_grain')
      when 'day' then interval 1 day
      when 'week' then interval 7 day
      when 'month' then interval 1 month
    end as step
  from (select (getvariable('p_observed_through') + 1)::date as day_after)
),
points as (
  select
    point::integer as point,
    (current_begins - (point + 1) * step)::date as begins,
    (current_begins - point * step)::date as next_begins,
    (current_begins - (point + getvariable('p_window')) * step)::date as window_begins,
    begins >= getvariable('p_first_day') as is_complete,
    (begins - step)::date >= getvariable('p_first_day') as has_period_before
  from bounds, (values (0), (1)) as t(point)
),
last_complete as (
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
dated as (
  select
    o.customer_id,
    o.ordered_on,
    o.first_ordered_on,
    o.amount,
    l.period - case getvariable('p_grain')
      when 'day' then o.ordered_on - date '0001-01-01'
      when 'week' then (o.ordered_on - date '0001-01-01') // 7
      when 'month' then year(o.ordered_on) * 12 + month(o.ordered_on) - 1
    end as age,
    l.next_begins_before,
    l.window_begins,
    l.window_begins_before
  from orders as o, last_complete as l
  where o.ordered_on < l.next_begins
),
given_back as (
  select
    r.customer_id,
    sum(r.amount) filter (r.refunded_on >= l.window_begins) as in_window,
    sum(r.amount) filter (r.refunded_on >= l.window_begins_before and r.refunded_on < l.next_begins_before) as in_window_before
  from refunds as r, last_complete as l
  where r.refunded_on < l.next_begins
  group by r.customer_id
),
histories as (
  select
    customer_id,
    any_value(first_ordered_on) as first_ever_on,
    min(ordered_on) as first_on,
    max(ordered_on) as last_on,
    max(ordered_on) filter (ordered_on < next_begins_before) as last_on_before,
    bit_or(1::bigint << least(age, 62)::integer) filter (age < 62) as bits,
    sum(amount) filter (ordered_on >= window_begins) as spent,
    sum(amount) filter (ordered_on >= window_begins_before and ordered_on < next_begins_before) as spent_before
  from dated
  group by customer_id
),
standing as (
  select
    p.*,
    h.customer_id,
    h.first_ever_on,
    h.first_on,
    if(p.point = 0, h.last_on, h.last_on_before) as last_on,
    coalesce(h.bits, 0) >> p.point as bits,
    (coalesce(h.bits, 0) >> p.point) & ((1::bigint << getvariable('p_window')::integer) - 1) as bits_in_window,
    if(
      p.point = 0,
      coalesce(h.spent, 0) + coalesce(g.in_window, 0),
      coalesce(h.spent_before, 0) + coalesce(g.in_window_before, 0)
    ) as spent
  from histories as h
  join points as p on h.first_on < p.next_begins
  left join given_back as g using (customer_id)
),
means as (
  select point, avg(spent) as mean_spent
  from standing
  where bits_in_window > 0
  group by point
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
    s.bits_in_window > 0 and s.spent > 0 and s.spent >= getvariable('p_high_value') * m.mean_spent as high_value
  from standing as s
  left join means as m using (point)
)
