-- grain: one product bought in scope; those with most reorders due or overdue first
-- repeat_share = customers with purchases on two or more days ÷ all who bought it, so far. The quartiles are of intervals
-- that have ended; null, and nothing due, where fewer than p_minimum customers have one.
, buyers as (
  select
    product_id,
    count(*) - count(days) as buyers,
    count(days) as intervals
  from purchases
  group by product_id
),
states as (
  select
    product_id,
    count(*) filter (where state = 'overdue') as overdue,
    count(*) filter (where state = 'this_week') as this_week,
    count(*) filter (where state = 'next_week') as next_week,
    count(*) filter (where state = 'later') as later,
    count(*) filter (where state = 'lapsed') as lapsed
  from awaited
  group by product_id
)
select
  p.product::varchar as product,
  p.product_name::varchar as product_name,
  p.category::varchar as category,
  b.buyers::integer as buyers,
  coalesce(r.repeat_buyers, 0)::integer as repeat_buyers,
  (coalesce(r.repeat_buyers, 0) / b.buyers)::double as repeat_share,
  b.intervals::integer as intervals,
  u.p25::double as p25,
  u.median_days::double as median_days,
  u.p75::double as p75,
  coalesce(s.overdue, 0)::integer as overdue,
  coalesce(s.this_week, 0)::integer as this_week,
  coalesce(s.next_week, 0)::integer as next_week,
  coalesce(s.later, 0)::integer as later,
  coalesce(s.lapsed, 0)::integer as lapsed
from buyers as b
join products as p using (product_id)
left join repeaters as r using (product_id)
left join usual as u using (product_id)
left join states as s using (product_id)
order by
  coalesce(s.overdue, 0) + coalesce(s.this_week, 0) + coalesce(s.next_week, 0) desc,
  repeat_buyers desc,
  buyers desc,
  product
