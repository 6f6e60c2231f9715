-- grain: up to `counted`, one value of one attribute, with those who have it. The head of the queries about all customers.
, counted as (
  select
    case
      when grouping(channel) = 0 then 'channel'
      when grouping(store) = 0 then 'store'
      when grouping(region) = 0 then 'region'
      when grouping(coupon) = 0 then 'coupon'
      when grouping(category) = 0 then 'category'
      else 'first_product'
    end as attribute,
    coalesce(channel, store, region, coupon, category, first_product) as value,
    count(*) as customers,
    count(*) filter (where is_member) as members
  from acquired
  group by grouping sets ((channel), (store), (region), (coupon), (category), (first_product))
)
