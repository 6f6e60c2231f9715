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
by_kind as (
  select
    k.position,
    sum(w.customers) as customers,
    sum(w.revenue) as revenue,
    sum(w.value_at_stake) as value_at_stake
  from warned as w
  join kinds as k on case k.name
    when 'flagged' then w.is_flagged
    when 'overdue' then w.is_flagged and w.level = 'at_risk'
    when 'fewer_orders' then w.is_flagged and w.fewer_orders
    when 'smaller_orders' then w.is_flagged and w.smaller_orders
    when 'narrower_range' then w.is_flagged and w.narrower_range
    else w.level = k.name
  end
  where w.quarters_ago = 0
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
