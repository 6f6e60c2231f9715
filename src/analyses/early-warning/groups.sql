-- grain: one level, in the order of lateness; then the flagged; then one reason, of which a flagged customer can have several
-- kind: level, flagged or reason. value_at_stake: a year at each customer's own pace, at most what they ever spent.
-- population_gap, prior_weight, regularity: what the expected gaps were made with, the same in every row; null where the
--   orders do not say.
, kinds as (
  select *
  from (values
    (1, 'level', 'steady'), (2, 'level', 'watch'), (3, 'level', 'at_risk'), (4, 'level', 'lost'), (5, 'level', 'one_time'),
    (6, 'flagged', 'flagged'), (7, 'reason', 'overdue'), (8, 'reason', 'fewer_orders'), (9, 'reason', 'smaller_orders'),
    (10, 'reason', 'narrower_range')
  ) as t(position, kind, name)
),
alike as (
  -- customers who are in the same groups
  select
    level,
    is_flagged,
    fewer_orders,
    smaller_orders,
    narrower_range,
    count(*) as customers,
    sum(revenue) as revenue,
    sum(value_at_stake) as value_at_stake
  from warned
  where quarters_ago = 0
  group by all
),
by_kind as (
  select
    k.position,
    sum(a.customers) as customers,
    sum(a.revenue) as revenue,
    sum(a.value_at_stake) as value_at_stake
  from alike as a
  join kinds as k on case k.name
    when 'flagged' then a.is_flagged
    when 'overdue' then a.is_flagged and a.level = 'at_risk'
    when 'fewer_orders' then a.is_flagged and a.fewer_orders
    when 'smaller_orders' then a.is_flagged and a.smaller_orders
    when 'narrower_range' then a.is_flagged and a.narrower_range
    else a.level = k.name
  end
  group by k.position
),
population_said as (
  select
    any_value(population_gap) as population_gap,
    any_value(prior_weight) as prior_weight,
    any_value(regularity) as regularity
  from warned
  where quarters_ago = 0
),
has_lines as (
  select exists (select 1 from order_lines) as has_lines
)
select
  k.kind::varchar as kind,
  k.name::varchar as name,
  -- without line items nothing is known of anybody's range
  if(k.name = 'narrower_range' and not l.has_lines, null, coalesce(b.customers, 0))::integer as customers,
  if(k.name = 'narrower_range' and not l.has_lines, null, coalesce(b.revenue, 0))::double as revenue,
  if(k.name = 'narrower_range' and not l.has_lines, null, coalesce(b.value_at_stake, 0))::double as value_at_stake,
  p.population_gap::double as population_gap,
  p.prior_weight::double as prior_weight,
  p.regularity::double as regularity
from kinds as k
left join by_kind as b using (position)
cross join has_lines as l
cross join population_said as p
order by k.position;
