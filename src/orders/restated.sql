-- Orders without what was given back of them, at their own date.

update staging.grouped as g
set
  amount = g.amount - taken.amount,
  refund = coalesce(g.refund, 0) + taken.amount
from (
  select
    taken_off,
    sum(amount)::decimal(18, 4) as amount
  from staging.refund_rows
  where taken_off is not null
  group by taken_off
) as taken
where taken.taken_off = g.rowid;

drop table staging.refundable;
