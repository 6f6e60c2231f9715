-- grain: up to `scored`, one customer at one moment. Follows `activity` and `scales`: RFM scores.
-- R: days from the last order to the as-of date. F: orders, or days with an order. M: revenue, refunds taken off where they count.
-- Scores come from cut points alone, so equal values always get equal scores; 1 is worst.
-- quantile: type 7 at 20, 40, 60 and 80 %, plus p_cut_offset (1 in R's rfm, else 0); five scores.
-- mean, median: one cut point on the values; mean-of-scores: one on the five scores. Two scores, 2 is high.

, cuts as materialized (
  -- one row a moment; each list ascending
  select
    moment,
    case getvariable('p_cut')
      when 'fixed' then getvariable('p_r_cuts')::double[]
      when 'mean' then [avg(recency)]
      when 'median' then [median(recency)]
      else [c + getvariable('p_cut_offset') for c in quantile_cont(recency, [0.2, 0.4, 0.6, 0.8])]
    end as r_cuts,
    case getvariable('p_cut')
      when 'fixed' then getvariable('p_f_cuts')::double[]
      when 'mean' then [avg(frequency)]
      when 'median' then [median(frequency)]
      else [c + getvariable('p_cut_offset') for c in quantile_cont(frequency, [0.2, 0.4, 0.6, 0.8])]
    end as f_cuts,
    case getvariable('p_cut')
      when 'fixed' then getvariable('p_m_cuts')::double[]
      when 'mean' then [avg(monetary)]
      when 'median' then [median(monetary)]
      else [c + getvariable('p_cut_offset') for c in quantile_cont(monetary, [0.2, 0.4, 0.6, 0.8])]
    end as m_cuts
  from activity
  group by moment
),
-- A value within a billionth of a cut point is at it: means and quantiles are binary fractions.
-- p_recent_at_cut and p_high_at_cut say to which side such a value goes.
edges as (
  select
    scales.moment,
    [c + (1e-9 + 1e-12 * abs(c)) * if(getvariable('p_recent_at_cut'), 1, -1) for c in r_cuts] as r_edges,
    [c + (1e-9 + 1e-12 * abs(c)) * if(getvariable('p_high_at_cut'), -1, 1) for c in f_cuts] as f_edges,
    [c + (1e-9 + 1e-12 * abs(c)) * if(getvariable('p_high_at_cut'), -1, 1) for c in m_cuts] as m_edges
  from scales
  join cuts on cuts.moment = scales.scale
),
-- a cut point that is not there is null and never passed
graded as materialized (
  select
    a.*,
    case
      when recency <= r_edges[1] then len(r_edges) + 1
      when recency <= r_edges[2] then len(r_edges)
      when recency <= r_edges[3] then len(r_edges) - 1
      when recency <= r_edges[4] then len(r_edges) - 2
      else 1
    end as r_grade,
    case
      when frequency >= f_edges[4] then 5
      when frequency >= f_edges[3] then 4
      when frequency >= f_edges[2] then 3
      when frequency >= f_edges[1] then 2
      else 1
    end as f_grade,
    case
      when monetary >= m_edges[4] then 5
      when monetary >= m_edges[3] then 4
      when monetary >= m_edges[2] then 3
      when monetary >= m_edges[1] then 2
      else 1
    end as m_grade
  from activity as a
  join edges using (moment)
),
grade_means as (
  select moment, avg(r_grade) as r_mean, avg(f_grade) as f_mean, avg(m_grade) as m_mean
  from graded
  where getvariable('p_cut') = 'mean-of-scores'
  group by moment
),
scored as materialized (
  select
    g.*,
    if(r_mean is null, r_grade, if(r_grade > r_mean + 1e-9, 2, 1)) as r,
    if(f_mean is null, f_grade, if(f_grade > f_mean + 1e-9, 2, 1)) as f,
    if(m_mean is null, m_grade, if(m_grade > m_mean + 1e-9, 2, 1)) as m
  from graded as g
  join scales using (moment)
  left join grade_means on grade_means.moment = scales.scale
),
combinations as (
  select distinct
    r,
    f,
    m,
    r * getvariable('p_weight_r') + f * getvariable('p_weight_f') + m * getvariable('p_weight_m') as score
  from scored
),
rules as (
  select unnest(getvariable('p_rules'), recursive := true)
),
-- One row per combination of scores that has customers; the first rule that fits wins. score is the weighted mean of the
-- three (weights add up to 1); within a billionth of an edge of a rule it is at it.
cells as materialized (
  select
    s.r,
    s.f,
    s.m,
    any_value(s.score) as score,
    coalesce(arg_min(rules.segment, rules.position), 'Others') as segment
  from combinations as s
  left join rules
    on s.r between rules.r_from and rules.r_to
    and s.f between rules.f_from and rules.f_to
    and s.m between rules.m_from and rules.m_to
    and (s.f + s.m) / 2 between rules.fm_from and rules.fm_to
    and s.score between rules.score_from - 1e-9 and rules.score_to + 1e-9
  group by s.r, s.f, s.m
)
