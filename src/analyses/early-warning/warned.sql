-- grain: `warned`, customers who are in the same groups, counted; of the flagged of today those with the most at stake one by
--   one too (customer_id). The beginning of the statements that list no one else.
, repeaters as materialized (
  select
    quarters_ago,
    customer_id,
    level,
    is_flagged,
    fewer_orders,
    smaller_orders,
    narrower_range,
    value_at_stake,
    waiting_days,
    expected_gap,
    chance,
    orders,
    revenue,
    last_on,
    has_returned
  from judged
  where gaps > 0
),
alike as (
  select
    quarters_ago,
    level,
    is_flagged,
    fewer_orders,
    smaller_orders,
    narrower_range,
    has_returned,
    count(*) as customers,
    sum(revenue) as revenue,
    sum(value_at_stake) as value_at_stake
  from repeaters
  group by all
  union all
  -- Who bought once is not judged.
  select
    quarters_ago,
    'one_time' as level,
    false as is_flagged,
    false as fewer_orders,
    false as smaller_orders,
    false as narrower_range,
    has_returned,
    count(*) as customers,
    sum(revenue) as revenue,
    0 as value_at_stake
  from rhythms
  where gaps = 0
  group by quarters_ago, has_returned
),
most as (
  -- Ids follow the order of the keys: no name is looked up but those shown.
  select * exclude (quarters_ago)
  from repeaters
  where quarters_ago = 0
    and is_flagged
  order by value_at_stake desc, waiting_days / expected_gap desc, customer_id
  limit 20
),
warned as (
  select
    a.*,
    p.population_gap,
    p.prior_weight,
    p.regularity
  from alike as a
  left join population as p using (quarters_ago)
  union all by name
  select *
  from most
)
