-- Rows of tables of refunds become rows of the import, below those of the orders' own files.
-- grain: one row of such a file
-- A refund is its order's: what the order says of customer, status, currency and place holds for it, so that a refund of
-- an order that does not count does not count either. Where the order is not there, its own customer is taken. Its day
-- and amount are its own, the amount below zero whichever sign the file gives it.
-- An amount is the money that went back, tax and shipping in it. How much of it they are is what the table says itself;
-- else tax has the share that it has of the order's amount, and shipping is what goes beyond the order's goods: shops give
-- it back last.

create or replace table staging.refund_heads as
select
  k.found_key,
  arg_min(l.order_key, l.rowid) as order_key,
  arg_min(l.customer_key, l.rowid) as customer_key,
  arg_min(l.channel, l.rowid) as channel,
  arg_min(l.store, l.rowid) as store,
  arg_min(l.region, l.rowid) as region,
  arg_min(l.coupon, l.rowid) as coupon,
  arg_min(l.status, l.rowid) as status,
  arg_min(l.currency, l.rowid) as currency,
  arg_min(l.name, l.rowid) as name,
  arg_min(l.email, l.rowid) as email,
  arg_min(l.phone, l.rowid) as phone,
  -- what the orders' own files say was given back of it: rows below zero, and the refund column
  coalesce(sum(abs(l.amount)) filter (where l.amount < 0 or l.quantity < 0), 0)::decimal(38, 4) as in_rows,
  coalesce(sum(abs(l.refund)), 0)::decimal(38, 4) as in_column,
  coalesce(sum(l.amount) filter (where l.amount > 0), 0)::double as paid,
  coalesce(sum(abs(l.tax)) filter (where l.amount > 0), 0)::double as tax_paid,
  coalesce(sum(abs(l.shipping)) filter (where l.amount > 0), 0)::double as shipping_paid
from staging.lines as l
join staging.refund_keys as k using (order_key)
group by k.found_key;

insert into staging.lines by name
with given_back as (
  select
    *,
    rowid as place,
    case when is_undone then 0 else coalesce(abs(amount), 0) end::double as money
  from staging.refund_lines
),
in_turn as (
  select
    *,
    sum(money) over (partition by found_key order by ordered_at, place rows unbounded preceding) as so_far
  from given_back
),
beyond_goods as (
  select
    r.*,
    greatest(0, r.so_far - (h.paid - h.shipping_paid)) as shipping_so_far,
    greatest(0, r.so_far - r.money - (h.paid - h.shipping_paid)) as shipping_before,
    h.shipping_paid,
    case when h.paid > 0 then least(1, h.tax_paid / h.paid) else 0 end as tax_share
  from in_turn as r
  left join staging.refund_heads as h using (found_key)
),
charged as (
  select
    * exclude (tax, shipping),
    coalesce(abs(tax), round(money * tax_share, 4))::decimal(18, 4) as tax_back,
    coalesce(
      abs(shipping),
      round(least(shipping_paid, shipping_so_far) - least(shipping_paid, shipping_before), 4),
      0
    )::decimal(18, 4) as shipping_back
  from beyond_goods
)
select
  r.file_no,
  r.line,
  coalesce(h.customer_key, r.customer_key) as customer_key,
  coalesce(h.order_key, r.order_key) as order_key,
  r.ordered_at,
  -abs(r.amount) as amount,
  -abs(r.quantity) as quantity,
  r.tax_back as tax,
  r.shipping_back as shipping,
  r.product,
  r.product_name,
  r.category,
  h.channel,
  h.store,
  h.region,
  h.coupon,
  case when r.is_undone then r.status else h.status end as status,
  coalesce(r.currency, h.currency) as currency,
  coalesce(h.name, r.name) as name,
  coalesce(h.email, r.email) as email,
  coalesce(h.phone, r.phone) as phone,
  r.row_hash,
  r.is_malformed
from charged as r
left join staging.refund_heads as h using (found_key)
order by r.place;
