-- grain: one day of waiting after the first purchase of one of the five items with the most lines: five can be told apart
-- share_returned = 1 − Kaplan–Meier: the product over days of (1 − bought again ÷ still waiting). Who has not bought
-- again waits until the data ends and is counted out there, never as “never”.
, most_lines as (
  select
    item_id,
    sum(lines) as lines
  from waits
  group by item_id
  order by lines desc, item_id
  limit 5
),
chosen as (
  select
    item_id,
    days,
    watched,
    buyers
  from waits
  semi join most_lines using (item_id)
  where buyers > 0
),
followed as (
  select
    item_id,
    sum(buyers) as buyers
  from chosen
  group by item_id
),
ends as (
  select
    item_id,
    coalesce(days, watched) as day,
    coalesce(sum(buyers) filter (where days is not null), 0)::bigint as events,
    sum(buyers)::bigint as ended
  from chosen
  group by item_id, coalesce(days, watched)
),
steps as (
  select
    item_id,
    day,
    events,
    sum(ended) over (partition by item_id order by day desc) as at_risk
  from ends
  where day > 0
),
survival as (
  select
    item_id,
    day,
    at_risk,
    product(1 - events / at_risk) over (partition by item_id order by day) as surviving
  from steps
)
select
  (if(getvariable('p_level') = 'category', coalesce(p.category, ''), p.product))::varchar as item,
  (if(getvariable('p_level') = 'category', null, p.product_name))::varchar as item_name,
  s.day::integer as day,
  (1 - s.surviving)::double as share_returned,
  s.at_risk::integer as at_risk
from survival as s
join products as p on p.product_id = s.item_id
join followed as b using (item_id)
order by b.buyers desc, item, s.day
