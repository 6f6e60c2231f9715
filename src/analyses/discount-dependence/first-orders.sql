-- grain: one kind of first order, discounted or at full price, of matured customers
-- Customers whose first order of all lies in scope, at least p_within days before the data ends. returned: another
-- purchase day in scope within p_within days; later: what they ordered on such days. low and high: Wilson's interval at
-- 95 %. later_discounted_share: of those later orders, the discounted ones.
, followed as (
  select
    is_first_discounted as is_discounted,
    count(*) as customers,
    count(*) filter (where later_orders > 0) as returned,
    avg(first_amount) as first_order_value,
    sum(later_orders) as later_orders,
    sum(later_revenue) as later_revenue,
    sum(later_discounted) as later_discounted
  from by_customer
  where first_ordered_on <= getvariable('p_observed_through') - getvariable('p_within')::integer
    and is_first_discounted is not null
  group by is_first_discounted
),
kinds as (
  select *
  from (values (1, 'discounted', true), (2, 'full_price', false)) as t(place, first_order, is_discounted)
),
counted as (
  select
    k.place,
    k.first_order,
    coalesce(f.customers, 0) as customers,
    coalesce(f.returned, 0) as returned,
    f.first_order_value,
    f.later_orders / f.customers as later_orders,
    f.later_revenue / f.customers as later_revenue,
    f.later_discounted / nullif(f.later_orders, 0) as later_discounted_share
  from kinds as k
  left join followed as f using (is_discounted)
),
rates as (
  select
    *,
    returned / nullif(customers, 0) as rate,
    1 + z * z / nullif(customers, 0) as spread,
    z * z / (2 * nullif(customers, 0)) as shift,
    z * sqrt(
      returned::double * (customers - returned) / nullif(customers, 0) ** 3 + z * z / (4 * nullif(customers, 0) ** 2)
    ) as reach
  from counted
  cross join (values (1.959963984540054::double)) as t(z)
)
select
  first_order::varchar as first_order,
  customers::integer as customers,
  returned::integer as returned,
  rate::double as rate,
  (if(returned = 0, 0 * rate, (rate + shift - reach) / spread))::double as low,
  (if(returned = customers, rate, (rate + shift + reach) / spread))::double as high,
  first_order_value::double as first_order_value,
  later_orders::double as later_orders,
  later_revenue::double as later_revenue,
  later_discounted_share::double as later_discounted_share
from rates
order by place
