-- grain: one customer of the segment p_segment, most spent first
select
  customers.customer_key::varchar as customer_key,
  customers.name::varchar as name,
  customers.email::varchar as email,
  customers.phone::varchar as phone,
  scored.recency::integer as recency_days,
  scored.frequency::integer as frequency,
  scored.monetary::double as monetary,
  scored.r::integer as r,
  scored.f::integer as f,
  scored.m::integer as m,
  scored.last_ordered_on::date as last_ordered_on,
  cells.score::double as score
from scored
join cells using (r, f, m)
join customers using (customer_id)
where cells.segment = getvariable('p_segment')
order by scored.monetary desc, customer_key
