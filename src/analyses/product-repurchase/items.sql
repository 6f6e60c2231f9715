-- grain: one item (a product, or a category; '' where none is named) bought in scope, most buyers first
-- rate = of the buyers first seen with the item at least p_within days before the data ends, those whose next purchase
-- came within p_within days; low and high: Wilson's interval at 95 %. median_days: of those who have bought again, so
-- shorter than the wait of all. revenue: lines as sold, before refunds.
, waits as (
  select
    item_id,
    count(*) as buyers,
    count(days) as returned,
    count(*) filter (where watched >= getvariable('p_within')) as matured,
    count(*) filter (where watched >= getvariable('p_within') and days <= getvariable('p_within')) as matured_returned,
    median(days) as median_days
  from firsts
  group by item_id
),
purchase_days as (
  select
    item_id,
    count(*) as days
  from (
    select item_id
    from first_days
    union all
    select item_id
    from later_days
  ) as days
  group by item_id
),
sold as (
  select
    i.item_id,
    sum(l.units) as units,
    sum(l.amount) as revenue
  from order_lines as l
  join item_of as i using (product_id)
  group by i.item_id
),
totals as (
  select
    item_id,
    d.days as purchase_days,
    s.units,
    s.revenue
  from purchase_days as d
  join sold as s using (item_id)
),
rates as (
  select
    item_id,
    matured_returned / nullif(matured, 0) as rate,
    1 + z * z / nullif(matured, 0) as spread,
    z * sqrt(
      matured_returned::double * (matured - matured_returned) / nullif(matured, 0) ** 3
      + z * z / (4 * nullif(matured, 0) ** 2)
    ) as reach,
    z * z / (2 * nullif(matured, 0)) as shift
  from waits
  cross join (values (1.959963984540054::double)) as t(z)
)
select
  (if(getvariable('p_level') = 'category', coalesce(p.category, ''), p.product))::varchar as item,
  (if(getvariable('p_level') = 'category', null, p.product_name))::varchar as item_name,
  p.category::varchar as category,
  coalesce(w.buyers, 0)::integer as buyers,
  coalesce(w.returned, 0)::integer as returned,
  coalesce(w.matured, 0)::integer as matured,
  coalesce(w.matured_returned, 0)::integer as matured_returned,
  r.rate::double as rate,
  (if(w.matured_returned = 0, 0, (r.rate + r.shift - r.reach) / r.spread) + 0 * r.rate)::double as low,
  (if(w.matured_returned = w.matured, 1, (r.rate + r.shift + r.reach) / r.spread) + 0 * r.rate)::double as high,
  w.median_days::double as median_days,
  t.purchase_days::integer as purchase_days,
  t.units::double as units,
  t.revenue::double as revenue
from totals as t
join products as p on p.product_id = t.item_id
left join waits as w using (item_id)
left join rates as r using (item_id)
order by buyers desc, revenue desc, item
