-- Back to the file's own customer ids.

update staging.lines
set customer_key = source_customer_key
where customer_key is distinct from source_customer_key;
