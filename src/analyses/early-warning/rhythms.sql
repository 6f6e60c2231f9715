-- grain: up to `judged`, one customer in scope on a day they are judged: quarters_ago 0, the last observed day, or 1, 91 days
--   before, on the orders known then. The beginning of every statement.
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
purchase_days as not materialized (
  -- day_number: purchase days of the customer up to this one
  select
    customer_id,
    ordered_on,
    day_number,
    first_ordered_on as first_on
  from orders
  where ordered_on <= getvariable('p_observed_through')
    and days_since_previous is distinct from 0
    and not coalesce(getvariable('p_narrowed'), false)
  union all
  select
    customer_id,
    ordered_on,
    place - max(place) filter (gap is null) over (rows between unbounded preceding and current row) + 1 as day_number,
    date '0001-01-01' + (max(began) filter (gap is null) over (rows between unbounded preceding and current row) % 4294967296)::integer as first_on
  from (
    -- Both numbers rise from customer to customer: the highest so far of a first day is that of the customer's own.
    select
      customer_id,
      ordered_on,
      gap,
      row_number() over () as place,
      customer_id * 4294967296 + (ordered_on - date '0001-01-01') as began
    from spaced
    where gap is distinct from 0
      and coalesce(getvariable('p_narrowed'), false)
  )
),
last_days as (
  -- the last purchase day of each customer: now, a quarter ago, or both; two_gaps: the last gap and the one before it
  select
    customer_id,
    first_on,
    ordered_on as last_on,
    (ordered_on - first_on)::integer as gap_days,
    (day_number - 1)::integer as gaps,
    (ordered_on - day_before)::integer as gap,
    (ordered_on - day_before_that)::integer as two_gaps,
    next_customer <> customer_id as is_now,
    ordered_on <= getvariable('p_observed_through') - 91 as is_then
  from (
    select
      customer_id,
      ordered_on,
      first_on,
      day_number,
      lag(ordered_on) over () as day_before,
      lag(ordered_on, 2) over () as day_before_that,
      lead(customer_id, 1, 0) over () as next_customer,
      lead(ordered_on) over () as next_on
    from purchase_days
  )
  where next_customer <> customer_id
    or (next_on > getvariable('p_observed_through') - 91 and ordered_on <= getvariable('p_observed_through') - 91)
),
spent as (
  select
    customer_id,
    count(*) as orders,
    sum(amount) as revenue
  from orders
  where ordered_on <= getvariable('p_observed_through')
  group by customer_id
),
like_gaps as (
  -- Customers with as many gaps, added up: what is said of all customers needs no more. Who has none is left out in the join,
  -- since the engine would carry a `where` back to every purchase day.
  select
    quarters_ago,
    gaps,
    customers,
    gap_days,
    squares
  from (
    select
      is_now,
      is_then,
      gaps,
      count(*) as customers,
      sum(gap_days) as gap_days,
      sum(gap_days * gap_days) as squares
    from last_days
    group by is_now, is_then, gaps
  )
  join (select unnest([0, 1]) as quarters_ago)
    on if(gaps = 0, false, if(quarters_ago = 0, is_now, is_then))
),
regularity as (
  select
    quarters_ago,
    if(customers >= 30 and variance > 0, (1 - 4 * variance) / (8 * variance), null) as estimate
  from (
    select
      unnest([0, 1]) as quarters_ago,
      unnest([count(*) filter (is_now), count(*) filter (is_then)]) as customers,
      unnest([var_samp(gap / two_gaps) filter (is_now), var_samp(gap / two_gaps) filter (is_then)]) as variance
    from last_days
    where gaps >= 2
  )
),
squares as (
  select
    unnest([0, 1]) as quarters_ago,
    unnest([
      sum(gap * gap),
      sum(gap * gap) filter (ordered_on <= getvariable('p_observed_through') - 91)
    ]) as gap_squares
  from spaced
),
moments as (
  select
    quarters_ago,
    sum(customers) as customers,
    sum(customers * gaps) as gaps,
    sum(gap_days) / sum(customers * gaps) as mean_gap,
    sum(customers * gaps * gaps) / sum(customers * gaps) as mean_gaps,
    sum(squares / gaps) as mean_squares,
    sum(squares / gaps) - sum(gap_days) * (sum(gap_days) / sum(customers * gaps)) as spread
  from like_gaps
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
  -- one row for each day, where nobody bought twice by then too
  select
    quarters_ago,
    any_value(p.prior_weight) as prior_weight,
    coalesce(
      sum(g.gap_days / (g.gaps + p.prior_weight)) / sum(g.customers * g.gaps / (g.gaps + p.prior_weight)),
      any_value(p.mean_gap)
    ) as population_gap,
    any_value(r.estimate) as regularity,
    least(greatest(coalesce(any_value(r.estimate), 1), 1), 6) as k
  from regularity as r
  left join prior as p using (quarters_ago)
  left join like_gaps as g using (quarters_ago)
  group by quarters_ago
),
rhythms as not materialized (
  select
    0 as quarters_ago,
    getvariable('p_observed_through') as day,
    l.*,
    null as has_returned,
    s.orders,
    s.revenue,
    p.* exclude (quarters_ago)
  from last_days as l
  join spent as s using (customer_id)
  cross join (from population where quarters_ago = 0) as p
  where l.is_now
  union all
  select
    1 as quarters_ago,
    getvariable('p_observed_through') - 91 as day,
    l.*,
    not l.is_now as has_returned,
    null as orders,
    null as revenue,
    p.* exclude (quarters_ago)
  from last_days as l
  cross join (from population where quarters_ago = 1) as p
  where l.is_then
),
rated as not materialized (
  select
    *,
    day - last_on as waiting_days,
    case
      when gaps = 0 then null
      when prior_weight is null then population_gap
      else (gap_days + prior_weight * population_gap) / (gaps + prior_weight)
    end as expected_gap,
    floor(k) * waiting_days / expected_gap as x,
    ceil(k) * waiting_days / expected_gap as y
  from rhythms
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
  -- grain: one quarter of 0, 1 and 2 in which a customer bought
  select
    customer_id,
    quarter,
    count(*) filter (gap is distinct from 0) as days,
    sum(amount) as amount
  from (
    select
      *,
      (ordered_on <= getvariable('p_observed_through') - 91)::integer
        + (ordered_on <= getvariable('p_observed_through') - 182)::integer as quarter
    from spaced
    where ordered_on > getvariable('p_observed_through') - 273
  )
  group by customer_id, quarter
),
lines_lately as not materialized (
  select
    customer_id,
    coalesce(product_id, 0) as item_id,
    (ordered_on <= getvariable('p_observed_through') - 91)::integer
      + (ordered_on <= getvariable('p_observed_through') - 182)::integer as quarter,
    (customer_id * 4294967296 + item_id) * 3 - quarter as place
  from order_lines
  where ordered_on > getvariable('p_observed_through') - 273
    and ordered_on <= getvariable('p_observed_through')
),
bought as not materialized (
  -- each product of a customer once a quarter. Lines are stored sorted by customer, product and day: the three as one number
  -- are compared with the row before faster than they are grouped.
  select
    customer_id,
    quarter
  from (
    select
      customer_id,
      quarter,
      place,
      lag(place, 1, 0) over () as place_before
    from lines_lately
    where not coalesce(getvariable('p_narrowed'), false)
  )
  where case when place < place_before then error('lines are not sorted by customer, product and day') else place > place_before end
  union all
  select
    customer_id,
    quarter
  from (
    select distinct
      customer_id,
      item_id,
      quarter
    from lines_lately
    where coalesce(getvariable('p_narrowed'), false)
  )
),
ranges as (
  select
    customer_id,
    quarter,
    count(*) as products
  from bought
  group by customer_id, quarter
),
changed as (
  -- what a quarter was like beside the one before it, where something can be said of them
  select
    customer_id,
    quarters_ago,
    bool_or(fewer_orders) as fewer_orders,
    bool_or(smaller_orders) as smaller_orders,
    bool_or(narrower_range) as narrower_range
  from (
    -- fewer_orders holds for those with a first order before these days
    select
      b.customer_id,
      b.quarter - 1 as quarters_ago,
      b.days >= 3 and coalesce(a.days, 0) * 2 <= b.days as fewer_orders,
      a.days >= 2 and b.amount > 0 and a.amount / a.days <= 0.7 * b.amount / b.days as smaller_orders,
      false as narrower_range
    from lately as b
    left join lately as a
      on a.customer_id = b.customer_id
      and a.quarter = b.quarter - 1
    where b.quarter >= 1
      and b.days >= 2
    union all
    select
      b.customer_id,
      b.quarter - 1 as quarters_ago,
      false as fewer_orders,
      false as smaller_orders,
      coalesce(a.products, 0) * 2 <= b.products as narrower_range
    from ranges as b
    left join ranges as a
      on a.customer_id = b.customer_id
      and a.quarter = b.quarter - 1
    semi join lately as l
      on b.customer_id = l.customer_id
      and b.quarter - 1 = l.quarter
    where b.quarter >= 1
      and b.products >= 4
  )
  where fewer_orders
    or smaller_orders
    or narrower_range
  group by customer_id, quarters_ago
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
    level = 'at_risk' or (level in ('steady', 'watch') and (fewer_orders or smaller_orders or narrower_range)) as is_flagged,
    -- a year at the customer's own pace, at most what they ever spent
    case
      when gaps = 0 or revenue < 0 then 0
      when (gaps + 1) * expected_gap > 365 then revenue / (gaps + 1) * 365 / expected_gap
      else revenue::double
    end as value_at_stake
  from reasoned
)
