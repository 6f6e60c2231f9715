-- grain: one item (a product, or a category; '' where none is named) bought in scope, most buyers first
-- rate = of the buyers first seen with the item at least p_within days before the data ends, those whose next purchase
-- came within p_within days; low and high: Wilson's interval at 95 %. median_days: of those who have bought again, so
-- shorter than the wait of all. revenue: lines as sold, before refunds.
, buyers_of as (
  select
    item_id,
    sum(buyers)::bigint as buyers,
    coalesce(sum(buyers) filter (where days is not null), 0)::bigint as returned,
    sum(matured)::bigint as matured,
    coalesce(sum(matured) filter (where days <= getvariable('p_within')), 0)::bigint as matured_returned,
    sum(purchase_days)::bigint as purchase_days,
    sum(units) as units,
    sum(revenue) as revenue
  from waits
  group by item_id
),
returns_by_days as (
  -- how many of an item have bought again after so many days, and how many until then
  select
    item_id,
    days,
    sum(buyers) over (partition by item_id order by days)::bigint as reached,
    sum(buyers) over (partition by item_id)::bigint as returned
  from waits
  where days is not null
),
medians as (
  -- the median of counted days: the mean of the two in the middle, which are one where their number is odd
  select
    item_id,
    (min(days) filter (where reached > (returned - 1) // 2) + min(days) filter (where reached > returned // 2)) / 2 as median_days
  from returns_by_days
  group by item_id
),
totals as (
  select
    item_id,
    w.buyers,
    w.returned,
    w.matured,
    w.matured_returned,
    m.median_days,
    w.purchase_days,
    w.units,
    w.revenue
  from buyers_of as w
  left join medians as m using (item_id)
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
  from totals
  cross join (values (1.959963984540054::double)) as t(z)
)
select
  (if(getvariable('p_level') = 'category', coalesce(p.category, ''), p.product))::varchar as item,
  (if(getvariable('p_level') = 'category', null, p.product_name))::varchar as item_name,
  p.category::varchar as category,
  t.buyers::integer as buyers,
  t.returned::integer as returned,
  t.matured::integer as matured,
  t.matured_returned::integer as matured_returned,
  r.rate::double as rate,
  (if(t.matured_returned = 0, 0, (r.rate + r.shift - r.reach) / r.spread) + 0 * r.rate)::double as low,
  (if(t.matured_returned = t.matured, 1, (r.rate + r.shift + r.reach) / r.spread) + 0 * r.rate)::double as high,
  t.median_days::double as median_days,
  t.purchase_days::integer as purchase_days,
  t.units::double as units,
  t.revenue::double as revenue
from totals as t
join products as p on p.product_id = t.item_id
join rates as r using (item_id)
order by buyers desc, revenue desc, item
