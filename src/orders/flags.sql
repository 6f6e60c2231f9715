-- How many rows, and how much money, carry each combination of flags: from this the ledger of any policies is arithmetic.
-- grain: one combination of flags that occurs

select
  is_malformed::boolean as malformed,
  is_undated::boolean as unreadable_date,
  (amount is null)::boolean as unreadable_amount,
  is_guest::boolean as guest,
  is_other_status::boolean as other_status,
  is_other_currency::boolean as other_currency,
  is_refund::boolean as refund,
  is_zero::boolean as zero,
  (row_id in (select row_id from staging.copies))::boolean as copied,
  count(*)::integer as rows,
  coalesce(sum(amount), 0)::decimal(38, 4)::varchar as amount
from staging.judged
group by all
order by all;
