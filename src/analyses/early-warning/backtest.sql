-- What became of those flagged a quarter ago: judged as of then, on the orders known then, and watched since.
-- grain: the flagged, the others with a rhythm; then one level
-- returned: customers with an order in scope in the 91 days since; share = returned ÷ customers.
, kinds as (
  select *
  from (values
    (1, 'flagged', 'flagged'), (2, 'flagged', 'not_flagged'), (3, 'level', 'steady'), (4, 'level', 'watch'),
    (5, 'level', 'at_risk'), (6, 'level', 'lost'), (7, 'level', 'one_time')
  ) as t(position, kind, name)
),
followed as (
  select *
  from warned
  where quarters_ago = 1
),
counted as (
  select
    k.position,
    sum(f.customers) as customers,
    coalesce(sum(f.customers) filter (f.has_returned), 0) as returned
  from followed as f
  join kinds as k on case k.name
    when 'flagged' then f.is_flagged
    when 'not_flagged' then not f.is_flagged and f.level in ('steady', 'watch')
    else f.level = k.name
  end
  group by k.position
)
select
  k.kind::varchar as kind,
  k.name::varchar as name,
  coalesce(c.customers, 0)::integer as customers,
  coalesce(c.returned, 0)::integer as returned,
  (c.returned / c.customers)::double as share,
  (getvariable('p_observed_through') - 91)::date as judged_on
from kinds as k
left join counted as c using (position)
order by k.position;
