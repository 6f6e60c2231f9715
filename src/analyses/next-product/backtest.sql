-- grain: one way to recommend, tried on the last p_within days: item_item, or popularity (the most bought products)
-- Both learn from what was bought before these days and name up to p_most products new to the customer. Tried on
-- customers who bought a new one of the p_most_products products in them; where there are more than p_most_tried, on
-- every k-th. hits: customers with at least one named product among those they bought. low, high: Wilson at 95 %.
, bought_new as (
  select
    customer_id,
    product_id
  from firsts
  semi join popular using (product_id)
  semi join learnable using (customer_id)
  where last_before_on is null
),
returners as (
  select
    customer_id,
    row_number() over (order by customer_id) as place,
    count(*) over () as all_customers
  from (
    select distinct customer_id
    from bought_new
  ) as distinct_customers
),
tried as materialized (
  select customer_id
  from returners
  where (place - 1) % ceil(all_customers / getvariable('p_most_tried'))::integer = 0
),
known_products as materialized (
  select
    customer_id,
    product_id,
    last_on
  from learnable
  semi join tried using (customer_id)
),
speaking as (
  select
    customer_id,
    product_id
  from known_products
  qualify row_number() over (partition by customer_id order by last_on desc, product_id) <= 5
),
candidates as (
  select
    'item_item' as way,
    s.customer_id,
    n.next_id as product_id,
    sum(n.similarity) as score
  from speaking as s
  join neighbours as n using (product_id)
  group by s.customer_id, n.next_id
  union all
  select
    'popularity' as way,
    t.customer_id,
    p.product_id,
    p.buyers as score
  from tried as t
  cross join popular as p
),
placed as (
  select
    way,
    customer_id,
    product_id,
    row_number() over (partition by way, customer_id order by round(score, 9) desc, product_id) as place
  from candidates
  anti join known_products using (customer_id, product_id)
),
hits as (
  select
    p.way,
    count(distinct p.customer_id) as hits
  from placed as p
  semi join bought_new as b
    on b.customer_id = p.customer_id
    and b.product_id = p.product_id
  where p.place <= getvariable('p_most')
  group by p.way
),
counted as (
  select
    w.way,
    coalesce(h.hits, 0) as hits,
    (select count(*) from tried) as n,
    z
  from (values ('item_item'), ('popularity')) as w(way)
  left join hits as h using (way)
  cross join (values (1.959963984540054::double)) as normal(z)
)
select
  way::varchar as way,
  n::integer as customers,
  hits::integer as hits,
  (hits / nullif(n, 0))::double as hit_rate,
  (if(hits = 0, 0, (hits / nullif(n, 0) + z * z / (2 * n) - z * sqrt(hits::double * (n - hits) / nullif(n, 0) ** 3 + z * z / (4 * nullif(n, 0) ** 2))) / (1 + z * z / nullif(n, 0))) + 0 * (hits / nullif(n, 0)))::double as low,
  (if(hits = n, 1, (hits / nullif(n, 0) + z * z / (2 * nullif(n, 0)) + z * sqrt(hits::double * (n - hits) / nullif(n, 0) ** 3 + z * z / (4 * nullif(n, 0) ** 2))) / (1 + z * z / nullif(n, 0))) + 0 * (hits / nullif(n, 0)))::double as high,
  (getvariable('p_observed_through') - getvariable('p_within')::integer)::date as held_out_after
from counted
order by way
