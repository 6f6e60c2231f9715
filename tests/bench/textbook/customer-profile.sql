-- Who returns within 90 days, by what the first order was, as usually written: the first line by `row_number`, then
-- grouping sets over its attributes.
-- grain: one value of one attribute of the first order
with used as (
  select *
  from lines
  where customer_key is not null and amount > 0
),
firsts as (
  select customer_key, ordered_at::date as first_on, channel, region, coalesce(coupon, '') as coupon, category, product
  from used
  qualify row_number() over (partition by customer_key order by ordered_at, order_key, amount desc, product) = 1
),
customers as (
  select
    firsts.*,
    exists (
      select 1
      from used
      where used.customer_key = firsts.customer_key
        and used.ordered_at >= firsts.first_on + 1
        and used.ordered_at < firsts.first_on + 91
    ) as is_back
  from firsts
  where first_on <= getvariable('p_as_of') - 90
)
select
  channel,
  region,
  coupon,
  category,
  product,
  count(*)::integer as customers,
  count(*) filter (where is_back)::integer as returned,
  avg(is_back::integer)::double as share
from customers
group by grouping sets (channel, region, coupon, category, product)
order by all;
