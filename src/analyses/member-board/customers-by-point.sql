-- grain: up to `standing`, one customer in scope at one point. The head of the queries about who orders.
-- A window is at most 31 periods long, so that both fit the bits of one number: bit n is set for who ordered in the n-th period
--   before the last complete one.
-- is_first: their first order of all fell into the period that ends with the point. A customer counts from their first order in
--   scope on.
, last_complete as (
  select
    max(next_begins) as next_begins,
    min(next_begins) as next_begins_before,
    min(begins) as begins_before,
    max(window_begins) as window_begins,
    min(window_begins) as window_begins_before,
    max(case getvariable('p_grain')
      when 'day' then begins - date '0001-01-01'
      when 'week' then (begins - date '0001-01-01') // 7
      when 'month' then year(begins) * 12 + month(begins) - 1
    end) as period
  from points
),
returned as (
  -- who ordered after point 1, and when they did so last before either point
  select
    o.customer_id,
    max(o.ordered_on) filter (o.ordered_on < l.next_begins) as last_on,
    max(o.ordered_on - o.days_since_previous) filter (o.ordered_on - o.days_since_previous < l.next_begins_before) as last_on_before
  from orders as o, last_complete as l
  where o.ordered_on >= l.next_begins_before
    and not coalesce(getvariable('p_narrowed'), false)
  group by o.customer_id
),
histories as (
  -- where nothing is narrowed, the days of all others are those of the whole history
  select
    c.customer_id,
    c.first_ordered_on as first_ever_on,
    c.first_ordered_on as first_on,
    if(r.customer_id is null, c.last_ordered_on, coalesce(r.last_on, r.last_on_before)) as last_on,
    if(r.customer_id is null, c.last_ordered_on, r.last_on_before) as last_on_before
  from customers as c
  cross join last_complete as l
  left join returned as r using (customer_id)
  where c.first_ordered_on < l.next_begins
    and not coalesce(getvariable('p_narrowed'), false)
  union all
  select
    o.customer_id,
    any_value(o.first_ordered_on) as first_ever_on,
    min(o.ordered_on) as first_on,
    max(o.ordered_on) as last_on,
    max(o.ordered_on) filter (o.ordered_on < l.next_begins_before) as last_on_before
  from orders as o, last_complete as l
  where o.ordered_on < l.next_begins
    and coalesce(getvariable('p_narrowed'), false)
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
    l.customer_id,
    l.last_on,
    l.first_ever_on >= p.begins as is_first,
    l.first_on >= p.begins as is_first_in_scope,
    coalesce(l.bits, 0) as bits,
    l.spent > 0 and l.spent >= getvariable('p_high_value') * m.mean_spent and l.bits_in_window > 0 as high_value
  from lives as l, means as m, points as p
  where p.point = 0
  union all
  select
    1 as point,
    l.customer_id,
    l.last_on_before as last_on,
    l.first_ever_on >= p.begins as is_first,
    l.first_on >= p.begins as is_first_in_scope,
    coalesce(l.bits, 0) >> 1 as bits,
    l.spent_before > 0 and l.spent_before >= getvariable('p_high_value') * m.mean_spent_before and l.bits_in_window_before > 0 as high_value
  from lives as l, means as m, points as p
  where p.point = 1
    and l.last_on_before is not null
)
