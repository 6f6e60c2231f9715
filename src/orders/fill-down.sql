-- Lines of files that write an order's own fields on the first of its lines only: each line gets what its order says.
-- grain: one row of the file, in the order of the file, so that rowid stays its place
-- A run is the lines that stand together under one order number; blank numbers belong to the number above where the
-- line says nothing but what was bought. A run that names neither customer nor day belongs to the run before it that has
-- the same number, and if there is none to the first after it: two shops' exports in one file may number alike.
-- What a block of runs says is what the first of its lines says that says anything. Amounts, quantities, discounts and
-- refunds are the line's own and stay. Exact copies stay copies: a line without a number is told apart by its order's.

create or replace table staging.lines as
with placed as (
  select
    *,
    rowid as place,
    case
      when order_key is null then
        customer_key is not null
        or ordered_at is not null
        or coalesce(product, product_name) is null
        or file_no is distinct from lag(file_no) over (order by rowid)
      else order_key is distinct from lag(order_key) over (order by rowid)
    end as is_start
  from staging.lines
),
run_of_line as (
  select
    * exclude (is_start),
    sum(is_start::integer) over (order by place rows between unbounded preceding and current row) as run
  from placed
),
runs as (
  select
    run,
    min(order_key) as order_key,
    count(customer_key) > 0 or count(ordered_at) > 0 as is_head
  from run_of_line
  group by run
),
block_of_run as (
  select
    run,
    case
      when order_key is null then run
      else coalesce(
        max(case when is_head then run end)
          over (partition by order_key order by run rows between unbounded preceding and current row),
        min(case when is_head then run end) over (partition by order_key),
        run
      )
    end as block
  from runs
),
said as (
  select
    b.block,
    arg_min(l.order_key, l.place) as order_key,
    arg_min(l.customer_key, l.place) as customer_key,
    arg_min(l.ordered_at, l.place) as ordered_at,
    arg_min(l.channel, l.place) as channel,
    arg_min(l.store, l.place) as store,
    arg_min(l.region, l.place) as region,
    arg_min(l.coupon, l.place) as coupon,
    arg_min(l.status, l.place) as status,
    arg_min(l.currency, l.place) as currency,
    arg_min(l.name, l.place) as name,
    arg_min(l.email, l.place) as email,
    arg_min(l.phone, l.place) as phone
  from run_of_line as l
  join block_of_run as b using (run)
  group by b.block
)
select
  l.* exclude (place, run) replace (
    coalesce(l.order_key, s.order_key) as order_key,
    coalesce(l.customer_key, s.customer_key) as customer_key,
    coalesce(l.ordered_at, s.ordered_at) as ordered_at,
    coalesce(l.channel, s.channel) as channel,
    coalesce(l.store, s.store) as store,
    coalesce(l.region, s.region) as region,
    coalesce(l.coupon, s.coupon) as coupon,
    coalesce(l.status, s.status) as status,
    coalesce(l.currency, s.currency) as currency,
    coalesce(l.name, s.name) as name,
    coalesce(l.email, s.email) as email,
    coalesce(l.phone, s.phone) as phone,
    case when l.order_key is null then hash(l.row_hash, s.order_key, s.customer_key, s.ordered_at) else l.row_hash end as row_hash
  )
from run_of_line as l
join block_of_run as b using (run)
join said as s using (block)
order by l.place;
