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
  where moment in (select scale from scales)
  group by moment
),
-- A value within a billionth of a cut point is at it: means and quantiles are binary fractions.
-- p_recent_at_cut and p_high_at_cut say to which side such a value goes.
sided as (
  select
    scales.moment,
    [c + (1e-9 + 1e-12 * abs(c)) * if(getvariable('p_recent_at_cut'), 1, -1) for c in r_cuts] as r_edges,
    [c + (1e-9 + 1e-12 * abs(c)) * if(getvariable('p_high_at_cut'), -1, 1) for c in f_cuts] as f_edges,
    [c + (1e-9 + 1e-12 * abs(c)) * if(getvariable('p_high_at_cut'), -1, 1) for c in m_cuts] as m_edges
  from scales
  join cuts on cuts.moment = scales.scale
),
edges as (
  -- each a column: a list would be opened for every customer
  select
    moment,
    len(r_edges) as r_steps,
    r_edges[1] as r_1,
    r_edges[2] as r_2,
    r_edges[3] as r_3,
    r_edges[4] as r_4,
    f_edges[1] as f_1,
    f_edges[2] as f_2,
    f_edges[3] as f_3,
    f_edges[4] as f_4,
    m_edges[1] as m_1,
    m_edges[2] as m_2,
    m_edges[3] as m_3,
    m_edges[4] as m_4
  from sided
),
-- a cut point that is not there is null and never passed; its means are only asked for where they are cut points
graded as not materialized (
  select
    a.*,
    case
      when recency <= r_1 then r_steps + 1
      when recency <= r_2 then r_steps
      when recency <= r_3 then r_steps - 1
      when recency <= r_4 then r_steps - 2
      else 1
    end as r_grade,
    case
      when frequency >= f_4 then 5
      when frequency >= f_3 then 4
      when frequency >= f_2 then 3
      when frequency >= f_1 then 2
      else 1
    end as f_grade,
    case
      when monetary >= m_4 then 5
      when monetary >= m_3 then 4
      when monetary >= m_2 then 3
      when monetary >= m_1 then 2
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
moment_means as (
  select scales.moment, r_mean, f_mean, m_mean
  from scales
  join grade_means on grade_means.moment = scales.scale
),
scored as (
  select
    g.*,
    if(r_mean is null, r_grade, if(r_grade > r_mean + 1e-9, 2, 1)) as r,
    if(f_mean is null, f_grade, if(f_grade > f_mean + 1e-9, 2, 1)) as f,
    if(m_mean is null, m_grade, if(m_grade > m_mean + 1e-9, 2, 1)) as m
  from graded as g
  left join moment_means using (moment)
)
