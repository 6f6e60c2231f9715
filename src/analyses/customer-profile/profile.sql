-- grain: one value of one attribute ('' where the first order has none); attributes that no order has are left out
-- share = members with the value ÷ customers with it; low and high: Wilson's interval at 95 %. lift = share ÷ the share
-- of all, which is the same as member_share ÷ customer_share, the value's part of the members and of all customers.
, rates as (
  select
    attribute,
    value,
    customers,
    members,
    members / customers as share,
    sum(customers) over same_attribute as all_customers,
    sum(members) over same_attribute as all_members,
    max(value) over same_attribute <> '' as is_known,
    1 + z * z / customers as spread,
    z * z / (2 * customers) as shift,
    z * sqrt(members::double * (customers - members) / customers ** 3 + z * z / (4 * customers ** 2)) as reach
  from counted
  cross join (values (1.959963984540054::double)) as t(z)
  window same_attribute as (partition by attribute)
),
places as (
  select *
  from (
    values (1, 'channel'), (2, 'store'), (3, 'region'), (4, 'coupon'), (5, 'category'), (6, 'first_product')
  ) as t(place, attribute)
)
select
  r.attribute::varchar as attribute,
  r.value::varchar as value,
  r.customers::integer as customers,
  r.members::integer as members,
  r.share::double as share,
  (if(r.members = 0, 0, (r.share + r.shift - r.reach) / r.spread))::double as low,
  (if(r.members = r.customers, 1, (r.share + r.shift + r.reach) / r.spread))::double as high,
  (r.share / nullif(r.all_members / r.all_customers, 0))::double as lift,
  (r.customers / r.all_customers)::double as customer_share,
  (r.members / nullif(r.all_members, 0))::double as member_share
from rates as r
join places as p using (attribute)
where r.is_known
order by p.place, r.customers desc, r.value
