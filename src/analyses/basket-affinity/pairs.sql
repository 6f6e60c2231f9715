-- grain: one pair of products bought together in at least p_minimum baskets, most frequent first; p_most_rows at most
-- support = both ÷ all baskets; confidence = both ÷ those with a; confidence_back = both ÷ those with b;
-- lift = both × all ÷ (a × b); leverage = support − support of a × support of b.
select
  pa.product::varchar as a,
  pb.product::varchar as b,
  pa.product_name::varchar as a_name,
  pb.product_name::varchar as b_name,
  both_baskets::integer as count,
  a_baskets::integer as a_count,
  b_baskets::integer as b_count,
  (both_baskets / all_baskets)::double as support,
  (both_baskets / a_baskets)::double as confidence,
  (both_baskets / b_baskets)::double as confidence_back,
  (both_baskets::double * all_baskets / (a_baskets::double * b_baskets))::double as lift,
  ((both_baskets::double * all_baskets - a_baskets::double * b_baskets) / (all_baskets::double * all_baskets))::double as leverage
from measured as m
join products as pa on pa.product_id = m.a_id
join products as pb on pb.product_id = m.b_id
order by count desc, lift desc, a, b
