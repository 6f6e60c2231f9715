-- Different combinations of what can say whose a row is. What the policy does not look at is null.
-- grain: one combination; its rowid is what a person is given back for

create or replace table staging.identities as
select
  case when list_contains(getvariable('p_identifiers'), 'customer') then source_customer_key end as customer,
  case when list_contains(getvariable('p_identifiers'), 'email') then email end as email,
  case when list_contains(getvariable('p_identifiers'), 'phone') then phone end as phone,
  count(*)::integer as rows
from staging.lines
group by all;
