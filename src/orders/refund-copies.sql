-- Money given back that both the orders' own files and a table of refunds tell of, so that it counts once.
-- Where the orders have rows of the refund itself, or state more than the table lists (it may not reach as far back), the
-- table's rows are copies of an earlier file's. Else the table is the better witness: it knows the day.
-- grain of refunded_orders: one order that the table names

create or replace table staging.refunded_orders as
with listed as (
  select
    found_key,
    sum(abs(amount)) as amount
  from staging.refund_lines
  where not is_undone
    and found_key is not null
  group by found_key
)
select
  h.order_key,
  h.in_column > 0 as has_column,
  (h.in_rows > 0 and h.in_rows * 2 >= l.amount) or h.in_column > l.amount + 0.005 as is_in_orders
from listed as l
join staging.refund_heads as h using (found_key);

insert into staging.copies by name
select
  lines.rowid as row_id,
  false as is_copy,
  true as is_overlap
from staging.lines as lines
where list_contains(getvariable('p_refund_files')::integer[], lines.file_no)
  and lines.order_key in (select order_key from staging.refunded_orders where is_in_orders);

-- orders whose refund is the table's to say
insert into staging.refunds_apart
select order_key
from staging.refunded_orders
where not is_in_orders;

update staging.lines
set refund = null
where refund is not null
  and order_key in (select order_key from staging.refunds_apart);
