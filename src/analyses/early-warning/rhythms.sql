-- grain: up to `warned`, one customer in scope with an order by the day they are judged on (now.sql, quarter-ago.sql)
-- Orders of one day are one purchase day; a gap lies between two that follow each other in scope.
-- Expected gap: the customer's own mean gap and the population's, weighted by their number of gaps n and by
--   K = s² ÷ a: n ÷ (n + K) is the credibility of Bühlmann and Straub (1970), with s² the variance within customers, a that
--   between them, both unbiased. Where a cannot be told from 0, everyone gets the population's mean.
-- Regularity: k of Wheat and Morrison (1990) from each customer's last two gaps, M = g1 ÷ (g1 + g2), k = (1 − 4 Var M) ÷
--   (8 Var M); held between 1 (random) and 6, and 1 where fewer than 30 customers have two gaps.
-- chance: of a gap longer than the wait so far, for gaps Erlang(k) about the expected one; between whole k interpolated.
, scoped as (
  -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope.
  select
    o.customer_id,
    o.ordered_on,
    o.amount,
    j.day,
    lag(o.customer_id, 1, 0) over () as customer_before,
    lag(o.ordered_on) over () as day_before
  from orders as o, judged_on as j
  where o.ordered_on <= j.day
),
spaced as (
  -- gap: null for a customer's first order, 0 for a further one on the same day
  select
    customer_id,
    ordered_on,
    amount,
    day,
    case
      when customer_id > customer_before then null
      when customer_id = customer_before and ordered_on >= day_before then ordered_on - day_before
      else error('orders are not sorted by customer and time')
    end as gap
  from scoped
),
histories as (
  select
    customer_id,
    min(ordered_on) as first_on,
    max(ordered_on) as last_on,
    max(ordered_on) - min(ordered_on) as gap_days,
    count(*) filter (gap > 0) as gaps,
    sum(gap * gap)::bigint as gap_squares,
    count(*) as orders,
    sum(amount)::decimal(18, 4) as revenue
  from spaced
  group by customer_id
),
last_gaps as (
  -- Of purchase days alone: who has a gap has the day before in the row before, and whose next has none is the last.
  select
    gap,
    lag(gap) over () as gap_before,
    lead(gap) over () is null as is_last
  from spaced
  where gap is distinct from 0
),
regularity as (
  select
    if(
      count(*) >= 30 and var_samp(gap / (gap + gap_before)) > 0,
      (1 - 4 * var_samp(gap / (gap + gap_before))) / (8 * var_samp(gap / (gap + gap_before))),
      null
    ) as estimate
  from last_gaps
  where is_last
    and gap is not null
    and gap_before is not null
),
moments as (
  select
    count(*) as customers,
    sum(gaps) as gaps,
    sum(gap_days) / sum(gaps) as mean_gap,
    sum(gaps * gaps) / sum(gaps) as mean_gaps,
    greatest(sum(gap_squares - gap_days * gap_days / gaps), 0) / nullif(sum(gaps) - count(*), 0) as within,
    sum(gap_days * gap_days / gaps) - sum(gap_days) * (sum(gap_days) / sum(gaps)) as spread
  from histories
  where gaps > 0
),
prior as (
  -- K is null where customers cannot be told apart
  select
    mean_gap,
    if(between_customers > 1e-9, within / between_customers, null) as prior_weight
  from (
    select
      *,
      (spread - (customers - 1) * within) / nullif(gaps - mean_gaps, 0) as between_customers
    from moments
  )
),
population as (
  select
    any_value(p.prior_weight) as prior_weight,
    coalesce(
      sum(h.gap_days / (h.gaps + p.prior_weight)) / sum(h.gaps / (h.gaps + p.prior_weight)),
      any_value(p.mean_gap)
    ) as population_gap,
    any_value(r.estimate) as regularity,
    least(greatest(coalesce(any_value(r.estimate), 1), 1), 6) as k
  from histories as h, prior as p, regularity as r
  where h.gaps > 0
),
expected as (
  select
    h.customer_id,
    h.first_on,
    h.last_on,
    h.gaps,
    h.orders,
    h.revenue,
    p.prior_weight,
    p.population_gap,
    p.regularity,
    p.k,
    j.day,
    j.day - h.last_on as waiting_days,
    case
      when h.gaps = 0 then null
      when p.prior_weight is null then p.population_gap
      else (h.gap_days + p.prior_weight * p.population_gap) / (h.gaps + p.prior_weight)
    end as expected_gap
  from histories as h
  cross join population as p
  cross join judged_on as j
),
rated as (
  select
    *,
    waiting_days / expected_gap as overdue_ratio,
    floor(k) * waiting_days / expected_gap as x,
    ceil(k) * waiting_days / expected_gap as y
  from expected
),
chances as (
  select
    *,
    (floor(k) + 1 - k) * exp(-x) * (
      1 + if(k >= 2, x, 0) + if(k >= 3, x ** 2 / 2, 0) + if(k >= 4, x ** 3 / 6, 0) + if(k >= 5, x ** 4 / 24, 0)
      + if(k >= 6, x ** 5 / 120, 0)
    )
    + (k - floor(k)) * exp(-y) * (
      1 + if(k > 1, y, 0) + if(k > 2, y ** 2 / 2, 0) + if(k > 3, y ** 3 / 6, 0) + if(k > 4, y ** 4 / 24, 0)
      + if(k > 5, y ** 5 / 120, 0)
    ) as chance
  from rated
),
lately as (
  -- of those with an order in the last 182 days only
  select
    customer_id,
    count(*) filter (ordered_on > day - 91 and gap is distinct from 0) as recent_days,
    count(*) filter (ordered_on <= day - 91 and gap is distinct from 0) as earlier_days,
    sum(amount) filter (ordered_on > day - 91) as recent_amount,
    sum(amount) filter (ordered_on <= day - 91) as earlier_amount
  from spaced
  where ordered_on > day - 182
  group by customer_id
),
bought as (
  select
    l.customer_id,
    l.product_id,
    bool_or(l.ordered_on > j.day - 91) as recently,
    bool_or(l.ordered_on <= j.day - 91) as earlier
  from order_lines as l, judged_on as j
  where l.ordered_on <= j.day
    and l.ordered_on > j.day - 182
  group by l.customer_id, l.product_id
),
narrower as (
  select customer_id
  from bought
  group by customer_id
  having count(*) filter (earlier) >= 4
    and count(*) filter (recently) * 2 <= count(*) filter (earlier)
),
changes as (
  -- fewer_orders holds for those with a first order before these days
  select
    l.customer_id,
    earlier_days >= 3 and recent_days * 2 <= earlier_days as fewer_orders,
    earlier_days >= 2 and recent_days >= 2 and earlier_amount > 0
      and recent_amount / recent_days <= 0.7 * earlier_amount / earlier_days as smaller_orders,
    recent_days >= 1 and n.customer_id is not null as narrower_range
  from lately as l
  left join narrower as n using (customer_id)
),
changed as (
  select *
  from changes
  where fewer_orders
    or smaller_orders
    or narrower_range
),
reasoned as (
  select
    c.customer_id,
    c.last_on,
    c.orders,
    c.revenue,
    c.waiting_days,
    c.expected_gap,
    c.overdue_ratio,
    c.chance,
    c.population_gap,
    c.prior_weight,
    c.regularity,
    case
      when c.gaps = 0 then 'one_time'
      when c.chance > 0.2 then 'steady'
      when c.chance > 0.05 then 'watch'
      when c.chance > 0.005 then 'at_risk'
      else 'lost'
    end as level,
    coalesce(h.fewer_orders and c.first_on <= c.day - 182, false) as fewer_orders,
    coalesce(h.smaller_orders, false) as smaller_orders,
    coalesce(h.narrower_range, false) as narrower_range,
    -- a year at the customer's own pace, at most what they ever spent
    if(c.gaps = 0, 0, greatest(least(c.revenue / (c.gaps + 1) * 365 / c.expected_gap, c.revenue), 0)) as value_at_stake
  from chances as c
  left join changed as h using (customer_id)
),
warned as (
  select
    *,
    level = 'at_risk' as overdue,
    level = 'at_risk' or (level in ('steady', 'watch') and (fewer_orders or smaller_orders or narrower_range)) as is_flagged
  from reasoned
)
