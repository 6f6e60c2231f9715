-- The file's own customer ids make room for the keys of persons. Done once: from then on both stand in every row.
-- grain: one row of the file, as before

alter table staging.lines rename column customer_key to source_customer_key;
alter table staging.lines add column customer_key varchar;
