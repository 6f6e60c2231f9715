-- grain: one customer of group p_group: a level, flagged, or a reason among the flagged; most at stake first
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
  and case getvariable('p_group')
    when 'flagged' then w.is_flagged
    when 'overdue' then w.is_flagged and w.level = 'at_risk'
    when 'fewer_orders' then w.is_flagged and w.fewer_orders
    when 'smaller_orders' then w.is_flagged and w.smaller_orders
    when 'narrower_range' then w.is_flagged and w.narrower_range
    else w.level = getvariable('p_group')
  end
order by w.value_at_stake desc, w.waiting_days / w.expected_gap desc nulls last, customer_key;
