-- grain: one customer who went from segment p_from_segment to p_to_segment ('' where not a customer), most spent first
select
  customers.customer_key::varchar as customer_key,
  customers.name::varchar as name,
  customers.email::varchar as email,
  customers.phone::varchar as phone,
  r_before::integer as r_before,
  f_before::integer as f_before,
  m_before::integer as m_before,
  r_after::integer as r_after,
  f_after::integer as f_after,
  m_after::integer as m_after,
  frequency_before::integer as frequency_before,
  frequency_after::integer as frequency_after,
  revenue_before::double as revenue_before,
  revenue_after::double as revenue_after,
  paths.last_ordered_on::date as last_ordered_on
from paths
join customers using (customer_id)
left join cells as source on source.r = r_before and source.f = f_before and source.m = m_before
left join cells as target on target.r = r_after and target.f = f_after and target.m = m_after
where coalesce(source.segment, '') = getvariable('p_from_segment')
  and coalesce(target.segment, '') = getvariable('p_to_segment')
order by revenue_after desc nulls last, customer_key
