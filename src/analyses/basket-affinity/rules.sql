-- grain: one rule, read “baskets with antecedent also hold consequent”; two for each pair, most frequent pairs first
-- conviction = (1 − support of consequent) ÷ (1 − confidence), null where confidence is 1 (infinite).
-- zhang = leverage ÷ max(support × (1 − support of antecedent), support of antecedent × (support of consequent − support)),
-- from −1 (never together) over 0 (independent) to 1; null where one of the two is in every basket.
, directed as (
  select
    a_id as antecedent_id,
    b_id as consequent_id,
    a_baskets as antecedent_baskets,
    b_baskets as consequent_baskets,
    both_baskets,
    all_baskets::double as n
  from measured
  union all
  select
    b_id,
    a_id,
    b_baskets,
    a_baskets,
    both_baskets,
    all_baskets::double
  from measured
),
scaled as (
  -- shares are compared as whole counts, so that nothing is lost to rounding: all times n²
  select
    *,
    both_baskets * n - antecedent_baskets::double * consequent_baskets as leverage_n2,
    greatest(
      both_baskets * (n - antecedent_baskets),
      antecedent_baskets::double * (consequent_baskets - both_baskets)
    ) as bound_n2
  from directed
)
select
  pa.product::varchar as antecedent,
  pc.product::varchar as consequent,
  pa.product_name::varchar as antecedent_name,
  pc.product_name::varchar as consequent_name,
  both_baskets::integer as count,
  (antecedent_baskets / n)::double as antecedent_support,
  (consequent_baskets / n)::double as consequent_support,
  (both_baskets / n)::double as support,
  (both_baskets / antecedent_baskets)::double as confidence,
  (both_baskets * n / (antecedent_baskets::double * consequent_baskets))::double as lift,
  (leverage_n2 / (n * n))::double as leverage,
  ((n - consequent_baskets) * antecedent_baskets / nullif(n * (antecedent_baskets - both_baskets), 0))::double as conviction,
  (leverage_n2 / nullif(bound_n2, 0))::double as zhang
from scaled as s
join products as pa on pa.product_id = s.antecedent_id
join products as pc on pc.product_id = s.consequent_id
order by count desc, confidence desc, antecedent, consequent
