-- What stands on an order, spread over its lines in proportion to their amounts: tax and shipping where they do, and the
-- discount of the order, which is taken off.
-- grain: one row of the file, in the order of the file, so that rowid stays its place
-- An order is the rows of one file under one number and customer; a row without a number is one of its own. A value that
-- all its lines repeat is the order's, once; different ones are added up. Shares are rounded to four places and the line
-- of the largest amount takes what is left, so that they come to the whole exactly. Lines that take something back bear
-- nothing where others sell something.

create or replace table staging.lines as
with placed as (
  select
    *,
    rowid as place,
    case when order_key is null then rowid end as alone
  from staging.lines
),
weighed as (
  select
    *,
    case
      when bool_or(coalesce(amount > 0, false)) over of_order then greatest(coalesce(amount, 0), 0)
      else abs(coalesce(amount, 0))
    end::decimal(18, 4) as weight
  from placed
  window of_order as (partition by file_no, order_key, customer_key, alone)
),
totalled as (
  select
    *,
    sum(weight) over of_order as weights,
    row_number() over (
      partition by file_no, order_key, customer_key, alone
      order by weight desc, place
    ) = 1 as takes_rest,
    case
      when count(tax) over of_order > 1 and min(tax) over of_order = max(tax) over of_order then min(tax) over of_order
      else sum(tax) over of_order
    end::decimal(18, 4) as tax_in_all,
    case
      when count(shipping) over of_order > 1 and min(shipping) over of_order = max(shipping) over of_order then min(shipping) over of_order
      else sum(shipping) over of_order
    end::decimal(18, 4) as shipping_in_all,
    case
      when count(order_discount) over of_order > 1 and min(abs(order_discount)) over of_order = max(abs(order_discount)) over of_order then min(abs(order_discount)) over of_order
      else sum(abs(order_discount)) over of_order
    end::decimal(18, 4) as order_discount_in_all
  from weighed
  window of_order as (partition by file_no, order_key, customer_key, alone)
),
shared as (
  select
    *,
    case when weights = 0 then 0 else round(tax_in_all::double * weight::double / weights::double, 4) end::decimal(18, 4) as tax_share,
    case when weights = 0 then 0 else round(shipping_in_all::double * weight::double / weights::double, 4) end::decimal(18, 4) as shipping_share,
    case when weights = 0 then 0 else round(order_discount_in_all::double * weight::double / weights::double, 4) end::decimal(18, 4) as order_discount_share
  from totalled
),
settled as (
  select
    *,
    (tax_share + case when takes_rest then tax_in_all - sum(tax_share) over of_order else 0 end)::decimal(18, 4) as tax_part,
    (shipping_share + case when takes_rest then shipping_in_all - sum(shipping_share) over of_order else 0 end)::decimal(18, 4) as shipping_part,
    (order_discount_share + case when takes_rest then order_discount_in_all - sum(order_discount_share) over of_order else 0 end)::decimal(18, 4) as order_discount_part
  from shared
  window of_order as (partition by file_no, order_key, customer_key, alone)
)
select
  * exclude (
    place, alone, weight, weights, takes_rest,
    tax_in_all, tax_share, tax_part,
    shipping_in_all, shipping_share, shipping_part,
    order_discount_in_all, order_discount_share, order_discount_part
  ) replace (
    (amount - case when amount < 0 then -1 else 1 end * coalesce(order_discount_part, 0))::decimal(18, 4) as amount,
    case when order_discount_part is null then discount else coalesce(abs(discount), 0) + order_discount_part end::decimal(18, 4) as discount,
    case when getvariable('p_tax_of_order')::boolean then tax_part else tax end as tax,
    case when getvariable('p_shipping_of_order')::boolean then shipping_part else shipping end as shipping
  )
from settled
order by place;
