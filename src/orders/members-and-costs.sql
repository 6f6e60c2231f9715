-- Who registered, and which of the customers they are.
-- grain: one member of the file of members, by that file's own key, or one without a key; none without such a file

create or replace table shop.fresh_members as
with ordered as (
  -- rows of one member have one customer, but where the file's key is finer than the orders' own
  select
    member_key,
    min(customer_key) as customer_key
  from staging.lines
  where member_key is not null
  group by member_key
)
select
  m.member_key,
  c.customer_id,
  m.registered_at::date as registered_on
from staging.members as m
left join ordered as o using (member_key)
left join shop.fresh_customers as c using (customer_key)
order by m.member_key, m.registered_at;

-- Money spent on winning customers.
-- grain: one row of a file of costs that says when and how much; none without such a file

create or replace table shop.fresh_costs as
select
  from_day,
  through_day,
  channel,
  amount
from staging.costs
where amount is not null
  and from_day <= through_day
  and not is_shared
order by from_day, through_day, channel, amount;
