-- The customers in the temporary table `drawn` (customer_key), kept as the members that the question p_question asks for.
-- grain: one question

set variable p_last_customer = (select coalesce(max(customer_id), 0) from shop.customers);

insert into scope.members
select
  getvariable('p_question') as question,
  (
    select bitstring_agg(customer_id, 0, getvariable('p_last_customer'))
    from shop.customers
    where customer_key in (select customer_key from drawn)
  ) as customers;

drop table drawn;
