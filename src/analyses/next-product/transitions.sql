-- grain: one of the ten products that most often follow a product: first bought by the same customer on a later day,
-- within p_within days of the first purchase of the product
-- share = customers ÷ matured buyers of the product; low and high: Wilson's interval at 95 %. base_share: the same after
-- any other product, lift = share ÷ base_share. median_days: from one first purchase to the other.
, followed as materialized (
  -- how many customers, by pair of products and days between them
  select
    a.product_id,
    b.product_id as next_id,
    (b.first_on - a.first_on)::integer as days,
    count(*) as customers
  from matured as a
  join followable as b
    on b.customer_id = a.customer_id
    and b.first_on > a.first_on
    and b.first_on <= a.first_on + getvariable('p_within')::integer
  group by all
),
pair_counts as materialized (
  select
    product_id,
    next_id,
    sum(customers)::bigint as customers
  from followed
  group by product_id, next_id
),
best as materialized (
  select *
  from pair_counts
  qualify row_number() over (partition by product_id order by customers desc, next_id) <= 10
),
running as (
  select
    f.product_id,
    f.next_id,
    f.days,
    sum(f.customers) over (partition by f.product_id, f.next_id order by f.days) as reached,
    b.customers
  from followed as f
  join best as b
    on b.product_id = f.product_id
    and b.next_id = f.next_id
),
waits as (
  -- the median of counted days: the mean of the two in the middle, which are one where their number is odd
  select
    product_id,
    next_id,
    (min(days) filter (where reached > (customers - 1) // 2) + min(days) filter (where reached > customers // 2)) / 2 as median_days
  from running
  group by product_id, next_id
),
starts as (
  select
    product_id,
    count(*) as buyers
  from matured
  group by product_id
),
arrivals as (
  select
    next_id,
    sum(customers)::bigint as customers
  from pair_counts
  group by next_id
),
all_starts as (
  select sum(buyers) as buyers
  from starts
),
rates as (
  select
    n.*,
    s.buyers,
    n.customers / s.buyers as share,
    -- a product cannot follow itself: its own buyers are no chance for it
    r.customers / (t.buyers - coalesce(o.buyers, 0)) as base_share,
    1 + z * z / s.buyers as spread,
    z * z / (2 * s.buyers) as shift,
    z * sqrt(n.customers::double * (s.buyers - n.customers) / s.buyers ** 3 + z * z / (4 * s.buyers ** 2)) as reach
  from best as n
  join starts as s using (product_id)
  join arrivals as r using (next_id)
  left join starts as o on o.product_id = n.next_id
  cross join all_starts as t
  cross join (values (1.959963984540054::double)) as normal(z)
)
select
  p.product::varchar as product,
  p.product_name::varchar as product_name,
  q.product::varchar as next_product,
  q.product_name::varchar as next_product_name,
  r.buyers::integer as buyers,
  r.customers::integer as customers,
  r.share::double as share,
  ((r.share + r.shift - r.reach) / r.spread)::double as low,
  (if(r.customers = r.buyers, 1, (r.share + r.shift + r.reach) / r.spread))::double as high,
  r.base_share::double as base_share,
  (r.share / r.base_share)::double as lift,
  w.median_days::double as median_days
from rates as r
join waits as w
  on w.product_id = r.product_id
  and w.next_id = r.next_id
join products as p on p.product_id = r.product_id
join products as q on q.product_id = r.next_id
order by buyers desc, product, customers desc, next_product
