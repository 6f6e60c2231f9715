-- How many rows, and how much money, carry each combination of flags: from this the ledger of any policies is arithmetic.
-- Money is what the file's amounts come to, whatever the policies for tax and shipping; these stand beside it.
-- grain: one combination of flags that occurs

select
  is_malformed::boolean as malformed,
  is_undated::boolean as unreadable_date,
  (amount is null)::boolean as unreadable_amount,
  is_guest::boolean as guest,
  is_other_status::boolean as other_status,
  is_unpaid::boolean as unpaid,
  is_test::boolean as test,
  is_other_currency::boolean as other_currency,
  is_document::boolean as document,
  is_paid_back::boolean as paid_back,
  is_refunded::boolean as refunded,
  is_zero::boolean as zero,
  is_non_product::boolean as non_product,
  (getvariable('p_has_overlaps')::boolean
    and row_id in (select row_id from staging.copies where is_overlap))::boolean as overlapped,
  (row_id in (select row_id from staging.copies where is_copy))::boolean as copied,
  count(*)::integer as rows,
  coalesce(sum(amount_read), 0)::decimal(38, 4)::varchar as amount,
  (count(*) filter (where given_back <> 0))::integer as given_back_rows,
  coalesce(
    sum(case
      when is_given_back and amount_read < 0 then -amount_read
      when is_given_back then amount_read
      else given_back
    end),
    0
  )::decimal(38, 4)::varchar as given_back,
  (count(*) filter (where tax <> 0))::integer as tax_rows,
  sum(tax)::decimal(38, 4)::varchar as tax,
  coalesce(
    sum(case when getvariable('p_has_tax')::boolean and is_given_back then case when amount_read < 0 then -tax else tax end end),
    0
  )::decimal(38, 4)::varchar as given_back_tax,
  (count(*) filter (where shipping <> 0))::integer as shipping_rows,
  sum(shipping)::decimal(38, 4)::varchar as shipping,
  coalesce(
    sum(case when getvariable('p_has_shipping')::boolean and is_given_back then case when amount_read < 0 then -shipping else shipping end end),
    0
  )::decimal(38, 4)::varchar as given_back_shipping
from staging.judged
group by all
order by all;
