-- The customers behind one cell of the cohort table.
-- grain: one customer of cohort p_cohort (first day of its period) who ordered at an age from p_first_age to p_age.
--   In-period cells: p_first_age = p_age. Cumulative cells: p_first_age = 1 for customers, 0 for orders and revenue. On or
--   after: p_age is beyond all ages. Ages are windows of p_rolling_days from the first order where that is above 0.
-- orders, revenue: those of these periods, refunds of them taken off; total_orders, total_revenue: everything in scope.
with
bounds as (
  select
    getvariable('p_cohort') as begins,
    (getvariable('p_cohort') + step)::date as next_begins,
    (getvariable('p_cohort') + getvariable('p_first_age') * step)::date as visit_begins,
    (getvariable('p_cohort') + (getvariable('p_age') + 1) * step)::date as visit_next_begins
  from (
    select case getvariable('p_grain')
      when 'week' then interval 7 day
      when 'month' then interval 1 month
      when 'quarter' then interval 3 month
    end as step
  )
),
visits as (
  select o.customer_id, count(*) as orders, sum(o.amount) as revenue
  from orders as o, bounds as b
  where o.first_ordered_on >= b.begins
    and o.first_ordered_on < b.next_begins
    and case
      when getvariable('p_rolling_days') > 0
        then (o.ordered_on - o.first_ordered_on) // getvariable('p_rolling_days')
          between getvariable('p_first_age') and getvariable('p_age')
      else o.ordered_on >= b.visit_begins and o.ordered_on < b.visit_next_begins
    end
  group by o.customer_id
),
given_back as (
  select r.customer_id, sum(r.amount) as revenue
  from refunds as r, bounds as b
  where r.first_ordered_on >= b.begins
    and r.first_ordered_on < b.next_begins
    and case
      when getvariable('p_rolling_days') > 0
        then r.refunded_on >= r.first_ordered_on
          and (r.refunded_on - r.first_ordered_on) // getvariable('p_rolling_days')
          between getvariable('p_first_age') and getvariable('p_age')
      else r.refunded_on >= b.visit_begins and r.refunded_on < b.visit_next_begins
    end
  group by r.customer_id
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  v.orders::integer as orders,
  (v.revenue + coalesce(g.revenue, 0))::double as revenue,
  c.first_ordered_on::date as first_ordered_on,
  c.last_ordered_on::date as last_ordered_on,
  c.order_count::integer as total_orders,
  c.revenue::double as total_revenue
from visits as v
join customers as c using (customer_id)
left join given_back as g using (customer_id)
order by revenue desc, customer_key;
