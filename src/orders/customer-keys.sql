-- One row a customer in scope, with the id that the client's file gives them: to tell whether a result of the reader's
-- own statement holds any.
select customer_key::varchar as customer_key
from customers
order by customer_key
