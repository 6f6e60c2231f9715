-- What follows a product as usually written: first purchases of each customer joined with their later ones.
-- grain: one of the ten products that most often follow a product within 90 days
with firsts as (
  select customer_key, product, min(ordered_at)::date as first_on
  from lines
  where customer_key is not null and amount > 0 and product is not null
  group by customer_key, product
),
buyers as (
  select product, count(*) as buyers
  from firsts
  where first_on <= getvariable('p_as_of') - 90
  group by product
),
followed as (
  select a.product, b.product as next_product, count(*) as customers, median(b.first_on - a.first_on) as median_days
  from firsts as a
  join firsts as b
    on b.customer_key = a.customer_key
    and b.first_on > a.first_on
    and b.first_on <= a.first_on + 90
  where a.first_on <= getvariable('p_as_of') - 90
  group by all
)
select
  product,
  next_product,
  customers::integer as customers,
  (customers / buyers)::double as share,
  median_days::double as median_days
from followed
join buyers using (product)
qualify row_number() over (partition by product order by customers desc, next_product) <= 10
order by product, customers desc, next_product;
