-- grain: one flagged customer, the 20 with the most at stake
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
from warned as w
join customers as c using (customer_id)
where w.customer_id is not null
order by w.value_at_stake desc, w.waiting_days / w.expected_gap desc nulls last, customer_key;
