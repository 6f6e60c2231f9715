-- grain: one customer in scope, those with the most at stake first
-- chance: of a gap longer than waiting_days; reasons: codes parted by commas, empty where there is none. Those with one
-- purchase day have no rhythm: no expected gap, ratio or chance.
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  w.level::varchar as level,
  w.is_flagged::boolean as flagged,
  coalesce(array_to_string([
    if(w.level = 'at_risk', 'overdue', null),
    if(w.fewer_orders, 'fewer_orders', null),
    if(w.smaller_orders, 'smaller_orders', null),
    if(w.narrower_range, 'narrower_range', null)
  ], ', '), '')::varchar as reasons,
  w.value_at_stake::double as value_at_stake,
  w.waiting_days::integer as waiting_days,
  w.expected_gap::double as expected_gap,
  (w.waiting_days / w.expected_gap)::double as overdue_ratio,
  w.chance::double as chance,
  w.orders::integer as orders,
  w.revenue::double as revenue,
  w.last_on::date as last_ordered_on
from judged as w
join customers as c using (customer_id)
where w.quarters_ago = 0
order by w.value_at_stake desc, w.waiting_days / w.expected_gap desc nulls last, customer_key;
