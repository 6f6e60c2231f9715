-- grain: one group of customers: all (kind total), by repeat purchase days so far (frequency), by the period of the first
-- order in scope (cohort, its first day)
-- active_customers: sum of P(alive); expected_spend: per expected order; value_share: of all value.
, bands as (
  select *
  from (values ('0', 0, 0), ('1', 1, 1), ('2', 2, 2), ('3', 3, 3), ('4-6', 4, 6), ('7-12', 7, 12), ('13+', 13, 1000000))
    as t(band, from_x, to_x)
),
placed as (
  select
    v.*,
    b.band,
    b.from_x,
    date_trunc(getvariable('p_grain'), v.first_ordered_on)::date as cohort
  from valued as v
  join bands as b on v.x between b.from_x and b.to_x
),
grouped as (
  select
    grouping(band) as without_band,
    grouping(cohort) as without_cohort,
    band,
    from_x,
    cohort,
    count(*) as customers,
    sum(p_alive) as active_customers,
    sum(expected_orders) as expected_orders,
    sum(expected_orders * expected_spend) as spent,
    sum(value) as value
  from placed
  group by grouping sets ((), (band, from_x), (cohort))
)
select
  case when without_band = 0 then 'frequency' when without_cohort = 0 then 'cohort' else 'total' end::varchar as kind,
  case when without_band = 0 then band when without_cohort = 0 then cohort::varchar else 'total' end::varchar as name,
  customers::integer as customers,
  active_customers::double as active_customers,
  expected_orders::double as expected_orders,
  (spent / nullif(expected_orders, 0))::double as expected_spend,
  value::double as value,
  (value / customers)::double as value_per_customer,
  (value / nullif(sum(value) filter (without_band = 1 and without_cohort = 1) over (), 0))::double as value_share
from grouped
where customers > 0
order by without_band + without_cohort desc, without_band, from_x, cohort;
