-- grain: one hundredth of the customers, the most valuable first (one customer where there are fewer than a hundred)
-- customer_share, value_share: of all, this hundredth and those before it together.
, ranked as (
  select
    value,
    ntile(100) over (order by value desc, customer_id) as hundredth
  from valued
  where value is not null
),
summed as (
  select
    hundredth,
    count(*) as customers,
    sum(value) as value
  from ranked
  group by hundredth
)
select
  hundredth::integer as hundredth,
  customers::integer as customers,
  value::double as value,
  (sum(customers) over (order by hundredth) / sum(customers) over ())::double as customer_share,
  (sum(value) over (order by hundredth) / nullif(sum(value) over (), 0))::double as value_share
from summed
order by hundredth;
