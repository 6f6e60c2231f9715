-- grain: `cells`, one combination of scores: its segment. The first rule that fits wins.
-- score is the weighted mean of the three (weights add up to 1); within a billionth of an edge of a rule it is at it.
, combinations as (
  -- all there can be: five scores a dimension, whoever has them
  select
    r,
    f,
    m,
    r * getvariable('p_weight_r') + f * getvariable('p_weight_f') + m * getvariable('p_weight_m') as score
  from range(1, 6) as rs(r), range(1, 6) as fs(f), range(1, 6) as ms(m)
),
rules as (
  select unnest(getvariable('p_rules'), recursive := true)
),
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
