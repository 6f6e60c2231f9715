-- grain: up to `judged`, one customer in scope on a day they are judged: quarters_ago 0, the last observed day, or 1, 91 days
--   before, on the orders known then. `warned`: those of today one by one; those of a quarter ago counted by what came.
-- Orders of one day are one purchase day; a gap lies between two that follow each other in scope. Quarters are of 91 days:
--   0 ends with the last observed day, 1 and 2 lie before it.
-- Expected gap: the customer's own mean gap and the population's, weighted by their number of gaps n and by
--   K = s² ÷ a: n ÷ (n + K) is the credibility of Bühlmann and Straub (1970), with s² the variance within customers, a that
--   between them, both unbiased. Where a cannot be told from 0, everyone gets the population's mean.
-- Regularity: k of Wheat and Morrison (1990) from each customer's last two gaps, M = g1 ÷ (g1 + g2), k = (1 − 4 Var M) ÷
--   (8 Var M); held between 1 (random) and 6, and 1 where fewer than 30 customers have two gaps.
-- chance: of a gap longer than the wait so far, for gaps Erlang(k) about the expected one; between whole k interpolated.
-- What is said `not materialized` is cheaper to work out again than to keep.
with spaced as not materialized (
  -- gap: null for a customer's first order, 0 for a further one on the same day. As counted at import it holds unless
  -- filters take orders out.
  select
    customer_id,
    ordered_on,
    amount,
    days_since_previous as gap
  from orders
  where ordered_on <= getvariable('p_observed_through')
    and not coalesce(getvariable('p_narrowed'), false)
  union all
  select
    customer_id,
    ordered_on,
    amount,
    case
      when customer_id > customer_before then null
      when customer_id = customer_before and ordered_on >= day_before then (ordered_on - day_before)::integer
      else error('orders are not sorted by customer and time')
    end as gap
  from (
    -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope.
    select
      customer_id,
      ordered_on,
      amount,
      lag(customer_id, 1, 0) over () as customer_before,
      lag(ordered_on) over () as day_before
    from orders
    where ordered_on <= getvariable('p_observed_through')
      and coalesce(getvariable('p_narrowed'), false)
  )
),
histories as (
  -- then: a quarter ago
  select
    customer_id,
    min(ordered_on) as first_on,
    max(ordered_on) as last_on,
    max(ordered_on) filter (ordered_on <= getvariable('p_observed_through') - 91) as last_on_then,
    count(*) filter (gap is distinct from 0) as days,
    count(*) filter (gap is distinct from 0 and ordered_on <= getvariable('p_observed_through') - 91) as days_then,
    count(*) as orders,
    sum(amount) as revenue
  from spaced
  group by customer_id
),
placed as not materialized (
  select
    0 as quarters_ago,
    getvariable('p_observed_through') as day,
    customer_id,
    first_on,
    last_on,
    last_on - first_on as gap_days,
    (days - 1)::integer as gaps,
    orders,
    revenue,
    null as has_returned
  from histories
  union all
  select
    1 as quarters_ago,
    getvariable('p_observed_through') - 91 as day,
    customer_id,
    first_on,
    last_on_then as last_on,
    last_on_then - first_on as gap_days,
    (days_then - 1)::integer as gaps,
    null as orders,
    null as revenue,
    last_on > last_on_then as has_returned
  from histories
  where last_on_then is not null
),
last_gaps as (
  -- gaps that are a customer's last one now, or were a quarter ago, with the gap before
  select
    is_now,
    is_then,
    gap / (gap + gap_before) as share
  from (
    select
      customer_id,
      gap,
      lag(gap) over () as gap_before,
      lag(customer_id) over () as customer_before,
      lead(customer_id, 1, 0) over () <> customer_id as is_now,
      ordered_on <= getvariable('p_observed_through') - 91
        and (is_now or lead(ordered_on) over () > getvariable('p_observed_through') - 91) as is_then
    from spaced
    where gap > 0
  )
  -- one test of everything is faster here than three, one after the other
  where coalesce(customer_id = customer_before and (is_now or is_then), false)
),
regularity as (
  select
    quarters_ago,
    if(
      count(*) >= 30 and var_samp(share) > 0,
      (1 - 4 * var_samp(share)) / (8 * var_samp(share)),
      null
    ) as estimate
  from (
    select 0 as quarters_ago, share from last_gaps where is_now
    union all
    select 1 as quarters_ago, share from last_gaps where is_then
  )
  group by quarters_ago
),
squares as (
  select
    unnest([0, 1]) as quarters_ago,
    unnest([
      sum(gap * gap),
      sum(gap * gap) filter (ordered_on <= getvariable('p_observed_through') - 91)
    ]) as gap_squares
  from spaced
  where gap > 0
),
moments as (
  select
    quarters_ago,
    count(*) as customers,
    sum(gaps) as gaps,
    sum(gap_days) / sum(gaps) as mean_gap,
    sum(gaps * gaps) / sum(gaps) as mean_gaps,
    sum(gap_days * gap_days / gaps) as mean_squares,
    sum(gap_days * gap_days / gaps) - sum(gap_days) * (sum(gap_days) / sum(gaps)) as spread
  from placed
  where gaps > 0
  group by quarters_ago
),
prior as (
  -- K is null where customers cannot be told apart
  select
    quarters_ago,
    mean_gap,
    if(between_customers > 1e-9, within / between_customers, null) as prior_weight
  from (
    select
      quarters_ago,
      mean_gap,
      greatest(gap_squares - mean_squares, 0) / nullif(gaps - customers, 0) as within,
      (spread - (customers - 1) * within) / nullif(gaps - mean_gaps, 0) as between_customers
    from moments
    join squares using (quarters_ago)
  )
),
population as (
  select
    h.quarters_ago,
    any_value(p.prior_weight) as prior_weight,
    coalesce(
      sum(h.gap_days / (h.gaps + p.prior_weight)) / sum(h.gaps / (h.gaps + p.prior_weight)),
      any_value(p.mean_gap)
    ) as population_gap,
    any_value(r.estimate) as regularity,
    least(greatest(coalesce(any_value(r.estimate), 1), 1), 6) as k
  from placed as h
  join prior as p using (quarters_ago)
  left join regularity as r using (quarters_ago)
  where h.gaps > 0
  group by h.quarters_ago
),
rated as not materialized (
  select
    h.*,
    p.prior_weight,
    p.population_gap,
    p.regularity,
    p.k,
    case
      when h.gaps = 0 then null
      when p.prior_weight is null then p.population_gap
      else (h.gap_days + p.prior_weight * p.population_gap) / (h.gaps + p.prior_weight)
    end as expected_gap,
    floor(p.k) * (h.day - h.last_on) / expected_gap as x,
    ceil(p.k) * (h.day - h.last_on) / expected_gap as y
  from placed as h
  left join population as p using (quarters_ago)
),
chances as not materialized (
  -- Erlang(3): exp(-x) × (1 + x + x² ÷ 2), its sum as 1 + x × (1 + x ÷ 2)
  select
    *,
    case when gaps > 0 then
      (floor(k) + 1 - k) * exp(-x) * (
        1 + if(k >= 2, x * (1 + if(k >= 3, x / 2 * (1 + if(k >= 4, x / 3 * (
          1 + if(k >= 5, x / 4 * (1 + if(k >= 6, x / 5, 0)), 0)
        ), 0)), 0)), 0)
      )
      + (k - floor(k)) * exp(-y) * (
        1 + if(k > 1, y * (1 + if(k > 2, y / 2 * (1 + if(k > 3, y / 3 * (
          1 + if(k > 4, y / 4 * (1 + if(k > 5, y / 5, 0)), 0)
        ), 0)), 0)), 0)
      )
    end as chance
  from rated
),
lately as (
  -- purchase days and amounts of quarters 0, 1 and 2
  select
    customer_id,
    count(*) filter (gap is distinct from 0 and ordered_on > getvariable('p_observed_through') - 91) as days_0,
    count(*) filter (
      gap is distinct from 0
      and ordered_on <= getvariable('p_observed_through') - 91 and ordered_on > getvariable('p_observed_through') - 182
    ) as days_1,
    count(*) filter (gap is distinct from 0 and ordered_on <= getvariable('p_observed_through') - 182) as days_2,
    sum(amount) filter (ordered_on > getvariable('p_observed_through') - 91) as amount_0,
    sum(amount) filter (
      ordered_on <= getvariable('p_observed_through') - 91 and ordered_on > getvariable('p_observed_through') - 182
    ) as amount_1,
    sum(amount) filter (ordered_on <= getvariable('p_observed_through') - 182) as amount_2
  from spaced
  where ordered_on > getvariable('p_observed_through') - 273
  group by customer_id
),
bought as (
  select
    customer_id,
    product_id,
    bool_or(ordered_on > getvariable('p_observed_through') - 91) as in_0,
    bool_or(
      ordered_on <= getvariable('p_observed_through') - 91 and ordered_on > getvariable('p_observed_through') - 182
    ) as in_1,
    bool_or(ordered_on <= getvariable('p_observed_through') - 182) as in_2
  from order_lines
  where ordered_on > getvariable('p_observed_through') - 273
    and ordered_on <= getvariable('p_observed_through')
  group by customer_id, product_id
),
narrower as (
  select
    customer_id,
    count(*) filter (in_1) >= 4 and count(*) filter (in_0) * 2 <= count(*) filter (in_1) as is_narrower,
    count(*) filter (in_2) >= 4 and count(*) filter (in_1) * 2 <= count(*) filter (in_2) as was_narrower
  from bought
  group by customer_id
  having is_narrower or was_narrower
),
slower as (
  -- those of whom something could be said
  select
    l.*,
    coalesce(n.is_narrower, false) as is_narrower,
    coalesce(n.was_narrower, false) as was_narrower
  from lately as l
  left join narrower as n using (customer_id)
  where l.days_1 >= 2
    or l.days_2 >= 2
    or n.customer_id is not null
),
changed as not materialized (
  -- fewer_orders holds for those with a first order before these days
  select *
  from (
    select
      0 as quarters_ago,
      customer_id,
      days_1 >= 3 and days_0 * 2 <= days_1 as fewer_orders,
      days_1 >= 2 and days_0 >= 2 and amount_1 > 0 and amount_0 / days_0 <= 0.7 * amount_1 / days_1 as smaller_orders,
      days_0 >= 1 and is_narrower as narrower_range
    from slower
    union all
    select
      1 as quarters_ago,
      customer_id,
      days_2 >= 3 and days_1 * 2 <= days_2 as fewer_orders,
      days_2 >= 2 and days_1 >= 2 and amount_2 > 0 and amount_1 / days_1 <= 0.7 * amount_2 / days_2 as smaller_orders,
      days_1 >= 1 and was_narrower as narrower_range
    from slower
  )
  where fewer_orders
    or smaller_orders
    or narrower_range
),
reasoned as not materialized (
  select
    c.*,
    case
      when c.gaps = 0 then 'one_time'
      when c.chance > 0.2 then 'steady'
      when c.chance > 0.05 then 'watch'
      when c.chance > 0.005 then 'at_risk'
      else 'lost'
    end as level,
    coalesce(h.fewer_orders and c.first_on <= c.day - 182, false) as fewer_orders,
    coalesce(h.smaller_orders, false) as smaller_orders,
    coalesce(h.narrower_range, false) as narrower_range
  from chances as c
  left join changed as h using (quarters_ago, customer_id)
),
judged as not materialized (
  select
    *,
    level = 'at_risk' or (level in ('steady', 'watch') and (fewer_orders or smaller_orders or narrower_range)) as is_flagged
  from reasoned
),
warned as (
  select
    quarters_ago,
    customer_id,
    level,
    is_flagged,
    fewer_orders,
    smaller_orders,
    narrower_range,
    -- a year at the customer's own pace, at most what they ever spent
    case
      when gaps = 0 or revenue < 0 then 0
      else least(revenue / (gaps + 1) * 365 / expected_gap, revenue)
    end as value_at_stake,
    day - last_on as waiting_days,
    expected_gap,
    chance,
    orders,
    revenue,
    last_on,
    population_gap,
    prior_weight,
    regularity,
    has_returned,
    1 as customers
  from judged
  where quarters_ago = 0
  union all by name
  select
    quarters_ago,
    level,
    is_flagged,
    has_returned,
    count(*) as customers
  from judged
  where quarters_ago = 1
  group by all
)
