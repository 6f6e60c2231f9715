-- Every row set aside, with its reason, for the download.
-- grain: one row of the file

create or replace table staging.shown as
select
  row_id,
  reason
from staging.judged
where reason is not null;
