-- RFM as it is usually written: five equal groups by NTILE on each of the three, then who is where.
-- grain: one combination of scores
with totals as (
  select
    customer_key,
    date_diff('day', max(ordered_at)::date, getvariable('p_as_of')) as recency,
    count(distinct order_key) as frequency,
    sum(amount) as monetary
  from lines
  where customer_key is not null and amount > 0
  group by customer_key
),
scored as (
  select
    *,
    ntile(5) over (order by recency desc) as r,
    ntile(5) over (order by frequency) as f,
    ntile(5) over (order by monetary) as m
  from totals
)
select
  r::integer as r,
  f::integer as f,
  m::integer as m,
  count(*)::integer as customers,
  sum(frequency)::integer as orders,
  sum(monetary)::double as revenue
from scored
group by all
order by r, f, m;
