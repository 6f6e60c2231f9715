-- grain: part = 'level': one attribute of the first order and one of its levels; part = 'cell': one combination of levels and
--   one side of the split into customers to fit and customers held out
-- Customers whose first order of all lies in scope, at least p_within days before the data ends. returned: those of them with
-- a later purchase day in scope within p_within days.
-- kind: value; others: all values beyond the p_levels with most customers; blank: none in the file. Amounts and units are cut
-- at their quartiles, equal ones once; low and high: the least and the greatest in the level.
-- code: the places of the levels, five bits each, in the order of `attributes`. is_reference: the level that the others of its
-- attribute are compared with: the one with most customers; of amounts and units the lowest that has a tenth of them; no
-- discount. is_held_out: three in ten, by a multiplicative hash of the customer (Knuth, TAOCP 3, §6.4).
with
attributes as (
  select *
  from (values
    (0, 'channel'), (1, 'store'), (2, 'region'), (3, 'coupon'), (4, 'category'), (5, 'first_product'),
    (6, 'amount'), (7, 'units'), (8, 'weekday'), (9, 'discount')
  ) as t(position, attribute)
),
back as (
  select distinct customer_id
  from orders
  where day_number > 1
    -- whoever came back did so on their second purchase day, unless a filter takes that out
    and (day_number = 2 or coalesce(getvariable('p_narrowed'), false))
    and ordered_on <= first_ordered_on + getvariable('p_within')::integer
    and ordered_on <= getvariable('p_observed_through')
),
followed as not materialized (
  select
    customer_id,
    channel,
    store,
    region,
    coupon,
    category,
    first_product,
    amount::double as amount,
    units,
    isodow(ordered_on)::tinyint as weekday,
    (coalesce(discount, 0) <> 0)::tinyint as discount
  from orders
  where order_number = 1
    and ordered_on + getvariable('p_within')::integer <= getvariable('p_observed_through')
),
cuts as materialized (
  select
    amounts[1] as amount_1,
    amounts[2] as amount_2,
    amounts[3] as amount_3,
    unit_counts[1] as units_1,
    unit_counts[2] as units_2,
    unit_counts[3] as units_3,
    getvariable('p_goods') in ('category', 'both') or (getvariable('p_goods') = 'auto' and has_category) as by_category,
    getvariable('p_goods') in ('product', 'both') or (getvariable('p_goods') = 'auto' and not has_category) as by_product
  from (
    select
      quantile_disc(amount, [0.25, 0.5, 0.75]) as amounts,
      quantile_disc(units, [0.25, 0.5, 0.75]) as unit_counts,
      -- ends with the first one found
      exists (select 1 from followed where category <> '') as has_category
    from followed
  )
),
binned as not materialized (
  select
    coalesce(f.channel, '') as channel,
    coalesce(f.store, '') as store,
    coalesce(f.region, '') as region,
    coalesce(f.coupon, '') as coupon,
    if(c.by_category, coalesce(f.category, ''), '') as category,
    if(c.by_product, coalesce(f.first_product, ''), '') as first_product,
    f.amount,
    f.units,
    ((f.amount >= c.amount_1)::tinyint + (f.amount >= c.amount_2)::tinyint + (f.amount >= c.amount_3)::tinyint)::tinyint as amount_bin,
    coalesce((f.units >= c.units_1)::tinyint + (f.units >= c.units_2)::tinyint + (f.units >= c.units_3)::tinyint, 4)::tinyint as units_bin,
    f.weekday,
    f.discount,
    (f.customer_id::bigint * 2654435761) % 4294967296 >= 3006477107 as is_held_out,
    f.customer_id in (select customer_id from back) as is_back
  from followed as f
  cross join cuts as c
),
combinations as materialized (
  select
    channel,
    store,
    region,
    coupon,
    category,
    first_product,
    amount_bin,
    units_bin,
    weekday,
    discount,
    is_held_out,
    min(amount) as least_amount,
    max(amount) as most_amount,
    min(units) as least_units,
    max(units) as most_units,
    count(*) as customers,
    count(*) filter (is_back) as returned
  from binned
  group by channel, store, region, coupon, category, first_product, amount_bin, units_bin, weekday, discount, is_held_out
),
grouped as (
  select
    grouping_id(channel, store, region, coupon, category, first_product, amount_bin, units_bin, weekday, discount) as grouping,
    channel,
    store,
    region,
    coupon,
    category,
    first_product,
    amount_bin,
    units_bin,
    weekday,
    discount,
    sum(customers)::bigint as customers,
    sum(returned)::bigint as returned
  from combinations
  group by grouping sets (
    (channel), (store), (region), (coupon), (category), (first_product), (amount_bin), (units_bin), (weekday), (discount)
  )
),
counted as (
  -- The bit of the column that is grouped by is 0, all others are 1: of the first column it is the highest.
  select
    a.position,
    a.attribute,
    case a.position
      when 0 then g.channel
      when 1 then g.store
      when 2 then g.region
      when 3 then g.coupon
      when 4 then g.category
      when 5 then g.first_product
    end as value,
    case a.position
      when 6 then g.amount_bin
      when 7 then g.units_bin
      when 8 then g.weekday
      when 9 then g.discount
    end as number,
    g.customers,
    g.returned
  from grouped as g
  join attributes as a on g.grouping = 1023 - (1 << (9 - a.position))
),
ranked as (
  select
    *,
    row_number() over (partition by position order by value = '', customers desc, value) as rank
  from counted
),
placed as (
  select
    *,
    case
      when position >= 6 then number
      when value = '' then getvariable('p_levels')::integer + 1
      when rank > getvariable('p_levels')::integer then getvariable('p_levels')::integer
      else rank - 1
    end::integer as place,
    case
      when value = '' or (position = 7 and number = 4) then 'blank'
      when position < 6 and rank > getvariable('p_levels')::integer then 'others'
      else 'value'
    end as kind
  from ranked
),
bounds as (
  select
    6 as position,
    amount_bin as place,
    min(least_amount) as low,
    max(most_amount) as high
  from combinations
  group by amount_bin
  union all
  select
    7 as position,
    units_bin as place,
    min(least_units) as low,
    max(most_units) as high
  from combinations
  group by units_bin
),
levels as (
  select
    p.position,
    p.attribute,
    p.place,
    p.kind,
    case
      when p.kind <> 'value' then null
      when p.position = 8 then (['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])[p.place]
      when p.position = 9 then if(p.place = 0, 'no', 'yes')
      when p.position >= 6 then 'q' || (p.place + 1)
      else max(p.value)
    end as level,
    any_value(b.low) as low,
    any_value(b.high) as high,
    sum(p.customers) as customers,
    sum(p.returned) as returned
  from placed as p
  left join bounds as b
    on b.position = p.position
    and b.place = p.place
  group by p.position, p.attribute, p.place, p.kind
),
referred as (
  select
    *,
    row_number() over (
      partition by position
      order by
        position in (6, 7) and (kind <> 'value' or customers * 10 < (select sum(customers) from combinations)),
        if(position in (6, 7, 9), place, -customers),
        place
    ) = 1 as is_reference
  from levels
),
named as (
  select position, value, place
  from placed
  where position < 6
    and kind <> 'others'
),
cells as (
  select
    (
      coalesce(channels.place, getvariable('p_levels')::integer)::bigint
      + (coalesce(stores.place, getvariable('p_levels')::integer)::bigint << 5)
      + (coalesce(regions.place, getvariable('p_levels')::integer)::bigint << 10)
      + (coalesce(coupons.place, getvariable('p_levels')::integer)::bigint << 15)
      + (coalesce(categories.place, getvariable('p_levels')::integer)::bigint << 20)
      + (coalesce(first_products.place, getvariable('p_levels')::integer)::bigint << 25)
      + (c.amount_bin::bigint << 30)
      + (c.units_bin::bigint << 35)
      + (c.weekday::bigint << 40)
      + (c.discount::bigint << 45)
    ) as code,
    c.is_held_out,
    sum(c.customers)::bigint as customers,
    sum(c.returned)::bigint as returned
  from combinations as c
  left join named as channels on channels.position = 0 and channels.value = c.channel
  left join named as stores on stores.position = 1 and stores.value = c.store
  left join named as regions on regions.position = 2 and regions.value = c.region
  left join named as coupons on coupons.position = 3 and coupons.value = c.coupon
  left join named as categories on categories.position = 4 and categories.value = c.category
  left join named as first_products on first_products.position = 5 and first_products.value = c.first_product
  group by 1, 2
),
both_parts as (
  select
    'level' as part,
    position,
    attribute,
    place,
    kind,
    level,
    low,
    high,
    is_reference,
    null::double as code,
    false as is_held_out,
    customers,
    returned
  from referred
  union all
  select
    'cell' as part,
    null as position,
    null as attribute,
    null as place,
    null as kind,
    null as level,
    null as low,
    null as high,
    null as is_reference,
    code,
    is_held_out,
    customers,
    returned
  from cells
)
select
  part::varchar as part,
  position::integer as position,
  attribute::varchar as attribute,
  place::integer as place,
  kind::varchar as kind,
  level::varchar as level,
  low::double as low,
  high::double as high,
  is_reference::boolean as is_reference,
  code::double as code,
  is_held_out::boolean as is_held_out,
  customers::integer as customers,
  returned::integer as returned
from both_parts
order by part, position, place, code, is_held_out
