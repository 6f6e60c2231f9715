-- grain: one customer in scope
select
  customers.customer_key::varchar as customer_key,
  cells.segment::varchar as segment,
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
order by customer_key
