-- grain: one customer counted by metric p_metric at the end of the last complete period, or who ordered in exactly p_metric
--   (a number) of the window's periods; most revenue in scope first
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  f.active_periods::integer as active_periods,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  c.first_ordered_on::date as first_ordered_on,
  c.last_ordered_on::date as last_ordered_on
from flagged as f
join customers as c using (customer_id)
where f.point = 0
  and case getvariable('p_metric')
    when 'customers' then true
    when 'dormant' then f.dormant
    when 'active' then f.active
    when 'active_7' then f.active_7
    when 'active_30' then f.active_30
    when 'active_90' then f.active_90
    when 'new' then f.is_new
    when 'retained' then f.retained
    when 'resurrected' then f.resurrected
    when 'churned' then f.churned
    when 'streak_3' then f.streak_3
    when 'streak_6' then f.streak_6
    when 'loyal' then f.loyal
    when 'high_value' then f.high_value
    when 'registered_ordered' then f.customer_id in (select m.customer_id from members as m, last_complete as l where m.registered_on < l.next_begins)
    else f.active_periods = try_cast(getvariable('p_metric') as integer)
  end
order by c.revenue desc, customer_key;
