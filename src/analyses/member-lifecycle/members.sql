-- The customers behind one number of growth accounting.
-- grain: one customer of group p_group (active, new, retained, resurrected, churned) in the period that begins on p_period, or
--   (asleep) one who has slept from p_sleep_from to p_sleep_to whole periods; most revenue in scope first
-- Groups are those of periods.sql and sleep.sql.
with bounds as (
  select
    getvariable('p_period') as begins,
    (getvariable('p_period') + step)::date as next_begins,
    (getvariable('p_period') - step)::date as begins_before,
    step
  from (
    select case getvariable('p_grain')
      when 'day' then interval 1 day
      when 'week' then interval 7 day
      when 'month' then interval 1 month
      when 'quarter' then interval 3 month
    end as step
  )
),
active as (
  select
    o.customer_id,
    bool_or(o.ordered_on >= b.begins) as is_now,
    bool_or(o.ordered_on < b.begins) as was_before,
    any_value(o.first_ordered_on) >= any_value(b.begins) as is_new
  from orders as o, bounds as b
  where o.ordered_on >= b.begins_before
    and o.ordered_on < b.next_begins
    and o.ordered_on <= getvariable('p_observed_through')
    and getvariable('p_group') <> 'asleep'
  group by o.customer_id
),
current_period as (
  -- first day of the period of the day after the last observed one
  select case getvariable('p_grain')
    when 'day' then day_after
    when 'week' then date '0001-01-01' + ((day_after - date '0001-01-01') // 7 * 7)::integer
    when 'month' then date_trunc('month', day_after)::date
    when 'quarter' then date_trunc('quarter', day_after)::date
  end as begins
  from (select (getvariable('p_observed_through') + 1)::date as day_after)
),
chosen as (
  select customer_id
  from active
  where case getvariable('p_group')
    when 'active' then is_now
    when 'new' then is_now and is_new
    when 'retained' then is_now and was_before
    when 'resurrected' then is_now and not is_new and not was_before
    when 'churned' then was_before and not is_now
    else false
  end
  union all
  -- n whole periods of sleep: the last order lies in the period that is n + 1 before the current one
  select c.customer_id
  from customers as c, bounds as b, current_period as p
  where getvariable('p_group') = 'asleep'
    and c.last_ordered_on >= (p.begins - (getvariable('p_sleep_to') + 1) * b.step)::date
    and c.last_ordered_on < (p.begins - getvariable('p_sleep_from') * b.step)::date
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  c.first_ordered_on::date as first_ordered_on,
  c.last_ordered_on::date as last_ordered_on
from chosen
join customers as c using (customer_id)
order by c.revenue desc, customer_key;
